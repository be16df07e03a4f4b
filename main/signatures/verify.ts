import { ReceptionError } from '../domain/errors.ts';
import { instantOf, isInstant, type Digest } from '../domain/identifiers.ts';
import type { Check, SignatureVerdict } from '../domain/verdict.ts';
import { factsOf, fingerprint } from './certificate.ts';
import { checkChain } from './checks/chain-checks.ts';
import { conclude, inOrder, objected, passed } from './checks/check.ts';
import { algorithmsOf, attempt, checkAttributes, checkDigest, checkSignature, type SignedContent } from './checks/crypto-checks.ts';
import { checkDigestStrength, checkKeySizes, checkKeyUsage, checkSignerFound, checkSignerValidity, checkSigningCertificate, findSigner } from './checks/signer-checks.ts';
import { OID } from './der/oids.ts';
import { pemToDer } from './der/pem.ts';
import { DerError } from './der/reader.ts';
import { equalBytes, timeOf } from './der/values.ts';
import type { Verification, VerifyInput } from './material.ts';
import { findPath, poolOf, poolOver, type Pool, type AssessedPath } from './path/build.ts';
import type { Certificate } from './path/parsed-certificate.ts';
import { parseCrl, type Crl } from './path/parsed-crl.ts';
import { judgeRevocation } from './path/revocation.ts';
import { newBudget, type Budget } from './path/signed-by.ts';
import { ANY_POLICY_WILL_DO, keyAlong } from './path/validate.ts';
import { STANDARD_POLICY, type VerificationPolicy } from './policy.ts';
import { crlsByIssuer, knownCertificate, prepareTrust, readable, type PreparedTrust } from './prepared-trust.ts';
import { readSignedData, singleValue, type SignedData, type SignerInfo } from './signed-data.ts';

/**
 * Judges every signature of a CMS SignedData. A pure function over its input; a bad signature is a verdict, nothing is thrown for it.
 * Certificates and lists that lie in the message help to find a path; trust comes from `input.trust` alone.
 */
export function verify(input: VerifyInput): Verification {
  if (!isInstant(input.at)) throw new ReceptionError('input-invalid', 'The instant of verification is no instant');
  let data: SignedData;
  try {
    data = readSignedData(pemToDer(input.signature));
  } catch (error) {
    if (error instanceof DerError) return unreadable(input, error.message);
    throw error;
  }
  if (data.signers.length === 0) return unreadable(input, 'no signer');
  const examination = prepare(input, data);
  const verdicts = data.signers.map((signer) => examine(signer, examination));
  return { verdicts, evidence: examination.evidence, ...(data.content === undefined ? {} : { content: data.content }) };
}

function unreadable(input: VerifyInput, reason: string): Verification {
  const checks = inOrder([objected('format.cms', 'FORMAT_FAILURE', { reason })], 'format');
  return { verdicts: [{ ...conclude(checks), path: [], validatedFor: input.at, checks, evidence: [] }], evidence: new Map() };
}

type Examination = {
  readonly data: SignedData;
  readonly content: SignedContent;
  readonly trust: PreparedTrust;
  /** From the message and from the trust material, for finding the signer and the path. */
  readonly certificates: readonly Certificate[];
  readonly pool: Pool;
  readonly crls: ReadonlyMap<string, readonly Crl[]>;
  readonly at: number;
  readonly policy: VerificationPolicy;
  /** One for all signers, so that many signers cannot cost more than one. */
  readonly budget: Budget;
  readonly evidence: Map<string, Uint8Array>;
};

function prepare(input: VerifyInput, data: SignedData): Examination {
  const trust = prepareTrust(input.trust);
  const embedded = readable(data.certificates, knownCertificate);
  const lists = readable(data.crls, parseCrl);
  return {
    data,
    content: contentFor(input, data),
    trust,
    certificates: [...embedded, ...trust.intermediates, ...[...trust.anchors.values()].flat()],
    pool: embedded.length === 0 ? trust.pool : poolOver(poolOf(embedded), trust.pool),
    crls: lists.length === 0 ? trust.crlsByIssuer : crlsByIssuer([...trust.crls, ...lists]),
    at: Date.parse(input.at),
    policy: input.policy ?? STANDARD_POLICY,
    budget: newBudget(),
    evidence: new Map(),
  };
}

