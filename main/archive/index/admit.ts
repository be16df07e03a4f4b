import { ReceptionError } from '../../domain/errors.ts';
import type { Digest } from '../../domain/identifiers.ts';
import type { NewEntry, Tie } from '../../domain/journal-entry.ts';
import type { Sql } from './database.ts';
import { admitDelivery, needDelivery } from './deliveries.ts';
import { admitDispatchState, dispatchKey } from './dispatches.ts';
import { entryAt } from './entries.ts';
import { admitObjects } from './objects.ts';
import { admitReceipt, receiptKey } from './receipts.ts';
import { replyKey } from './replies.ts';
import { admitExamination, admitRegistration, admitState, needSubmission, submissionKey } from './submissions.ts';

export type Rules = { readonly sql: Sql; readonly folder: string; readonly authority: string };

/** Whether a fact may be journalled now. Throws entry-conflict or entry-refused. What is in the journal is not judged again. */
export function admit(rules: Rules, fact: NewEntry, headOf: (seq: number) => Digest | undefined): void {
  admitObjects(rules.sql, rules.folder, fact);
  admitByKind(rules, fact);
  if (fact.kind === 'seal-made' && headAt(rules, fact.upTo, headOf) !== fact.head)
    throw new ReceptionError('entry-refused', 'The seal does not fit the journal', { details: { upTo: fact.upTo } });
}

/** The kinds that no function here judges (acts upon the archive, officers, settings) may be journalled at any time. */
function admitByKind(rules: Rules, fact: NewEntry): void {
  if (fact.kind === 'station-created') once(rules.sql, fact.kind);
  admitOfDelivery(rules.sql, fact);
  admitOfSubmission(rules, fact);
  admitOfAnswer(rules.sql, fact);
}

function admitOfDelivery(sql: Sql, fact: NewEntry): void {
  switch (fact.kind) {
    case 'delivery-received':
      return admitDelivery(sql, fact.delivery);
    case 'delivery-doubled':
      return void needDelivery(sql, fact.original);
    case 'delivery-failed':
    case 'delivery-held':
    case 'delivery-retried':
      return void needDelivery(sql, fact.delivery);
    case 'delivery-tied':
      admitPutAway(sql, fact.delivery);
      return admitTie(sql, fact.tie);
    case 'delivery-set-aside':
      return admitPutAway(sql, fact.delivery);
    default:
  }
}

function admitOfSubmission({ sql, authority }: Rules, fact: NewEntry): void {
  switch (fact.kind) {
    case 'submission-registered':
      return admitRegistration(sql, authority, { ...fact, delivery: needDelivery(sql, fact.delivery) });
    case 'submission-examined':
      return admitExamination(sql, fact.submission);
    case 'submission-accepted':
      return admitState(sql, fact.submission, 'accepted');
    case 'submission-refused':
      return admitState(sql, fact.submission, 'refused');
    case 'submission-quarantined':
      return admitState(sql, fact.submission, 'quarantined');
    case 'submission-left-to-officer':
      return admitState(sql, fact.submission, 'deciding');
    case 'submission-entered':
      return admitState(sql, fact.submission, 'entered');
    case 'submission-clarified':
      return admitState(sql, fact.submission, 'clarification');
    case 'submission-reexamined':
    case 'submission-noted':
      return void needSubmission(sql, fact.submission);
    default:
  }
}

function admitOfAnswer(sql: Sql, fact: NewEntry): void {
  switch (fact.kind) {
    case 'receipt-issued':
      return admitReceipt(sql, needSubmission(sql, fact.receipt.submission).id, fact.receipt);
    case 'dispatch-queued':
      return admitDispatch(sql, fact.dispatch);
    case 'dispatch-sent':
    case 'dispatch-retried':
      return admitDispatchState(sql, fact.dispatch, ['owed', 'held', 'given-up']);
    case 'dispatch-failed':
    case 'dispatch-held':
      return admitDispatchState(sql, fact.dispatch, ['owed']);
    case 'dispatch-given-up':
      return admitDispatchState(sql, fact.dispatch, ['owed', 'held']);
    case 'reply-signed':
      return admitReply(sql, fact.reply);
    default:
  }
}

function once(sql: Sql, kind: string): void {
  if (sql.get('SELECT 1 FROM entries WHERE kind = ?', kind) !== undefined) throw conflict('This is journalled already, and happens once');
}

/** What is tied or put aside is done with; what was decided upon cannot be put aside. */
function admitPutAway(sql: Sql, id: Parameters<typeof needDelivery>[1]): void {
  const { id: delivery, done, submission } = needDelivery(sql, id);
  if (submission === null && done === 1) throw conflict('This delivery is tied or put aside already');
  const decided = sql.get("SELECT 1 FROM submissions WHERE delivery = ? AND state NOT IN ('registered', 'deciding', 'quarantined')", delivery);
  if (decided !== undefined) throw new ReceptionError('entry-refused', 'The submission of this delivery is decided upon');
}

function admitTie(sql: Sql, tie: Tie): void {
  const there =
    (tie.submission === undefined || submissionKey(sql, tie.submission) !== undefined) &&
    (tie.receipt === undefined || receiptKey(sql, tie.receipt) !== undefined) &&
    (tie.reply === undefined || replyKey(sql, tie.reply) !== undefined) &&
    (tie.dispatch === undefined || dispatchKey(sql, tie.dispatch) !== undefined);
  if (!there) throw new ReceptionError('entry-refused', 'The delivery is tied to something that is not in the archive');
}

function admitDispatch(sql: Sql, dispatch: Extract<NewEntry, { kind: 'dispatch-queued' }>['dispatch']): void {
  if (dispatchKey(sql, dispatch.id) !== undefined) throw conflict('This dispatch is in the outbox already');
  if (dispatch.submission !== undefined) needSubmission(sql, dispatch.submission);
  const missing = dispatch.receipts.some((receipt) => receiptKey(sql, receipt) === undefined);
  if (missing) throw new ReceptionError('entry-refused', 'A receipt of this dispatch is not issued yet');
  if (dispatch.reply !== undefined && replyKey(sql, dispatch.reply) === undefined)
    throw new ReceptionError('entry-refused', 'The reply of this dispatch is not signed yet');
}

function admitReply(sql: Sql, reply: Extract<NewEntry, { kind: 'reply-signed' }>['reply']): void {
  if (replyKey(sql, reply.id) !== undefined) throw conflict('This reply is journalled already');
  if (reply.submission !== undefined) needSubmission(sql, reply.submission);
}

function headAt({ sql, folder }: Rules, seq: number, headOf: (seq: number) => Digest | undefined): Digest | undefined {
  const underWay = headOf(seq);
  if (underWay !== undefined) return underWay;
  const there = sql.get('SELECT 1 FROM entries WHERE seq = ?', seq);
  return there === undefined ? undefined : entryAt(sql, folder, seq).digest;
}

function conflict(message: string): ReceptionError {
  return new ReceptionError('entry-conflict', message);
}
