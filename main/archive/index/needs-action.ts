import type { DeliveryId, RegistrationNumber, SubmissionId } from '../../domain/identifiers.ts';
import type { NeedsActionItem } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { instant, known, knownInstant } from './instants.ts';

/** How long before its time limit a duty is called due soon: one day, in milliseconds. */
const soon = 24 * 3600 * 1000;

/** What waits for a person: the most urgent first, then the oldest. */
export function needsAction(sql: Sql, now: number, limit: number): { items: NeedsActionItem[]; total: number } {
  const sources = [undecided(sql, limit), limited(sql, now, limit), heldDeliveries(sql, limit), heldDispatches(sql, limit)];
  const items = sources.flatMap((source) => source.items).sort((a, b) => (urgency(a) < urgency(b) ? -1 : 1));
  return { items: items.slice(0, limit), total: sources.reduce((sum, source) => sum + source.total, 0) };
}

type Source = { items: NeedsActionItem[]; total: number };

function urgency(item: NeedsActionItem): string {
  return item.dueAt ?? item.at;
}

type Case = {
  submission_id: SubmissionId; delivery_id: DeliveryId; number: RegistrationNumber; state: string; received_at: number; due_at: number | null;
  due_what: string | null; title: string; reasons: string;
};
const caseColumns = `submission_id, delivery_id, number, state, received_at, due_at, due_what, reasons,
  coalesce(nullif(subscriber_name, ''), nullif(subject, ''), name) || coalesce(', ' || form_name, '') title`;

function undecided(sql: Sql, limit: number): Source {
  const where = "WHERE state IN ('deciding', 'quarantined')";
  const rows = sql.all<Case>(`SELECT ${caseColumns} FROM submissions ${where} ORDER BY coalesce(due_at, received_at) LIMIT ?`, limit);
  const total = sql.get<{ n: number }>(`SELECT coalesce(sum(count), 0) n FROM tallies ${where}`)!.n;
  return { items: rows.map((row) => itemOf(row, row.state === 'deciding' ? 'decide' : 'quarantined', row.reasons)), total };
}

function limited(sql: Sql, now: number, limit: number): Source {
  const where = "WHERE due_at < ? AND state NOT IN ('deciding', 'quarantined')";
  const rows = sql.all<Case>(`SELECT ${caseColumns} FROM submissions ${where} ORDER BY due_at LIMIT ?`, now + soon, limit);
  const total = sql.get<{ n: number }>(`SELECT count(*) n FROM submissions ${where}`, now + soon)!.n;
  return { items: rows.map((row) => itemOf(row, row.due_at! < now ? 'overdue' : 'due-soon', row.due_what!)), total };
}

function itemOf(row: Case, what: NeedsActionItem['what'], reason: string): NeedsActionItem {
  return {
    what,
    at: instant(row.received_at),
    ...knownInstant('dueAt', row.due_at),
    submission: row.submission_id,
    delivery: row.delivery_id,
    number: row.number,
    title: row.title,
    reason,
  };
}

type HeldDelivery = { delivery_id: DeliveryId; submission_id: SubmissionId | null; number: RegistrationNumber | null; received_at: number; name: string; reason: string | null };

function heldDeliveries(sql: Sql, limit: number): Source {
  const rows = sql.all<HeldDelivery>(
    `SELECT d.delivery_id, s.submission_id, s.number, d.received_at, d.name, d.reason
     FROM deliveries d LEFT JOIN submissions s ON s.id = d.submission WHERE d.done = 0 AND d.held = 1 ORDER BY d.id LIMIT ?`, limit,
  );
  const items = rows.map((row) => ({
    what: 'held-delivery' as const,
    at: instant(row.received_at),
    delivery: row.delivery_id,
    ...known('submission', row.submission_id),
    ...known('number', row.number),
    title: row.name,
    reason: row.reason ?? '',
  }));
  return { items, total: sql.get<{ n: number }>('SELECT count(*) n FROM deliveries WHERE done = 0 AND held = 1')!.n };
}

type HeldDispatch = { dispatch_id: string; submission_id: SubmissionId | null; number: RegistrationNumber | null; queued_at: number; recipient_name: string; file_name: string; last_error: string | null };

function heldDispatches(sql: Sql, limit: number): Source {
  const rows = sql.all<HeldDispatch>(
    `SELECT d.dispatch_id, s.submission_id, s.number, d.queued_at, d.recipient_name, d.file_name, d.last_error
     FROM dispatches d LEFT JOIN submissions s ON s.id = d.submission WHERE d.state = 'held' ORDER BY d.id LIMIT ?`, limit,
  );
  const items = rows.map((row) => ({
    what: 'held-dispatch' as const,
    at: instant(row.queued_at),
    dispatch: row.dispatch_id,
    ...known('submission', row.submission_id),
    ...known('number', row.number),
    title: `${row.recipient_name}: ${row.file_name}`,
    reason: row.last_error ?? '',
  }));
  return { items, total: sql.get<{ n: number }>("SELECT count(*) n FROM dispatches WHERE state = 'held'")!.n };
}
