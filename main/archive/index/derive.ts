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
import { deriveMilestone } from './milestones.ts';
import { deriveObjects } from './objects.ts';
import { deriveReceipt } from './receipts.ts';
import { deriveReply } from './replies.ts';
import { indexReceipt, indexReply, indexSubmission } from './search.ts';
import { deriveExamination, deriveReasons, deriveRegistration, deriveState, needSubmission } from './submissions.ts';
import { deriveSubscriber } from './subscribers.ts';
import { deriveTie, submissionOfTie } from './ties.ts';

export type Index = { readonly sql: Sql; readonly folder: string };

/**
 * Takes one entry into the index. The outcome rests on the journal and the objects alone (no clock, no chance),
 * so that an index derived again is the same. Returns the submission that the entry is about.
 */
export function derive(index: Index, entry: JournalEntry, place: Place): SubmissionId | undefined {
  deriveObjects(index.sql, index.folder, entry.seq, entry);
  const about = deriveByKind(index, entry);
  const delivery = about.delivery ?? deliveryOf(index.sql, about.submission);
  noteEntry(index.sql, entry, place, delivery);
  return submissionOf(index.sql, delivery);
}

type About = { delivery?: number; submission?: number | null };

// One case for each kind of fact: a table, and long as the list of kinds is.
// eslint-disable-next-line reception/own-lines
function deriveByKind({ sql, folder }: Index, entry: JournalEntry): About {
  const { seq } = entry;
  const at = ms(entry.at);
  switch (entry.kind) {
    case 'delivery-received':
      deriveDelivery(sql, seq, entry.delivery);
      return { delivery: seq };
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
      deriveTie(sql, seq, at, id, entry.tie);
      finishDelivery(sql, id);
      const submission = submissionOfTie(sql, entry.tie);
      return submission === null ? { delivery: id } : { submission };
    }
    case 'submission-registered': {
      const delivery = deriveRegistration(sql, seq, entry);
      indexSubmission(sql, folder, seq);
      return { delivery };
    }
    case 'submission-examined': {
      const { id, delivery } = needSubmission(sql, entry.submission);
      deriveExamination(sql, seq, id, entry.examination);
      deriveSubscriber(sql, seq, delivery, entry.examination);
      indexSubmission(sql, folder, id, entry.examination);
      return { delivery };
    }
    case 'submission-accepted':
    case 'submission-refused':
    case 'submission-quarantined':
    case 'submission-left-to-officer':
    case 'submission-entered':
    case 'submission-clarified':
      return deriveDecision(sql, at, entry);
    case 'submission-reexamined':
    case 'submission-noted':
      return { submission: needSubmission(sql, entry.submission).id };
    case 'receipt-issued':
      return deriveIssue(sql, seq, at, entry.receipt);
    case 'dispatch-queued': {
      const submission = entry.dispatch.submission === undefined ? null : needSubmission(sql, entry.dispatch.submission).id;
      deriveDispatch(sql, seq, at, entry.dispatch, submission);
      return { submission };
    }
    case 'dispatch-sent':
    case 'dispatch-failed':
    case 'dispatch-held':
    case 'dispatch-retried':
    case 'dispatch-given-up':
      return deriveSending(sql, at, entry);
    case 'reply-signed': {
      const submission = entry.reply.submission === undefined ? null : needSubmission(sql, entry.reply.submission).id;
      deriveReply(sql, seq, at, entry.reply, submission);
      indexReply(sql, seq, entry.reply);
      return { submission };
    }
    default:
      deriveMilestone(sql, seq, at, entry);
      return {};
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

function deriveIssue(sql: Sql, seq: number, at: number, receipt: Receipt): About {
  const { id } = needSubmission(sql, receipt.submission);
  deriveReceipt(sql, seq, id, receipt);
  indexReceipt(sql, seq, id, receipt);
  const duty = fulfils[receipt.kind];
  if (duty !== undefined) fulfil(sql, id, duty, at);
  return { submission: id };
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
