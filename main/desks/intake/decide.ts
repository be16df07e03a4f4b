import type { Examination, Reason, SubmissionState } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';

export type DecisionPolicy = { readonly onIndeterminate: 'leave-to-officer' | 'refuse' };

export type Decision =
  | { readonly state: Extract<SubmissionState, 'accepted'>; readonly reasons: readonly [] }
  | { readonly state: Extract<SubmissionState, 'refused' | 'deciding' | 'quarantined'>; readonly reasons: readonly Reason[] };

/** Step 8: which receipt is due. A rule over the examination alone, so that it can be run again. */
export function decide(examination: Examination, policy: DecisionPolicy): Decision {
  const errors = examination.findings.filter(({ severity }) => severity === 'error');
  if (cannotBeAnswered(examination)) return { state: 'quarantined', reasons: reasonsOf(examination.findings, unreadable) };
  if (isUnsignedMail(examination)) return { state: 'deciding', reasons: reasonsOf(errors, unsignedMail) };
  if (isUnknownFlow(examination)) return { state: 'deciding', reasons: [unknownFlow] };
  if (examination.indication === 'TOTAL_FAILED' || errors.length > 0) return { state: 'refused', reasons: reasonsOf(errors, badSignature) };
  if (examination.indication === 'INDETERMINATE') return indeterminate(examination, policy);
  return { state: 'accepted', reasons: [] };
}

const unreadable: Reason = { code: '0300100001', text: 'Формат файла не определён' };
const badSignature: Reason = { code: '0100100000', text: 'Электронная подпись не может быть признана действительной' };
const unsignedMail: Reason = { code: '0100100001', text: 'Письмо не подписано электронной подписью' };
const unknownFlow: Reason = { code: '0000000001', text: 'Вид документооборота рассматривается должностным лицом' };

/** Nothing in it says whom to answer or about what. */
function cannotBeAnswered({ container, documents, flow }: Examination): boolean {
  const readable = documents.filter(({ role }) => role !== 'package-description');
  return container === 'unreadable' || (readable.length === 0 && flow === undefined) || isClosedMail({ container, documents });
}

function isClosedMail({ container, documents }: Pick<Examination, 'container' | 'documents'>): boolean {
  return container === 'mail' && documents.length > 0 && documents.every(({ id }) => id === 'smime');
}

/** The station answers nobody by itself whom it cannot name. */
function isUnsignedMail({ container, documents }: Examination): boolean {
  return container === 'mail' && documents.every(({ signatures }) => signatures.length === 0);
}

function isUnknownFlow({ container, flow }: Examination): boolean {
  return container === 'fns-container' && flow !== undefined && flow.type !== '01' && flow.type !== '02';
}

function indeterminate(examination: Examination, policy: DecisionPolicy): Decision {
  const reasons = reasonsOf(examination.findings, badSignature);
  return policy.onIndeterminate === 'refuse' ? { state: 'refused', reasons } : { state: 'deciding', reasons };
}

function reasonsOf(findings: readonly Finding[], otherwise: Reason): Reason[] {
  const reasons = findings.map(({ code, text }) => ({ code, text }));
  return reasons.length === 0 ? [otherwise] : reasons;
}
