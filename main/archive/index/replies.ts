import type { DispatchId, ReplyId } from '../../domain/identifiers.ts';
import type { Page } from '../../domain/records.ts';
import type { Reply, ReplyRow, ReplyState } from '../../domain/reply.ts';
import type { Sql } from './database.ts';
import { fulfil } from './duties.ts';
import { known, knownInstant, ms } from './instants.ts';
import { nameKey } from './outgoing-names.ts';
import { ftsQuery } from './words.ts';

export function replyKey(sql: Sql, id: ReplyId): { id: number; submission: number | null } | undefined {
  return sql.get('SELECT id, submission FROM replies WHERE reply_id = ?', id);
}

export function deriveReply(sql: Sql, seq: number, at: number, reply: Reply, submission: number | null): void {
  sql.run(
    "INSERT INTO replies (id, reply_id, submission, state, signed_at, flow_id, subject, to_name, tax_number) VALUES (?, ?, ?, 'signed', ?, ?, ?, ?, ?)",
    seq, reply.id, submission, ms(reply.signedAt), reply.flowId, reply.subject, reply.to.name, reply.to.taxNumber,
  );
  for (const document of reply.documents)
    sql.run('INSERT INTO outgoing_names (name, id, reply_id) VALUES (?, ?, ?) ON CONFLICT DO NOTHING', nameKey(document.name), seq, reply.id);
  if (submission !== null) fulfil(sql, submission, 'answer', at);
}

export function deriveReplyDispatch(sql: Sql, id: ReplyId, dispatch: DispatchId): void {
  sql.run('UPDATE replies SET dispatch_id = ? WHERE reply_id = ?', dispatch, id);
}

/** A reply that was confirmed stays so, whatever the outbox says of it later. */
export function deriveReplyState(sql: Sql, id: ReplyId, state: ReplyState, sentAt: number | null): void {
  sql.run("UPDATE replies SET state = ?, sent_at = coalesce(sent_at, ?) WHERE reply_id = ? AND state <> 'confirmed'", state, sentAt, id);
  const reply = replyKey(sql, id);
  if (reply?.submission != null)
    sql.run('UPDATE submissions SET replies_sent = (SELECT count(sent_at) FROM replies WHERE submission = ?1) WHERE id = ?1', reply.submission);
}

export function deriveReplyConfirmed(sql: Sql, id: ReplyId, at: number): void {
  sql.run("UPDATE replies SET state = 'confirmed', confirmed_at = coalesce(confirmed_at, ?) WHERE reply_id = ?", at, id);
}

type Row = { id: number; state: ReplyState; dispatch_id: DispatchId | null; sent_at: number | null; confirmed_at: number | null };
const columns = 'id, state, dispatch_id, sent_at, confirmed_at';
type Read = (seq: number) => Reply;

function rowOf(read: Read, row: Row): ReplyRow {
  return {
    ...read(row.id),
    state: row.state,
    ...known('dispatch', row.dispatch_id),
    ...knownInstant('sentAt', row.sent_at),
    ...knownInstant('confirmedAt', row.confirmed_at),
  };
}

/** Newest first. */
export function replyPage(sql: Sql, read: Read, query: { text?: string; offset: number; limit: number }): Page<ReplyRow> {
  const match = query.text === undefined ? undefined : ftsQuery(query.text);
  const where = match === undefined ? '' : 'WHERE id IN (SELECT rowid >> 2 FROM search WHERE search MATCH ? AND rowid & 3 = 2)';
  const values = match === undefined ? [] : [match];
  const rows = sql.all<Row>(`SELECT ${columns} FROM replies ${where} ORDER BY id DESC LIMIT ? OFFSET ?`, ...values, query.limit, query.offset);
  const total = sql.get<{ n: number }>(`SELECT count(*) n FROM replies ${where}`, ...values)!.n;
  return { rows: rows.map((row) => rowOf(read, row)), total };
}

export function replyOf(sql: Sql, read: Read, id: ReplyId): ReplyRow | undefined {
  const row = sql.get<Row>(`SELECT ${columns} FROM replies WHERE reply_id = ?`, id);
  return row === undefined ? undefined : rowOf(read, row);
}

export function repliesOf(sql: Sql, read: Read, submission: number): ReplyRow[] {
  return sql.all<Row>(`SELECT ${columns} FROM replies WHERE submission = ? ORDER BY id`, submission).map((row) => rowOf(read, row));
}
