import type { StoredObject } from '../domain/delivery.ts';
import type { DispatchRow } from '../domain/dispatch.ts';
import type { DeliveryId, Digest, DispatchId, Instant, ReplyId, Sequence, SubmissionId } from '../domain/identifiers.ts';
import type { JournalEntry, NewEntry } from '../domain/journal-entry.ts';
import type {
  ArchiveStatus,
  ChannelStatistics,
  DispatchQuery,
  JournalQuery,
  NeedsActionItem,
  Page,
  RegisterRow,
  Report,
  ReportQuery,
  SearchHit,
  SearchQuery,
  SubmissionFacets,
  SubmissionFilter,
  SubmissionRecord,
  SubmissionsQuery,
  SubscriberRow,
  TieAnswer,
  TieQuery,
  UnfinishedDelivery,
} from '../domain/records.ts';
import type { ReplyRow } from '../domain/reply.ts';
import type { SubmissionSummary } from '../domain/submission.ts';

/**
 * The door of the strongroom. Law 1: bytes, then row, then word. Law 3: nothing here updates or deletes
 * an object or a journal entry.
 */
export interface Archive {
  readonly folder: string;
  readonly readOnly: boolean;

  /** Write bytes as an object and return when they are durable. The same bytes twice are one object. Throws archive-full, archive-read-only. */
  deposit(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredObject>;
  /** Several objects at once, durable together; in the order given. */
  depositAll(contents: readonly Uint8Array[]): Promise<readonly StoredObject[]>;
  /** An object's bytes, re-hashed on reading. Throws object-missing, archive-damaged. */
  read(digest: Digest): Promise<Uint8Array>;
  /** The same as a stream of pieces, for large objects. The hash is judged at the end. */
  stream(digest: Digest): AsyncIterable<Uint8Array>;
  has(digest: Digest): Promise<boolean>;
  /** Absolute path of an object's file, for reading only (worker threads read large objects by themselves). */
  pathOf(digest: Digest): string;

  /**
   * One transaction: all facts or none, durable and indexed when it returns, in the order given.
   * Refuses (entry-conflict) a second delivery of a channel message id, a second decision, a second
   * registration, a receipt of a kind that the submission has; refuses (entry-refused) what the state
   * of the submission forbids, and references to objects that are not there.
   */
  append(facts: readonly NewEntry[]): Promise<readonly JournalEntry[]>;
  /** Numbers the submission of a delivery: the next number of the year, without gaps or doubles; the same one when asked again. */
  register(delivery: DeliveryId, year: number): Promise<{ submission: SubmissionId; summary: SubmissionSummary }>;

  /** Deliveries that are not done with, oldest first; held ones only if asked for. */
  unfinished(options?: { held?: boolean; limit?: number }): Promise<readonly UnfinishedDelivery[]>;
  /** Outbox rows whose time has come, oldest first. */
  owed(now: Instant, limit: number): Promise<readonly DispatchRow[]>;
  /** The delivery that a channel message id, or these bytes, came as first. */
  findDelivery(by: { channel: string; messageId: string } | { raw: Digest }): Promise<DeliveryId | undefined>;
  findTie(query: TieQuery): Promise<TieAnswer>;

  readonly records: Records;

  status(): Promise<ArchiveStatus>;
  /** The text that a seal signs (archive-schema/README.md): length, head digest, instant. */
  sealStatement(at: Instant): Promise<{ text: Uint8Array; upTo: Sequence; head: Digest }>;
  /** Re-hash every object that the journal names, and walk the chain. Changes nothing; the caller journals the outcome. */
  fixity(options: LongWork): Promise<FixityReport>;
  /**
   * Copy journal, objects and seals that the target lacks; the target is itself an archive that can be opened. An object
   * that stands in the target with its size is left as it is (a name is given only to whole and durable bytes);
   * `verify` reads and hashes it too, and copies it again where it has changed since.
   */
  backup(target: string, options: LongWork & { readonly verify?: boolean }): Promise<{ objects: number; bytes: number; entries: number }>;
  /** Throw the index away and derive it from the journal and the objects again. */
  rebuildIndex(options: LongWork): Promise<{ entries: number }>;
  /** Called with the ids that each committed transaction touched. */
  onCommit(listener: (touched: Touched) => void): () => void;
  close(): Promise<void>;
}

export type Touched = {
  readonly upTo: Sequence;
  readonly submissions: readonly SubmissionId[];
  readonly kinds: readonly string[];
};

export type LongWork = {
  readonly signal?: AbortSignal;
  /** done and total in units of the work (bytes for fixity and backup, entries for rebuild). */
  readonly progress?: (done: number, total: number, what: string) => void;
};

export type FixityReport = {
  readonly objects: number;
  readonly bytes: number;
  readonly entries: number;
  readonly damaged: readonly Digest[];
  readonly missing: readonly Digest[];
  /** Where the chain breaks first, if it does. */
  readonly brokenAt?: Sequence;
  /** Seals whose head digest does not stand at their place in the chain. */
  readonly falseSeals: readonly Digest[];
  readonly stopped: boolean;
};

/** Read-only questions to the index; each answered in one SQL worker round trip. */
export interface Records {
  submissions(query: SubmissionsQuery): Promise<Page<SubmissionSummary>>;
  facets(filter: SubmissionFilter): Promise<SubmissionFacets>;
  summary(id: SubmissionId): Promise<SubmissionSummary | undefined>;
  submission(id: SubmissionId): Promise<SubmissionRecord | undefined>;
  /** By registration number, or by any unambiguous beginning of an id. */
  find(reference: string): Promise<SubmissionId | undefined>;
  search(query: SearchQuery): Promise<Page<SearchHit>>;
  journal(query: JournalQuery): Promise<readonly JournalEntry[]>;
  dispatches(query: DispatchQuery): Promise<Page<DispatchRow>>;
  dispatch(id: DispatchId): Promise<DispatchRow | undefined>;
  replies(query: { text?: string; offset: number; limit: number }): Promise<Page<ReplyRow>>;
  reply(id: ReplyId): Promise<ReplyRow | undefined>;
  needsAction(now: Instant, limit: number): Promise<{ items: readonly NeedsActionItem[]; total: number }>;
  subscribers(query: { text?: string; offset: number; limit: number }): Promise<Page<SubscriberRow>>;
  subscriber(taxNumber: string): Promise<SubscriberRow | undefined>;
  statistics(): Promise<readonly ChannelStatistics[]>;
  report(query: ReportQuery, now: Instant): Promise<Report>;
  /** Rows of the register, oldest first, in pages. */
  register(filter: SubmissionFilter, after: number, limit: number): Promise<{ rows: readonly RegisterRow[]; next?: number }>;
}
