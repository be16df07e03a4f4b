import { findPath, type AssessedPath } from './build.ts';
import { statusByCrls } from './crl-status.ts';
import type { Certificate } from './parsed-certificate.ts';
import type { ProvePath, RevocationContext, RevocationFinding, RevocationQuestion, RevocationStatus } from './revocation-status.ts';
import { ANY_POLICY_WILL_DO } from './validate.ts';

/** A place that answers whether a certificate is revoked. Answers of OCSP responders come in beside the lists. */
export type RevocationSource = (question: RevocationQuestion, context: RevocationContext, prove: ProvePath) => RevocationStatus;

const SOURCES: readonly RevocationSource[] = [statusByCrls];

/** The status of every certificate of the path, the target last. */
export function judgeRevocation(path: readonly Certificate[], anchor: Certificate, context: RevocationContext): RevocationFinding[] {
  return path.map((certificate, i) => {
    const issuer = i === 0 ? anchor : path[i - 1]!;
    return { certificate, status: statusOf({ certificate, issuer, anchor, path }, context, i === path.length - 1) };
  });
}

function statusOf(question: RevocationQuestion, context: RevocationContext, isTarget: boolean): RevocationStatus {
  const answers = SOURCES.map((source) => source(question, context, (target, anchor) => provePath(target, anchor, context)));
  const decided = answers.find((answer) => answer.kind === 'revoked') ?? answers.find((answer) => answer.kind === 'good');
  if (decided !== undefined) return decided;
  const unknown = answers.find((answer) => answer.kind === 'unknown' && answer.why !== 'no-list') ?? answers[0]!;
  return isPublished(question.certificate, context) || (isTarget ? context.required.endEntity : context.required.authority) ? unknown : { kind: 'not-required' };
}

/** Whether the issuer tells anywhere which of its certificates are revoked. */
function isPublished(certificate: Certificate, context: RevocationContext): boolean {
  return (certificate.distributionPoints ?? []).length > 0 || (context.crls.get(certificate.issuer.key) ?? []).length > 0;
}

/** Who signs lists with a key of its own is judged like anybody else. */
function provePath(target: Certificate, anchor: Certificate, context: RevocationContext): AssessedPath | undefined {
  return findPath({
    target,
    anchors: new Map([[anchor.subject.key, [anchor]]]),
    pool: context.pool,
    at: context.at,
    policy: ANY_POLICY_WILL_DO,
    budget: context.budget,
    revocation: (certificates, top) => judgeRevocation(certificates, top, context),
  });
}
