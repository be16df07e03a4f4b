import type { SubmissionId } from '../../domain/identifiers.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { Receipt, ReceiptKind } from '../../domain/receipt.ts';
import type { Place } from '../journal/walk.ts';
import type { Sql } from './database.ts';
import { deliveryRow, deriveDelivery, deriveDouble, deriveFailure, deriveHold, finishDelivery, reopenDelivery } from './deliveries.ts';
import { deriveDispatch, deriveDispatchFailure, deriveDispatchHeld, deriveGivenUp, deriveRetry, deriveSent, needDispatch } from './dispatches.ts';
import { fulfil, release, setDuties } from './duties.ts';
import { noteEntry } from './entries.ts';
import { ms } from './instants.ts';
import type { LateWords } from './late-words.ts';
import { deriveMilestone } from './milestones.ts';
import { deriveObjects } from './objects.ts';
import { deriveReceipt } from './receipts.ts';
import { deriveReply } from './replies.ts';
import { indexReceipt, indexReply, indexSubmission } from './search.ts';
import { deriveExamination, deriveReasons, deriveRegistration, deriveState, needSubmission } from './submissions.ts';
import { deriveSubscriber } from './subscribers.ts';
import { deriveTie, submissionOfTie } from './ties.ts';

/** Whoever derives writes `words` before the transaction ends. */
export type Index = { readonly sql: Sql; readonly folder: string; readonly words: LateWords };

/**
 * Takes one entry into the index. The outcome rests on the journal and the objects alone (no clock, no chance),
 * so that an index derived again is the same. Returns the submission that the entry is about.
 */
export function derive(index: Index, entry: JournalEntry, place: Place): SubmissionId | undefined {
  deriveObjects(index.sql, index.folder, entry.seq, entry);
  const about = deriveOfDelivery(index, entry) ?? deriveOfSubmission(index, entry) ?? deriveOfAnswer(index, entry) ?? deriveOfArchive(index, entry);
  const delivery = about.delivery ?? deliveryOf(index.sql, about.submission);
  noteEntry(index.sql, entry, place, delivery);
  return submissionOf(index.sql, delivery);
}

type About = { delivery?: number; submission?: number | null };

function deriveOfDelivery({ sql }: Index, entry: JournalEntry): About | undefined {
  switch (entry.kind) {
    case 'delivery-received':
      deriveDelivery(sql, entry.seq, entry.delivery);
      return { delivery: entry.seq };
    case 'delivery-doubled': {
      const { id } = deliveryRow(sql, entry.original)!;
      deriveDouble(sql, id, entry.delivery);
      return { delivery: id };
    }
    case 'delivery-failed':
    case 'delivery-held':
    case 'delivery-retried':
    case 'delivery-set-aside':
      return { delivery: deriveHandling(sql, entry) };
    case 'delivery-tied': {
      const { id } = deliveryRow(sql, entry.delivery)!;
      deriveTie(sql, entry.seq, ms(entry.at), id, entry.tie);
      finishDelivery(sql, id);
      const submission = submissionOfTie(sql, entry.tie);
      return submission === null ? { delivery: id } : { submission };
    }
    default:
      return undefined;
  }
}

type Handling = Extract<JournalEntry, { kind: 'delivery-failed' | 'delivery-held' | 'delivery-retried' | 'delivery-set-aside' }>;

function deriveHandling(sql: Sql, entry: Handling): number {
  const { id } = deliveryRow(sql, entry.delivery)!;
  if (entry.kind === 'delivery-failed') deriveFailure(sql, id, entry.attempt, entry.reason);
  else if (entry.kind === 'delivery-held') deriveHold(sql, id, entry.reason);
  else if (entry.kind === 'delivery-retried') reopenDelivery(sql, id);
  else finishDelivery(sql, id);
  return id;
}

function deriveOfSubmission(index: Index, entry: JournalEntry): About | undefined {
  const { sql } = index;
  switch (entry.kind) {
    case 'submission-registered': {
      const delivery = deriveRegistration(sql, entry.seq, entry);
      indexSubmission(index, entry.seq);
      return { delivery };
    }
    case 'submission-examined': {
      const { id, delivery } = needSubmission(sql, entry.submission);
      deriveExamination(sql, entry.seq, id, entry.examination);
      deriveSubscriber(index, entry.seq, delivery, entry.examination);
      indexSubmission(index, id, entry.examination);
      return { delivery };
    }
    case 'submission-accepted':
    case 'submission-refused':
    case 'submission-quarantined':
    case 'submission-left-to-officer':
    case 'submission-entered':
    case 'submission-clarified':
      return deriveDecision(sql, ms(entry.at), entry);
    case 'submission-reexamined':
    case 'submission-noted':
      return { submission: needSubmission(sql, entry.submission).id };
    default:
      return undefined;
  }
}

