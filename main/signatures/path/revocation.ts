import { statusByCrls } from './crl-status.ts';
import type { Pool } from './build.ts';
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

/** A place that answers whether a certificate is revoked. Answers of OCSP responders come in beside the lists. */
export type RevocationSource = (question: RevocationQuestion, context: RevocationContext) => RevocationStatus;

const SOURCES: readonly RevocationSource[] = [statusByCrls];

/** The status of every certificate of the path, the target last. */
export function judgeRevocation(path: readonly Certificate[], anchor: Certificate, context: RevocationContext): RevocationFinding[] {
  return path.map((certificate, i) => {
    const issuer = i === 0 ? anchor : path[i - 1]!;
    return { certificate, status: statusOf({ certificate, issuer, anchor, path }, context, i === path.length - 1) };
  });
}

function statusOf(question: RevocationQuestion, context: RevocationContext, isTarget: boolean): RevocationStatus {
  const answers = SOURCES.map((source) => source(question, context));
  const decided = answers.find((answer) => answer.kind === 'revoked') ?? answers.find((answer) => answer.kind === 'good');
  if (decided !== undefined) return decided;
  const unknown = answers.find((answer) => answer.kind === 'unknown' && answer.why !== 'no-list') ?? answers[0]!;
  return isPublished(question.certificate, context) || (isTarget ? context.required.endEntity : context.required.authority) ? unknown : { kind: 'not-required' };
}

/** Whether the issuer tells anywhere which of its certificates are revoked. */
function isPublished(certificate: Certificate, context: RevocationContext): boolean {
  return (certificate.distributionPoints ?? []).length > 0 || (context.crls.get(certificate.issuer.key) ?? []).length > 0;
}

export function needsAttention(status: RevocationStatus): boolean {
  return status.kind === 'revoked' || status.kind === 'unknown';
}
