import type { Duty, DutyKind } from '../../domain/submission.ts';
import type { Sql } from './database.ts';
import { ms } from './instants.ts';
import { count } from './objects.ts';

/** What the authority owes because of a submission. A later word on the same duty moves its time limit. */
export function setDuties(sql: Sql, submission: number, duties: readonly Duty[]): void {
  for (const duty of duties)
    sql.run(
      'INSERT INTO duties (submission, what, due_at) VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET due_at = ?3 WHERE done_at IS NULL',
      submission, duty.what, ms(duty.dueAt),
    );
  settleDue(sql, submission);
}

export function fulfil(sql: Sql, submission: number, what: DutyKind, at: number): void {
  const duty = sql.get<{ due_at: number }>('SELECT due_at FROM duties WHERE submission = ? AND what = ? AND done_at IS NULL', submission, what);
  if (duty === undefined) return;
  sql.run('UPDATE duties SET done_at = ? WHERE submission = ? AND what = ?', at, submission, what);
  count(sql, at <= duty.due_at ? 'duties-kept' : 'duties-broken', 1);
  settleDue(sql, submission);
}

/** A refused submission is not entered: that duty falls away. */
export function release(sql: Sql, submission: number, what: DutyKind): void {
  const changed = sql.run('DELETE FROM duties WHERE submission = ? AND what = ? AND done_at IS NULL', submission, what);
  if (changed > 0) settleDue(sql, submission);
}

function settleDue(sql: Sql, submission: number): void {
  const nearest = sql.get<{ due_at: number; what: string }>(
    'SELECT due_at, what FROM duties WHERE submission = ? AND done_at IS NULL ORDER BY due_at, what LIMIT 1', submission,
  );
  sql.run('UPDATE submissions SET due_at = ?, due_what = ? WHERE id = ?', nearest?.due_at ?? null, nearest?.what ?? null, submission);
}
