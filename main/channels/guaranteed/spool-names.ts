import { sha256 } from '../message-id.ts';

const UNFINISHED = /(?:\.(?:tmp|temp|part|partial|filepart|crdownload|swp|lock)|~)$/i;
export const NOTE_SUFFIX = '.meta.json';
const MAXIMUM_NAME_BYTES = 200;

/** Names that say "not for you, or not yet": hidden files, unfinished ones, the notes beside deliveries. */
export function isPassedBy(name: string): boolean {
  return name.startsWith('.') || UNFINISHED.test(name) || name.endsWith(NOTE_SUFFIX);
}

/** Why a name cannot be acknowledged, or undefined if it can. */
export function faultOfName(name: string): string | undefined {
  if (name.includes('\uFFFD')) return 'the name is not valid UTF-8';
  if (Buffer.byteLength(name) > MAXIMUM_NAME_BYTES) return `the name is longer than ${MAXIMUM_NAME_BYTES} bytes`;
  return undefined;
}

/**
 * A name that is safe on every file system: letters of any script, digits, space and . _ @ + - are kept, the rest
 * becomes "_". A name that had to change gets eight digits of its digest, so that two different ones stay two.
 */
export function safeName(name: string, maximumBytes: number): string {
  const cleaned = name.normalize('NFC').replace(/[^\p{L}\p{N} ._@+-]/gu, '_').replace(/^[. ]+|[. ]+$/g, '_');
  const short = cutToBytes(cleaned, maximumBytes - 9);
  if (short === name && short !== '') return short;
  const dot = short.lastIndexOf('.');
  const mark = sha256(name).slice(0, 8);
  return dot > 0 && short.length - dot <= 8 ? `${short.slice(0, dot)}-${mark}${short.slice(dot)}` : `${short}-${mark}`;
}

function cutToBytes(text: string, maximum: number): string {
  if (Buffer.byteLength(text) <= maximum) return text;
  const dot = text.lastIndexOf('.');
  const tail = dot > 0 && text.length - dot <= 8 ? text.slice(dot) : '';
  let head = Array.from(text.slice(0, text.length - tail.length));
  head = head.slice(0, maximum);
  while (Buffer.byteLength(head.join('') + tail) > maximum) head.pop();
  return head.join('') + tail;
}
