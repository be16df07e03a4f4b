import { closeSync, fdatasyncSync, fstatSync, fsyncSync, ftruncateSync, openSync, readFileSync, rmSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { ReceptionError } from '../../domain/errors.ts';
import { storageError, syncFolderNow, type Durability } from '../durable-file.ts';
import { isFollowedByWholeLines, segmentPath, segmentsOf, type Position, type Walked } from './walk.ts';

/** A segment that has grown past this is left alone, and a new one begun. Bytes. */
export const segmentLimit = 32 * 1024 * 1024;

export type JournalWriter = {
  /** Where the next write begins: at the end of the last segment, or at the head of a new one. */
  next(): Position;
  /** Appends bytes that end at `after`; durable when it returns. A failure leaves the journal as it was, or broken. */
  write(bytes: Uint8Array, after: Position): void;
  /** Takes back the last write, which nobody was told of. */
  takeBack(): void;
  /** Why the journal takes no more, if so. */
  readonly broken: string | undefined;
  close(): void;
};

/** For writing, by the one thread that may. `position` is the end of the last whole transaction. */
export function openWriter(folder: string, position: Position, options: { durability: Durability; limit?: number }): JournalWriter {
  const limit = options.limit ?? segmentLimit;
  let current = position;
  let before = position;
  let broken: string | undefined;
  const segment = openSegment(folder);

  function next(): Position {
    return current.offset >= limit ? { ...current, segment: current.seq + 1, offset: 0 } : current;
  }

  function write(bytes: Uint8Array, after: Position): void {
    if (broken !== undefined) throw readOnly(broken);
    const start = next();
    before = current;
    try {
      const file = segment.fileOf(start);
      writeAll(file, bytes, start.offset);
      if (options.durability === 'full') settle(file, start);
    } catch (error) {
      cutBack(start);
      throw broken === undefined ? storageError(error, 'writing the journal') : readOnly(broken);
    }
    current = after;
  }

  function settle(file: number, start: Position): void {
    try {
      flush(folder, file, start);
    } catch (error) {
      // After a failed flush nobody knows what the disk holds; only a restart reads it anew.
      broken = `The disk failed to keep a write to the journal: ${(error as Error).message}`;
      throw error;
    }
  }

  function cutBack(start: Position): void {
    try {
      segment.cut(start);
    } catch (error) {
      broken ??= `A failed write to the journal could not be taken back: ${(error as Error).message}`;
    }
  }

  function takeBack(): void {
    const start = current.segment === before.segment ? before : { ...before, segment: before.seq + 1, offset: 0 };
    cutBack(start);
    current = before;
  }

  return {
    next,
    write,
    takeBack,
    get broken() {
      return broken;
    },
    close: segment.close,
  };
}

/** The one segment that is written to, its file held open. */
function openSegment(folder: string) {
  let open: { segment: number; file: number } | undefined;

  function close(): void {
    if (open !== undefined) closeSync(open.file);
    open = undefined;
  }

  return {
    fileOf(start: Position): number {
      if (open?.segment === start.segment) return open.file;
      close();
      open = { segment: start.segment, file: openSync(segmentPath(folder, start.segment), start.offset === 0 ? 'w' : 'r+') };
      if (fstatSync(open.file).size !== start.offset) throw new ReceptionError('archive-damaged', 'The journal is not as long as it was left');
      return open.file;
    },
    /** Where nothing of it was opened there is nothing to cut. */
    cut(start: Position): void {
      if (open?.segment !== start.segment) return;
      ftruncateSync(open.file, start.offset);
      fsyncSync(open.file);
    },
    close,
  };
}

/** The name of a new segment becomes durable with its first transaction, never before it. */
function flush(folder: string, file: number, start: Position): void {
  if (start.offset > 0) return fdatasyncSync(file);
  fsyncSync(file);
  syncFolderNow(join(folder, 'journal'));
}

function readOnly(why: string): ReceptionError {
  return new ReceptionError('archive-read-only', `${why}. The archive takes no more until the station is restarted`);
}

function writeAll(file: number, bytes: Uint8Array, offset: number): void {
  for (let written = 0; written < bytes.length; )
    written += writeSync(file, bytes, written, bytes.length - written, offset + written);
}

/**
 * Cuts what a crash left behind the last whole transaction: nobody was told that it was kept. The bytes stay
 * aside as `journal/torn-<time>`. Throws archive-damaged where it is no torn tail but bytes changed in the middle.
 */
export function cutTornTail(folder: string, walked: Walked, now: number): number {
  demandTornTailOnly(folder, walked);
  const { ended } = walked;
  const [tail, ...later] = behind(folder, ended);
  const torn = Buffer.concat([tail!.bytes, ...later.map((one) => one.bytes)]);
  if (torn.length > 0) keepAside(folder, torn, now);
  for (const { first } of later.reverse()) rmSync(segmentPath(folder, first));
  if (tail!.bytes.length > 0) truncate(segmentPath(folder, ended.segment), ended.offset);
  if (torn.length > 0 || later.length > 0) syncFolderNow(join(folder, 'journal'));
  return torn.length;
}

/** What lies behind a position: the rest of its segment, and the segments after it. */
function behind(folder: string, { segment, offset }: Position): { first: number; bytes: Buffer }[] {
  const path = segmentPath(folder, segment);
  const rest = offset < sizeOf(path) ? readFileSync(path).subarray(offset) : Buffer.alloc(0);
  const later = segmentsOf(folder).filter((first) => first > segment);
  return [{ first: segment, bytes: rest }, ...later.map((first) => ({ first, bytes: readFileSync(segmentPath(folder, first)) }))];
}

/**
 * A crash leaves nothing whole behind the place where the chain breaks, and at most one new segment. Whole lines
 * there were written later: bytes were changed in the middle. Throws archive-damaged.
 */
export function demandTornTailOnly(folder: string, { ended, brokenAt }: Walked): void {
  if (brokenAt === undefined) return;
  const parts = behind(folder, ended).filter((part) => part.bytes.length > 0);
  const broken = parts[0]?.bytes ?? Buffer.alloc(0);
  if (parts.length <= 1 && !isFollowedByWholeLines(behindBreak(broken, brokenAt - ended.seq - 1))) return;
  throw new ReceptionError('archive-damaged', `The journal does not hold at entry ${brokenAt}, and later entries follow it`, {
    details: { entry: brokenAt },
  });
}

function behindBreak(tail: Buffer, wholeLines: number): Buffer {
  let start = 0;
  for (let line = 0; line < wholeLines; line++) start = tail.indexOf(0x0a, start) + 1;
  return tail.subarray(start);
}

function keepAside(folder: string, torn: Buffer, now: number): void {
  const stamp = new Date(now).toISOString().replaceAll(':', '-');
  let path = join(folder, 'journal', `torn-${stamp}`);
  for (let again = 2; sizeOf(path) > 0; again++) path = join(folder, 'journal', `torn-${stamp}-${again}`);
  writeFileSync(path, torn, { flush: true });
  syncFolderNow(dirname(path));
}

function truncate(path: string, length: number): void {
  const file = openSync(path, 'r+');
  try {
    ftruncateSync(file, length);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
}

function sizeOf(path: string): number {
  return statSync(path, { throwIfNoEntry: false })?.size ?? 0;
}
