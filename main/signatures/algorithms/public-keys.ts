import { createPublicKey, type KeyObject } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { DerError, Fields, TAG, wholeElement } from '../der/reader.ts';
import { bigIntegerOf, oidOf } from '../der/values.ts';
import { bitString, nullValue, oid, sequence } from '../der/writer.ts';
import type { PublicKeyInfo } from '../path/parsed-certificate.ts';

export type KeyFamily = 'RSA' | 'ECDSA' | 'DSA' | 'GOST R 34.10-2012' | 'GOST R 34.10-2001' | 'unknown';

/** What a policy asks of a key. */
export type KeyFacts = { readonly family: KeyFamily; readonly bits: number; readonly curve?: string };

const CURVES: Readonly<Record<string, { name: string; bits: number }>> = {
  [OID.p256]: { name: 'P-256', bits: 256 },
  [OID.p384]: { name: 'P-384', bits: 384 },
  [OID.p521]: { name: 'P-521', bits: 521 },
};

const GOST_KEYS: Readonly<Record<string, { family: KeyFamily; bits: number }>> = {
  '1.2.643.7.1.1.1.1': { family: 'GOST R 34.10-2012', bits: 256 },
  '1.2.643.7.1.1.1.2': { family: 'GOST R 34.10-2012', bits: 512 },
  '1.2.643.2.2.19': { family: 'GOST R 34.10-2001', bits: 256 },
};

/** Never throws: what is not understood is of an unknown family. */
export function keyFacts(info: PublicKeyInfo): KeyFacts {
  try {
    return readKeyFacts(info);
  } catch (error) {
    if (error instanceof DerError) return { family: 'unknown', bits: 0 };
    throw error;
  }
}

function readKeyFacts(info: PublicKeyInfo): KeyFacts {
  switch (info.algorithm.oid) {
    case OID.rsaEncryption:
    case OID.rsaPss:
      return { family: 'RSA', bits: bigIntegerOf(new Fields(wholeElement(info.key), TAG.sequence).next()).toString(2).length };
    case OID.ecPublicKey: {
      const curve = curveOf(info);
      return curve === undefined ? { family: 'ECDSA', bits: 0 } : { family: 'ECDSA', bits: curve.bits, curve: curve.name };
    }
    case OID.dsa:
      return { family: 'DSA', bits: info.key.length * 8 };
    default:
      return GOST_KEYS[info.algorithm.oid] ?? { family: 'unknown', bits: 0 };
  }
}

/** Only named curves; explicit parameters are a way to forge (CVE-2020-0601). */
export function curveOf(info: PublicKeyInfo): { name: string; bits: number } | undefined {
  if (info.algorithm.parameters === undefined || info.algorithm.parameters[0] !== TAG.oid) return undefined;
  return CURVES[oidOf(wholeElement(info.algorithm.parameters))];
}

/** "RSA-2048", "ECDSA P-256", "GOST R 34.10-2012 256". */
export function keyName(info: PublicKeyInfo): string {
  const facts = keyFacts(info);
  if (facts.family === 'unknown') return info.algorithm.oid;
  if (facts.family === 'RSA') return `RSA-${facts.bits}`;
  return `${facts.family} ${facts.curve ?? facts.bits}`;
}

const keyObjects = new WeakMap<PublicKeyInfo, KeyObject>();

/** A key object for node:crypto, made once for each certificate read. Throws where the bytes are no usable key. */
export function keyObjectOf(info: PublicKeyInfo): KeyObject {
  const known = keyObjects.get(info);
  if (known !== undefined) return known;
  const made = createPublicKey({ key: Buffer.from(plainForm(info)), format: 'der', type: 'spki' });
  keyObjects.set(info, made);
  return made;
}

/** A key bound to RSASSA-PSS is the same key: not every library reads the restricted form, and we hold the restrictions ourselves. */
function plainForm(info: PublicKeyInfo): Uint8Array {
  if (info.algorithm.oid !== OID.rsaPss) return info.der;
  return sequence(sequence(oid(OID.rsaEncryption), nullValue()), bitString(info.key));
}
