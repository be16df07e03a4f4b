import type { DeliveryId, OfficerId, SubmissionId } from '../../domain/identifiers.ts';
import type { Protocol, Reason } from '../../domain/submission.ts';

/** What officers may ask of the intake desk; each act is journalled before it returns. */
export interface IntakeDesk {
  /** Decide for acceptance and issue the receipt. Throws entry-refused where the state forbids it. */
  accept(submission: SubmissionId, officer: OfficerId): Promise<void>;
  refuse(submission: SubmissionId, reasons: readonly Reason[], officer: OfficerId): Promise<void>;
  /** Notice of entry, clarification: the second word on an accepted submission. */
  enter(submission: SubmissionId, officer: OfficerId): Promise<void>;
  clarify(submission: SubmissionId, reasons: readonly Reason[], officer: OfficerId): Promise<void>;
  /** The protocol that the decision rests on, from the archive. */
  protocol(submission: SubmissionId): Promise<Protocol>;
  /** Run all checks again over the archived bytes; journals the outcome, never the decision. */
  recheck(submission: SubmissionId, at: 'now' | 'as-received', officer: OfficerId): Promise<Protocol>;
  retry(delivery: DeliveryId, officer: OfficerId): Promise<void>;
  setAside(delivery: DeliveryId, reason: string, officer: OfficerId): Promise<void>;
  /** Coded reasons that a refusal may name, from the classifier. */
  reasons(): readonly Reason[];
}
