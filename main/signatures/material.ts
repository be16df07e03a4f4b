import type { Instant } from '../domain/identifiers.ts';
import type { VerificationPolicy } from './policy.ts';
import type { CertificateFacts, SignatureVerdict } from '../domain/verdict.ts';

/** DER everywhere. Plain data: may be posted to a worker thread. */
export type TrustMaterial = {
  readonly anchors: readonly Uint8Array[];
  readonly intermediates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
};

/** A private key (PKCS#8, DER) with its certificate and what lies between it and an anchor. Secret: never logged, never journalled. */
export type KeyAndCertificate = {
  readonly privateKey: Uint8Array;
  readonly certificate: Uint8Array;
  readonly chain: readonly Uint8Array[];
};

export type VerifyInput = {
  /** CMS SignedData, DER or BER, attached or detached. PEM and base64 are read too. */
  readonly signature: Uint8Array;
  /** The signed bytes, for a detached signature. */
  readonly content?: Uint8Array;
  readonly trust: TrustMaterial;
  /** The instant to judge validity for (time of receipt, or now). */
  readonly at: Instant;
  /** What is asked of algorithms, keys and revocation; the standard policy where absent. */
  readonly policy?: VerificationPolicy;
};

export type Verification = {
  /** One per signer; a format failure yields one with FORMAT_FAILURE. Never empty. */
  readonly verdicts: readonly SignatureVerdict[];
  /** What was signed, where the signature carries it. */
  readonly content?: Uint8Array;
  /** Everything that the verdicts' `evidence` names: certificates and CRLs, DER, by SHA-256. */
  readonly evidence: ReadonlyMap<string, Uint8Array>;
};

export type DecryptFailure =
  | 'not-enveloped' // not CMS EnvelopedData
  | 'broken' // ASN.1 or padding does not hold
  | 'not-for-us' // no recipient matches a key of ours
  | 'algorithm' // an algorithm that the station does not know
  | 'key-failed'; // a recipient matches but the key does not open it

export type Decryption =
  | { readonly ok: true; readonly content: Uint8Array; readonly algorithm: string; readonly recipient: CertificateFacts }
  | { readonly ok: false; readonly failure: DecryptFailure; readonly detail: string; readonly recipients: readonly string[] };
