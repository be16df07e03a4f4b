/**
 * The one file that all three processes know: what the window may ask of the station, and what the
 * station tells by itself. Types only; the schemas that parse the arguments are in schemas.ts.
 */
import type { ChannelCheck } from '../main/channels/channel.ts';
import type { ErrorCode } from '../main/domain/errors.ts';
import type {
  ChannelId,
  Day,
  DeliveryId,
  Digest,
  DispatchId,
  Instant,
  OfficerId,
  ReceiptId,
  ReplyId,
  Sequence,
  SessionId,
  SubmissionId,
} from '../main/domain/identifiers.ts';
import type { DispatchRow, DispatchState } from '../main/domain/dispatch.ts';
import type { JournalEntry } from '../main/domain/journal-entry.ts';
import type { Officer, Permission, Role } from '../main/domain/officer.ts';
import type {
  ArchiveStatus,
  ChannelStatistics,
  JournalQuery,
  NeedsActionItem,
  Page,
  Report,
  ReportQuery,
  SearchHit,
  SearchQuery,
  SubmissionFacets,
  SubmissionFilter,
  SubmissionRecord,
  SubmissionsQuery,
  SubscriberRow,
  UnfinishedDelivery,
} from '../main/domain/records.ts';
import type { ReplyKind, ReplyRow } from '../main/domain/reply.ts';
import type { Protocol, Reason, SubmissionSummary } from '../main/domain/submission.ts';
import type { CertificateFacts, SignatureVerdict } from '../main/domain/verdict.ts';
import type { DocumentView } from '../main/domain/document-view.ts';
import type { ChannelHealth, DemoParties, SessionView, Settings, StationKeyView, TrustRow, WizardInput } from './settings.ts';

export type { ChannelCheck, ChannelId, Day, DeliveryId, Digest, DispatchId, ErrorCode, Instant, OfficerId, ReceiptId, ReplyId, Sequence, SessionId, SubmissionId };
export type { DispatchRow, DispatchState, JournalEntry, Officer, Permission, Role };
export type * from '../main/domain/records.ts';
export type * from '../main/domain/submission.ts';
export type * from '../main/domain/receipt.ts';
export type * from '../main/domain/reply.ts';
export type * from '../main/domain/verdict.ts';
export type * from '../main/domain/document-view.ts';
export type { ChannelKind, Delivery, StoredObject } from '../main/domain/delivery.ts';
export type { FactKind, Tie } from '../main/domain/journal-entry.ts';
export type * from './settings.ts';

/** A file that the window hands over or is handed. */
export type FileBytes = { readonly name: string; readonly bytes: Uint8Array };

/** Outcome of a save dialog: where it went, or nothing when the officer thought better of it. */
export type Saved = { readonly path?: string };

export type Start = {
  /** none: no station yet, the wizard is due. locked: there is one, nobody is signed in. */
  readonly stage: 'none' | 'locked' | 'open';
  readonly authority?: { readonly code: string; readonly name: string };
  readonly officer?: Officer;
  readonly permissions: readonly Permission[];
  /** Names to choose from on the log-in screen. */
  readonly logins: readonly { readonly login: string; readonly name: string; readonly position: string }[];
  /** Set in the demo office: every screen that shows these parties says that they are simulated. */
  readonly demo?: DemoParties;
  readonly version: string;
  readonly runtime: string;
  readonly offsetMinutes: number;
};

export type Health = {
  readonly channels: readonly ChannelHealth[];
  readonly session?: SessionView;
  readonly lastSession?: SessionView;
  readonly owed: number;
  readonly held: number;
  readonly needsAction: number;
  readonly repliesWaiting: number;
  readonly archive: ArchiveStatus;
};

export type ReplyDraft = {
  readonly id: ReplyId;
  readonly submission?: SubmissionId;
  readonly kind: ReplyKind;
  readonly toTaxNumber: string;
  readonly toName: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly mediaType: string; readonly size: number; readonly digest: Digest }[];
  readonly changedAt: Instant;
  readonly officer: OfficerId;
};

export type SavedSearch = { readonly id: string; readonly name: string; readonly place: 'submissions' | 'archive'; readonly query: string };

export type SignatureCheck = { readonly name: string; readonly verdicts: readonly SignatureVerdict[]; readonly hasContent: boolean };

