import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parentPort, workerData } from 'node:worker_threads';
import { ReceptionError } from '../../domain/errors.ts';
import { cutTornTail, openWriter } from '../journal/writer.ts';
import { openCalls, type Calls } from './calls.ts';
import { commitGroup, type Pending, type Room } from './commit.ts';
import { isCurrent, openDatabase, type Sql } from './database.ts';
import { openLateWords } from './late-words.ts';
import { lockArchive } from './lock.ts';
import { deriveNow, indexPath, openIndex } from './open-index.ts';
import { deriveAgain, swapIndex } from './rebuild.ts';
import { toWire, type Answer, type Opening, type Question } from './wire.ts';

/** The one thread that may write: it owns the journal and the index, so what it does is one after the other. */

const opening = workerData as Opening;
const port = parentPort!;
const tell = (answer: Answer) => port.postMessage(answer);

try {
  const room = opening.readOnly ? openReading() : openWriting();
  port.on('message', (question: Question) => room.hear(question));
  tell({ id: 0, value: room.torn });
} catch (error) {
  tell({ id: 0, error: toWire(error) });
  port.close();
}

type Hearing = { hear(question: Question): void; torn: number };

function openWriting(): Hearing {
  const lock = lockArchive(opening.folder);
  try {
    return writingRoom(lock);
  } catch (error) {
    lock.release();
    throw error;
  }
}

function writingRoom(lock: { release(): void }): Hearing {
  const { folder, authority } = opening;
  const { sql: opened, walked } = openIndex(folder, opening.migrations);
  let sql = opened;
  const torn = cutTornTail(folder, walked, opening.now);
  const journal = openWriter(folder, walked.ended, {
    durability: opening.durability,
    ...(opening.segmentLimit === undefined ? {} : { limit: opening.segmentLimit }),
  });
  if (opening.durability === 'none') sql.exec('PRAGMA synchronous = OFF');
  const room = { sql, folder, authority, journal, words: openLateWords() } as { -readonly [K in keyof Room]: Room[K] };
  let calls = openCalls(sql, folder, () => journal.broken);
  const queue = openQueue(room);
  const stopped = new Set<number>();

  async function rebuild(id: number): Promise<void> {
    const fresh = await deriveAgain({
      folder,
      migrations: opening.migrations,
      entries: () => calls.position().seq,
      stopped: () => stopped.has(id),
      progress: (done, total) => tell({ id, progress: [done, total] }),
    });
    sql = room.sql = swapIndex(folder, sql, fresh);
    calls = openCalls(sql, folder, () => journal.broken);
    tell({ id, value: { entries: calls.position().seq } });
  }

  function close(id: number): void {
    queue.flush();
    journal.close();
    tidy(sql);
    sql.close();
    lock.release();
    tell({ id, value: undefined });
    port.close();
  }

  function hear(question: Question): void {
    const { id } = question;
    const failed = (error: unknown) => tell({ id, error: toWire(error) });
    if ('append' in question)
      queue.add({ at: question.at, wish: { facts: question.append }, done: (value) => tell({ id, value }), failed });
    else if ('register' in question)
      queue.add({
        at: question.at,
        wish: { register: question.register, year: question.year },
        done: (value) => tell({ id, value: { ...value, summary: summaryOfDelivery(question.register) } }),
        failed,
      });
    else if ('rebuild' in question) rebuild(id).catch(failed);
    else if ('stop' in question) stopped.add(id);
    else if ('close' in question) close(id);
    else answer(question, calls);
  }

  function summaryOfDelivery(delivery: string) {
    const row = sql.get<{ submission_id: Parameters<Calls['summary']>[0] }>(
      'SELECT submission_id FROM submissions WHERE id = (SELECT submission FROM deliveries WHERE delivery_id = ?)', delivery,
    );
    return calls.summary(row!.submission_id);
  }

  return { hear, torn };
}

type Queue = { add(pending: Pending): void; flush(): void };

/** What has arrived by the end of a turn goes down together; what waits when the archive is closed goes down before. */
function openQueue(room: Room): Queue {
  const queue: Pending[] = [];
  let scheduled = false;
  const flush = () => {
    scheduled = false;
    while (queue.length > 0) commitGroup(room, queue);
  };
  return {
    add(pending) {
      queue.push(pending);
      if (!scheduled) setImmediate(flush);
      scheduled = true;
    },
    flush,
  };
}

/**
 * On a full disk the index keeps its log beside it; the next opening goes on with both. No statistics are gathered
 * (PRAGMA optimize): the way of a question must not rest on when an archive was closed last.
 */
function tidy(sql: Sql): void {
  try {
    sql.exec('PRAGMA wal_checkpoint(TRUNCATE)');
  } catch {
    // Nothing is lost by it.
  }
}

/** Beside a writer: sees what it has committed. Where there is no index to read, one is derived for this sitting. */
function openReading(): Hearing {
  const { folder } = opening;
  const path = indexPath(folder);
  let aside: string | undefined;
  let inode = inodeOf(path);
  let sql = tryReading(path);
  if (sql === undefined) [sql, aside] = deriveAside();
  let calls = openCalls(sql, folder, () => undefined);

  function hear(question: Question): void {
    if ('close' in question) return close(question.id);
    if (!('call' in question))
      return tell({ id: question.id, error: toWire(new ReceptionError('archive-read-only', 'The archive is open for reading only')) });
    followSwap();
    answer(question, calls);
  }

  /** A writer that rebuilt the index put another file in its place. */
  function followSwap(): void {
    const now = inodeOf(path);
    if (aside !== undefined || now === inode || now === undefined) return;
    const next = tryReading(path);
    if (next === undefined) return;
    sql!.close();
    [sql, inode] = [next, now];
    calls = openCalls(sql, folder, () => undefined);
  }

  function close(id: number): void {
    sql!.close();
    if (aside !== undefined) rmSync(aside, { recursive: true, force: true });
    tell({ id, value: undefined });
    port.close();
  }

  return { hear, torn: 0 };
}

function inodeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.ino;
}

function tryReading(path: string): Sql | undefined {
  if (inodeOf(path) === undefined) return undefined;
  try {
    const sql = openDatabase(path, { readOnly: true });
    if (isCurrent(sql, opening.migrations)) return sql;
    sql.close();
  } catch {
    // A folder that cannot be written to cannot hold the files that reading beside a writer needs.
  }
  return undefined;
}

function deriveAside(): [Sql, string] {
  const aside = mkdtempSync(join(tmpdir(), 'reception-index-'));
  return [deriveNow(join(aside, 'index.sqlite'), opening.folder, opening.migrations), aside];
}

function answer(question: Extract<Question, { call: string }>, calls: Calls): void {
  const { id, call, values } = question;
  try {
    const ask = calls[call as keyof Calls] as (...given: readonly unknown[]) => unknown;
    tell({ id, value: ask(...values) });
  } catch (error) {
    tell({ id, error: toWire(error) });
  }
}
