import { createHash } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Digest, type Instant } from '../../domain/identifiers.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { TrustFile, TrustKind } from '../../papers/trust-folder.ts';
import type { TrustRow } from '../../../preload/settings.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type CrlFacts = { readonly issuer: string; readonly thisUpdate: Instant; readonly nextUpdate?: Instant };
export type TrustTools = { readCertificate(der: Uint8Array): Awaitable<CertificateFacts>; readCrl(der: Uint8Array): Awaitable<CrlFacts> };
export type ReadTrust = TrustFile & { readonly subject: string };

const MOST_IN_A_FILE = 500;
const SOON = 14 * 86_400_000;

/** Certificates and lists of one file, DER or PEM. A certificate that names itself as issuer is an anchor. */
export async function readTrustFiles(file: { name: string; bytes: Uint8Array }, tools: TrustTools): Promise<readonly ReadTrust[]> {
  const pieces = piecesOf(file.bytes);
  if (pieces.length === 0 || pieces.length > MOST_IN_A_FILE) throw unreadable(file.name);
  return Promise.all(pieces.map((piece) => readOne(piece, tools).catch(() => Promise.reject(unreadable(file.name)))));
}

function unreadable(name: string): ReceptionError {
  return new ReceptionError('input-invalid', 'The file holds neither certificates nor revocation lists (DER or PEM). Nothing was added.', { details: { name: name.slice(0, 100) } });
}

function piecesOf(bytes: Uint8Array): readonly Uint8Array[] {
  if (bytes[0] === 0x30) return [bytes];
  const text = Buffer.from(bytes).toString('latin1');
  return text
    .split('-----BEGIN ')
    .slice(1)
    .filter((part) => part.startsWith('CERTIFICATE-----') || part.startsWith('X509 CRL-----') || part.startsWith('TRUSTED CERTIFICATE-----'))
    .map((part) => new Uint8Array(Buffer.from(part.slice(part.indexOf('-----') + 5, Math.max(part.indexOf('-----END'), 0)), 'base64')));
}

async function readOne(content: Uint8Array, tools: TrustTools): Promise<ReadTrust> {
  const fingerprint = createHash('sha256').update(content).digest('hex') as Digest;
  const certificate = await attempt(() => tools.readCertificate(content));
  if (!certificate) return { what: 'crl', fingerprint, content, subject: (await tools.readCrl(content)).issuer };
  const what: TrustKind = certificate.subject === certificate.issuer ? 'anchor' : 'intermediate';
  return { what, fingerprint, content, subject: certificate.subject };
}

async function attempt<Value>(read: () => Awaitable<Value>): Promise<Value | undefined> {
  try {
    return await read();
  } catch {
    return undefined;
  }
}

/** A trusted file as the screen lists it. */
export async function trustRow({ what, fingerprint, content }: TrustFile, tools: TrustTools, now: number): Promise<TrustRow> {
  if (what === 'crl') {
    const { issuer, thisUpdate, nextUpdate } = await tools.readCrl(content);
    return { what, fingerprint, subject: issuer, issuer, from: thisUpdate, ...(nextUpdate && { to: nextUpdate }), state: stateOf(thisUpdate, nextUpdate, now) };
  }
  const { subject, issuer, notBefore, notAfter } = await tools.readCertificate(content);
  return { what, fingerprint, subject, issuer, from: notBefore, to: notAfter, state: stateOf(notBefore, notAfter, now) };
}

function stateOf(from: Instant, to: Instant | undefined, now: number): TrustRow['state'] {
  const at = instantOf(now);
  if (at < from) return 'not-yet';
  if (to === undefined) return 'good';
  if (at > to) return 'ended';
  // Lists live for days, certificates for years: near the end means a sixth of the life, at most two weeks.
  const left = Date.parse(to) - now;
  return left < Math.min(SOON, (Date.parse(to) - Date.parse(from)) / 6) ? 'ending' : 'good';
}
