import type { StoredObject } from './delivery.ts';
import type { DispatchId, Instant, OfficerId, ReplyId, SubmissionId } from './identifiers.ts';
import type { Party } from './submission.ts';

export type ReplyKind = 'letter' | 'demand' | 'notification';

/** signed -> sent -> confirmed (the subscriber's notice of receipt came back). */
export type ReplyState = 'signed' | 'sent' | 'confirmed' | 'held' | 'given-up';

export type ReplyDocument = {
  readonly name: string;
  readonly mediaType: string;
  readonly content: StoredObject;
  readonly signature: StoredObject;
};

/** A reply as it was signed: immutable. Drafts live in the working papers. */
export type Reply = {
  readonly id: ReplyId;
  readonly submission?: SubmissionId;
  readonly kind: ReplyKind;
  readonly to: Party;
  readonly subject: string;
  readonly documents: readonly ReplyDocument[];
  readonly officer: OfficerId;
  readonly signedBy: string;
  readonly signedAt: Instant;
  /** The conversation that the reply opens or goes on. */
  readonly flowId: string;
};

export type ReplyRow = Reply & {
  readonly state: ReplyState;
  readonly dispatch?: DispatchId;
  readonly sentAt?: Instant;
  readonly confirmedAt?: Instant;
};