export type ReplyRoute = {
  readonly possible: boolean;
  readonly channel?: ChannelId;
  readonly address?: string;
  readonly certificate?: CertificateFacts;
  /** Why not, in the officer's words' key. */
  readonly problem?: 'no-address' | 'no-certificate' | 'certificate-expired' | 'channel-missing';
};

/** method -> [arguments, result]. Every one is guarded: sender, sign-in, permission, parsed arguments. */
export type Methods = {
  'start.read': [Record<string, never>, Start];
  'wizard.create': [WizardInput, Start];
  'session.signIn': [{ login: string; password: string }, Start];
  'session.signInWithKey': [{ file: FileBytes; password: string }, Start];
  'session.signOut': [Record<string, never>, Start];
  'session.changePassword': [{ old: string; next: string }, null];
  'session.setKey': [{ file: FileBytes; password: string }, CertificateFacts];

  'health.read': [Record<string, never>, Health];
  'needsAction.list': [{ limit: number }, { items: readonly NeedsActionItem[]; total: number; unfinished: readonly UnfinishedDelivery[] }];

  'submissions.page': [SubmissionsQuery, Page<SubmissionSummary>];
  'submissions.facets': [SubmissionFilter, SubmissionFacets];
  'submissions.summary': [{ id: SubmissionId }, SubmissionSummary | null];
  'submissions.record': [{ id: SubmissionId }, SubmissionRecord];
  'submissions.find': [{ reference: string }, { id: SubmissionId | null }];
  'submissions.protocol': [{ id: SubmissionId }, Protocol];
  'submissions.recheck': [{ id: SubmissionId; at: 'now' | 'as-received' }, Protocol];
  'submissions.certificate': [{ digest: Digest }, CertificateFacts];
  /** page: of a hex view, from 0. */
  'submissions.document': [{ digest: Digest; name: string; mediaType: string; as?: 'form' | 'xml' | 'text' | 'hex'; page?: number }, DocumentView];
  'submissions.accept': [{ ids: readonly SubmissionId[] }, { done: number; failed: readonly { id: SubmissionId; reason: string }[] }];
  'submissions.refuse': [{ ids: readonly SubmissionId[]; reasons: readonly Reason[] }, { done: number; failed: readonly { id: SubmissionId; reason: string }[] }];
  /** Issues the notice of entry. */
  'submissions.enter': [{ ids: readonly SubmissionId[] }, { done: number; failed: readonly { id: SubmissionId; reason: string }[] }];
  'submissions.clarify': [{ id: SubmissionId; reasons: readonly Reason[] }, null];
  'submissions.note': [{ id: SubmissionId; text: string }, null];
  /** The coded reasons that a refusal or clarification may name. */
  'submissions.reasons': [Record<string, never>, readonly Reason[]];
  'submissions.saveDocument': [{ digest: Digest; name: string }, Saved];
  'submissions.saveProtocol': [{ id: SubmissionId; format: 'pdf' | 'json' }, Saved];
  /** Everything of one submission as a zip: raw, documents, signatures, certificates, protocol, receipts, journal, how to verify. */
  'submissions.export': [{ id: SubmissionId }, Saved];

  'deliveries.retry': [{ id: DeliveryId }, null];
  'deliveries.setAside': [{ id: DeliveryId; reason: string }, null];

  'replies.page': [{ text?: string; offset: number; limit: number }, Page<ReplyRow>];
  'replies.record': [{ id: ReplyId }, ReplyRow];
  'replies.drafts': [Record<string, never>, readonly ReplyDraft[]];
  'replies.saveDraft': [{ draft: Omit<ReplyDraft, 'changedAt' | 'officer' | 'attachments'>; add?: readonly FileBytes[]; remove?: readonly Digest[] }, ReplyDraft];
  'replies.deleteDraft': [{ id: ReplyId }, null];
  /** Where a reply to this subscriber would go, and to which certificate it would be enciphered. */
  'replies.route': [{ taxNumber: string; submission?: SubmissionId }, ReplyRoute];
  /** Signs with the officer's own key (file and password), enciphers, queues. */
  'replies.send': [{ id: ReplyId; key?: FileBytes; password: string }, ReplyRow];

  'subscribers.page': [{ text?: string; offset: number; limit: number }, Page<SubscriberRow>];
  'subscribers.record': [{ taxNumber: string }, SubscriberRow];

  'archive.search': [SearchQuery, Page<SearchHit>];
  'archive.status': [Record<string, never>, ArchiveStatus];
  'archive.fixity': [Record<string, never>, { job: string }];
  'archive.seal': [Record<string, never>, { upTo: Sequence; at: Instant }];
  'archive.backup': [{ folder?: string }, { job: string } | { cancelled: true }];
  'archive.rebuildIndex': [Record<string, never>, { job: string }];
  'archive.searches': [Record<string, never>, readonly SavedSearch[]];
  'archive.saveSearch': [Omit<SavedSearch, 'id'> & { id?: string }, SavedSearch];
  'archive.deleteSearch': [{ id: string }, null];
  'signature.check': [{ signature: FileBytes; content?: FileBytes }, SignatureCheck];

  'reports.read': [ReportQuery, Report];
  'reports.exportRegister': [{ filter: SubmissionFilter; format: 'xlsx' | 'csv' | 'pdf'; language: 'ru' | 'en' }, Saved & { rows: number }];
  'reports.exportSummary': [ReportQuery & { format: 'xlsx' | 'csv' | 'pdf'; language: 'ru' | 'en' }, Saved];

  'journal.page': [JournalQuery, { entries: readonly JournalEntry[]; officers: Readonly<Record<string, string>> }];

  'exchange.overview': [Record<string, never>, { health: Health; statistics: readonly ChannelStatistics[] }];
  'exchange.dispatches': [{ states?: readonly DispatchState[]; offset: number; limit: number }, Page<DispatchRow>];
  'exchange.run': [Record<string, never>, { session: SessionId }];
  'exchange.stop': [Record<string, never>, null];
  'exchange.retryDispatch': [{ id: DispatchId }, null];
  'exchange.giveUpDispatch': [{ id: DispatchId; reason: string }, null];

  'settings.read': [Record<string, never>, Settings];
  'settings.save': [{ settings: Settings }, Settings];
  'settings.checkChannel': [{ channel: Settings['channels'][number] }, ChannelCheck];
  'settings.keys': [Record<string, never>, readonly StationKeyView[]];
  'settings.installKey': [{ file: FileBytes; password: string; purpose: 'station' | 'decryption' }, readonly StationKeyView[]];
  'settings.trust': [Record<string, never>, readonly TrustRow[]];
  'settings.addTrust': [{ files: readonly FileBytes[] }, readonly TrustRow[]];
  'settings.removeTrust': [{ fingerprint: Digest }, readonly TrustRow[]];
  'officers.list': [Record<string, never>, readonly Officer[]];
  'officers.save': [{ officer: Omit<Officer, 'id' | 'certificate'> & { id?: OfficerId }; password?: string }, readonly Officer[]];

  'jobs.stop': [{ job: string }, null];
  /** Folder chooser of the operating system; empty when cancelled or not to be had. */
  'files.chooseFolder': [{ title: string }, Saved];

  'demo.burst': [{ count: number }, null];
  'demo.pace': [{ running: boolean }, null];
};

