import { constants, createHash, privateDecrypt, randomBytes, type KeyObject } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { elementAt, Fields, TAG, wholeElement } from '../der/reader.ts';
import { octetsOf } from '../der/values.ts';
import { readAlgorithm, type AlgorithmIdentifier } from '../path/parsed-certificate.ts';
import { digestBy, type DigestAlgorithm } from './digests.ts';

/** `unknown`: the station does not know the algorithm; `failed`: the key does not open it. */
export type Transported = { readonly key: Uint8Array } | 'unknown' | 'failed';

/** The content key out of a KeyTransRecipientInfo. `keyBytes` is what the content cipher takes. */
export function transportedKey(algorithm: AlgorithmIdentifier, privateKey: KeyObject, encrypted: Uint8Array, keyBytes: number): Transported {
  if (privateKey.asymmetricKeyType !== 'rsa') return 'failed';
  if (algorithm.oid === OID.rsaEncryption) return openPkcs1(privateKey, encrypted, keyBytes);
  if (algorithm.oid === OID.rsaOaep) return openOaep(algorithm, privateKey, encrypted);
  return 'unknown';
}

function rawRsa(privateKey: KeyObject, encrypted: Uint8Array): Buffer | undefined {
  try {
    return privateDecrypt({ key: privateKey, padding: constants.RSA_NO_PADDING }, encrypted);
  } catch {
    return undefined;
  }
}

/**
 * PKCS#1 v1.5 with implicit rejection (RFC 3218, 2.3.2): where the padding is wrong a random key takes the place of the real one,
 * so that nobody learns from the answer whether it was. Branches on secrets are avoided as far as JavaScript lets one.
 */
function openPkcs1(privateKey: KeyObject, encrypted: Uint8Array, keyBytes: number): Transported {
  const block = rawRsa(privateKey, encrypted);
  if (block === undefined || block.length < keyBytes + 11) return 'failed';
  const substitute = randomBytes(keyBytes);
  const separator = block.length - keyBytes - 1;
  let wrong = block[0]! | (block[1]! ^ 2) | block[separator]!;
  for (let i = 2; i < separator; i++) wrong |= isZero(block[i]!);
  const mask = -isNonZero(wrong) & 0xff;
  const key = new Uint8Array(keyBytes);
  for (let i = 0; i < keyBytes; i++) key[i] = (block[separator + 1 + i]! & ~mask & 0xff) | (substitute[i]! & mask);
  return { key };
}

function isZero(octet: number): number {
  return ((octet - 1) >> 31) & 1;
}

function isNonZero(octet: number): number {
  return 1 - isZero(octet);
}

/** RSAES-OAEP-params (RFC 4055, 4.1); the two digests may differ, and there may be a label. */
function openOaep(algorithm: AlgorithmIdentifier, privateKey: KeyObject, encrypted: Uint8Array): Transported {
  const parameters = readOaepParameters(algorithm);
  if (parameters === undefined) return 'unknown';
  const block = rawRsa(privateKey, encrypted);
  const key = block === undefined ? undefined : unpadOaep(block, parameters);
  return key === undefined ? 'failed' : { key };
}

type OaepParameters = { readonly digest: DigestAlgorithm; readonly maskDigest: DigestAlgorithm; readonly label: Uint8Array };

function readOaepParameters(algorithm: AlgorithmIdentifier): OaepParameters | undefined {
  const fields = algorithm.parameters === undefined ? undefined : new Fields(wholeElement(algorithm.parameters), TAG.sequence);
  const inner = (tag: number) => {
    const element = fields?.optional(tag);
    return element === undefined ? undefined : readAlgorithm(elementAt(element.bytes, element.from, element.to));
  };
  const hash = inner(0xa0);
  const mask = inner(0xa1);
  const source = inner(0xa2);
  const digest = digestBy(hash?.oid ?? OID.sha1);
  const maskDigest = digestBy(mask?.parameters === undefined ? OID.sha1 : readAlgorithm(wholeElement(mask.parameters)).oid);
  if (digest === undefined || maskDigest === undefined || (mask !== undefined && mask.oid !== OID.mgf1)) return undefined;
  if (source !== undefined && source.oid !== OID.pSpecified) return undefined;
  return { digest, maskDigest, label: source?.parameters === undefined ? new Uint8Array() : octetsOf(wholeElement(source.parameters)) };
}

/** RFC 8017, 7.1.2, step 3: all conditions into one answer. */
function unpadOaep(block: Buffer, { digest, maskDigest, label }: OaepParameters): Uint8Array | undefined {
  const labelHash = digest.compute(label);
  const size = labelHash.length;
  if (block.length < 2 * size + 2) return undefined;
  const masked = block.subarray(1 + size);
  const seed = mixed(block.subarray(1, 1 + size), mask(masked, size, maskDigest));
  const data = mixed(masked, mask(seed, masked.length, maskDigest));
  let wrong = block[0]!;
  for (let i = 0; i < size; i++) wrong |= data[i]! ^ labelHash[i]!;
  let start = 0;
  let looking = 1;
  for (let i = size; i < data.length; i++) {
    const one = isZero(data[i]! ^ 1);
    const zero = isZero(data[i]!);
    wrong |= looking & (1 - one) & (1 - zero);
    start |= -(looking & one) & (i + 1);
    looking &= 1 - one;
  }
  return (wrong | looking) !== 0 ? undefined : new Uint8Array(data.subarray(start));
}

function mixed(a: Uint8Array, b: Uint8Array): Uint8Array {
  return a.map((octet, i) => octet ^ b[i]!);
}

/** MGF1 (RFC 8017, B.2.1). */
function mask(seed: Uint8Array, length: number, digest: DigestAlgorithm): Uint8Array {
  const out = Buffer.alloc(length);
  const counter = Buffer.alloc(4);
  for (let at = 0, count = 0; at < length; count++) {
    counter.writeUInt32BE(count);
    const block = createHash(digest.nodeName ?? 'sha1').update(seed).update(counter).digest();
    at += block.copy(out, at);
  }
  return out;
}
