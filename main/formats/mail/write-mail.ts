import { createHash } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { encodeWords } from './encoded-words.ts';

export type MailAddress = string | { readonly name: string; readonly address: string };

export type MailOrder = {
  readonly from: MailAddress;
  readonly to: readonly MailAddress[] | MailAddress;
  readonly subject: string;
  /** With or without angle brackets. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  /** An instant. */
  readonly date: string | Date;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly content: Uint8Array }[];
  /** Gets the exact bytes to sign, gives a detached CMS SignedData as DER. */
  readonly sign?: (content: Uint8Array) => Promise<Uint8Array> | Uint8Array;
  /** The digest that `sign` uses, as micalg names it (RFC 8551, section 3.5.3.2). */
  readonly micalg?: 'sha-256' | 'sha-384' | 'sha-512' | 'gostr3411-2012-256' | 'gostr3411-2012-512';
  /** Gets the (signed) entity, gives a CMS EnvelopedData as DER. */
  readonly encrypt?: (entity: Uint8Array) => Promise<Uint8Array> | Uint8Array;
};

/**
 * A mail (RFC 5322) with lines ended by CRLF and no line above 998 bytes: plain, signed (multipart/signed),
 * enciphered (application/pkcs7-mime), or both. The same input gives the same bytes. There is no Bcc.
 * Throws ReceptionError 'input-invalid' for an address or identifier that cannot stand in a header.
 */
export async function writeMail(order: MailOrder): Promise<Uint8Array> {
  const head = writeHead(order);
  const content = writeContent(order);
  const signed = order.sign === undefined ? content : signedEntity(content, await order.sign(content), order);
  const entity = order.encrypt === undefined ? signed : envelopedEntity(await order.encrypt(signed));
  return joinBytes(lines([...head, 'MIME-Version: 1.0']), entity);
}

function writeHead(order: MailOrder): string[] {
  const to = Array.isArray(order.to) ? (order.to as readonly MailAddress[]) : [order.to as MailAddress];
  if (to.length === 0) throw invalid('to', '');
  const references = (order.references ?? []).slice(-50).map(messageId);
  return [
    `From: ${address(order.from)}`,
    `To: ${to.map(address).join(',\r\n ')}`,
    `Subject: ${encodeWords(order.subject)}`,
    `Date: ${mailDate(order.date)}`,
    `Message-ID: ${messageId(order.messageId)}`,
    ...(order.inReplyTo === undefined ? [] : [`In-Reply-To: ${messageId(order.inReplyTo)}`]),
    ...(references.length === 0 ? [] : [`References: ${references.join('\r\n ')}`]),
  ];
}

function address(one: MailAddress): string {
  const { name, address: bare } = typeof one === 'string' ? { name: '', address: one } : one;
  if (bare.length > 320 || !/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9]([A-Za-z0-9.-]{0,251}[A-Za-z0-9])?$/.test(bare)) throw invalid('address', bare);
  const words = encodeWords(name);
  if (words === '') return bare;
  const plain = /^[A-Za-z0-9 ]+$/.test(words) || words.startsWith('=?');
  return `${plain ? words : `"${words.replace(/[\\"]/g, '\\$&')}"`}\r\n <${bare}>`;
}

function messageId(id: string): string {
  const bare = id.replace(/^<|>$/g, '');
  if (!/^[\u0021-\u003b\u003d\u003f-\u007e]{1,500}$/.test(bare)) throw invalid('message-id', bare);
  return `<${bare}>`;
}

function mailDate(date: string | Date): string {
  const moment = new Date(date);
  if (Number.isNaN(moment.getTime())) throw invalid('date', String(date));
  return moment.toUTCString().replace('GMT', '+0000');
}

function invalid(field: string, value: string): ReceptionError {
  return new ReceptionError('input-invalid', `A mail cannot have this ${field}`, { details: { field, value: value.slice(0, 100) } });
}

