import { createHash } from 'node:crypto';
import type { Check } from '../../domain/verdict.ts';
import { digestBy } from '../algorithms/digests.ts';
import { keyFacts, keyName } from '../algorithms/public-keys.ts';
import { schemeOf } from '../algorithms/signature-schemes.ts';
import { factsOf } from '../certificate.ts';
import { OID } from '../der/oids.ts';
import { Fields, TAG } from '../der/reader.ts';
import { equalBytes, hexOf, integerHexOf, octetsOf, oidOf } from '../der/values.ts';
import { instantOf } from '../../domain/identifiers.ts';
import { keyUsageNames, type Certificate } from '../path/parsed-certificate.ts';
import { digestAllowed, keyAllowed, type VerificationPolicy } from '../policy.ts';
import type { CertificateId, SignedAttributes, SignerInfo } from '../signed-data.ts';
import { attempt, type SignerAlgorithms } from './crypto-checks.ts';
import { notApplicable, objected, passed } from './check.ts';

/** Each candidate costs a check of the signature; without attributes one of the whole content. */
const MAX_CANDIDATES = { withAttributes: 8, withoutAttributes: 2 } as const;

/** By name, or by the identifier of the key; where the certificate states none, by the usual one (RFC 5280, 4.2.1.2, method 1). */
export function matches(id: CertificateId, certificate: Certificate): boolean {
  if (id.kind === 'issuer-and-serial') return certificate.serial === id.serial && certificate.issuer.key === id.issuer.key;
  return (certificate.subjectKeyIdentifier ?? hexOf(createHash('sha1').update(certificate.publicKey.key).digest())) === id.hex;
}

/**
 * EN 319 102-1, 5.2.3: the signer's certificate. Where several answer to the name, the signing-certificate attribute decides,
 * and after it the key that really made the signature, so that an added certificate cannot displace the right one.
 */
export function findSigner(signer: SignerInfo, candidates: readonly Certificate[], isKeyOf: (certificate: Certificate) => boolean): Certificate | undefined {
  const most = signer.signedAttributes === undefined ? MAX_CANDIDATES.withoutAttributes : MAX_CANDIDATES.withAttributes;
  const named = distinct(candidates.filter((certificate) => matches(signer.signer, certificate))).slice(0, most);
  if (named.length < 2) return named[0];
  const attribute = signer.signedAttributes;
  const sworn = attribute === undefined ? named : named.filter((certificate) => signingCertificateAgrees(attribute, certificate) !== false);
  return sworn.find(isKeyOf) ?? sworn[0] ?? named[0];
}

function distinct(certificates: readonly Certificate[]): Certificate[] {
  return certificates.filter((one, i) => certificates.findIndex((other) => other.fingerprint === one.fingerprint) === i);
}

export function checkSignerFound(signer: SignerInfo, certificate: Certificate | undefined): Check {
  const wanted = signer.signer.kind === 'issuer-and-serial' ? { serial: signer.signer.serial } : { keyIdentifier: signer.signer.hex };
  return certificate === undefined
    ? objected('signer.certificate', 'NO_SIGNING_CERTIFICATE_FOUND', wanted)
    : passed('signer.certificate', { subject: factsOf(certificate).subject, serial: certificate.serial });
}

export function checkSigningCertificate(signer: SignerInfo, certificate: Certificate | undefined): Check {
  if (certificate === undefined) return notApplicable('signer.signing-certificate', 'no-certificate');
  const agrees = signer.signedAttributes === undefined ? undefined : signingCertificateAgrees(signer.signedAttributes, certificate);
  if (agrees === undefined) return notApplicable('signer.signing-certificate', 'no-attribute');
  return agrees ? passed('signer.signing-certificate') : objected('signer.signing-certificate', 'SIG_CONSTRAINTS_FAILURE', { reason: 'other-certificate' });
}

