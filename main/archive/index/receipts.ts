import { ReceptionError } from '../../domain/errors.ts';
import type { DispatchId, ReceiptId } from '../../domain/identifiers.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Sql } from './database.ts';
import { known, knownInstant, ms } from './instants.ts';
import { nameKey } from './outgoing-names.ts';

export function receiptKey(sql: Sql, id: ReceiptId): { id: number; submission: number } | undefined {
  return sql.get('SELECT id, submission FROM receipts WHERE receipt_id = ?', id);
}

export function admitReceipt(sql: Sql, submission: number, receipt: Receipt): void {
  const second = sql.get('SELECT 1 FROM receipts WHERE submission = ? AND kind = ?', submission, receipt.kind);
  if (second !== undefined || receiptKey(sql, receipt.id) !== undefined)
    throw new ReceptionError('entry-conflict', `The submission has a receipt of this kind: ${receipt.kind}`, { details: { kind: receipt.kind } });
}

export function deriveReceipt(sql: Sql, seq: number, submission: number, receipt: Receipt): void {
  sql.run(
    'INSERT INTO receipts (id, receipt_id, submission, kind, file_name, issued_at, dispatch_id) VALUES (?,?,?,?,?,?,?)',
    seq, receipt.id, submission, receipt.kind, receipt.fileName, ms(receipt.issuedAt), receipt.dispatch ?? null,
  );
  sql.run('INSERT INTO outgoing_names (name, id, receipt_id) VALUES (?, ?, ?)', nameKey(receipt.fileName), seq, receipt.id);
  count(sql, submission);
}

export function linkReceipts(sql: Sql, dispatch: DispatchId, receipts: readonly ReceiptId[]): void {
  for (const receipt of receipts) sql.run('UPDATE receipts SET dispatch_id = ? WHERE receipt_id = ?', dispatch, receipt);
}

export function deriveReceiptsSent(sql: Sql, dispatch: DispatchId, at: number): void {
  changeAll(sql, dispatch, 'UPDATE receipts SET sent_at = coalesce(sent_at, ?) WHERE id = ?', at);
}

export function deriveReceiptsConfirmed(sql: Sql, dispatch: DispatchId, at: number): void {
  changeAll(sql, dispatch, 'UPDATE receipts SET confirmed_at = coalesce(confirmed_at, ?) WHERE id = ?', at);
}

export function deriveReceiptConfirmed(sql: Sql, id: ReceiptId, at: number): void {
  const receipt = receiptKey(sql, id);
  if (receipt === undefined) return;
  sql.run('UPDATE receipts SET confirmed_at = coalesce(confirmed_at, ?) WHERE id = ?', at, receipt.id);
  count(sql, receipt.submission);
}

function changeAll(sql: Sql, dispatch: DispatchId, statement: string, at: number): void {
  for (const { id, submission } of sql.all<{ id: number; submission: number }>('SELECT id, submission FROM receipts WHERE dispatch_id = ? ORDER BY id', dispatch)) {
    sql.run(statement, at, id);
    count(sql, submission);
  }
}

function count(sql: Sql, submission: number): void {
  sql.run(
    `UPDATE submissions SET (receipts_issued, receipts_sent, receipts_confirmed) =
       (SELECT count(*), count(sent_at), count(confirmed_at) FROM receipts WHERE submission = ?1) WHERE id = ?1`,
    submission,
  );
}

type Row = { id: number; dispatch_id: DispatchId | null; sent_at: number | null; confirmed_at: number | null };

export function receiptsOf(sql: Sql, read: (seq: number) => Receipt, submission: number): Receipt[] {
  const rows = sql.all<Row>('SELECT id, dispatch_id, sent_at, confirmed_at FROM receipts WHERE submission = ? ORDER BY id', submission);
  return rows.map((row) => ({
    ...read(row.id),
    ...known('dispatch', row.dispatch_id),
    ...knownInstant('sentAt', row.sent_at),
    ...knownInstant('confirmedAt', row.confirmed_at),
  }));
}
