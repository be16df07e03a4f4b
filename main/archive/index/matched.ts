import type { Sql } from './database.ts';
import { positionOf } from './entries.ts';

type Matching = { readonly match: string; readonly seq: number; readonly count: number };

/** What lies in the table "matched" of each connection. */
const matchings = new WeakMap<Sql, Matching>();

/**
 * Sees to it that temp.matched holds the ids of the submissions that a full-text query finds; returns how many.
 * A page, its total and its facets ask for the same words one after the other: they are looked up once, and again
 * only when the journal has grown.
 */
export function matchSubmissions(sql: Sql, match: string): number {
  const { seq } = positionOf(sql);
  const last = matchings.get(sql);
  if (last?.match === match && last.seq === seq) return last.count;
  matchings.delete(sql);
  sql.run('DELETE FROM temp.matched');
  const count = sql.run('INSERT INTO temp.matched SELECT rowid >> 2 FROM search WHERE search MATCH ? AND rowid & 3 = 0', match);
  matchings.set(sql, { match, seq, count });
  return count;
}
