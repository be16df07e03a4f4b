import type { DeliveryId, DispatchId, Instant, ReceiptId, ReplyId, SubmissionId } from '../../domain/identifiers.ts';
import type { JournalEntry, Tie } from '../../domain/journal-entry.ts';
import type { TieAnswer, TieQuery } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { dispatchKey } from './dispatches.ts';
import { known } from './instants.ts';
import { nameKey } from './outgoing-names.ts';
import { deriveReceiptConfirmed, deriveReceiptsConfirmed, receiptKey } from './receipts.ts';
import { deriveReplyConfirmed, replyKey } from './replies.ts';
import { submissionKey } from './submissions.ts';

/** The submission that a tie is about: named by itself, or by what it confirms. */
export function submissionOfTie(sql: Sql, tie: Tie): number | null {
  if (tie.submission !== undefined) return submissionKey(sql, tie.submission)?.id ?? null;
  if (tie.receipt !== undefined) return receiptKey(sql, tie.receipt)?.submission ?? null;
  if (tie.reply !== undefined) return replyKey(sql, tie.reply)?.submission ?? null;
  if (tie.dispatch !== undefined) return dispatchKey(sql, tie.dispatch)?.submission ?? null;
  return null;
}

export function deriveTie(sql: Sql, seq: number, at: number, delivery: number, tie: Tie): void {
  sql.run('INSERT INTO ties VALUES (?, ?, ?, ?)', seq, delivery, submissionOfTie(sql, tie), tie.what);
  if (tie.what !== 'notice-of-receipt' && tie.what !== 'date-confirmation') return;
  if (tie.receipt !== undefined) deriveReceiptConfirmed(sql, tie.receipt, at);
  if (tie.reply !== undefined) deriveReplyConfirmed(sql, tie.reply, at);
  if (tie.dispatch === undefined || tie.receipt !== undefined || tie.reply !== undefined) return;
  // A notice about a whole message confirms everything that went out in it.
  deriveReceiptsConfirmed(sql, tie.dispatch, at);
  const reply = dispatchKey(sql, tie.dispatch)?.reply_id;
  if (reply != null) deriveReplyConfirmed(sql, reply, at);
}

type Told = Extract<JournalEntry, { kind: 'delivery-tied' }>;

export function tiesOf(sql: Sql, read: (seq: number) => JournalEntry, submission: number): { at: Instant; delivery: DeliveryId; tie: Tie }[] {
  return sql.all<{ id: number }>('SELECT id FROM ties WHERE submission = ? ORDER BY id', submission).map(({ id }) => {
    const { at, delivery, tie } = read(id) as Told;
    return { at, delivery, tie };
  });
}

/** What an arriving notice is about: the message first, then the file that it names, then the conversation. */
export function findTie(sql: Sql, query: TieQuery): TieAnswer {
  const byMessage = query.messageId === undefined ? undefined : dispatchOfMessage(sql, query.messageId);
  const byFile = query.fileName === undefined ? undefined : byFileName(sql, query.fileName);
  const byFlow = query.flowId === undefined ? undefined : byFlowId(sql, query.flowId);
  return { ...byFlow, ...byMessage, ...byFile };
}

type Dispatched = { dispatch_id: DispatchId; reply_id: ReplyId | null; submission: number | null };

function dispatchOfMessage(sql: Sql, messageId: string): TieAnswer | undefined {
  const row = sql.get<Dispatched>('SELECT dispatch_id, reply_id, submission FROM dispatches WHERE message_id = ? ORDER BY id DESC LIMIT 1', messageId);
  return row === undefined ? undefined : fromDispatch(sql, row);
}

function fromDispatch(sql: Sql, row: Dispatched): TieAnswer {
  const receipts = sql.all<{ receipt_id: ReceiptId }>('SELECT receipt_id FROM receipts WHERE dispatch_id = ? ORDER BY id', row.dispatch_id);
  return {
    dispatch: row.dispatch_id,
    ...known('reply', row.reply_id),
    ...known('receipt', receipts.length === 1 ? receipts[0]!.receipt_id : undefined),
    ...known('submission', idOf(sql, row.submission)),
  };
}

type Named = { receipt_id: ReceiptId | null; reply_id: ReplyId | null; dispatch_id: DispatchId | null };

function byFileName(sql: Sql, fileName: string): TieAnswer | undefined {
  const row = sql.get<Named>('SELECT receipt_id, reply_id, dispatch_id FROM outgoing_names WHERE name = ? ORDER BY receipt_id IS NULL, reply_id IS NULL, id DESC LIMIT 1', nameKey(fileName));
  if (row === undefined) return undefined;
  if (row.receipt_id !== null)
    return sql.all<Named & { submission: number }>('SELECT receipt_id, dispatch_id, submission FROM receipts WHERE receipt_id = ?', row.receipt_id).map((receipt) => ({
      receipt: receipt.receipt_id!, ...known('dispatch', receipt.dispatch_id), ...known('submission', idOf(sql, receipt.submission)),
    }))[0];
  if (row.reply_id !== null)
    return sql.all<Named & { submission: number | null }>('SELECT reply_id, dispatch_id, submission FROM replies WHERE reply_id = ?', row.reply_id).map((reply) => ({
      reply: reply.reply_id!, ...known('dispatch', reply.dispatch_id), ...known('submission', idOf(sql, reply.submission)),
    }))[0];
  const sent = sql.get<Dispatched>('SELECT dispatch_id, reply_id, submission FROM dispatches WHERE dispatch_id = ?', row.dispatch_id);
  return sent === undefined ? undefined : fromDispatch(sql, sent);
}

function byFlowId(sql: Sql, flowId: string): TieAnswer | undefined {
  const submission = sql.get<{ submission_id: SubmissionId }>('SELECT submission_id FROM submissions WHERE flow_id = ? ORDER BY id LIMIT 1', flowId);
  const reply = sql.get<{ reply_id: ReplyId; submission: number | null }>('SELECT reply_id, submission FROM replies WHERE flow_id = ? ORDER BY id DESC LIMIT 1', flowId);
  if (submission === undefined && reply === undefined) return undefined;
  // A conversation that a reply opened has no submission of its own: the reply is what is answered.
  if (submission === undefined) return { reply: reply!.reply_id, ...known('submission', idOf(sql, reply!.submission)) };
  return { submission: submission.submission_id };
}

function idOf(sql: Sql, submission: number | null): SubmissionId | undefined {
  return submission === null ? undefined : sql.get<{ submission_id: SubmissionId }>('SELECT submission_id FROM submissions WHERE id = ?', submission)?.submission_id;
}
