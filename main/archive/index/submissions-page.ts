import type { Page, RegisterRow, SubmissionFilter, SubmissionSort, SubmissionsQuery } from '../../domain/records.ts';
import type { SubmissionSummary } from '../../domain/submission.ts';
import type { Sql, Value } from './database.ts';
import { ms } from './instants.ts';
import { summaryColumns, summaryOf, type SummaryRow } from './summaries.ts';
import { ftsQuery } from './words.ts';

export type Where = { readonly text: string; readonly values: readonly Value[] };
const nothing: Where = { text: '', values: [] };

/** Only fixed texts come into the statement; what a person gave is bound. */
export function whereOf(filter: SubmissionFilter): Where {
  const parts: Where[] = [
    oneOf('state', filter.states),
    oneOf('form_knd', filter.forms),
    oneOf('channel', filter.channels),
    oneOf('indication', filter.indications),
    ...besideFacets(filter),
  ].filter((part) => part.text !== '');
  return joined(parts);
}

/** The part of a filter that is no facet: it narrows all the facets alike. */
export function whereBesideFacets(filter: SubmissionFilter): Where {
  return joined(besideFacets(filter).filter((part) => part.text !== ''));
}

function besideFacets(filter: SubmissionFilter): Where[] {
  const match = filter.text === undefined ? undefined : ftsQuery(filter.text);
  return [
    filter.from === undefined ? nothing : { text: 'received_at >= ?', values: [ms(filter.from)] },
    filter.to === undefined ? nothing : { text: 'received_at <= ?', values: [ms(filter.to)] },
    filter.taxNumber === undefined ? nothing : { text: 'tax_number = ?', values: [filter.taxNumber] },
    filter.dueBefore === undefined ? nothing : { text: 'due_at < ?', values: [ms(filter.dueBefore)] },
    match === undefined ? nothing : { text: 'id IN (SELECT rowid FROM search WHERE search MATCH ?)', values: [match] },
  ];
}

function oneOf(column: string, among: readonly string[] | undefined): Where {
  if (among === undefined || among.length === 0) return nothing;
  return { text: `${column} IN (${among.map(() => '?').join(',')})`, values: among };
}

function joined(parts: readonly Where[]): Where {
  if (parts.length === 0) return nothing;
  return { text: `WHERE ${parts.map((part) => part.text).join(' AND ')}`, values: parts.flatMap((part) => part.values) };
}

const orders: Readonly<Record<SubmissionSort, string>> = {
  receivedAt: 'received_at $, id $',
  number: 'number $',
  subscriber: 'subscriber_key $, id $',
  form: 'form_knd $, received_at $',
  state: 'state $, received_at $',
  // Where nothing is due comes last either way.
  dueAt: 'due_at IS NULL, due_at $, id $',
  size: 'size $, id $',
};

export function submissionsPage(sql: Sql, query: SubmissionsQuery): Page<SubmissionSummary> {
  const where = whereOf(query.filter);
  const order = orders[query.sort].replaceAll('$', query.descending ? 'DESC' : 'ASC');
  const limit = Math.min(query.limit, 1000);
  // The page is found among keys first; whole rows are read for the page only.
  const rows = sql.all<SummaryRow>(
    `SELECT ${summaryColumns} FROM submissions WHERE id IN (SELECT id FROM submissions ${where.text} ORDER BY ${order} LIMIT ? OFFSET ?) ORDER BY ${order}`,
    ...where.values, limit, query.offset,
  );
  return { rows: rows.map(summaryOf), total: totalOf(sql, query.filter, where) };
}

function totalOf(sql: Sql, filter: SubmissionFilter, where: Where): number {
  const { text, from, to, taxNumber, dueBefore } = filter;
  const facetsOnly = [text, from, to, taxNumber, dueBefore].every((part) => part === undefined);
  const query = facetsOnly ? `SELECT coalesce(sum(count), 0) n FROM tallies ${where.text}` : `SELECT count(*) n FROM submissions ${where.text}`;
  return sql.get<{ n: number }>(query, ...where.values)!.n;
}

/** Rows of the register, oldest first, from behind a row on. */
export function registerPage(sql: Sql, filter: SubmissionFilter, after: number, limit: number): { rows: RegisterRow[]; next?: number } {
  const where = whereOf(filter);
  const condition = where.text === '' ? 'WHERE id > ?' : `${where.text} AND id > ?`;
  const rows = sql.all<SummaryRow>(`SELECT ${summaryColumns} FROM submissions ${condition} ORDER BY id LIMIT ?`, ...where.values, after, limit);
  const told = rows.map((row) => ({ ...summaryOf(row), reasons: row.reasons, signers: row.signers }));
  return rows.length < limit ? { rows: told } : { rows: told, next: rows.at(-1)!.id };
}
