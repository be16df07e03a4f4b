const HEADER_BYTES = 256 * 1024;
const FIELD_CHARACTERS = 4000;

export type MailHeader = {
  /** The header's bytes, without the empty line. */
  readonly bytes: Uint8Array;
  readonly subject?: string;
  readonly from?: string;
  readonly replyTo?: string;
  /** "<local@domain>" if it is one, else absent. */
  readonly messageId?: string;
};

/** The few fields of a mail's header that a channel needs as hints (RFC 5322, RFC 2047). Never throws. */
export function readMailHeader(mail: Uint8Array): MailHeader {
  const bytes = mail.subarray(0, Math.min(endOfHeader(mail), HEADER_BYTES));
  const fields = firstFields(new TextDecoder('latin1').decode(bytes));
  return {
    bytes,
    ...some('subject', decodeWords(fields.get('subject') ?? '').trim()),
    ...some('from', addressIn(fields.get('from') ?? '')),
    ...some('replyTo', addressIn(fields.get('reply-to') ?? '')),
    ...some('messageId', messageIdIn(fields.get('message-id') ?? '')),
  };
}

function some<Key extends string>(key: Key, text: string | undefined): Partial<Record<Key, string>> {
  return text === undefined || text === '' ? {} : ({ [key]: text } as Record<Key, string>);
}

function endOfHeader(mail: Uint8Array): number {
  const buffer = Buffer.from(mail.buffer, mail.byteOffset, Math.min(mail.byteLength, HEADER_BYTES));
  const ends = [buffer.indexOf('\r\n\r\n'), buffer.indexOf('\n\n')].filter((at) => at >= 0);
  return ends.length === 0 ? buffer.length : Math.min(...ends);
}

/** The first of each name, unfolded; octets as latin1 characters. */
function firstFields(header: string): Map<string, string> {
  const fields = new Map<string, string>();
  let name: string | undefined;
  for (const line of header.split(/\r?\n/)) {
    if (/^[ \t]/.test(line)) {
      if (name !== undefined) fields.set(name, (fields.get(name)! + line).slice(0, FIELD_CHARACTERS));
      continue;
    }
    const colon = line.indexOf(':');
    const key = line.slice(0, Math.max(colon, 0)).trim().toLowerCase();
    name = key === '' || fields.has(key) ? undefined : key;
    if (name !== undefined) fields.set(name, line.slice(colon + 1, colon + 1 + FIELD_CHARACTERS));
  }
  return fields;
}

/** RFC 2047 encoded words; bare 8-bit text is read as UTF-8 where it is. */
export function decodeWords(text: string): string {
  const joined = text.replace(/(=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{0,500}\?=)[ \t]+(?==\?)/g, '$1');
  const words = joined.split(/(=\?[^?\s]{1,40}\?[bBqQ]\?[^?\s]{0,500}\?=)/);
  return decodePieces(words.map((word) => encodedWord(word) ?? { charset: 'utf-8', bytes: Buffer.from(word, 'latin1') }));
}

/** Neighbours of one charset are decoded together: encoders do cut a character in two. */
function decodePieces(pieces: readonly { charset: string; bytes: Buffer }[]): string {
  let text = '';
  let run: { charset: string; bytes: Buffer[] } = { charset: 'utf-8', bytes: [] };
  const flush = (): void => {
    text += decodeAs(run.charset, Buffer.concat(run.bytes));
  };
  for (const piece of pieces.filter(({ bytes }) => bytes.length > 0)) {
    if (piece.charset !== run.charset) {
      flush();
      run = { charset: piece.charset, bytes: [] };
    }
    run.bytes.push(piece.bytes);
  }
  flush();
  return text;
}

function encodedWord(word: string): { charset: string; bytes: Buffer } | undefined {
  const parts = /^=\?([^?\s]{1,40})\?([bBqQ])\?([^?\s]{0,500})\?=$/.exec(word);
  if (parts === null) return undefined;
  const [, charset, encoding, content] = parts as unknown as [string, string, string, string];
  const bytes = encoding.toLowerCase() === 'b' ? Buffer.from(content, 'base64') : quotedBytes(content);
  return { charset: charset.toLowerCase().split('*')[0]!, bytes };
}

function quotedBytes(content: string): Buffer {
  const plain = content.replaceAll('_', ' ').replace(/=([0-9A-Fa-f]{2})/g, (_all, hex: string) => String.fromCharCode(parseInt(hex, 16)));
  return Buffer.from(plain, 'latin1');
}

function decodeAs(charset: string, bytes: Buffer): string {
  try {
    return new TextDecoder(charset).decode(bytes);
  } catch {
    return bytes.toString('latin1');
  }
}

function addressIn(field: string): string | undefined {
  const angled = /<([^<>\s,;]{1,320})>/.exec(field)?.[1];
  const address = angled ?? /^\s*([^<>\s,;"]{1,320})\s*(?:[,;(]|$)/.exec(field)?.[1];
  return address !== undefined && /^[^@]+@[^@]+$/.test(address) ? address : undefined;
}

function messageIdIn(field: string): string | undefined {
  return /<[\x21-\x3b\x3d\x3f-\x7e]{1,250}>/.exec(field)?.[0];
}
