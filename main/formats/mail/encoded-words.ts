import { decodeCharset } from './mime-parameters.ts';

type Word = { readonly charset: string; readonly bytes: Uint8Array };

/** Header text with its encoded words (RFC 2047) decoded; neighbours of one charset are joined as bytes first. */
export function decodeWords(text: string): string {
  const bounded = text.slice(0, 20_000);
  const pattern = /=\?([A-Za-z0-9_.*-]{1,40})\?([BbQq])\?([^?\s]{0,2000})\?=/g;
  let out = '';
  let from = 0;
  let words: Word[] = [];
  for (let match = pattern.exec(bounded); match !== null; match = pattern.exec(bounded)) {
    const between = bounded.slice(from, match.index);
    if (words.length > 0 && between.trim() !== '') {
      out += decodeRun(words) + between;
      words = [];
    } else if (words.length === 0) out += between;
    words.push({ charset: match[1]!.replace(/\*.*/, '').toLowerCase(), bytes: wordBytes(match[2]!, match[3]!) });
    from = match.index + match[0].length;
  }
  return (out + decodeRun(words) + bounded.slice(from)).replace(/[\u0000-\u001f\u007f]+/g, ' ').trim();
}

function wordBytes(kind: string, text: string): Uint8Array {
  if (kind.toUpperCase() === 'B') return Buffer.from(text, 'base64');
  const latin = text.replaceAll('_', ' ').replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
  return Buffer.from(latin, 'latin1');
}

function decodeRun(words: readonly Word[]): string {
  let out = '';
  for (let at = 0; at < words.length; ) {
    let end = at + 1;
    while (end < words.length && words[end]!.charset === words[at]!.charset) end++;
    out += decodeCharset(Buffer.concat(words.slice(at, end).map((word) => word.bytes)), words[at]!.charset);
    at = end;
  }
  return out;
}

/** Header text as it may stand in a header: plain where it is short ASCII, else encoded words of at most 75 characters. */
export function encodeWords(text: string): string {
  const clean = text.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim();
  if (/^[\u0020-\u007e]{0,60}$/.test(clean) && !clean.includes('=?')) return clean;
  const words: string[] = [];
  let piece = '';
  for (const character of clean) {
    if (Buffer.byteLength(piece + character) > 39) {
      words.push(piece);
      piece = '';
    }
    piece += character;
  }
  return [...words, piece].map((word) => `=?UTF-8?B?${Buffer.from(word).toString('base64')}?=`).join('\r\n ');
}
