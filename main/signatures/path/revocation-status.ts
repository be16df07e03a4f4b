import type { AssessedPath, Pool } from './build.ts';
import type { Certificate } from './parsed-certificate.ts';
import type { Crl } from './parsed-crl.ts';
import type { Budget } from './signed-by.ts';

export type RevocationStatus =
  | { readonly kind: 'good'; readonly evidence: readonly Uint8Array[]; readonly thisUpdate: number }
  | { readonly kind: 'revoked'; readonly evidence: readonly Uint8Array[]; readonly date: number; readonly reason: number }
  /** `stale`: lists are there, but none that counts at the instant. */
  | { readonly kind: 'unknown'; readonly why: 'no-list' | 'stale' | 'not-trusted' }
  /** Nobody publishes the status of this certificate and the policy does not ask for it. */
  | { readonly kind: 'not-required' };

export type RevocationFinding = { readonly certificate: Certificate; readonly status: RevocationStatus };

export type RevocationContext = {
  readonly anchors: Pool;
  readonly pool: Pool;
  /** By the name of the issuer. */
  readonly crls: ReadonlyMap<string, readonly Crl[]>;
  readonly at: number;
  /** How long after nextUpdate a list still counts. */
  readonly graceMilliseconds: number;
  /** Whether lists issued after `at` count, as long as the certificate had not ended by then. */
  readonly laterLists: boolean;
  readonly budget: Budget;
  /** Whether certificates without any published status are refused. */
  readonly required: { readonly endEntity: boolean; readonly authority: boolean };
};

/** The certificate in question, its issuer, and the path that it was found on (from the anchor's subject down to the target). */
export type RevocationQuestion = {
  readonly certificate: Certificate;
  readonly issuer: Certificate;
  readonly anchor: Certificate;
  readonly path: readonly Certificate[];
};

/** Looks for a path from a certificate to one anchor, the revocation of each certificate on it judged. */
export type ProvePath = (target: Certificate, anchor: Certificate) => AssessedPath | undefined;

export function needsAttention(status: RevocationStatus): boolean {
  return status.kind === 'revoked' || status.kind === 'unknown';
}
