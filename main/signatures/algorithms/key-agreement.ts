import { createHash, createPublicKey, diffieHellman, type KeyObject } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { bitString, concat, context, octetString, oid, sequence } from '../der/writer.ts';

/** The digest of the X9.63 derivation, by the agreement's identifier (RFC 5753, 7.1.4). Our curves have cofactor 1, so both kinds are one. */
const DERIVATIONS: Readonly<Record<string, string>> = {
  [OID.stdDhSha1Kdf]: 'sha1', [OID.cofactorDhSha1Kdf]: 'sha1',
  [OID.stdDhSha224Kdf]: 'sha224', [OID.cofactorDhSha224Kdf]: 'sha224',
  [OID.stdDhSha256Kdf]: 'sha256', [OID.cofactorDhSha256Kdf]: 'sha256',
  [OID.stdDhSha384Kdf]: 'sha384', [OID.cofactorDhSha384Kdf]: 'sha384',
  [OID.stdDhSha512Kdf]: 'sha512', [OID.cofactorDhSha512Kdf]: 'sha512',
};

export function derivationDigest(agreementOid: string): string | undefined {
  return DERIVATIONS[agreementOid];
}

export const NODE_CURVES: Readonly<Record<string, string>> = { prime256v1: OID.p256, secp384r1: OID.p384, secp521r1: OID.p521 };

/** A public key on the same curve as the private one; throws where the point does not lie on it. */
export function pointOnCurve(curveOid: string, point: Uint8Array): KeyObject {
  const info = sequence(sequence(oid(OID.ecPublicKey), oid(curveOid)), bitString(point));
  return createPublicKey({ key: Buffer.from(info), format: 'der', type: 'spki' });
}

/** ECDH and the X9.63 derivation with ECC-CMS-SharedInfo (RFC 5753, 7.2). `wrap` is the DER of the key wrap's identifier. */
export function agreeOnKey(
  keys: { readonly privateKey: KeyObject; readonly publicKey: KeyObject },
  digest: string, wrap: Uint8Array, keyBytes: number, userKeyingMaterial?: Uint8Array,
): Uint8Array {
  const secret = diffieHellman(keys);
  const bits = Buffer.alloc(4);
  bits.writeUInt32BE(keyBytes * 8);
  const sharedInfo = sequence(
    wrap,
    userKeyingMaterial === undefined ? undefined : context(0, octetString(userKeyingMaterial)),
    context(2, octetString(bits)),
  );
  const blocks: Uint8Array[] = [];
  const counter = Buffer.alloc(4);
  for (let made = 0, count = 1; made < keyBytes; count++) {
    counter.writeUInt32BE(count);
    const block = createHash(digest).update(secret).update(counter).update(sharedInfo).digest();
    blocks.push(block);
    made += block.length;
  }
  return concat(...blocks).subarray(0, keyBytes);
}
