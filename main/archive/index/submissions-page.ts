import type { Page, RegisterRow, SubmissionFilter, SubmissionSort, SubmissionsQuery } from '../../domain/records.ts';
import type { SubmissionSummary } from '../../domain/submission.ts';
import type { Sql, Value } from './database.ts';
import { ms } from './instants.ts';
import { matchSubmissions } from './matched.ts';
import { summaryColumns, summaryOf, type SummaryRow } from './summaries.ts';
import { ftsQuery } from './words.ts';

export type Where = { readonly text: string; readonly values: readonly Value[] };
const nothing: Where = { text: '', values: [] };

/** Only fixed texts come into the statement; what a person gave is bound. */
export function whereOf(sql: Sql, filter: SubmissionFilter): Where {
  return joined([...ofFacets(filter), ...besideFacets(sql, filter)]);
}

/** The part of a filter that is no facet: it narrows all the facets alike. */
export function whereBesideFacets(sql: Sql, filter: SubmissionFilter): Where {
  return joined(besideFacets(sql, filter));
}

export function whereOfFacets(filter: SubmissionFilter): Where {
  return joined(ofFacets(filter));
}

function ofFacets(filter: SubmissionFilter): Where[] {
  return [oneOf('state', filter.states), oneOf('form_knd', filter.forms), oneOf('channel', filter.channels), oneOf('indication', filter.indications)];
}

function besideFacets(sql: Sql, filter: SubmissionFilter): Where[] {
  return [
    filter.from === undefined ? nothing : { text: 'received_at >= ?', values: [ms(filter.from)] },
    filter.to === undefined ? nothing : { text: 'received_at <= ?', values: [ms(filter.to)] },
    filter.taxNumber === undefined ? nothing : { text: 'tax_number = ?', values: [filter.taxNumber] },
    filter.dueBefore === undefined ? nothing : { text: 'due_at < ?', values: [ms(filter.dueBefore)] },
    foundMatches(sql, filter) === undefined ? nothing : { text: 'id IN temp.matched', values: [] },
  ];
}

/** How many submissions have the words of the filter; undefined where it has none. They lie in temp.matched then. */
export function foundMatches(sql: Sql, filter: SubmissionFilter): number | undefined {
  const match = filter.text === undefined ? undefined : ftsQuery(filter.text);
  return match === undefined ? undefined : matchSubmissions(sql, match);
}

function oneOf(column: string, among: readonly string[] | undefined): Where {
  if (among === undefined || among.length === 0) return nothing;
  return { text: `${column} IN (${among.map(() => '?').join(',')})`, values: among };
}

function joined(all: readonly Where[]): Where {
  const parts = all.filter((part) => part.text !== '');
  if (parts.length === 0) return nothing;
  return { text: `WHERE ${parts.map((part) => part.text).join(' AND ')}`, values: parts.flatMap((part) => part.values) };
}

type Order = { readonly by: string; readonly along: string; readonly alongDown?: string };

const orders: Readonly<Record<SubmissionSort, Order>> = {
  receivedAt: { by: 'received_at $, id $', along: 'submissions_by_time' },
  number: { by: 'number $', along: 'submissions_by_number' },
  subscriber: { by: 'subscriber_key $, id $', along: 'submissions_by_subscriber' },
  form: { by: 'form_knd $, received_at $, id $', along: 'submissions_by_form' },
  state: { by: 'state $, received_at $, id $', along: 'submissions_by_state' },
  // Where nothing is due comes last either way.
  dueAt: { by: 'due_at IS NULL, due_at $, id $', along: 'submissions_by_due', alongDown: 'submissions_by_due_latest' },
  size: { by: 'size $, id $', along: 'submissions_by_size' },
};

export function submissionsPage(sql: Sql, query: SubmissionsQuery): Page<SubmissionSummary> {
  const where = whereOf(sql, query.filter);
  const total = totalOf(sql, query.filter, where);
  const { by, along, alongDown } = orders[query.sort];
  const order = by.replaceAll('$', query.descending ? 'DESC' : 'ASC');
  const way = goesAlong(query.filter, total) ? `INDEXED BY ${query.descending ? (alongDown ?? along) : along}` : '';
  // The page is found among keys first; whole rows are read for the page only.
  const rows = sql.all<SummaryRow>(
    `SELECT ${summaryColumns} FROM submissions WHERE id IN (SELECT id FROM submissions ${way} ${where.text} ORDER BY ${order} LIMIT ? OFFSET ?) ORDER BY ${order}`,
    ...where.values, Math.min(query.limit, 1000), query.offset,
  );
  return { rows: rows.map(summaryOf), total };
}

const few = 2000;

/** Few rows are found by what they have, and sorted; many are met sooner by going along the order. */
function goesAlong(filter: SubmissionFilter, total: number): boolean {
  if (filter.taxNumber !== undefined || filter.dueBefore !== undefined) return false;
  return total > few;
}

function totalOf(sql: Sql, filter: SubmissionFilter, where: Where): number {
  const { text, from, to, taxNumber, dueBefore } = filter;
  const beside = [from, to, taxNumber, dueBefore].some((part) => part !== undefined);
  const found = foundMatches(sql, filter);
  if (!beside && found !== undefined && whereOfFacets(filter).text === '') return found;
  const facetsOnly = !beside && (text === undefined || found === undefined);
  if (facetsOnly) return sql.get<{ n: number }>(`SELECT coalesce(sum(count), 0) n FROM tallies ${where.text}`, ...where.values)!.n;
  return sql.get<{ n: number }>(`SELECT count(*) n FROM submissions ${wayToCount(filter, found)} ${where.text}`, ...where.values)!.n;
}

/** Words that many submissions have are looked up while going through an index that covers the rest of the filter. */
export function wayToCount(filter: SubmissionFilter, found: number | undefined): string {
  if (filter.taxNumber !== undefined || filter.dueBefore !== undefined) return '';
  if (found !== undefined) return found > few ? 'INDEXED BY submissions_by_corner' : '';
  return filter.from !== undefined || filter.to !== undefined ? 'INDEXED BY submissions_by_time' : '';
}

/** Rows of the register, oldest first, from behind a row on. */
export function registerPage(sql: Sql, filter: SubmissionFilter, after: number, limit: number): { rows: RegisterRow[]; next?: number } {
  const where = whereOf(sql, filter);
  const condition = where.text === '' ? 'WHERE id > ?' : `${where.text} AND id > ?`;
  const rows = sql.all<SummaryRow>(`SELECT ${summaryColumns} FROM submissions ${condition} ORDER BY id LIMIT ?`, ...where.values, after, limit);
  const told = rows.map((row) => ({ ...summaryOf(row), reasons: row.reasons, signers: row.signers }));
  return rows.length < limit ? { rows: told } : { rows: told, next: rows.at(-1)!.id };
}