type Decision = Extract<
  JournalEntry,
  { kind: 'submission-accepted' | 'submission-refused' | 'submission-quarantined' | 'submission-left-to-officer' | 'submission-entered' | 'submission-clarified' }
>;

const becomes = {
  'submission-accepted': 'accepted',
  'submission-refused': 'refused',
  'submission-quarantined': 'quarantined',
  'submission-left-to-officer': 'deciding',
  'submission-entered': 'entered',
  'submission-clarified': 'clarification',
} as const;

function deriveDecision(sql: Sql, at: number, entry: Decision): About {
  const { id, delivery } = needSubmission(sql, entry.submission);
  const decides = entry.kind === 'submission-accepted' || entry.kind === 'submission-refused';
  deriveState(sql, id, becomes[entry.kind], decides ? at : undefined);
  if ('reasons' in entry) deriveReasons(sql, id, entry.reasons);
  if (entry.kind === 'submission-accepted') {
    deriveReasons(sql, id, []);
    setDuties(sql, id, entry.duties);
  }
  if (decides) fulfil(sql, id, 'decision', at);
  if (entry.kind === 'submission-refused') release(sql, id, 'entry');
  if (entry.kind === 'submission-entered' || entry.kind === 'submission-clarified') fulfil(sql, id, 'entry', at);
  finishDelivery(sql, delivery);
  return { delivery };
}

const fulfils: Partial<Record<ReceiptKind, 'notice-of-receipt'>> = { 'notice-of-receipt': 'notice-of-receipt' };


/** What goes out: receipts, replies, and the outbox. */
function deriveOfAnswer(index: Index, entry: JournalEntry): About | undefined {
  const { sql } = index;
  switch (entry.kind) {
    case 'receipt-issued':
      return deriveIssue(index, entry.seq, ms(entry.at), entry.receipt);
    case 'dispatch-queued': {
      const submission = submissionAbout(sql, entry.dispatch);
      deriveDispatch(sql, entry.seq, ms(entry.at), entry.dispatch, submission);
      return { submission };
    }
    case 'dispatch-sent':
    case 'dispatch-failed':
    case 'dispatch-held':
    case 'dispatch-retried':
    case 'dispatch-given-up':
      return deriveSending(sql, ms(entry.at), entry);
    case 'reply-signed': {
      const submission = submissionAbout(sql, entry.reply);
      deriveReply(sql, entry.seq, ms(entry.at), entry.reply, submission);
      indexReply(index, entry.seq, entry.reply);
      return { submission };
    }
    default:
      return undefined;
  }
}

function submissionAbout(sql: Sql, { submission }: { readonly submission?: SubmissionId }): number | null {
  return submission === undefined ? null : needSubmission(sql, submission).id;
}

function deriveIssue(index: Index, seq: number, at: number, receipt: Receipt): About {
  const { sql } = index;
  const { id } = needSubmission(sql, receipt.submission);
  deriveReceipt(sql, seq, id, receipt);
  indexReceipt(index, seq, id, receipt);
  const duty = fulfils[receipt.kind];
  if (duty !== undefined) fulfil(sql, id, duty, at);
  return { submission: id };
}

function deriveOfArchive({ sql }: Index, entry: JournalEntry): About {
  deriveMilestone(sql, entry.seq, ms(entry.at), entry);
  return {};
}

type Sending = Extract<JournalEntry, { kind: 'dispatch-sent' | 'dispatch-failed' | 'dispatch-held' | 'dispatch-retried' | 'dispatch-given-up' }>;

function deriveSending(sql: Sql, at: number, entry: Sending): About {
  const { submission } = needDispatch(sql, entry.dispatch);
  if (entry.kind === 'dispatch-sent') deriveSent(sql, entry.dispatch, at, entry.response);
  else if (entry.kind === 'dispatch-failed') deriveDispatchFailure(sql, at, entry);
  else if (entry.kind === 'dispatch-held') deriveDispatchHeld(sql, at, entry);
  else if (entry.kind === 'dispatch-retried') deriveRetry(sql, entry.dispatch, at);
  else deriveGivenUp(sql, entry.dispatch, entry.reason);
  return { submission };
}

function deliveryOf(sql: Sql, submission: number | null | undefined): number | null {
  if (submission == null) return null;
  return sql.get<{ delivery: number }>('SELECT delivery FROM submissions WHERE id = ?', submission)!.delivery;
}

function submissionOf(sql: Sql, delivery: number | null): SubmissionId | undefined {
  if (delivery === null) return undefined;
  return sql.get<{ submission_id: SubmissionId }>('SELECT submission_id FROM submissions WHERE delivery = ?', delivery)?.submission_id;
}
