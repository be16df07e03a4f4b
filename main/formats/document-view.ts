import type { FormFacts } from '../domain/submission.ts';
import { builtInPacks } from './packs/load-packs.ts';
import type { Packs } from './packs/packs.ts';
import type { FormView } from './readings.ts';
import { readReport } from './reports/read-report.ts';
import { decodeText } from './text/decode-text.ts';
import type { Charset } from './text/decode-text.ts';
import { plainTextOfHtml } from './text/plain-text-of-html.ts';
import { readXml } from './xml/read-xml.ts';
import type { XmlElement } from './xml/read-xml.ts';

/** A document for the screen: plain data, never HTML. `truncated` where the whole did not fit the bound. */
export type DocumentView =
  | { readonly kind: 'form'; readonly view: FormView; readonly form?: FormFacts; readonly xml: string; readonly truncated: boolean }
  | { readonly kind: 'xml'; readonly xml: string; readonly truncated: boolean }
  | { readonly kind: 'text'; readonly text: string; readonly charset: Charset; readonly truncated: boolean }
  | HexView;

export type HexView = {
  readonly kind: 'hex';
  readonly size: number;
  readonly offset: number;
  /** Sixteen bytes a row. */
  readonly rows: readonly { readonly offset: number; readonly hex: string; readonly text: string }[];
  readonly truncated: boolean;
};

const mostText = 400_000;
const hexPage = 4096;

/** `offset` (bytes) asks for a page of the raw bytes instead of the document's own view. */
export async function viewDocument(
  input: { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string; readonly offset?: number },
  packs: Packs = builtInPacks(),
): Promise<DocumentView> {
  const { bytes, mediaType, name, offset } = input;
  if (offset !== undefined || bytes.length === 0) return viewHex(bytes, offset ?? 0);
  return (await viewXml(bytes, mediaType, name, packs)) ?? viewText(bytes, mediaType) ?? viewHex(bytes, 0);
}

async function viewXml(bytes: Uint8Array, mediaType: string, name: string, packs: Packs): Promise<DocumentView | undefined> {
  if (!startsLikeXml(bytes)) return undefined;
  const { xml: most, xmlDepth, xmlElements } = packs.limits.station;
  const reading = readXml(bytes, { bytes: most, depth: xmlDepth, elements: xmlElements });
  if (!reading.ok) return undefined;
  const { xml, truncated } = prettyXml(reading.root);
  if (reading.root.name !== 'Файл') return { kind: 'xml', xml, truncated };
  const { view, form } = await readReport({ bytes, fileName: name, mediaType }, packs);
  return { kind: 'form', view, ...(form === undefined ? {} : { form }), xml, truncated };
}

function startsLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^(\u00ef\u00bb\u00bf)?\s{0,64}<[?A-Za-z_\u0080-\u00ff]/.test(head) && !/^\s*<(!doctype|html)/i.test(head);
}

/** The tree with one element a line, indented; values keep their own characters, markup signs escaped. */
function prettyXml(root: XmlElement): { xml: string; truncated: boolean } {
  const lines: string[] = [];
  let length = 0;
  const add = (line: string): boolean => {
    length += line.length + 1;
    if (length <= mostText) lines.push(line);
    return length <= mostText;
  };
  const write = (element: XmlElement, indent: string): boolean => {
    const attributes = Object.entries(element.attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
    const open = `${indent}<${element.name}${attributes.join('')}`;
    const text = element.text.trim();
    if (element.elements.length === 0) return add(text === '' ? `${open}/>` : `${open}>${escaped(text)}</${element.name}>`);
    if (!add(`${open}>`)) return false;
    if (text !== '' && !add(`${indent}  ${escaped(text)}`)) return false;
    return element.elements.every((child) => write(child, `${indent}  `)) && add(`${indent}</${element.name}>`);
  };
  const whole = write(root, '');
  return { xml: lines.join('\n'), truncated: !whole };
}

function escaped(text: string): string {
  return text.slice(0, mostText).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function viewText(bytes: Uint8Array, mediaType: string): DocumentView | undefined {
  const sample = bytes.subarray(0, 65_536);
  const stated = mediaType.startsWith('text/') || mediaType.startsWith('message/');
  if (!looksLikeText(sample)) return undefined;
  if (!stated && /^(image|audio|video|font)\/|\/(pdf|zip|pkcs7|x-)/.test(mediaType)) return undefined;
  const { text, charset } = decodeText(bytes.subarray(0, 2 * mostText), stated ? mediaType : '');
  const plain = mediaType.startsWith('text/html') || /^\s*<(!doctype html|html)/i.test(text) ? plainTextOfHtml(text) : text;
  const clean = plain.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\u00b7');
  return { kind: 'text', text: clean.slice(0, mostText), charset, truncated: bytes.length > 2 * mostText || clean.length > mostText };
}

/** Text of any charset has hardly any control characters; UTF-16 with its mark is text too. */
function looksLikeText(sample: Uint8Array): boolean {
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return true;
  if (Buffer.from(sample.subarray(0, 5)).toString('latin1') === '%PDF-') return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a) controls++;
  }
  return controls <= sample.length / 200;
}

function viewHex(bytes: Uint8Array, from: number): HexView {
  const offset = Math.min(Math.max(0, Math.trunc(from / 16) * 16), Math.max(0, bytes.length - 1) - (Math.max(0, bytes.length - 1) % 16));
  const end = Math.min(bytes.length, offset + hexPage);
  const rows: HexView['rows'][number][] = [];
  for (let at = offset; at < end; at += 16) {
    const row = Buffer.from(bytes.subarray(at, Math.min(at + 16, end)));
    rows.push({ offset: at, hex: row.toString('hex').replace(/..(?=.)/g, '$& '), text: row.toString('latin1').replace(/[^\u0020-\u007e]/g, '.') });
  }
  return { kind: 'hex', size: bytes.length, offset, rows, truncated: offset > 0 || end < bytes.length };
}
