import { parseParameters } from './mime-parameters.ts';
import type { ContentType } from './mime-parameters.ts';

/** A MIME entity (RFC 2045) as byte ranges of what came: nothing is decoded or changed. */
export type MimeEntity = {
  /** Header and body with everything between, without the line break before the next boundary. */
  readonly bytes: Uint8Array;
  readonly headers: readonly MimeHeader[];
  readonly body: Uint8Array;
  readonly type: ContentType;
};

export type MimeHeader = { readonly name: string; readonly value: string };

export const headerLimits = { bytes: 256 * 1024, lines: 1000 };

/** Header unfolded and split from the body; undefined where it is longer than a header may be. */
export function readEntity(bytes: Uint8Array): MimeEntity | undefined {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const { headerEnd, bodyStart } = findBody(buffer);
  if (headerEnd > headerLimits.bytes) return undefined;
  const headers = readHeaders(buffer.subarray(0, headerEnd));
  if (headers === undefined) return undefined;
  return { bytes, headers, body: bytes.subarray(bodyStart), type: parseParameters(headerOf(headers, 'content-type') ?? 'text/plain', 'text/plain') };
}

function findBody(buffer: Buffer): { headerEnd: number; bodyStart: number } {
  if (buffer[0] === 0x0a) return { headerEnd: 0, bodyStart: 1 };
  if (buffer[0] === 0x0d && buffer[1] === 0x0a) return { headerEnd: 0, bodyStart: 2 };
  const crlf = buffer.indexOf('\r\n\r\n');
  const lf = buffer.subarray(0, crlf < 0 ? buffer.length : crlf + 2).indexOf('\n\n');
  if (lf >= 0) return { headerEnd: lf, bodyStart: lf + 2 };
  return crlf < 0 ? { headerEnd: buffer.length, bodyStart: buffer.length } : { headerEnd: crlf, bodyStart: crlf + 4 };
}

function readHeaders(block: Buffer): MimeHeader[] | undefined {
  const lines = headerText(block).split(/\r?\n/);
  const unfolded: string[] = [];
  for (const line of lines) {
    if (/^[ \t]/.test(line) && unfolded.length > 0) unfolded[unfolded.length - 1] += ` ${line.trim()}`;
    else unfolded.push(line);
    if (unfolded.length > headerLimits.lines) return undefined;
  }
  return unfolded.flatMap((line) => {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon).trim().toLowerCase();
    return colon > 0 && /^[\u0021-\u007e]{1,100}$/.test(name) ? [{ name, value: line.slice(colon + 1).trim() }] : [];
  });
}

/** Headers are ASCII by rule; some senders put raw UTF-8 or windows-1251 into them. */
function headerText(block: Buffer): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(block);
  } catch {
    return new TextDecoder('windows-1251').decode(block);
  }
}

export function headerOf(headers: readonly MimeHeader[], name: string): string | undefined {
  return headers.find((header) => header.name === name)?.value;
}

/**
 * The parts of a multipart body (RFC 2046, section 5.1.1), each exactly the bytes between two delimiters
 * without the line break that belongs to the second. At most `most` parts; a missing end is forgiven.
 */
export function splitParts(body: Uint8Array, boundary: string, most: number): Uint8Array[] {
  const buffer = Buffer.from(body.buffer, body.byteOffset, body.byteLength);
  const mark = Buffer.from(`--${boundary}`, 'utf8');
  const parts: Uint8Array[] = [];
  let start: number | undefined;
  for (let at = buffer.indexOf(mark); at >= 0 && parts.length < most; at = buffer.indexOf(mark, at + mark.length)) {
    const line = delimiterLine(buffer, at, mark.length);
    if (line === undefined) continue;
    if (start !== undefined) parts.push(body.subarray(start, Math.max(start, breakBefore(buffer, at))));
    start = line.closes ? undefined : line.next;
    if (line.closes) return parts;
  }
  if (start !== undefined && parts.length < most) parts.push(body.subarray(start));
  return parts;
}

function delimiterLine(buffer: Buffer, at: number, length: number): { next: number; closes: boolean } | undefined {
  if (at > 0 && buffer[at - 1] !== 0x0a) return undefined;
  let end = at + length;
  const closes = buffer[end] === 0x2d && buffer[end + 1] === 0x2d;
  if (closes) end += 2;
  while (buffer[end] === 0x20 || buffer[end] === 0x09) end++;
  if (end >= buffer.length) return { next: buffer.length, closes };
  if (buffer[end] === 0x0d && buffer[end + 1] === 0x0a) return { next: end + 2, closes };
  return buffer[end] === 0x0a ? { next: end + 1, closes } : undefined;
}

function breakBefore(buffer: Buffer, at: number): number {
  return buffer[at - 2] === 0x0d ? at - 2 : at - 1;
}

/** The body with its transfer encoding undone (RFC 2045, section 6). */
export function decodedBody(entity: MimeEntity): Uint8Array {
  const encoding = (headerOf(entity.headers, 'content-transfer-encoding') ?? '7bit').toLowerCase();
  if (encoding.startsWith('base64')) return new Uint8Array(Buffer.from(Buffer.from(entity.body).toString('latin1'), 'base64'));
  if (encoding.startsWith('quoted-printable')) return quotedPrintable(entity.body);
  return new Uint8Array(entity.body);
}

function quotedPrintable(body: Uint8Array): Uint8Array {
  const text = Buffer.from(body).toString('latin1').replace(/=[ \t]{0,100}\r?\n/g, '');
  return new Uint8Array(Buffer.from(text.replace(/=([0-9A-Fa-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16))), 'latin1'));
}
