import { ReceptionError } from '../../domain/errors.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { JournalQuery } from '../../domain/records.ts';
import { readEntry, type Place, type Position } from '../journal/walk.ts';
import type { Sql, Value } from './database.ts';
import { ms } from './instants.ts';
import { submissionKey } from './submissions.ts';

export function noteEntry(sql: Sql, entry: JournalEntry, place: Place, delivery: number | null): void {
  sql.run(
    'INSERT INTO entries VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
    entry.seq, ms(entry.at), entry.kind, entry.officer ?? null, delivery, place.segment, place.offset, place.length,
  );
}

/** Where the index stands in the journal. */
export function positionOf(sql: Sql): Position {
  const { seq, head, segment, offset } = sql.get<Position>('SELECT seq, head, segment, "offset" FROM position')!;
  return { seq, head, segment, offset };
}

export function setPosition(sql: Sql, position: Position): void {
  sql.run('UPDATE position SET seq = ?, head = ?, segment = ?, "offset" = ?', position.seq, position.head, position.segment, position.offset);
}

/** An entry of the journal by its position; the index knows where it lies. */
export function entryAt(sql: Sql, folder: string, seq: number): JournalEntry {
  const place = sql.get<Place>('SELECT segment, "offset", length FROM entries WHERE seq = ?', seq);
  const entry = place === undefined ? undefined : readEntry(folder, place);
  if (entry === undefined || entry.seq !== seq)
    throw new ReceptionError('archive-damaged', `Entry ${seq} of the journal does not stand where the index says`, { details: { entry: seq } });
  return entry;
}

/** Newest first. */
export function journalPage(sql: Sql, folder: string, query: JournalQuery): JournalEntry[] {
  const conditions: string[] = [];
  const values: Value[] = [];
  const demand = (condition: string, ...given: Value[]) => void (conditions.push(condition), values.push(...given));
  if (query.kinds !== undefined) demand(`kind IN (${query.kinds.map(() => '?').join(',')})`, ...query.kinds);
  if (query.officer !== undefined) demand('officer = ?', query.officer);
  if (query.submission !== undefined) demand('delivery = ?', submissionKey(sql, query.submission)?.delivery ?? -1);
  if (query.from !== undefined) demand('at >= ?', ms(query.from));
  if (query.to !== undefined) demand('at <= ?', ms(query.to));
  if (query.before !== undefined) demand('seq < ?', query.before);
  const where = conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`;
  const places = sql.all<Place>(`SELECT segment, "offset", length FROM entries ${where} ORDER BY seq DESC LIMIT ?`, ...values, query.limit);
  return places.map((place) => readEntry(folder, place)).filter((entry) => entry !== undefined);
}
