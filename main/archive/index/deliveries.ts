import type { Delivery } from '../../domain/delivery.ts';
import { ReceptionError } from '../../domain/errors.ts';
import type { DeliveryId, Digest, RegistrationNumber, SubmissionId } from '../../domain/identifiers.ts';
import type { UnfinishedDelivery } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { known, ms } from './instants.ts';

type Row = { id: number; done: number; submission: number | null };

export function deliveryRow(sql: Sql, id: DeliveryId): Row | undefined {
  return sql.get<Row>('SELECT id, done, submission FROM deliveries WHERE delivery_id = ?', id);
}

export function needDelivery(sql: Sql, id: DeliveryId): Row {
  const row = deliveryRow(sql, id);
  if (row === undefined) throw new ReceptionError('entry-refused', `No such delivery: ${id}`);
  return row;
}

export function admitDelivery(sql: Sql, delivery: Delivery): void {
  const doubled = sql.get('SELECT 1 FROM arrivals WHERE channel = ? AND message_id = ?', delivery.channel, delivery.messageId);
  if (doubled !== undefined || deliveryRow(sql, delivery.id) !== undefined)
    throw new ReceptionError('entry-conflict', 'This delivery is journalled already', { details: { messageId: delivery.messageId } });
}

export function deriveDelivery(sql: Sql, seq: number, delivery: Delivery): void {
  sql.run(
    'INSERT INTO deliveries (id, delivery_id, channel, channel_kind, received_at, raw, size, name, address) VALUES (?,?,?,?,?,?,?,?,?)',
    seq, delivery.id, delivery.channel, delivery.channelKind, ms(delivery.receivedAt), delivery.raw.digest, delivery.raw.size,
    delivery.name, delivery.replyTo ?? delivery.sender ?? null,
  );
  noteArrival(sql, delivery, seq);
  sql.run(
    `INSERT INTO channels (channel, arrived, last_arrival_at) VALUES (?1, 1, ?2) ON CONFLICT DO UPDATE
     SET arrived = arrived + 1, last_arrival_at = max(coalesce(last_arrival_at, ?2), ?2)`,
    delivery.channel, ms(delivery.receivedAt),
  );
}

export function deriveDouble(sql: Sql, original: number, delivery: Delivery): void {
  noteArrival(sql, delivery, original);
  sql.run('INSERT INTO channels (channel, doubled) VALUES (?, 1) ON CONFLICT DO UPDATE SET doubled = doubled + 1', delivery.channel);
}

function noteArrival(sql: Sql, delivery: Delivery, id: number): void {
  sql.run('INSERT INTO arrivals VALUES (?, ?, ?) ON CONFLICT DO NOTHING', delivery.channel, delivery.messageId, id);
}

export function deriveFailure(sql: Sql, id: number, attempt: number, reason: string): void {
  sql.run('UPDATE deliveries SET attempts = ?, reason = ? WHERE id = ?', attempt, reason, id);
}

export function deriveHold(sql: Sql, id: number, reason: string): void {
  sql.run('UPDATE deliveries SET held = 1, reason = ? WHERE id = ?', reason, id);
}

/** A person lets it be tried again: all its tries are before it, unless it is decided upon. */
export function reopenDelivery(sql: Sql, id: number): void {
  const decided = sql.get("SELECT 1 FROM submissions WHERE delivery = ? AND state NOT IN ('registered', 'deciding', 'quarantined')", id);
  sql.run('UPDATE deliveries SET held = 0, attempts = 0, done = ? WHERE id = ?', decided === undefined ? 0 : 1, id);
}

/** The station is done with a delivery that is tied, put aside, decided upon, or left to a person. */
export function finishDelivery(sql: Sql, id: number): void {
  sql.run('UPDATE deliveries SET done = 1, held = 0 WHERE id = ?', id);
}

type UnfinishedRow = { id: number; attempts: number; held: number; reason: string | null; submission_id: string | null; number: string | null };

export function unfinished(sql: Sql, read: (seq: number) => Delivery, options: { held?: boolean; limit?: number }): UnfinishedDelivery[] {
  const rows = sql.all<UnfinishedRow>(
    `SELECT d.id, d.attempts, d.held, d.reason, s.submission_id, s.number
     FROM deliveries d LEFT JOIN submissions s ON s.id = d.submission
     WHERE d.done = 0 AND d.held <= ? ORDER BY d.id LIMIT ?`,
    options.held === true ? 1 : 0, options.limit ?? 1000,
  );
  return rows.map((row) => ({
    delivery: read(row.id),
    ...known('submission', row.submission_id as SubmissionId | null),
    ...known('number', row.number as RegistrationNumber | null),
    attempts: row.attempts,
    held: row.held === 1,
    ...known('lastReason', row.reason),
  }));
}

export function findDelivery(sql: Sql, by: { channel: string; messageId: string } | { raw: Digest }): DeliveryId | undefined {
  const row =
    'raw' in by
      ? sql.get<{ delivery_id: DeliveryId }>('SELECT delivery_id FROM deliveries WHERE raw = ? ORDER BY id LIMIT 1', by.raw)
      : sql.get<{ delivery_id: DeliveryId }>(
          'SELECT delivery_id FROM arrivals JOIN deliveries ON id = delivery WHERE arrivals.channel = ? AND message_id = ?',
          by.channel, by.messageId,
        );
  return row?.delivery_id;
}
