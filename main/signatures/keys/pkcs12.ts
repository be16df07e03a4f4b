import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { digestBy } from '../algorithms/digests.ts';
import { readBags, readPkcs12, readSafeParts, writeBags, writePkcs12, writeSafe, type Bag, type Pkcs12Mac } from '../cms.ts';
import { OID } from '../der/oids.ts';
import { DerError } from '../der/reader.ts';
import type { KeyAndCertificate } from '../material.ts';
import { checkedIterations, decryptByPassword, derivePkcs12, encryptByPassword } from './password-encryption.ts';
import { keyWithCertificates } from './key-with-certificates.ts';

const OUR_MAC_ITERATIONS = 20_000;

/**
 * Key, certificate and chain out of a PKCS#12 file (.pfx, .p12), as OpenSSL 3 writes it and as older programs did.
 * @throws ReceptionError password-wrong, or key-unusable where the file is no PKCS#12, has no usable key or no certificate for it
 */
export function openPkcs12(bytes: Uint8Array, password: string): KeyAndCertificate {
  const bags = readable(() => allBags(bytes, password));
  const certificates = bags.flatMap((bag) => (bag.kind === 'certificate' ? [bag.der] : []));
  const key = bags.find((bag) => bag.kind !== 'certificate');
  if (key === undefined) throw new ReceptionError('key-unusable', 'The file holds no private key');
  return keyWithCertificates(key.kind === 'key' ? key.pkcs8 : opened(() => decryptByPassword(key.encrypted, password)), certificates);
}

function allBags(bytes: Uint8Array, password: string): Bag[] {
  const { mac, safe } = readPkcs12(bytes);
  if (mac !== undefined && !macHolds(mac, safe, password)) throw new ReceptionError('password-wrong', 'The password does not open the file');
  return readSafeParts(safe).flatMap((part) => readBags('plain' in part ? part.plain : opened(() => decryptByPassword(part.encrypted, password))));
}

/** RFC 7292, appendix A. */
function macHolds(mac: Pkcs12Mac, safe: Uint8Array, password: string): boolean {
  const digest = digestBy(mac.digestOid)?.nodeName;
  if (digest === undefined) throw new ReceptionError('key-unusable', 'The file is protected in a way that the station does not know');
  const made = macOf(digest, safe, password, mac.salt, checkedIterations(mac.iterations));
  return made.length === mac.digest.length && timingSafeEqual(made, mac.digest);
}

function macOf(digest: string, safe: Uint8Array, password: string, salt: Uint8Array, iterations: number): Buffer {
  const length = createHash(digest).digest().length;
  return createHmac(digest, derivePkcs12(digest, 3, password, salt, iterations, length)).update(safe).digest();
}

/** The MAC held, or there was none: what does not open now opens by another password only. */
function opened(decrypt: () => Uint8Array): Uint8Array {
  try {
    return decrypt();
  } catch (cause) {
    if (cause instanceof DerError) throw cause;
    throw new ReceptionError('password-wrong', 'The password does not open the key', { cause });
  }
}

function readable<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof DerError) throw new ReceptionError('key-unusable', 'The file is no PKCS#12 that the station can read', { cause });
    throw cause;
  }
}

/** A PKCS#12 file: PBES2 with AES-256 for key and certificates, a MAC on SHA-256. */
export function makePkcs12(input: { readonly key: KeyAndCertificate; readonly password: string }): Uint8Array {
  const { key, password } = input;
  const localKeyId = createHash('sha1').update(key.certificate).digest();
  const bags = writeBags({ encryptedKey: encryptByPassword(key.privateKey, password), certificates: [key.certificate, ...key.chain], localKeyId });
  const safe = writeSafe(bags.keys, encryptByPassword(bags.certificates, password));
  const salt = randomBytes(16);
  return writePkcs12(safe, { digestOid: OID.sha256, digest: macOf('sha256', safe, password, salt, OUR_MAC_ITERATIONS), salt, iterations: OUR_MAC_ITERATIONS });
}
