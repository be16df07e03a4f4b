import { ReceptionError } from '../../domain/errors.ts';
import { newId, type DeliveryId, type Digest, type Instant, type SubmissionId } from '../../domain/identifiers.ts';
import type { JournalEntry, NewEntry } from '../../domain/journal-entry.ts';
import { composeLine, longestEntry } from '../journal/line.ts';
import type { JournalWriter } from '../journal/writer.ts';
import type { Position } from '../journal/walk.ts';
import { admit, type Rules } from './admit.ts';
import { needDelivery } from './deliveries.ts';
import { derive } from './derive.ts';
import { setPosition } from './entries.ts';
import { ms } from './instants.ts';
import { plenty, type LateWords } from './late-words.ts';
import { nextNumber } from './submissions.ts';

export type Pending = {
  readonly at: Instant;
  readonly wish: { readonly facts: readonly NewEntry[] } | { readonly register: DeliveryId; readonly year: number };
  readonly done: (committed: Committed) => void;
  readonly failed: (error: unknown) => void;
};

export type Committed = { readonly entries: readonly JournalEntry[]; readonly submissions: readonly SubmissionId[] };

export type Room = Rules & { readonly journal: JournalWriter; readonly words: LateWords };

/** Bytes after which a group is written, so that the first of many does not wait for all. */
const groupLimit = 8 * 1024 * 1024;

type Drafted = { pending: Pending; entries: JournalEntry[]; submissions: Set<SubmissionId>; bytes: Buffer[]; after: Position };

/**
 * Several transactions with one write and one flush; each stands or falls by itself. Order: judged and taken into
 * the index (not yet committed there), written to the journal, committed in the index, answered. A crash before the
 * write loses what nobody was told of; a crash after it leaves the index behind, and it catches up on opening.
 * Takes transactions off the queue.
 */
export function commitGroup(room: Room, queue: Pending[]): void {
  const drafted: Drafted[] = [];
  try {
    room.sql.exec('BEGIN IMMEDIATE');
    draftAll(room, queue, drafted);
    write(room, drafted);
  } catch (error) {
    undo(room);
    // Where not even the first could be begun, it fails: a queue that does not shrink would be worked at for ever.
    if (drafted.length === 0) queue.shift()?.failed(error);
    for (const { pending } of drafted) pending.failed(error);
    return;
  }
  for (const { pending, entries, submissions } of drafted) pending.done({ entries, submissions: [...submissions] });
}

function draftAll(room: Room, queue: Pending[], drafted: Drafted[]): void {
  const heads = new Map<number, Digest>();
  let position = room.journal.next();
  let size = 0;
  for (let pending = queue.shift(); pending !== undefined; pending = queue.shift()) {
    const one = draft(room, pending, position, heads);
    if (one === undefined) continue;
    drafted.push(one);
    position = one.after;
    size += one.bytes.reduce((sum, line) => sum + line.length, 0);
    if (size > groupLimit || room.words.size > plenty) break;
  }
}

/** One transaction, taken into the index or rolled back alone. */
function draft(room: Room, pending: Pending, position: Position, heads: Map<number, Digest>): Drafted | undefined {
  room.sql.exec('SAVEPOINT one');
  const words = room.words.mark();
  try {
    const one = draftFacts(room, pending, position, heads);
    room.sql.exec('RELEASE one');
    return one;
  } catch (error) {
    for (const seq of heads.keys()) if (seq > position.seq) heads.delete(seq);
    room.words.backTo(words);
    room.sql.exec('ROLLBACK TO one; RELEASE one');
    pending.failed(error);
    return undefined;
  }
}

function draftFacts(room: Room, pending: Pending, start: Position, heads: Map<number, Digest>): Drafted {
  const facts = factsOf(room, pending);
  const one: Drafted = { pending, entries: [], submissions: new Set(), bytes: [], after: start };
  ms(pending.at);
  for (const [place, fact] of facts.entries()) {
    admit(room, fact, (seq) => heads.get(seq));
    const line = composeLine(fact, pending.at, one.after, place === facts.length - 1);
    const length = line.bytes.length;
    if (length > longestEntry) throw new ReceptionError('entry-refused', `An entry of ${length} bytes is too long for the journal`);
    const touched = derive(room, line.entry, { segment: start.segment, offset: one.after.offset, length });
    if (touched !== undefined) one.submissions.add(touched);
    one.entries.push(line.entry);
    one.bytes.push(line.bytes);
    one.after = { seq: line.entry.seq, head: line.entry.digest, segment: start.segment, offset: one.after.offset + length };
    heads.set(line.entry.seq, line.entry.digest);
  }
  return one;
}

/** A delivery that is numbered already is not numbered again: nothing to journal. */
function factsOf(room: Room, { wish }: Pending): readonly NewEntry[] {
  if ('facts' in wish) return wish.facts;
  if (needDelivery(room.sql, wish.register).submission !== null) return [];
  const number = nextNumber(room.sql, room.authority, wish.year);
  return [{ kind: 'submission-registered', submission: newId<SubmissionId>(), delivery: wish.register, number }];
}

function write(room: Room, drafted: readonly Drafted[]): void {
  const bytes = drafted.flatMap((one) => one.bytes);
  if (bytes.length === 0) return room.sql.exec('COMMIT');
  const { after } = drafted.at(-1)!;
  room.words.write(room.sql);
  setPosition(room.sql, after);
  room.journal.write(Buffer.concat(bytes), after);
  try {
    room.sql.exec('COMMIT');
  } catch (error) {
    room.journal.takeBack();
    throw error;
  }
}

function undo(room: Room): void {
  room.words.backTo(0);
  try {
    room.sql.exec('ROLLBACK');
  } catch {
    // SQLite has rolled back by itself (a full disk): there is no transaction to end.
  }
}
