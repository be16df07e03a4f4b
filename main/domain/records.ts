import type { ChannelKind, Delivery } from './delivery.ts';
import type { DispatchRow, DispatchState } from './dispatch.ts';
import type {
  ChannelId,
  Day,
  DeliveryId,
  Digest,
  Instant,
  OfficerId,
  ReceiptId,
  RegistrationNumber,
  ReplyId,
  Sequence,
  SubmissionId,
} from './identifiers.ts';
import type { FactKind, JournalEntry, Tie } from './journal-entry.ts';
import type { Receipt } from './receipt.ts';
import type { ReplyRow } from './reply.ts';
import type { Examination, SubmissionState, SubmissionSummary } from './submission.ts';
import type { Indication } from './verdict.ts';

/** Views over the journal: what the desks and the screens ask the index for. */

export type SubmissionSort = 'receivedAt' | 'number' | 'subscriber' | 'form' | 'state' | 'dueAt' | 'size';

export type SubmissionFilter = {
  readonly states?: readonly SubmissionState[];
  readonly forms?: readonly string[];
  readonly channels?: readonly ChannelId[];
  readonly indications?: readonly Indication[];
  readonly from?: Instant;
  readonly to?: Instant;
  readonly taxNumber?: string;
  /** Due before this instant and not yet done. */
  readonly dueBefore?: Instant;
  /** Full-text query: words, "phrases", prefix*. */
  readonly text?: string;
};

export type SubmissionsQuery = {
  readonly filter: SubmissionFilter;
  readonly sort: SubmissionSort;
  readonly descending: boolean;
  readonly offset: number;
  /** At most 1000. */
  readonly limit: number;
};

export type Page<Row> = { readonly rows: readonly Row[]; readonly total: number };

export type FacetCount = { readonly value: string; readonly label: string; readonly count: number };

export type SubmissionFacets = {
  readonly states: readonly FacetCount[];
  readonly forms: readonly FacetCount[];
  readonly channels: readonly FacetCount[];
  readonly indications: readonly FacetCount[];
  readonly due: number;
};

/** Everything about one submission, for its card. */
export type SubmissionRecord = {
  readonly summary: SubmissionSummary;
  readonly delivery: Delivery;
  readonly examination?: Examination;
  readonly receipts: readonly Receipt[];
  readonly dispatches: readonly DispatchRow[];
  readonly replies: readonly ReplyRow[];
  readonly ties: readonly { readonly at: Instant; readonly delivery: DeliveryId; readonly tie: Tie }[];
  readonly decisionReasons: readonly { readonly code: string; readonly text: string }[];
};

export type SearchHitKind = 'submission' | 'reply' | 'receipt';

export type SearchHit = {
  readonly kind: SearchHitKind;
  readonly id: string;
  /** The submission to open, where there is one. */
  readonly submission?: SubmissionId;
  readonly number?: RegistrationNumber;
  readonly at: Instant;
  readonly title: string;
  readonly subscriber: string;
  readonly taxNumber: string;
  readonly state: string;
  /** Text around the match, with the matched words between \u0001 and \u0002. */
  readonly snippet: string;
};

export type SearchQuery = {
  readonly text: string;
  readonly from?: Instant;
  readonly to?: Instant;
  readonly kinds?: readonly SearchHitKind[];
  readonly offset: number;
  readonly limit: number;
};

export type JournalQuery = {
  readonly kinds?: readonly FactKind[];
  readonly officer?: OfficerId;
  readonly submission?: SubmissionId;
  readonly from?: Instant;
  readonly to?: Instant;
  /** Newest first from below this position. */
  readonly before?: Sequence;
  readonly limit: number;
};

/** A delivery that is not done with: neither registered and decided, nor tied, nor set aside. */
export type UnfinishedDelivery = {
  readonly delivery: Delivery;
  readonly submission?: SubmissionId;
  readonly number?: RegistrationNumber;
  readonly attempts: number;
  readonly held: boolean;
  readonly lastReason?: string;
};

/** What waits for a person. */
export type NeedsActionItem = {
  readonly what: 'decide' | 'quarantined' | 'held-delivery' | 'held-dispatch' | 'due-soon' | 'overdue';
  readonly at: Instant;
  readonly dueAt?: Instant;
  readonly submission?: SubmissionId;
  readonly delivery?: DeliveryId;
  readonly dispatch?: string;
  readonly number?: RegistrationNumber;
  readonly title: string;
  readonly reason: string;
};

export type SubscriberRow = {
  readonly taxNumber: string;
  readonly kpp?: string;
  readonly name: string;
  readonly submissions: number;
  readonly lastSubmissionAt?: Instant;
  /** Digests (= archived objects) of certificates seen on verified signatures or mails, newest first. */
  readonly certificates: readonly Digest[];
  /** Newest address for replies on each channel. */
  readonly addresses: readonly SubscriberAddress[];
};

export type SubscriberAddress = {
  readonly channel: ChannelId;
  readonly channelKind: ChannelKind;
  readonly address: string;
  /** The subscriber's id and operator in containers. */
  readonly subject?: string;
  readonly operator?: string;
  readonly seenAt: Instant;
};

export type DispatchQuery = { readonly states?: readonly DispatchState[]; readonly offset: number; readonly limit: number };

export type ChannelStatistics = {
  readonly channel: ChannelId;
  readonly arrived: number;
  readonly doubled: number;
  readonly accepted: number;
  readonly refused: number;
  readonly waiting: number;
  readonly sent: number;
  readonly owed: number;
  readonly held: number;
  readonly lastArrivalAt?: Instant;
  readonly lastSentAt?: Instant;
};

export type ReportQuery = { readonly from: Day; readonly to: Day; /** minutes east of UTC, for days */ readonly offsetMinutes: number };

export type Report = {
  readonly byState: readonly { readonly state: SubmissionState; readonly count: number }[];
  readonly byForm: readonly { readonly knd: string; readonly name: string; readonly accepted: number; readonly refused: number; readonly other: number }[];
  readonly byDay: readonly { readonly day: Day; readonly accepted: number; readonly refused: number; readonly other: number }[];
  readonly refusals: readonly { readonly code: string; readonly text: string; readonly count: number }[];
  readonly deadlines: { readonly overdue: number; readonly dueToday: number; readonly dueLater: number; readonly kept: number; readonly broken: number };
  /** From receipt to decision, seconds. */
  readonly decisionTime: { readonly median: number; readonly p95: number; readonly max: number; readonly count: number };
};

export type RegisterRow = SubmissionSummary & { readonly reasons: string; readonly signers: string };

export type ArchiveStatus = {
  readonly entries: number;
  readonly head: Digest;
  readonly objects: number;
  readonly bytes: number;
  readonly submissions: number;
  readonly lastSealAt?: Instant;
  readonly lastSealUpTo?: Sequence;
  readonly lastFixityAt?: Instant;
  readonly lastFixityDamaged?: number;
  readonly lastBackupAt?: Instant;
  /** Set when a write failed and the archive takes no more until a restart. */
  readonly broken?: string;
};

export type Exchange = {
  readonly owed: number;
  readonly held: number;
  readonly heldDeliveries: number;
  readonly needsAction: number;
};

/** How to find what an arriving notice of receipt is about. */
export type TieQuery = { readonly flowId?: string; readonly fileName?: string; readonly messageId?: string };

export type TieAnswer = {
  readonly submission?: SubmissionId;
  readonly receipt?: ReceiptId;
  readonly reply?: ReplyId;
  readonly dispatch?: string;
};

export type { JournalEntry };
