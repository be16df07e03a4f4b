import type { Dispatch, DispatchRow, DispatchState } from '../../domain/dispatch.ts';
import { ReceptionError } from '../../domain/errors.ts';
import type { DispatchId, Instant, ReplyId } from '../../domain/identifiers.ts';
import type { DispatchQuery, Page } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { instant, known, knownInstant, ms } from './instants.ts';
import { nameKey } from './outgoing-names.ts';
import { deriveReceiptsSent, linkReceipts } from './receipts.ts';
import { deriveReplyDispatch, deriveReplyState } from './replies.ts';

export type DispatchKey = { id: number; state: DispatchState; submission: number | null; reply_id: ReplyId | null; channel: string };

export function dispatchKey(sql: Sql, id: DispatchId): DispatchKey | undefined {
  return sql.get('SELECT id, state, submission, reply_id, channel FROM dispatches WHERE dispatch_id = ?', id);
}

export function needDispatch(sql: Sql, id: DispatchId): DispatchKey {
  const row = dispatchKey(sql, id);
  if (row === undefined) throw new ReceptionError('entry-refused', `No such dispatch: ${id}`);
  return row;
}

/** A dispatch that was sent is done with; what the channel says about it later comes as a tie. */
export function admitDispatchState(sql: Sql, id: DispatchId, from: readonly DispatchState[]): void {
  const { state } = needDispatch(sql, id);
  if (from.includes(state)) return;
  throw new ReceptionError(state === 'sent' ? 'entry-conflict' : 'entry-refused', `The dispatch is ${state}`, { details: { dispatch: id, state } });
}

export function deriveDispatch(sql: Sql, seq: number, at: number, dispatch: Dispatch, submission: number | null): void {
  sql.run(
    `INSERT INTO dispatches (id, dispatch_id, channel, message_id, state, queued_at, retry_at, file_name, recipient_name, submission, reply_id)
     VALUES (?, ?, ?, ?, 'owed', ?, ?, ?, ?, ?, ?)`,
    seq, dispatch.id, dispatch.channel, dispatch.messageId, at, at, dispatch.fileName, dispatch.recipientName, submission, dispatch.reply ?? null,
  );
  sql.run('INSERT INTO outgoing_names (name, id, dispatch_id) VALUES (?, ?, ?)', nameKey(dispatch.fileName), seq, dispatch.id);
  linkReceipts(sql, dispatch.id, dispatch.receipts);
  if (dispatch.reply !== undefined) deriveReplyDispatch(sql, dispatch.reply, dispatch.id);
}

export function deriveSent(sql: Sql, id: DispatchId, at: number, response: string): void {
  const { channel, reply_id: reply } = needDispatch(sql, id);
  sql.run(
    `UPDATE dispatches SET state = 'sent', attempts = attempts + 1, last_tried_at = ?1, sent_at = ?1, response = ?2, retry_at = NULL WHERE dispatch_id = ?3`,
    at, response, id,
  );
  sql.run(
    `INSERT INTO channels (channel, sent, last_sent_at) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE
     SET sent = sent + 1, last_sent_at = max(coalesce(last_sent_at, ?2), ?2)`,
    channel, at,
  );
  deriveReceiptsSent(sql, id, at);
  if (reply !== null) deriveReplyState(sql, reply, 'sent', at);
}

export function deriveDispatchFailure(sql: Sql, at: number, fact: { dispatch: DispatchId; attempt: number; reason: string; retryAt: Instant }): void {
  sql.run(
    'UPDATE dispatches SET attempts = ?, last_tried_at = ?, last_error = ?, retry_at = ? WHERE dispatch_id = ?',
    fact.attempt, at, fact.reason, ms(fact.retryAt), fact.dispatch,
  );
}

export function deriveDispatchHeld(sql: Sql, at: number, fact: { dispatch: DispatchId; attempt: number; reason: string }): void {
  sql.run(
    "UPDATE dispatches SET state = 'held', attempts = ?, last_tried_at = ?, last_error = ?, retry_at = NULL WHERE dispatch_id = ?",
    fact.attempt, at, fact.reason, fact.dispatch,
  );
  followReply(sql, fact.dispatch, 'held');
}

/** A person lets it go out again: at once, and with all its tries before it. */
export function deriveRetry(sql: Sql, id: DispatchId, at: number): void {
  sql.run("UPDATE dispatches SET state = 'owed', attempts = 0, retry_at = ? WHERE dispatch_id = ?", at, id);
  followReply(sql, id, 'signed');
}

export function deriveGivenUp(sql: Sql, id: DispatchId, reason: string): void {
  sql.run("UPDATE dispatches SET state = 'given-up', last_error = ?, retry_at = NULL WHERE dispatch_id = ?", reason, id);
  followReply(sql, id, 'given-up');
}

function followReply(sql: Sql, id: DispatchId, state: 'held' | 'signed' | 'given-up'): void {
  const { reply_id: reply } = needDispatch(sql, id);
  if (reply !== null) deriveReplyState(sql, reply, state, null);
}

type Row = {
  id: number; state: DispatchState; queued_at: number; attempts: number; last_tried_at: number | null; last_error: string | null;
  retry_at: number | null; sent_at: number | null; response: string | null;
};
const columns = 'id, state, queued_at, attempts, last_tried_at, last_error, retry_at, sent_at, response';
type Read = (seq: number) => Dispatch;

function rowOf(read: Read, row: Row): DispatchRow {
  return {
    ...read(row.id),
    state: row.state,
    queuedAt: instant(row.queued_at),
    attempts: row.attempts,
    ...knownInstant('lastTriedAt', row.last_tried_at),
    ...known('lastError', row.last_error),
    ...knownInstant('retryAt', row.retry_at),
    ...knownInstant('sentAt', row.sent_at),
    ...known('response', row.response),
  };
}

export function owed(sql: Sql, read: Read, now: number, limit: number): DispatchRow[] {
  const rows = sql.all<Row>(`SELECT ${columns} FROM dispatches WHERE state = 'owed' AND retry_at <= ? ORDER BY retry_at, id LIMIT ?`, now, limit);
  return rows.sort((a, b) => a.id - b.id).map((row) => rowOf(read, row));
}

/** Newest first. */
export function dispatchPage(sql: Sql, read: Read, query: DispatchQuery): Page<DispatchRow> {
  const wanted = query.states ?? (['owed', 'sent', 'held', 'given-up'] as const);
  const among = `state IN (${wanted.map(() => '?').join(',')})`;
  const rows = sql.all<Row>(`SELECT ${columns} FROM dispatches WHERE ${among} ORDER BY id DESC LIMIT ? OFFSET ?`, ...wanted, query.limit, query.offset);
  const total = sql.get<{ n: number }>(`SELECT count(*) n FROM dispatches WHERE ${among}`, ...wanted)!.n;
  return { rows: rows.map((row) => rowOf(read, row)), total };
}

export function dispatchOf(sql: Sql, read: Read, id: DispatchId): DispatchRow | undefined {
  const row = sql.get<Row>(`SELECT ${columns} FROM dispatches WHERE dispatch_id = ?`, id);
  return row === undefined ? undefined : rowOf(read, row);
}

export function dispatchesOf(sql: Sql, read: Read, submission: number): DispatchRow[] {
  return sql.all<Row>(`SELECT ${columns} FROM dispatches WHERE submission = ? ORDER BY id`, submission).map((row) => rowOf(read, row));
}