export type Method = keyof Methods;
export type Arguments<M extends Method> = Methods[M][0];
export type Result<M extends Method> = Methods[M][1];

export type WireError = { readonly code: ErrorCode; readonly message: string; readonly details: Readonly<Record<string, string | number | boolean>> };
export type Answer<Value> = { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: WireError };

/** What the station tells by itself. */
export type StationEvent =
  | { readonly event: 'changed'; readonly submissions: readonly SubmissionId[]; readonly kinds: readonly string[]; readonly upTo: Sequence }
  | { readonly event: 'health'; readonly health: Health }
  | { readonly event: 'session'; readonly session: SessionView }
  | { readonly event: 'job'; readonly job: JobProgress }
  | { readonly event: 'signed-out' };

export type JobProgress = {
  readonly job: string;
  readonly what: 'fixity' | 'backup' | 'rebuild-index' | 'export';
  readonly done: number;
  readonly total: number;
  readonly note: string;
  readonly startedAt: Instant;
  readonly state: 'running' | 'done' | 'failed' | 'stopped';
  /** One sentence's facts when it has ended. */
  readonly outcome?: Readonly<Record<string, string | number>>;
  readonly error?: WireError;
};

/** What the preload puts on `window`. */
export interface ReceptionBridge {
  call<M extends Method>(method: M, args: Arguments<M>): Promise<Answer<Result<M>>>;
  onEvent(listener: (event: StationEvent) => void): () => void;
}

declare global {
  interface Window {
    readonly reception: ReceptionBridge;
  }
}
