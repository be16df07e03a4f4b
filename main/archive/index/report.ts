import type { Day } from '../../domain/identifiers.ts';
import type { Report, ReportQuery } from '../../domain/records.ts';
import type { SubmissionState } from '../../domain/submission.ts';
import type { Sql } from './database.ts';

const day = 24 * 3600 * 1000;
const accepted = "state IN ('accepted', 'entered', 'clarification')";
const split = `sum(${accepted}) accepted, sum(state = 'refused') refused, sum(NOT ${accepted} AND state <> 'refused') other`;

/** Submissions received on the days from..to, both included, as days are counted at the offset. Deadlines are as of now. */
export function report(sql: Sql, query: ReportQuery, now: number): Report {
  const offset = query.offsetMinutes * 60_000;
  const range = [Date.parse(query.from) - offset, Date.parse(query.to) - offset + day] as const;
  const within = 'received_at >= ? AND received_at < ?';
  return {
    byState: sql.all<{ state: SubmissionState; count: number }>(`SELECT state, count(*) count FROM submissions WHERE ${within} GROUP BY state ORDER BY state`, ...range),
    byForm: sql.all(
      `SELECT form_knd knd, coalesce(name, '') name, accepted, refused, other FROM
         (SELECT form_knd, ${split} FROM submissions WHERE ${within} GROUP BY form_knd) LEFT JOIN forms ON knd = form_knd
       ORDER BY accepted + refused + other DESC, knd`, ...range),
    byDay: byDay(sql, range, offset),
    refusals: sql.all(
      `SELECT code, min(text) text, count(*) count FROM reasons JOIN submissions ON id = submission
       WHERE state = 'refused' AND ${within} GROUP BY code ORDER BY count DESC, code LIMIT 100`, ...range),
    deadlines: deadlines(sql, now, offset),
    decisionTime: decisionTime(sql, range),
  };
}

type Range = readonly [number, number];

/** Numbers come to SQLite as floating point: a day is a whole one only among integers. */
function byDay(sql: Sql, range: Range, offset: number): Report['byDay'] {
  const rows = sql.all<{ number: number; accepted: number; refused: number; other: number }>(
    `SELECT (received_at + CAST(? AS INTEGER)) / ${day} number, ${split} FROM submissions WHERE received_at >= ? AND received_at < ? GROUP BY 1 ORDER BY 1`, offset, ...range,
  );
  return rows.map(({ number, ...counts }) => ({ day: new Date(number * day).toISOString().slice(0, 10) as Day, ...counts }));
}

/** Duties that run, and those that were done in time or late. */
function deadlines(sql: Sql, now: number, offset: number): Report['deadlines'] {
  const midnight = (Math.floor((now + offset) / day) + 1) * day - offset;
  const row = sql.get<Record<keyof Report['deadlines'], number | null>>(
    `SELECT sum(done_at IS NULL AND due_at < ?1) overdue, sum(done_at IS NULL AND due_at >= ?1 AND due_at < ?2) dueToday,
       sum(done_at IS NULL AND due_at >= ?2) dueLater, sum(done_at <= due_at) kept, sum(done_at > due_at) broken FROM duties`, now, Math.max(midnight, now),
  )!;
  return { overdue: row.overdue ?? 0, dueToday: row.dueToday ?? 0, dueLater: row.dueLater ?? 0, kept: row.kept ?? 0, broken: row.broken ?? 0 };
}

function decisionTime(sql: Sql, range: Range): Report['decisionTime'] {
  const within = 'received_at >= ? AND received_at < ? AND decided_at IS NOT NULL';
  const { count } = sql.get<{ count: number }>(`SELECT count(*) count FROM submissions WHERE ${within}`, ...range)!;
  const ranks = [0.5, 0.95, 1].map((share) => Math.max(1, Math.ceil(count * share)));
  const times = sql.all<{ rank: number; taken: number }>(
    `SELECT rank, taken FROM (SELECT decided_at - received_at taken, row_number() OVER (ORDER BY decided_at - received_at) rank
     FROM submissions WHERE ${within}) WHERE rank IN (?, ?, ?)`, ...range, ...ranks,
  );
  const [median, p95, max] = ranks.map((rank) => Math.round((times.find((time) => time.rank === rank)?.taken ?? 0) / 1000));
  return { median: median!, p95: p95!, max: max!, count };
}
