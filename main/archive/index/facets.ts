import type { FacetCount, SubmissionFacets, SubmissionFilter } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { ms } from './instants.ts';
import { whereBesideFacets, whereOf } from './submissions-page.ts';
import { ftsQuery } from './words.ts';

type Corner = { state: string; form_knd: string; channel: string; indication: string; count: number };
type Axis = 'state' | 'form_knd' | 'channel' | 'indication';

/** Each facet counts what the other filters leave, so that a person sees what choosing another value would give. */
export function facets(sql: Sql, filter: SubmissionFilter): SubmissionFacets {
  const corners = cornersOf(sql, filter);
  const chosen: Record<Axis, readonly string[] | undefined> = {
    state: filter.states,
    form_knd: filter.forms,
    channel: filter.channels,
    indication: filter.indications,
  };
  const names = new Map(sql.all<{ knd: string; name: string }>('SELECT knd, name FROM forms').map(({ knd, name }) => [knd, name]));
  return {
    states: countAlong('state', corners, chosen),
    forms: countAlong('form_knd', corners, chosen).map((facet) => ({ ...facet, label: names.get(facet.value) ?? facet.value })),
    channels: countAlong('channel', corners, chosen),
    indications: countAlong('indication', corners, chosen),
    due: dueOf(sql, filter),
  };
}

function cornersOf(sql: Sql, filter: SubmissionFilter): Corner[] {
  const where = whereBesideFacets(filter);
  if (where.text === '') return sql.all<Corner>('SELECT * FROM tallies WHERE count > 0');
  return sql.all<Corner>(
    `SELECT state, form_knd, channel, indication, count(*) count FROM submissions ${indexFor(sql, filter)} ${where.text} GROUP BY 1, 2, 3, 4`, ...where.values,
  );
}

const many = 2000;

/** A word that many submissions have is met quicker by going through the covering index than row by row. */
function indexFor(sql: Sql, filter: SubmissionFilter): string {
  const match = filter.text === undefined ? undefined : ftsQuery(filter.text);
  if (match === undefined || filter.taxNumber !== undefined || filter.dueBefore !== undefined) return '';
  const found = sql.get<{ n: number }>('SELECT count(*) n FROM (SELECT 1 FROM search WHERE search MATCH ? LIMIT ?)', match, many)!.n;
  return found < many ? '' : 'INDEXED BY submissions_by_time';
}

function countAlong(axis: Axis, corners: readonly Corner[], chosen: Record<Axis, readonly string[] | undefined>): FacetCount[] {
  const others = (Object.keys(chosen) as Axis[]).filter((other) => other !== axis && (chosen[other]?.length ?? 0) > 0);
  const counts = new Map<string, number>();
  for (const corner of corners)
    if (corner[axis] !== '' && others.every((other) => chosen[other]!.includes(corner[other])))
      counts.set(corner[axis], (counts.get(corner[axis]) ?? 0) + corner.count);
  return [...counts].map(([value, count]) => ({ value, label: value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** How many of what the filter leaves have a time limit running (before `dueBefore`, where that is asked). */
function dueOf(sql: Sql, filter: SubmissionFilter): number {
  const where = whereOf(filter);
  const running = filter.dueBefore === undefined ? 'due_at IS NOT NULL' : `due_at < ${ms(filter.dueBefore)}`;
  const condition = where.text === '' ? `WHERE ${running}` : `${where.text} AND ${running}`;
  return sql.get<{ n: number }>(`SELECT count(*) n FROM submissions ${condition}`, ...where.values)!.n;
}
