import type { Digest, Instant } from './identifiers.ts';

/** ETSI EN 319 102-1, clause 5.1.3. */
export type Indication = 'TOTAL_PASSED' | 'TOTAL_FAILED' | 'INDETERMINATE';

/** ETSI EN 319 102-1, tables 5 and 6, as far as the station can come to them. */
export type SubIndication =
  | 'FORMAT_FAILURE'
  | 'HASH_FAILURE'
  | 'SIG_CRYPTO_FAILURE'
  | 'REVOKED'
  | 'EXPIRED'
  | 'NOT_YET_VALID'
  | 'SIG_CONSTRAINTS_FAILURE'
  | 'CHAIN_CONSTRAINTS_FAILURE'
  | 'CERTIFICATE_CHAIN_GENERAL_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE'
  | 'CRYPTO_CONSTRAINTS_FAILURE_NO_POE'
  | 'NO_SIGNING_CERTIFICATE_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND'
  | 'NO_CERTIFICATE_CHAIN_FOUND_NO_POE'
  | 'REVOKED_NO_POE'
  | 'REVOKED_CA_NO_POE'
  | 'OUT_OF_BOUNDS_NOT_REVOKED'
  | 'OUT_OF_BOUNDS_NO_POE'
  | 'REVOCATION_OUT_OF_BOUNDS_NO_POE'
  | 'TIMESTAMP_ORDER_FAILURE'
  | 'POLICY_PROCESSING_ERROR'
  | 'SIGNATURE_POLICY_NOT_AVAILABLE'
  | 'NO_POE'
  | 'TRY_LATER'
  | 'SIGNED_DATA_NOT_FOUND';

/** Basic building blocks: format, signing certificate, context, X.509, cryptography, acceptance (clause 5.2). */
export type BuildingBlock = 'FC' | 'ISC' | 'VCI' | 'XCV' | 'CV' | 'SAV';

export type Outcome = 'passed' | 'failed' | 'indeterminate' | 'not-applicable';

/** One check that was made, whether or not it passed. */
export type Check = {
  readonly block: BuildingBlock;
  /** Stable key of the check, e.g. "chain.revocation"; the screens have a text for each. */
  readonly key: string;
  readonly outcome: Outcome;
  readonly subIndication?: SubIndication;
  /** Facts for the sentence: names, instants, algorithms. */
  readonly facts: Readonly<Record<string, string>>;
  /** Clause or RFC section that demands the check. */
  readonly clause: string;
};

/** What people want to know of a certificate. */
export type CertificateFacts = {
  /** SHA-256 of the DER. */
  readonly fingerprint: Digest;
  readonly subject: string;
  readonly issuer: string;
  /** Lower-case hex without leading zeros. */
  readonly serial: string;
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  readonly commonName: string;
  readonly organization?: string;
  readonly surname?: string;
  readonly givenName?: string;
  readonly title?: string;
  readonly email?: string;
  /** ИНН 1.2.643.3.131.1.1 and ИННЮЛ 1.2.643.100.4, zero padding removed. */
  readonly taxNumbers: readonly string[];
  /** СНИЛС 1.2.643.100.3 */
  readonly insuranceNumber?: string;
  /** "RSA-2048", "ECDSA P-256", "GOST R 34.10-2012 256"... */
  readonly keyAlgorithm: string;
  readonly keyUsage: readonly string[];
};

export type SignatureVerdict = {
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  readonly signer?: CertificateFacts;
  /** From the signer's certificate to the anchor, as used; empty where no path was found. */
  readonly path: readonly CertificateFacts[];
  /** Claimed by the signer (signing-time attribute), not proved. */
  readonly claimedSigningTime?: Instant;
  /** The instant that validity was judged for. */
  readonly validatedFor: Instant;
  readonly digestAlgorithm?: string;
  readonly signatureAlgorithm?: string;
  readonly checks: readonly Check[];
  /** SHA-256 of every certificate, CRL and OCSP answer that the outcome rests on (to be deposited with it). */
  readonly evidence: readonly Digest[];
};

/** A remark of format or content control, worded for the officer and for the refusal. */
export type Finding = {
  /** Ten digits of the error classifier, e.g. 0300300001. */
  readonly code: string;
  readonly severity: 'error' | 'warning';
  /** In Russian: it goes into the refusal as it is. */
  readonly text: string;
  readonly fileName?: string;
  /** Path of the element concerned and its value. */
  readonly path?: string;
  readonly value?: string;
  readonly line?: number;
};

/** Order of gravity when several verdicts become one: failed before indeterminate before passed. */
export function gravest(indications: readonly Indication[]): Indication {
  if (indications.includes('TOTAL_FAILED')) return 'TOTAL_FAILED';
  if (indications.includes('INDETERMINATE')) return 'INDETERMINATE';
  return indications.length === 0 ? 'INDETERMINATE' : 'TOTAL_PASSED';
}