/** What lies beside an attached signature must be what is inside it. */
function contentFor(input: VerifyInput, data: SignedData): SignedContent {
  const digests = new Map<string, Uint8Array>();
  if (data.content === undefined) return { bytes: input.content, differs: false, digests };
  return { bytes: data.content, differs: input.content !== undefined && !equalBytes(input.content, data.content), digests };
}

/** The list of checks: form, signer, digest and signature, chain, acceptance. */
function examine(signer: SignerInfo, examination: Examination): SignatureVerdict {
  const { data, content, policy, at } = examination;
  const algorithms = algorithmsOf(signer);
  const certificate = findSigner(signer, examination.certificates, (one) => checkSignature(signer, content, algorithms, { info: one.publicKey }).outcome === 'passed');
  const path = certificate === undefined ? undefined : pathOf(certificate, examination);
  const key = certificate === undefined ? undefined : keyAlong(path?.certificates ?? [certificate]);
  const checks: Check[] = [
    passed('format.cms', { contentType: data.contentType, attached: String(data.content !== undefined) }),
    checkSignerFound(signer, certificate),
    checkSigningCertificate(signer, certificate),
    checkAttributes(signer, data, content),
    checkDigest(signer, content, algorithms),
    checkSignature(signer, content, algorithms, key),
  ];
  const day = instantOf(at);
  const chain = path?.certificates ?? [];
  if (certificate !== undefined) {
    checks.push(...checkChain(certificate, path), checkKeyUsage(certificate, policy), checkSignerValidity(certificate, at));
    checks.push(checkKeySizes(certificate, chain, policy, day));
  }
  checks.push(checkDigestStrength(signer, algorithms, chain, policy, day));
  const listed = inOrder(checks, certificate === undefined ? 'no-certificate' : 'no-path');
  return verdictOf(signer, examination, certificate, path, listed);
}

function pathOf(certificate: Certificate, { trust, pool, crls, at, policy, budget }: Examination): AssessedPath | undefined {
  const context = { anchors: trust.anchors, pool, crls, at, budget, ...policy.revocation };
  return findPath({
    target: certificate, anchors: trust.anchors, pool, at, budget, policy: ANY_POLICY_WILL_DO,
    revocation: (path, anchor) => judgeRevocation(path, anchor, context),
  });
}

function verdictOf(signer: SignerInfo, { evidence, at }: Examination, certificate: Certificate | undefined, path: AssessedPath | undefined, checks: Check[]): SignatureVerdict {
  const { digest, scheme } = algorithmsOf(signer);
  const claimed = claimedTime(signer);
  const proofs = evidenceOf(certificate, path);
  for (const proof of proofs) evidence.set(fingerprint(proof), proof);
  return {
    ...conclude(checks),
    ...(certificate === undefined ? {} : { signer: factsOf(certificate) }),
    path: path?.certificates.map(factsOf) ?? [],
    ...(claimed === undefined ? {} : { claimedSigningTime: instantOf(claimed) }),
    validatedFor: instantOf(at),
    digestAlgorithm: digest?.name ?? signer.digestAlgorithm.oid,
    signatureAlgorithm: scheme?.name ?? signer.signatureAlgorithm.oid,
    checks,
    evidence: [...new Set(proofs.map(fingerprint))] satisfies Digest[],
  };
}

function claimedTime(signer: SignerInfo): number | undefined {
  const value = signer.signedAttributes === undefined ? undefined : singleValue(signer.signedAttributes, OID.signingTime);
  return value === undefined ? undefined : attempt(() => timeOf(value));
}

function evidenceOf(certificate: Certificate | undefined, path: AssessedPath | undefined): Uint8Array[] {
  const lists = (path?.revocation ?? []).flatMap(({ status }) => (status.kind === 'good' || status.kind === 'revoked' ? status.evidence : []));
  return [...(certificate === undefined ? [] : [certificate.der]), ...(path?.certificates.map((one) => one.der) ?? []), ...lists];
}
