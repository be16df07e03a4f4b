import type { Day } from '../../domain/identifiers.ts';
import type { Report, ReportQuery } from '../../domain/records.ts';
import type { SubmissionState } from '../../domain/submission.ts';
import type { Sql } from './database.ts';
import { countOf } from './objects.ts';

const day = 24 * 3600 * 1000;
const accepted: readonly SubmissionState[] = ['accepted', 'entered', 'clarification'];

/** Submissions received on the days from..to, both included, as days are counted at the offset. Deadlines are as of now. */
export function report(sql: Sql, query: ReportQuery, now: number): Report {
  const offset = query.offsetMinutes * 60_000;
  const range: Range = [Date.parse(query.from) - offset, Date.parse(query.to) - offset + day];
  const counts = countsOf(sql, range);
  return {
    byState: byState(counts),
    byForm: byForm(sql, counts),
    byDay: byDay(sql, range, offset),
    refusals: refusals(sql, range),
    deadlines: deadlines(sql, now, offset),
    decisionTime: decisionTime(sql, range),
  };
}

type Range = readonly [from: number, before: number];
type Count = { state: SubmissionState; knd: string; count: number };

/** Without sorting: the index has the states and forms one after the other. */
function countsOf(sql: Sql, range: Range): Count[] {
  return sql.all<Count>(
    `SELECT state, form_knd knd, count(*) count FROM submissions INDEXED BY submissions_by_corner
     WHERE received_at >= ? AND received_at < ? GROUP BY state, form_knd`, ...range,
  );
}

function byState(counts: readonly Count[]): Report['byState'] {
  const sums = new Map<SubmissionState, number>();
  for (const { state, count } of counts) sums.set(state, (sums.get(state) ?? 0) + count);
  return [...sums].map(([state, count]) => ({ state, count }));
}

type Split = { accepted: number; refused: number; other: number };

function byForm(sql: Sql, counts: readonly Count[]): Report['byForm'] {
  const names = new Map(sql.all<{ knd: string; name: string }>('SELECT knd, name FROM forms').map(({ knd, name }) => [knd, name]));
  const splits = new Map<string, Split>();
  for (const { state, knd, count } of counts) {
    const split = splits.get(knd) ?? { accepted: 0, refused: 0, other: 0 };
    split[accepted.includes(state) ? 'accepted' : state === 'refused' ? 'refused' : 'other'] += count;
    splits.set(knd, split);
  }
  const sum = (split: Split) => split.accepted + split.refused + split.other;
  return [...splits]
    .map(([knd, split]) => ({ knd, name: names.get(knd) ?? '', ...split }))
    .sort((a, b) => sum(b) - sum(a) || (a.knd < b.knd ? -1 : 1));
}

/** Day after day along the index: a grouping by day would have to sort all of them first. */
function byDay(sql: Sql, [from, before]: Range, offset: number): Report['byDay'] {
  const days: { day: Day; accepted: number; refused: number; other: number }[] = [];
  let start = from;
  for (let next = nextReceived(sql, start, before); next !== undefined; next = nextReceived(sql, start, before)) {
    start += Math.floor((next - start) / day) * day;
    const { received, ...counts } = dayCounts(sql, start);
    days.push({ day: new Date(start + offset).toISOString().slice(0, 10) as Day, ...counts, other: received - counts.accepted - counts.refused });
    start += day;
  }
  return days;
}

function nextReceived(sql: Sql, from: number, before: number): number | undefined {
  return sql.get<{ at: number }>('SELECT received_at at FROM submissions WHERE received_at >= ? AND received_at < ? ORDER BY received_at LIMIT 1', from, before)?.at;
}

function dayCounts(sql: Sql, start: number): { received: number; accepted: number; refused: number } {
  return sql.get(
    `SELECT count(*) received, sum(state IN (${accepted.map((state) => `'${state}'`).join(',')})) accepted, sum(state = 'refused') refused
     FROM submissions INDEXED BY submissions_by_time WHERE received_at >= ? AND received_at < ?`, start, start + day,
  )!;
}

function refusals(sql: Sql, range: Range): Report['refusals'] {
  return sql.all(
    `SELECT code, min(text) text, count(*) count FROM submissions CROSS JOIN reasons ON submission = id
     WHERE state = 'refused' AND received_at >= ? AND received_at < ? GROUP BY code ORDER BY count DESC, code LIMIT 100`, ...range,
  );
}

/** Duties that run, and those that were done in time or late. */
function deadlines(sql: Sql, now: number, offset: number): Report['deadlines'] {
  const midnight = Math.max(now, (Math.floor((now + offset) / day) + 1) * day - offset);
  const running = (condition: string, ...values: number[]) =>
    sql.get<{ n: number }>(`SELECT count(*) n FROM duties WHERE done_at IS NULL AND ${condition}`, ...values)!.n;
  return {
    overdue: running('due_at < ?', now),
    dueToday: running('due_at >= ? AND due_at < ?', now, midnight),
    dueLater: running('due_at >= ?', midnight),
    kept: countOf(sql, 'duties-kept'),
    broken: countOf(sql, 'duties-broken'),
  };
}

/** A hundred thousand times come out as one text and are sorted here: a fifth of what ranking them in SQL takes. */
function decisionTime(sql: Sql, range: Range): Report['decisionTime'] {
  const { all } = sql.get<{ all: string | null }>(
    `SELECT group_concat(decided_at - received_at, ' ') "all" FROM submissions INDEXED BY submissions_by_time
     WHERE received_at >= ? AND received_at < ? AND decided_at IS NOT NULL`, ...range,
  )!;
  const taken = Float64Array.from(all === null ? [] : all.split(' '), Number).sort();
  const at = (share: number) => Math.round((taken[Math.max(1, Math.ceil(taken.length * share)) - 1] ?? 0) / 1000);
  return { median: at(0.5), p95: at(0.95), max: at(1), count: taken.length };
}
