import type { FacetCount, SubmissionFacets, SubmissionFilter } from '../../domain/records.ts';
import type { Sql } from './database.ts';
import { foundMatches, wayToCount, whereBesideFacets } from './submissions-page.ts';

type Corner = { state: string; form_knd: string; channel: string; indication: string; count: number; due: number };
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
    due: dueOf(corners, chosen),
  };
}

function cornersOf(sql: Sql, filter: SubmissionFilter): Corner[] {
  const where = whereBesideFacets(sql, filter);
  if (where.text === '') return tallied(sql);
  return sql.all<Corner>(
    `SELECT state, form_knd, channel, indication, count(*) count, count(due_at) due
     FROM submissions ${wayToCount(filter, foundMatches(sql, filter)) && 'INDEXED BY submissions_by_corner'} ${where.text} GROUP BY 1, 2, 3, 4`,
    ...where.values,
  );
}

function tallied(sql: Sql): Corner[] {
  const due = sql.all<Corner>('SELECT state, form_knd, channel, indication, count(*) due FROM submissions WHERE due_at IS NOT NULL GROUP BY 1, 2, 3, 4');
  const dueIn = new Map(due.map((corner) => [nameOf(corner), corner.due]));
  return sql.all<Corner>('SELECT * FROM tallies WHERE count > 0').map((corner) => ({ ...corner, due: dueIn.get(nameOf(corner)) ?? 0 }));
}

function nameOf({ state, form_knd, channel, indication }: Corner): string {
  return JSON.stringify([state, form_knd, channel, indication]);
}

function countAlong(axis: Axis, corners: readonly Corner[], chosen: Record<Axis, readonly string[] | undefined>): FacetCount[] {
  const others = (Object.keys(chosen) as Axis[]).filter((other) => other !== axis && (chosen[other]?.length ?? 0) > 0);
  const counts = new Map<string, number>();
  for (const corner of corners)
    if (corner[axis] !== '' && others.every((other) => chosen[other]!.includes(corner[other])))
      counts.set(corner[axis], (counts.get(corner[axis]) ?? 0) + corner.count);
  return [...counts].map(([value, count]) => ({ value, label: value, count })).sort((a, b) => b.count - a.count || (a.value < b.value ? -1 : 1));
}

/** How many of what the whole filter leaves have a time limit running (before `dueBefore`, where that is asked). */
function dueOf(corners: readonly Corner[], chosen: Record<Axis, readonly string[] | undefined>): number {
  const axes = (Object.keys(chosen) as Axis[]).filter((axis) => (chosen[axis]?.length ?? 0) > 0);
  return corners.reduce((sum, corner) => (axes.every((axis) => chosen[axis]!.includes(corner[axis])) ? sum + corner.due : sum), 0);
}
