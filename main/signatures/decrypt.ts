import { contentCipherBy, type ContentCipher } from './algorithms/content-ciphers.ts';
import { agreeOnKey, derivationDigest, NODE_CURVES, pointOnCurve } from './algorithms/key-agreement.ts';
import { transportedKey, type Transported } from './algorithms/key-transport.ts';
import { keyWrapBy } from './algorithms/key-wrap.ts';
import { factsOf, nameText } from './certificate.ts';
import { matches } from './checks/signer-checks.ts';
import { pemToDer } from './der/pem.ts';
import { DerError, wholeElement } from './der/reader.ts';
import { readEnvelopedData, type EnvelopedData, type Recipient } from './enveloped-data.ts';
import { privateKeyOf } from './keys/private-key.ts';
import type { Decryption, DecryptFailure, KeyAndCertificate } from './material.ts';
import { parseCertificate, readAlgorithm, type Certificate } from './path/parsed-certificate.ts';

/**
 * Opens CMS EnvelopedData or AuthEnvelopedData with whichever of the keys it was made for. Old keys may be among them.
 * Takes DER, BER, PEM and base64.
 * @throws ReceptionError key-unusable, where a key of the station cannot be read
 */
export function decrypt(enveloped: Uint8Array, keys: readonly KeyAndCertificate[]): Decryption {
  let data: EnvelopedData | undefined;
  try {
    data = readEnvelopedData(pemToDer(enveloped));
  } catch (error) {
    if (error instanceof DerError) return failure(looksEnveloped(enveloped) ? 'broken' : 'not-enveloped', error.message);
    throw error;
  }
  if (data === undefined) return failure('not-enveloped', 'another type of content');
  const cipher = contentCipherBy(data.algorithm.oid);
  if (cipher === undefined) return failure('algorithm', data.algorithm.oid, data);
  if (cipher.authenticated !== (data.authentication !== undefined)) return failure('broken', 'cipher and type of content do not agree', data);
  return openFirst(data, cipher, keys);
}

/** The object identifier 1.2.840.113549.1.7.3 or 1.2.840.113549.1.9.16.1.23 stands near the beginning. */
function looksEnveloped(bytes: Uint8Array): boolean {
  const head = Buffer.from(pemToDer(bytes).subarray(0, 64)).toString('hex');
  return head.includes('06092a864886f70d010703') || head.includes('060b2a864886f70d0109100117');
}

/** Every recipient that is ours is tried, until one opens the content. */
function openFirst(data: EnvelopedData, cipher: ContentCipher, keys: readonly KeyAndCertificate[]): Decryption {
  let last: Decryption | undefined;
  for (const own of keys) {
    const certificate = ownCertificate(own);
    for (const recipient of data.recipients) {
      if (recipient.kind === 'other' || !matches(recipient.id, certificate)) continue;
      const opened = open(data, cipher, recipient, own, certificate);
      if (opened.ok) return opened;
      last = opened;
    }
  }
  return last ?? failure('not-for-us', 'no recipient has a key of the station', data);
}

const certificates = new WeakMap<Uint8Array, Certificate>();

function ownCertificate(own: KeyAndCertificate): Certificate {
  const known = certificates.get(own.certificate);
  if (known !== undefined) return known;
  const certificate = parseCertificate(own.certificate);
  certificates.set(own.certificate, certificate);
  return certificate;
}

function open(data: EnvelopedData, cipher: ContentCipher, recipient: Exclude<Recipient, { kind: 'other' }>, own: KeyAndCertificate, certificate: Certificate): Decryption {
  const found = guarded(() => contentKey(recipient, own, cipher.keyBytes)) ?? 'failed';
  if (found === 'unknown') return failure('algorithm', recipient.algorithm.oid, data);
  if (found === 'failed' || found.key.length !== cipher.keyBytes) return failure('key-failed', 'the content key does not come out', data);
  const content = guarded(() => cipher.open(data, found.key));
  if (content === undefined) return failure('broken', 'the content does not come out whole', data);
  return { ok: true, content, algorithm: cipher.name, recipient: factsOf(certificate) };
}

/** node:crypto and the reader throw on what does not hold; here that only means: not this way. */
function guarded<Value>(attempt: () => Value): Value | undefined {
  try {
    return attempt();
  } catch {
    return undefined;
  }
}

function contentKey(recipient: Exclude<Recipient, { kind: 'other' }>, own: KeyAndCertificate, keyBytes: number): Transported {
  const privateKey = privateKeyOf(own.privateKey);
  if (recipient.kind === 'transport') return transportedKey(recipient.algorithm, privateKey, recipient.encryptedKey, keyBytes);
  const digest = derivationDigest(recipient.algorithm.oid);
  const wrap = keyWrapBy(readAlgorithm(wholeElement(recipient.wrap)).oid);
  const curve = NODE_CURVES[privateKey.asymmetricKeyDetails?.namedCurve ?? ''];
  if (digest === undefined || wrap === undefined || recipient.originator === undefined) return 'unknown';
  if (curve === undefined) return 'failed';
  const publicKey = pointOnCurve(curve, recipient.originator.key);
  const kek = agreeOnKey({ privateKey, publicKey }, digest, recipient.wrap, wrap.keyBytes, recipient.userKeyingMaterial);
  const key = wrap.unwrap(kek, recipient.encryptedKey);
  return key === undefined ? 'failed' : { key };
}

function failure(kind: DecryptFailure, detail: string, data?: EnvelopedData): Decryption {
  return { ok: false, failure: kind, detail, recipients: (data?.recipients ?? []).map(recipientText) };
}

/** Whom the sender meant, for the officer. */
function recipientText(recipient: Recipient): string {
  if (recipient.kind === 'other') return 'password or shared key';
  return recipient.id.kind === 'key-identifier' ? `key ${recipient.id.hex}` : `${recipient.id.serial} ${nameText(recipient.id.issuer)}`;
}
