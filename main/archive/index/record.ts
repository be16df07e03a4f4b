import type { Delivery } from '../../domain/delivery.ts';
import type { SubmissionId } from '../../domain/identifiers.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { SubmissionRecord } from '../../domain/records.ts';
import type { Examination } from '../../domain/submission.ts';
import { dispatchesOf } from './dispatches.ts';
import { known } from './instants.ts';
import { receiptsOf } from './receipts.ts';
import { repliesOf } from './replies.ts';
import { summaryColumns, summaryOf, type SummaryRow } from './summaries.ts';
import { tiesOf } from './ties.ts';
import type { Sql } from './database.ts';
import type { Told } from './told.ts';

/** Everything about one submission: rows from the index, the facts themselves from the journal. */
export function record(sql: Sql, told: Told, id: SubmissionId): SubmissionRecord | undefined {
  const row = sql.get<SummaryRow & { delivery: number; examined: number | null }>(
    `SELECT ${summaryColumns}, delivery, examined FROM submissions WHERE submission_id = ?`, id,
  );
  if (row === undefined) return undefined;
  return {
    summary: summaryOf(row),
    delivery: told.delivery(row.delivery) satisfies Delivery,
    ...known('examination', row.examined === null ? null : examinationIn(told.entry(row.examined))),
    receipts: receiptsOf(sql, told.receipt, row.id),
    dispatches: dispatchesOf(sql, told.dispatch, row.id),
    replies: repliesOf(sql, told.reply, row.id),
    ties: tiesOf(sql, told.entry, row.id),
    decisionReasons: sql.all<{ code: string; text: string }>('SELECT code, text FROM reasons WHERE submission = ? ORDER BY place', row.id),
  };
}

function examinationIn(entry: JournalEntry): Examination {
  return (entry as Extract<JournalEntry, { kind: 'submission-examined' }>).examination;
}