function writeContent(order: MailOrder): Uint8Array {
  const text = encodedEntity(['Content-Type: text/plain; charset=utf-8'], new TextEncoder().encode(order.text.replace(/\r\n?|\n/g, '\r\n')));
  if (order.attachments.length === 0) return text;
  return multipart('multipart/mixed', [text, ...order.attachments.map(attachmentEntity)], boundaryOf(order, 'mixed'), []);
}

function attachmentEntity({ name, mediaType, content }: MailOrder['attachments'][number]): Uint8Array {
  const type = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}(?=;|$)/.exec(mediaType)?.[0] ?? 'application/octet-stream';
  // multipart and message types must not be base64 (RFC 2045, section 6.4)
  const safe = /^(multipart|message)\//i.test(type) ? 'application/octet-stream' : type;
  return encodedEntity([`Content-Type: ${safe}${parameter('name', name)}`, `Content-Disposition: attachment${parameter('filename', name)}`], content);
}

/** RFC 2231: percent-encoded UTF-8 in numbered pieces, so that no line grows long. */
function parameter(key: string, value: string): string {
  const clean = value.replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, ' ').trim() || 'attachment';
  if (/^[A-Za-z0-9 ._()+,@-]{1,60}$/.test(clean)) return `;\r\n ${key}="${clean}"`;
  const encoded = [...Buffer.from(clean.slice(0, 300))].map((byte) => (/[A-Za-z0-9._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, '0')}`));
  const pieces: string[] = [];
  for (let at = 0; at < encoded.length; at += 18) pieces.push(encoded.slice(at, at + 18).join(''));
  if (pieces.length === 1) return `;\r\n ${key}*=UTF-8''${pieces[0]!}`;
  return pieces.map((piece, index) => `;\r\n ${key}*${index}*=${index === 0 ? "UTF-8''" : ''}${piece}`).join('');
}

function signedEntity(content: Uint8Array, signature: Uint8Array, order: MailOrder): Uint8Array {
  const attached = encodedEntity(
    ['Content-Type: application/pkcs7-signature; name="smime.p7s"', 'Content-Disposition: attachment; filename="smime.p7s"', 'Content-Description: S/MIME Cryptographic Signature'],
    signature,
  );
  const parameters = ['protocol="application/pkcs7-signature"', `micalg=${order.micalg ?? 'sha-256'}`];
  return multipart('multipart/signed', [content, attached], boundaryOf(order, 'signed'), parameters);
}

function envelopedEntity(cms: Uint8Array): Uint8Array {
  return encodedEntity(
    ['Content-Type: application/pkcs7-mime; smime-type=enveloped-data;\r\n name="smime.p7m"', 'Content-Disposition: attachment; filename="smime.p7m"', 'Content-Description: S/MIME Encrypted Message'],
    cms,
  );
}

function multipart(type: string, parts: readonly Uint8Array[], boundary: string, parameters: readonly string[]): Uint8Array {
  const header = [`Content-Type: ${[type, ...parameters, `boundary="${boundary}"`].join(';\r\n ')}`, ''];
  const pieces = parts.flatMap((part, index) => [lines([`${index === 0 ? '' : '\r\n'}--${boundary}`]), part]);
  return joinBytes(lines(header), ...pieces, lines([`\r\n--${boundary}--`]));
}

/** Everything is base64, so no body line can look like a boundary, whose underscore base64 does not have. */
function boundaryOf(order: MailOrder, level: string): string {
  return `=_${createHash('sha256').update(`${level} ${order.messageId}`).digest('hex').slice(0, 32)}`;
}

function encodedEntity(headers: readonly string[], body: Uint8Array): Uint8Array {
  const base64 = Buffer.from(body.buffer, body.byteOffset, body.byteLength).toString('base64');
  const wrapped = base64.replace(/.{76}(?=.)/g, '$&\r\n');
  return joinBytes(lines([...headers, 'Content-Transfer-Encoding: base64', '']), Buffer.from(wrapped, 'latin1'));
}

function lines(all: readonly string[]): Uint8Array {
  return Buffer.from(all.map((line) => `${line}\r\n`).join(''), 'latin1');
}

function joinBytes(...pieces: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(pieces));
}
