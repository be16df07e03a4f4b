import { createPrivateKey, type KeyObject } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { OID } from '../der/oids.ts';
import { nullValue, oid, sequence } from '../der/writer.ts';

const keys = new WeakMap<Uint8Array, KeyObject>();

/**
 * The key object of a PKCS#8, made once for each array of bytes.
 * @throws ReceptionError key-unusable
 */
export function privateKeyOf(pkcs8: Uint8Array): KeyObject {
  const known = keys.get(pkcs8);
  if (known !== undefined) return known;
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: Buffer.from(pkcs8), format: 'der', type: 'pkcs8' });
  } catch (cause) {
    throw new ReceptionError('key-unusable', 'The private key cannot be read', { cause });
  }
  keys.set(pkcs8, key);
  return key;
}

/** How the station signs with a key: RSA with SHA-256, a curve with the digest of its size. */
export function signatureAlgorithmFor(key: KeyObject): { identifier: Uint8Array; digest: Uint8Array; nodeDigest: string } {
  const sha256 = sequence(oid(OID.sha256));
  if (key.asymmetricKeyType === 'rsa') return { identifier: sequence(oid(OID.sha256WithRsa), nullValue()), digest: sha256, nodeDigest: 'sha256' };
  if (key.asymmetricKeyType !== 'ec') throw new ReceptionError('key-unusable', 'The station signs with RSA and elliptic keys only');
  switch (key.asymmetricKeyDetails?.namedCurve) {
    case 'prime256v1':
      return { identifier: sequence(oid(OID.ecdsaWithSha256)), digest: sha256, nodeDigest: 'sha256' };
    case 'secp384r1':
      return { identifier: sequence(oid(OID.ecdsaWithSha384)), digest: sequence(oid(OID.sha384)), nodeDigest: 'sha384' };
    case 'secp521r1':
      return { identifier: sequence(oid(OID.ecdsaWithSha512)), digest: sequence(oid(OID.sha512)), nodeDigest: 'sha512' };
    default:
      throw new ReceptionError('key-unusable', 'The station does not sign on this curve');
  }
}
