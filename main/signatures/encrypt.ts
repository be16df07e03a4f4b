import { constants, createCipheriv, generateKeyPairSync, publicEncrypt, randomBytes } from 'node:crypto';
import { ReceptionError } from '../domain/errors.ts';
import { agreeOnKey, NODE_CURVES } from './algorithms/key-agreement.ts';
import { wrapAes } from './algorithms/key-wrap.ts';
import { keyObjectOf } from './algorithms/public-keys.ts';
import { OID } from './der/oids.ts';
import { wholeElement } from './der/reader.ts';
import { bitString, context, contextPrimitive, integer, nullValue, octetString, oid, sequence, setOf } from './der/writer.ts';
import { parseCertificate, readPublicKeyInfo, type Certificate } from './path/parsed-certificate.ts';
import { issuerAndSerial } from './sign.ts';

export type EncryptInput = {
  readonly content: Uint8Array;
  /** Certificates, DER; RSA and elliptic keys may be mixed. */
  readonly recipients: readonly Uint8Array[];
  readonly algorithm?: 'aes-256-cbc' | 'aes-256-gcm';
};

/**
 * CMS EnvelopedData (AES-256-CBC) or AuthEnvelopedData (AES-256-GCM), DER. RSA recipients by OAEP with SHA-256,
 * elliptic ones by ephemeral ECDH with the X9.63 derivation on SHA-256 and AES-256 key wrap.
 * @throws ReceptionError certificate-missing without recipients, key-unusable where a recipient's key is of another family
 */
export function encrypt(input: EncryptInput): Uint8Array {
  if (input.recipients.length === 0) throw new ReceptionError('certificate-missing', 'There is nobody to encrypt for');
  const key = randomBytes(32);
  const recipients = input.recipients.map((der) => recipientInfo(parseCertificate(der), key));
  return input.algorithm === 'aes-256-gcm' ? sealedByGcm(input.content, key, recipients) : sealedByCbc(input.content, key, recipients);
}

function sealedByCbc(content: Uint8Array, key: Uint8Array, recipients: Uint8Array[]): Uint8Array {
  const iv = randomBytes(16);
  const cipher = createCipheriv('aes-256-cbc', key, iv);
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const info = sequence(oid(OID.data), sequence(oid(OID.aes256Cbc), octetString(iv)), contextPrimitive(0, encrypted));
  return sequence(oid(OID.envelopedData), context(0, sequence(integer(2), setOf(...recipients), info)));
}

function sealedByGcm(content: Uint8Array, key: Uint8Array, recipients: Uint8Array[]): Uint8Array {
  const nonce = randomBytes(12);
  const cipher = createCipheriv('aes-256-gcm', key, nonce, { authTagLength: 16 });
  const encrypted = Buffer.concat([cipher.update(content), cipher.final()]);
  const parameters = sequence(octetString(nonce), integer(16));
  const info = sequence(oid(OID.data), sequence(oid(OID.aes256Gcm), parameters), contextPrimitive(0, encrypted));
  return sequence(oid(OID.authEnvelopedData), context(0, sequence(integer(0), setOf(...recipients), info, octetString(cipher.getAuthTag()))));
}

function recipientInfo(certificate: Certificate, key: Uint8Array): Uint8Array {
  const publicKey = keyObjectOf(certificate.publicKey);
  if (publicKey.asymmetricKeyType === 'rsa') return transport(certificate, key);
  if (publicKey.asymmetricKeyType === 'ec') return agreement(certificate, key);
  throw new ReceptionError('key-unusable', 'The recipient has a key that the station cannot encrypt for');
}

/** KeyTransRecipientInfo with RSAES-OAEP, SHA-256 for both digests (RFC 5652, 6.2.1; RFC 4055, 4.1). */
function transport(certificate: Certificate, key: Uint8Array): Uint8Array {
  const sha256 = sequence(oid(OID.sha256), nullValue());
  const parameters = sequence(context(0, sha256), context(1, sequence(oid(OID.mgf1), sha256)));
  const encrypted = publicEncrypt({ key: keyObjectOf(certificate.publicKey), padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256' }, key);
  return sequence(integer(0), issuerAndSerial(certificate), sequence(oid(OID.rsaOaep), parameters), octetString(encrypted));
}

/** KeyAgreeRecipientInfo with a key made for this message alone (RFC 5753, 3.1). */
function agreement(certificate: Certificate, key: Uint8Array): Uint8Array {
  const publicKey = keyObjectOf(certificate.publicKey);
  const namedCurve = publicKey.asymmetricKeyDetails?.namedCurve ?? '';
  if (NODE_CURVES[namedCurve] === undefined) throw new ReceptionError('key-unusable', 'The recipient has a key on an unknown curve');
  const ephemeral = generateKeyPairSync('ec', { namedCurve });
  const wrap = sequence(oid(OID.aes256Wrap));
  const kek = agreeOnKey({ privateKey: ephemeral.privateKey, publicKey }, 'sha256', wrap, 32);
  const point = readPublicKeyInfo(wholeElement(ephemeral.publicKey.export({ format: 'der', type: 'spki' }))).key;
  const originator = context(0, context(1, sequence(oid(OID.ecPublicKey)), bitString(point)));
  const forWhom = sequence(sequence(issuerAndSerial(certificate), octetString(wrapAes(kek, key))));
  return context(1, integer(3), originator, sequence(oid(OID.stdDhSha256Kdf), wrap), forWhom);
}