/** Undefined where the signer did not swear to a certificate; with both versions present both must agree. */
function signingCertificateAgrees(attributes: SignedAttributes, certificate: Certificate): boolean | undefined {
  const answers = [OID.signingCertificate, OID.signingCertificateV2]
    .filter((oid) => attributes.values.has(oid))
    .map((oid) => attempt(() => firstIdAgrees(attributes, oid, certificate)) ?? false);
  return answers.length === 0 ? undefined : answers.every((answer) => answer);
}

/** ESSCertID and ESSCertIDv2 (RFC 5035, 4 and 5): the first names the signer's certificate. */
function firstIdAgrees(attributes: SignedAttributes, oid: string, certificate: Certificate): boolean {
  const values = attributes.values.get(oid)!;
  if (values.length !== 1) return false;
  const list = new Fields(new Fields(values[0]!, TAG.sequence).next(TAG.sequence));
  const id = new Fields(list.next(TAG.sequence));
  const named = oid === OID.signingCertificateV2 ? id.optional(TAG.sequence) : undefined;
  const digestOid = oid === OID.signingCertificate ? OID.sha1 : named === undefined ? OID.sha256 : oidOf(new Fields(named).next());
  const digest = digestBy(digestOid);
  if (digest === undefined || !equalBytes(octetsOf(id.next(TAG.octetString)), digest.compute(certificate.der))) return false;
  const issuerSerial = id.optional(TAG.sequence);
  if (issuerSerial === undefined) return true;
  const parts = new Fields(issuerSerial);
  parts.next(TAG.sequence);
  return integerHexOf(parts.next()) === certificate.serial;
}

export function checkKeyUsage(certificate: Certificate, policy: VerificationPolicy): Check {
  const usage: readonly string[] = keyUsageNames(certificate);
  const facts = { usage: certificate.keyUsage === undefined ? 'any' : usage.join(' ') };
  return certificate.keyUsage === undefined || policy.signerKeyUsage.some((wanted) => usage.includes(wanted))
    ? passed('signer.key-usage', facts)
    : objected('signer.key-usage', 'CHAIN_CONSTRAINTS_FAILURE', facts);
}

/** Judged for the trusted instant at which the signature was received: that stands for the time of signing. */
export function checkSignerValidity(certificate: Certificate, at: number): Check {
  const facts = { notBefore: instantOf(certificate.notBefore), notAfter: instantOf(certificate.notAfter), at: instantOf(at) };
  if (at < certificate.notBefore) return objected('signer.validity', 'NOT_YET_VALID', facts);
  return at > certificate.notAfter ? objected('signer.validity', 'EXPIRED', facts) : passed('signer.validity', facts);
}

/** The digests of the signature and of every certificate below the anchor. */
export function checkDigestStrength(signer: SignerInfo, algorithms: SignerAlgorithms, path: readonly Certificate[], policy: VerificationPolicy, day: string): Check {
  const used = [algorithms.digest?.oid ?? signer.digestAlgorithm.oid, ...path.slice(0, -1).map((one) => schemeOf(one.signatureAlgorithm)?.digest.oid ?? one.signatureAlgorithm.oid)];
  const weak = used.find((oid) => !digestAllowed(policy, oid, day));
  const name = (oid: string) => digestBy(oid)?.name ?? oid;
  return weak === undefined
    ? passed('algorithm.digest', { algorithm: name(used[0]!) })
    : objected('algorithm.digest', 'CRYPTO_CONSTRAINTS_FAILURE', { algorithm: name(weak), policy: policy.name });
}

export function checkKeySizes(certificate: Certificate, path: readonly Certificate[], policy: VerificationPolicy, day: string): Check {
  const weak = [certificate, ...path].find((one) => !keyAllowed(policy, keyFacts(one.publicKey), day));
  return weak === undefined
    ? passed('algorithm.key-size', { algorithm: keyName(certificate.publicKey) })
    : objected('algorithm.key-size', 'CRYPTO_CONSTRAINTS_FAILURE', { algorithm: keyName(weak.publicKey), subject: factsOf(weak).subject, policy: policy.name });
}

