import type { Delivery, StoredObject } from './delivery.ts';
import type { Dispatch } from './dispatch.ts';
import type {
  ChannelId,
  DeliveryId,
  Digest,
  DispatchId,
  Instant,
  OfficerId,
  ReceiptId,
  RegistrationNumber,
  ReplyId,
  Sequence,
  SessionId,
  SubmissionId,
} from './identifiers.ts';
import type { Receipt } from './receipt.ts';
import type { Reply } from './reply.ts';
import type { Duty, Examination, Reason } from './submission.ts';
import type { Indication } from './verdict.ts';

/** Everything that can be journalled. A fact, once written, is never changed; a later fact says more. */
export type Fact =
  | { kind: 'station-created'; authority: string; name: string; station: string }
  // the way of a submission
  | { kind: 'delivery-received'; delivery: Delivery }
  /** The same delivery came once more (same channel id, or the same bytes under another id). */
  | { kind: 'delivery-doubled'; original: DeliveryId; delivery: Delivery }
  | { kind: 'delivery-failed'; delivery: DeliveryId; attempt: number; reason: string }
  | { kind: 'delivery-held'; delivery: DeliveryId; reason: string }
  | { kind: 'delivery-retried'; delivery: DeliveryId }
  /** Seen to be no submission of its own: a notice of receipt, a confirmation of date, a delivery status. */
  | { kind: 'delivery-tied'; delivery: DeliveryId; tie: Tie }
  /** Looked at by a person and put aside without an answer. */
  | { kind: 'delivery-set-aside'; delivery: DeliveryId; reason: string }
  | { kind: 'submission-registered'; submission: SubmissionId; delivery: DeliveryId; number: RegistrationNumber }
  | { kind: 'submission-examined'; submission: SubmissionId; examination: Examination }
  /** An officer ran the checks again; the first examination stays the one that was decided upon. */
  | { kind: 'submission-reexamined'; submission: SubmissionId; judgedFor: 'now' | 'as-received'; indication: Indication; protocol: StoredObject }
  | { kind: 'submission-accepted'; submission: SubmissionId; duties: readonly Duty[] }
  | { kind: 'submission-refused'; submission: SubmissionId; reasons: readonly Reason[] }
  | { kind: 'submission-quarantined'; submission: SubmissionId; reasons: readonly Reason[] }
  | { kind: 'submission-left-to-officer'; submission: SubmissionId; reasons: readonly Reason[] }
  | { kind: 'submission-entered'; submission: SubmissionId }
  | { kind: 'submission-clarified'; submission: SubmissionId; reasons: readonly Reason[] }
  | { kind: 'submission-noted'; submission: SubmissionId; text: string }
  | { kind: 'receipt-issued'; receipt: Receipt }
  // the outbox
  | { kind: 'dispatch-queued'; dispatch: Dispatch }
  | { kind: 'dispatch-sent'; dispatch: DispatchId; response: string }
  | { kind: 'dispatch-failed'; dispatch: DispatchId; attempt: number; reason: string; retryAt: Instant }
  | { kind: 'dispatch-held'; dispatch: DispatchId; attempt: number; reason: string }
  | { kind: 'dispatch-retried'; dispatch: DispatchId }
  | { kind: 'dispatch-given-up'; dispatch: DispatchId; reason: string }
  // replies
  | { kind: 'reply-signed'; reply: Reply }
  // people and settings
  /** whom: the officer whose entry was changed; `officer` of the entry is the one who changed it. */
  | { kind: 'officer-changed'; whom: OfficerId; change: 'added' | 'changed' | 'deactivated' | 'password-set' | 'certificate-set'; login: string; name: string; roles: readonly string[] }
  | { kind: 'officer-signed-in'; officer: OfficerId; by: 'password' | 'certificate' }
  | { kind: 'officer-signed-out'; officer: OfficerId }
  | { kind: 'sign-in-refused'; login: string; reason: 'unknown' | 'password' | 'locked' | 'inactive' | 'certificate' }
  | { kind: 'settings-changed'; section: string; change: string }
  | { kind: 'key-installed'; purpose: 'station' | 'decryption' | 'officer'; fingerprint: Digest; subject: string; certificate: StoredObject }
  | { kind: 'trust-changed'; change: 'added' | 'removed'; what: 'anchor' | 'intermediate' | 'crl'; fingerprint: Digest; subject: string; content: StoredObject }
  | { kind: 'subscriber-changed'; taxNumber: string; change: string }
  // exchange sessions
  | { kind: 'session-started'; session: SessionId; by: 'background' | 'officer' | 'command' }
  | { kind: 'session-ended'; session: SessionId; collected: number; doubled: number; dispatched: number; failed: number; stopped: boolean }
  | { kind: 'channel-broken'; channel: ChannelId; reason: string }
  | { kind: 'channel-mended'; channel: ChannelId }
  // the archive itself
  | { kind: 'seal-made'; upTo: Sequence; head: Digest; seal: StoredObject }
  | { kind: 'fixity-checked'; objects: number; bytes: number; entries: number; damaged: number; missing: number }
  | { kind: 'backup-made'; objects: number; entries: number; target: string }
  | { kind: 'archive-restored'; entries: number; source: string }
  | { kind: 'index-rebuilt'; entries: number }
  | { kind: 'records-exported'; what: string; count: number; exported: Digest };

export type FactKind = Fact['kind'];

/** What arrived that belongs to an earlier conversation. */
export type Tie = {
  readonly what: 'notice-of-receipt' | 'date-confirmation' | 'delivery-status' | 'error-message';
  readonly flowId: string;
  readonly submission?: SubmissionId;
  readonly receipt?: ReceiptId;
  readonly reply?: ReplyId;
  readonly dispatch?: DispatchId;
  readonly document?: StoredObject;
  readonly indication?: Indication;
  /** For people: file name, status text. */
  readonly note: string;
};

/** A fact with who and when, as the desks hand it to the archive. */
export type NewEntry = Fact & {
  /** Absent: the station itself. */
  readonly officer?: OfficerId;
};

/** A fact in its place in the chain. */
export type JournalEntry = NewEntry & {
  readonly seq: Sequence;
  readonly at: Instant;
  /** Digest of this entry: SHA-256 over the previous digest and this entry's text (archive-schema/README.md). */
  readonly digest: Digest;
};
