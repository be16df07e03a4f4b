import { constants, verify as verifyByNode } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { DerError, elementAt, Fields, TAG, wholeElement } from '../der/reader.ts';
import { smallIntegerOf } from '../der/values.ts';
import { readAlgorithm, type AlgorithmIdentifier, type PublicKeyInfo } from '../path/parsed-certificate.ts';
import { digestBy, type DigestAlgorithm } from './digests.ts';
import { verifyDsa, type DsaParameters } from './dsa.ts';
import { curveOf, keyObjectOf } from './public-keys.ts';

/**
 * A way to sign, found by its algorithm identifier. Families that node:crypto lacks are added to `READERS`
 * with their own `verify`; nothing else in the room knows how a signature is computed.
 */
export type SignatureScheme = {
  readonly name: string;
  /** The digest that the scheme fixes. */
  readonly digest: DigestAlgorithm;
  /** Never throws; false where the key is of another family. */
  readonly verify: (key: VerificationKey, data: Uint8Array, signature: Uint8Array) => boolean;
};

/** DSA keys may leave their parameters to the issuer's (RFC 3279, 2.3.2). */
export type VerificationKey = { readonly info: PublicKeyInfo; readonly dsaParameters?: DsaParameters };

type SchemeReader = (algorithm: AlgorithmIdentifier, digest: DigestAlgorithm | undefined) => SignatureScheme | undefined;

const MAX_SIGNATURE_BYTES = 2048;

const READERS: Readonly<Record<string, SchemeReader>> = {
  [OID.sha1WithRsa]: fixed(OID.sha1, rsa),
  [OID.sha224WithRsa]: fixed(OID.sha224, rsa),
  [OID.sha256WithRsa]: fixed(OID.sha256, rsa),
  [OID.sha384WithRsa]: fixed(OID.sha384, rsa),
  [OID.sha512WithRsa]: fixed(OID.sha512, rsa),
  [OID.rsaEncryption]: (_, digest) => (digest === undefined ? undefined : rsa(digest)),
  [OID.rsaPss]: readPss,
  [OID.ecdsaWithSha1]: fixed(OID.sha1, ecdsa),
  [OID.ecdsaWithSha224]: fixed(OID.sha224, ecdsa),
  [OID.ecdsaWithSha256]: fixed(OID.sha256, ecdsa),
  [OID.ecdsaWithSha384]: fixed(OID.sha384, ecdsa),
  [OID.ecdsaWithSha512]: fixed(OID.sha512, ecdsa),
  [OID.ecPublicKey]: (_, digest) => (digest === undefined ? undefined : ecdsa(digest)),
  [OID.dsaWithSha1]: fixed(OID.sha1, dsa),
  [OID.dsaWithSha256]: fixed(OID.sha256, dsa),
};

/**
 * The scheme of an algorithm identifier; undefined where the station does not know it.
 * `digest` is the one named beside it in a SignerInfo, for identifiers that name only the key.
 */
export function schemeOf(algorithm: AlgorithmIdentifier, digest?: DigestAlgorithm): SignatureScheme | undefined {
  try {
    return READERS[algorithm.oid]?.(algorithm, digest);
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

function fixed(digestOid: string, make: (digest: DigestAlgorithm) => SignatureScheme): SchemeReader {
  const digest = digestBy(digestOid)!;
  const scheme = make(digest);
  return () => scheme;
}

function rsa(digest: DigestAlgorithm): SignatureScheme {
  return {
    name: `RSA PKCS#1 v1.5 ${digest.name}`,
    digest,
    verify: guarded((key, data, signature) => key.info.algorithm.oid === OID.rsaEncryption && verifyByNode(digest.nodeName, data, keyObjectOf(key.info), signature)),
  };
}

function ecdsa(digest: DigestAlgorithm): SignatureScheme {
  return {
    name: `ECDSA ${digest.name}`,
    digest,
    verify: guarded((key, data, signature) => key.info.algorithm.oid === OID.ecPublicKey && curveOf(key.info) !== undefined && verifyByNode(digest.nodeName, data, keyObjectOf(key.info), signature)),
  };
}

function dsa(digest: DigestAlgorithm): SignatureScheme {
  return {
    name: `DSA ${digest.name}`,
    digest,
    verify: guarded((key, data, signature) => key.info.algorithm.oid === OID.dsa && verifyDsa(key.info, key.dsaParameters, digest.compute(data), signature)),
  };
}

/** RSASSA-PSS-params (RFC 4055, 3.1); MGF1 over another digest than the message's does not occur and is not known. */
function readPss(algorithm: AlgorithmIdentifier): SignatureScheme | undefined {
  const parameters = readPssParameters(algorithm);
  if (parameters === undefined) return undefined;
  const { digest, saltLength } = parameters;
  return {
    name: `RSA-PSS ${digest.name}`,
    digest,
    verify: guarded((key, data, signature) => {
      if (key.info.algorithm.oid !== OID.rsaEncryption && !keyAllowsPss(key.info, digest, saltLength)) return false;
      return verifyByNode(digest.nodeName, data, { key: keyObjectOf(key.info), padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature);
    }),
  };
}

/** A key of id-RSASSA-PSS may name the only digest and the least salt that it is for (RFC 4055, 3.3). */
function keyAllowsPss(info: PublicKeyInfo, digest: DigestAlgorithm, saltLength: number): boolean {
  if (info.algorithm.oid !== OID.rsaPss) return false;
  if (info.algorithm.parameters === undefined) return true;
  const bound = readPssParameters(info.algorithm);
  return bound !== undefined && bound.digest.oid === digest.oid && saltLength >= bound.saltLength;
}

function readPssParameters(algorithm: AlgorithmIdentifier): { digest: DigestAlgorithm; saltLength: number } | undefined {
  if (algorithm.parameters === undefined) return undefined;
  const fields = new Fields(wholeElement(algorithm.parameters), TAG.sequence);
  const inner = (tag: number) => {
    const element = fields.optional(tag);
    return element === undefined ? undefined : elementAt(element.bytes, element.from, element.to);
  };
  const hash = inner(0xa0);
  const mask = inner(0xa1);
  const salt = inner(0xa2);
  const trailer = inner(0xa3);
  const digest = digestBy(hash === undefined ? OID.sha1 : readAlgorithm(hash).oid);
  const maskAlgorithm = mask === undefined ? undefined : readAlgorithm(mask);
  const maskDigest = maskAlgorithm?.parameters === undefined ? OID.sha1 : readAlgorithm(wholeElement(maskAlgorithm.parameters)).oid;
  const saltLength = salt === undefined ? 20 : smallIntegerOf(salt);
  if (maskAlgorithm !== undefined && maskAlgorithm.oid !== OID.mgf1) return undefined;
  if (trailer !== undefined && smallIntegerOf(trailer) !== 1) return undefined;
  return digest === undefined || digest.oid !== maskDigest || saltLength > 512 ? undefined : { digest, saltLength };
}

function guarded(check: SignatureScheme['verify']): SignatureScheme['verify'] {
  return (key, data, signature) => {
    if (signature.length === 0 || signature.length > MAX_SIGNATURE_BYTES) return false;
    try {
      return check(key, data, signature);
    } catch {
      // node:crypto and the reader throw on keys and signatures that do not hold; either way nothing is proved.
      return false;
    }
  };
}
