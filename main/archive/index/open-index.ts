import { existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ReceptionError } from '../../domain/errors.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import { beginning, readEntry, walk, type Place, type Position, type Step, type Walked } from '../journal/walk.ts';
import { migrate, openDatabase, type Migration, type Sql } from './database.ts';
import { derive } from './derive.ts';
import { positionOf, setPosition } from './entries.ts';
import { openLateWords, plenty } from './late-words.ts';

export function indexPath(folder: string): string {
  return join(folder, 'index', 'index.sqlite');
}

/** The index, brought up to the last whole transaction of the journal; and how the journal ends. */
export function openIndex(folder: string, migrations: readonly Migration[]): { sql: Sql; walked: Walked } {
  mkdirSync(join(folder, 'index'), { recursive: true });
  forgetIndex(`${indexPath(folder)}.new`);
  const sql = openOrBegin(folder, migrations);
  try {
    const walked = catchUp(sql, folder, positionOf(sql));
    return { sql, walked };
  } catch (error) {
    sql.close();
    throw error;
  }
}

/** An index that cannot be read or is of another make is thrown away: it is derived from the journal. */
function openOrBegin(folder: string, migrations: readonly Migration[]): Sql {
  const path = indexPath(folder);
  if (existsSync(path)) {
    const sql = tryOpen(path, migrations);
    if (sql !== undefined) {
      demandFit(sql, folder);
      return sql;
    }
    forgetIndex(path);
  }
  const fresh = deriveNow(`${path}.new`, folder, migrations);
  return putInPlace(path, fresh);
}

/** A crash before the rename leaves no index, and the next opening derives it again. */
export function putInPlace(path: string, fresh: Sql): Sql {
  fresh.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  fresh.close();
  forgetIndex(path);
  renameSync(`${path}.new`, path);
  return openDatabase(path, { readOnly: false });
}

/** An index of the whole journal in a file of its own, in one go. */
export function deriveNow(path: string, folder: string, migrations: readonly Migration[]): Sql {
  const slices = deriveWhole(path, folder, migrations);
  let slice = slices.next();
  while (slice.done !== true) slice = slices.next();
  return slice.value;
}

/**
 * The same in slices; yields the position come to. Nothing is flushed: the file is nobody's until it is whole.
 * The orders of the table are made at the end, each at once: kept up row by row they are half the work.
 */
export function* deriveWhole(path: string, folder: string, migrations: readonly Migration[]): Generator<Position, Sql> {
  forgetIndex(path);
  const sql = openDatabase(path, { readOnly: false });
  try {
    sql.exec('PRAGMA synchronous = OFF; PRAGMA wal_autocheckpoint = 20000');
    migrate(sql, migrations);
    const orders = sql.all<{ name: string; sql: string }>("SELECT name, sql FROM sqlite_schema WHERE type = 'index' AND tbl_name = 'submissions' AND sql IS NOT NULL");
    for (const order of orders) sql.exec(`DROP INDEX ${order.name}`);
    yield* catchUpInSlices(sql, folder, beginning);
    for (const order of orders) {
      yield positionOf(sql);
      sql.exec(order.sql);
    }
    return sql;
  } catch (error) {
    sql.close();
    forgetIndex(path);
    throw error;
  }
}

function tryOpen(path: string, migrations: readonly Migration[]): Sql | undefined {
  let sql: Sql | undefined;
  try {
    sql = openDatabase(path, { readOnly: false });
    if (!migrate(sql, migrations).rebuild) return sql;
  } catch (error) {
    if (error instanceof ReceptionError) throw error;
  }
  sql?.close();
  return undefined;
}

/** An index that knows more than the journal is the witness of a loss, and is not thrown away for it. */
function demandFit(sql: Sql, folder: string): void {
  const position = positionOf(sql);
  if (position.seq === 0 || fits(sql, folder, position)) return;
  sql.close();
  throw new ReceptionError('archive-damaged', `The journal does not hold entry ${position.seq}, which the index knows`, { details: { entry: position.seq } });
}

function fits(sql: Sql, folder: string, position: Position): boolean {
  const place = sql.get<Place>('SELECT segment, "offset", length FROM entries WHERE seq = ?', position.seq);
  if (place === undefined || place.offset + place.length !== position.offset) return false;
  try {
    return readEntry(folder, place)?.digest === position.head;
  } catch {
    return false;
  }
}

export function forgetIndex(path: string): void {
  for (const suffix of ['', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}

/** Entries between two turns, and between two commits: nothing is lost by a crash but the time. */
const slice = 1000;
const batch = 20_000;

/** Takes what the journal holds behind `from` into the index, whole transactions only. */
export function catchUp(sql: Sql, folder: string, from: Position = beginning): Walked {
  const slices = catchUpInSlices(sql, folder, from);
  let slice = slices.next();
  while (slice.done !== true) slice = slices.next();
  return slice.value;
}

/** The same in slices of a thousand entries or so; yields the position come to, not all of which is committed. */
export function* catchUpInSlices(sql: Sql, folder: string, from: Position): Generator<Position, Walked> {
  const steps = walk(folder, from);
  const words = openLateWords();
  let open: Step[] = [];
  let since = 0;
  let told = 0;
  sql.exec('BEGIN IMMEDIATE');
  let next = steps.next();
  for (; next.done !== true; next = steps.next()) {
    open.push(next.value);
    if (!next.value.end) continue;
    for (const step of open) derive({ sql, folder, words }, step.entry satisfies JournalEntry, step.place);
    since += open.length;
    setPosition(sql, next.value.after);
    open = [];
    if (since - told >= slice) {
      told = since;
      yield next.value.after;
    }
    if (since < batch && words.size < plenty) continue;
    since = told = 0;
    words.write(sql);
    sql.exec('COMMIT; BEGIN IMMEDIATE');
  }
  words.write(sql);
  sql.exec('COMMIT');
  return next.value;
}
