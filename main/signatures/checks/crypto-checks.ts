import type { Check } from '../../domain/verdict.ts';
import { digestBy, type DigestAlgorithm } from '../algorithms/digests.ts';
import { schemeOf, type SignatureScheme, type VerificationKey } from '../algorithms/signature-schemes.ts';
import { OID } from '../der/oids.ts';
import { DerError, wholeElement } from '../der/reader.ts';
import { equalBytes, isOctetString, octetsOf, oidOf } from '../der/values.ts';
import { readAttributes, singleValue, type SignedData, type SignerInfo } from '../signed-data.ts';
import { notApplicable, objected, passed } from './check.ts';

export type SignedContent = {
  readonly bytes: Uint8Array | undefined;
  readonly differs: boolean;
  /** Digests made so far, by algorithm: many signers read the content once. */
  readonly digests: Map<string, Uint8Array>;
};

/** The algorithms of a signer, as far as the station knows them. */
export type SignerAlgorithms = { readonly digest: DigestAlgorithm | undefined; readonly scheme: SignatureScheme | undefined };

export function algorithmsOf(signer: SignerInfo): SignerAlgorithms {
  const digest = digestBy(signer.digestAlgorithm.oid);
  return { digest, scheme: schemeOf(signer.signatureAlgorithm, digest) };
}

/** RFC 5652, 5.4: the digest of the content is the one that was signed. */
export function checkDigest(signer: SignerInfo, content: SignedContent, { digest }: SignerAlgorithms): Check {
  if (content.bytes === undefined) return objected('crypto.digest', 'SIGNED_DATA_NOT_FOUND');
  if (content.differs) return objected('crypto.digest', 'HASH_FAILURE', { reason: 'content-differs' });
  if (digest === undefined) return objected('crypto.digest', 'CRYPTO_CONSTRAINTS_FAILURE', { reason: 'unknown-algorithm', algorithm: signer.digestAlgorithm.oid });
  if (signer.signedAttributes === undefined) return passed('crypto.digest', { algorithm: digest.name, covers: 'content' });
  const value = singleValue(signer.signedAttributes, OID.messageDigest);
  if (value === undefined || !isOctetString(value)) return objected('crypto.digest', 'HASH_FAILURE', { reason: 'no-message-digest' });
  return equalBytes(octetsOf(value), digestOf(content.bytes, digest, content.digests))
    ? passed('crypto.digest', { algorithm: digest.name, covers: 'attributes' })
    : objected('crypto.digest', 'HASH_FAILURE', { algorithm: digest.name, reason: 'digest-differs' });
}

function digestOf(bytes: Uint8Array, digest: DigestAlgorithm, made: Map<string, Uint8Array>): Uint8Array {
  const known = made.get(digest.oid);
  if (known !== undefined) return known;
  const value = digest.compute(bytes);
  made.set(digest.oid, value);
  return value;
}

/** RFC 5652, 5.6. `key` is the signer's, as the path leaves it; absent without a certificate. */
export function checkSignature(signer: SignerInfo, content: SignedContent, algorithms: SignerAlgorithms, key: VerificationKey | undefined): Check {
  if (key === undefined) return notApplicable('crypto.signature', 'no-certificate');
  const { scheme, digest } = algorithms;
  if (scheme === undefined || digest === undefined) {
    return objected('crypto.signature', 'CRYPTO_CONSTRAINTS_FAILURE', { reason: 'unknown-algorithm', algorithm: signer.signatureAlgorithm.oid });
  }
  if (scheme.digest.oid !== digest.oid) return objected('crypto.signature', 'SIG_CRYPTO_FAILURE', { reason: 'digests-differ', algorithm: scheme.name });
  const covered = signer.signedAttributes?.encoded ?? content.bytes;
  if (covered === undefined) return objected('crypto.signature', 'SIGNED_DATA_NOT_FOUND');
  return scheme.verify(key, covered, signer.signature)
    ? passed('crypto.signature', { algorithm: scheme.name })
    : objected('crypto.signature', 'SIG_CRYPTO_FAILURE', { algorithm: scheme.name, reason: 'signature-differs' });
}

/**
 * RFC 5652, 5.3 and 11.1: which attributes there must be. A signature without attributes over content that is itself a set of attributes
 * is refused: that is how a signature is carried over from one content to another.
 */
export function checkAttributes(signer: SignerInfo, data: SignedData, content: SignedContent): Check {
  const attributes = signer.signedAttributes;
  if (attributes === undefined) {
    if (data.contentType !== OID.data) return objected('signer.attribute', 'SIG_CONSTRAINTS_FAILURE', { reason: 'attributes-required' });
    if (content.bytes !== undefined && isAttributeSet(content.bytes)) return objected('signer.attribute', 'SIG_CONSTRAINTS_FAILURE', { reason: 'attributes-as-content' });
    return notApplicable('signer.attribute', 'no-signed-attributes');
  }
  if (attributes.repeated.length > 0) return objected('signer.attribute', 'FORMAT_FAILURE', { reason: 'attribute-twice', attribute: attributes.repeated[0]! });
  if (singleValue(attributes, OID.messageDigest) === undefined) return objected('signer.attribute', 'SIG_CONSTRAINTS_FAILURE', { reason: 'no-message-digest' });
  const type = singleValue(attributes, OID.contentType);
  if (type === undefined) return objected('signer.attribute', 'SIG_CONSTRAINTS_FAILURE', { reason: 'no-content-type' });
  return attempt(() => oidOf(type)) === data.contentType
    ? passed('signer.attribute', { contentType: data.contentType })
    : objected('signer.attribute', 'SIG_CONSTRAINTS_FAILURE', { reason: 'content-type-differs' });
}

function isAttributeSet(content: Uint8Array): boolean {
  if (content[0] !== 0x31) return false;
  const attributes = attempt(() => readAttributes(wholeElement(content)));
  return attributes !== undefined && attributes.values.has(OID.messageDigest);
}

/** Undefined where the bytes do not hold. */
export function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

