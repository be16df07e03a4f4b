import type { Finding } from '../../domain/verdict.ts';
import { fault, faults } from '../finding.ts';
import type { MailHeaders, MailLayer } from '../readings.ts';
import { readDeliveryStatus } from './delivery-status.ts';
import { judgeStructure } from './mail-structure.ts';
import { noHeaders, readMailHeaders } from './mail-headers.ts';
import { decodedBody, readEntity, splitParts } from './mime-entity.ts';
import type { MimeEntity } from './mime-entity.ts';
import { readPlainParts } from './plain-parts.ts';

/** Limits of a mail; above them a mail is not taken apart. */
export const mailLimits = { bytes: 128 * 2 ** 20, depth: 16, parts: 300 };

/** The outermost layer of a mail (RFC 5322, RFC 8551). Never throws for content: faults stand in `findings`. */
export async function openMail(bytes: Uint8Array): Promise<MailLayer> {
  return openLayer(withoutMboxLine(bytes));
}

/** A layer that came out of another one: of decryption, of an attached or a detached signature. */
export async function openMailEntity(bytes: Uint8Array): Promise<MailLayer> {
  if (!startsWithHeader(bytes)) {
    return { headers: noHeaders, body: { layer: 'plain', parts: [{ id: 'm1', name: 'content', mediaType: 'application/octet-stream', isBody: false, content: bytes }] } };
  }
  return openLayer(bytes);
}

async function openLayer(bytes: Uint8Array): Promise<MailLayer> {
  if (bytes.length > mailLimits.bytes) return refused(noHeaders, `Письмо больше ${mailLimits.bytes / 2 ** 20} МБ.`);
  const entity = readEntity(bytes);
  if (entity === undefined) return refused(noHeaders, 'Заголовок письма слишком велик.');
  const headers = readMailHeaders(entity.headers);
  const body = secureBody(entity, bytes);
  if (body !== undefined) return { headers, body };
  const reason = judgeStructure(entity, mailLimits);
  if (reason !== undefined) return refused(headers, reason);
  if (entity.type.value === 'multipart/report' && entity.type.parameters['report-type']?.toLowerCase() === 'delivery-status') {
    const status = readDeliveryStatus(entity);
    if (status !== undefined) return { headers, body: { layer: 'delivery-status', status } };
  }
  const parts = await readPlainParts(bytes);
  return parts === undefined ? refused(headers, 'Строение письма нарушено, прочитать его вложения не удалось.') : { headers, body: { layer: 'plain', parts } };
}

function refused(headers: MailHeaders, reason: string): MailLayer {
  const findings: Finding[] = [fault(faults.unknownFormat, `Письмо не раскрыто: ${reason}`)];
  return { headers, body: { layer: 'plain', parts: [] }, findings };
}

function secureBody(entity: MimeEntity, whole: Uint8Array): MailLayer['body'] | undefined {
  if (entity.type.value === 'multipart/signed') return detached(entity, whole);
  if (!mayHoldCms(entity)) return undefined;
  const cms = decodedBody(entity);
  switch (cmsContent(cms)) {
    case 'enveloped':
      return { layer: 'enveloped', cms };
    case 'signed':
      return { layer: 'signed-attached', cms };
    default:
      return undefined;
  }
}

function mayHoldCms({ type }: MimeEntity): boolean {
  if (type.value === 'application/pkcs7-mime' || type.value === 'application/x-pkcs7-mime') return true;
  return type.value === 'application/octet-stream' && /\.p7[mz]$/i.test(type.parameters['name'] ?? '');
}

/** The first part's exact bytes are what was signed (RFC 8551, section 3.5.3). */
function detached(entity: MimeEntity, whole: Uint8Array): MailLayer['body'] | undefined {
  const boundary = entity.type.parameters['boundary'];
  if (boundary === undefined || boundary === '' || boundary.length > 200) return undefined;
  const [content, signature] = splitParts(entity.body, boundary, 3);
  const second = signature === undefined ? undefined : readEntity(signature);
  if (content === undefined || second === undefined) return undefined;
  if (!/^application\/(x-)?pkcs7-signature$/.test(second.type.value) && !/pkcs7-signature/i.test(entity.type.parameters['protocol'] ?? '')) return undefined;
  return { layer: 'signed-detached', content: canonicalLines(content, whole), cms: decodedBody(second) };
}

/** A store that keeps mails with bare line feeds lost the carriage returns that were signed: they come back. */
function canonicalLines(content: Uint8Array, whole: Uint8Array): Uint8Array {
  if (Buffer.from(whole.buffer, whole.byteOffset, whole.byteLength).includes('\r\n')) return new Uint8Array(content);
  return new Uint8Array(Buffer.from(Buffer.from(content).toString('latin1').replaceAll('\n', '\r\n'), 'latin1'));
}

const signedData = Buffer.from('06092a864886f70d010702', 'hex');
const envelopedData = Buffer.from('06092a864886f70d010703', 'hex');
const authEnvelopedData = Buffer.from('060b2a864886f70d0109100117', 'hex');

/** The content type that stands at the head of ContentInfo (RFC 5652, section 3), not the word of the header. */
function cmsContent(cms: Uint8Array): 'signed' | 'enveloped' | undefined {
  if (cms[0] !== 0x30) return undefined;
  const head = Buffer.from(cms.buffer, cms.byteOffset, Math.min(cms.byteLength, 24));
  const at = 2 + ((head[1] ?? 0) > 0x80 ? head[1]! & 0x7f : 0);
  const starts = (oid: Buffer) => head.subarray(at, at + oid.length).equals(oid);
  if (starts(signedData)) return 'signed';
  return starts(envelopedData) || starts(authEnvelopedData) ? 'enveloped' : undefined;
}

function withoutMboxLine(bytes: Uint8Array): Uint8Array {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return buffer.subarray(0, 5).toString('latin1') === 'From ' ? bytes.subarray(buffer.indexOf(0x0a) + 1) : bytes;
}

function startsWithHeader(bytes: Uint8Array): boolean {
  return /^\r?\n|^[\u0021-\u0039\u003b-\u007e]{1,76}:/.test(Buffer.from(bytes.subarray(0, 80)).toString('latin1'));
}
