import { closeSync, fstatSync, openSync, readdirSync, readFileSync, readSync } from 'node:fs';
import { join } from 'node:path';
import type { Digest, Sequence } from '../../domain/identifiers.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import { chain, genesis, parseLine } from './line.ts';

/** Where a journal stands: the entry that was read or written last, and where the next one begins. */
export type Position = {
  readonly seq: number;
  readonly head: Digest;
  /** First sequence number of the segment. */
  readonly segment: number;
  readonly offset: number;
};

export type Place = { readonly segment: number; readonly offset: number; readonly length: number };

export type Step = { readonly entry: JournalEntry; readonly place: Place; readonly end: boolean; readonly after: Position };

/** What a walk came to: the end of the last whole transaction, and the first line that does not hold. */
export type Walked = { readonly ended: Position; readonly brokenAt?: Sequence };

export const beginning: Position = { seq: 0, head: genesis, segment: 1, offset: 0 };

export function segmentName(first: number): string {
  return `${String(first).padStart(12, '0')}.jsonl`;
}

export function segmentPath(folder: string, first: number): string {
  return join(folder, 'journal', segmentName(first));
}

/** First sequence numbers of the segments, in order. */
export function segmentsOf(folder: string): number[] {
  return readdirSync(join(folder, 'journal'))
    .filter((name) => /^\d{12}\.jsonl$/.test(name))
    .map((name) => Number(name.slice(0, 12)))
    .sort((a, b) => a - b);
}

/** Every entry from a position on, each judged against the chain. Stops at the first line that does not hold. */
export function* walk(folder: string, from: Position = beginning): Generator<Step, Walked> {
  let position = from;
  let ended = from;
  for (const segment of segmentsOf(folder).filter((first) => first >= from.segment)) {
    if (segment !== position.segment) {
      if (segment !== position.seq + 1) return { ended, brokenAt: (position.seq + 1) as Sequence };
      position = { ...position, segment, offset: 0 };
    }
    const bytes = readFrom(segmentPath(folder, segment), position.offset);
    const base = position.offset;
    while (position.offset - base < bytes.length) {
      const step = stepAt(bytes, base, position);
      if (step === undefined) return { ended, brokenAt: (position.seq + 1) as Sequence };
      position = step.after;
      if (step.end) ended = position;
      yield step;
    }
  }
  return ended.seq === position.seq ? { ended } : { ended, brokenAt: (ended.seq + 1) as Sequence };
}

function readFrom(path: string, offset: number): Buffer {
  if (offset === 0) return readFileSync(path);
  const file = openSync(path, 'r');
  try {
    const bytes = Buffer.alloc(Math.max(0, fstatSync(file).size - offset));
    return bytes.subarray(0, readSync(file, bytes, 0, bytes.length, offset));
  } finally {
    closeSync(file);
  }
}

function stepAt(bytes: Buffer, base: number, position: Position): Step | undefined {
  const start = position.offset - base;
  const stop = bytes.indexOf(0x0a, start);
  if (stop < 0) return undefined;
  const line = parseLine(bytes.subarray(start, stop));
  if (line === undefined || line.entry.seq !== position.seq + 1) return undefined;
  if (chain(position.head, line.json) !== line.digest) return undefined;
  const length = stop + 1 - start;
  const place = { segment: position.segment, offset: position.offset, length };
  const after = { seq: line.entry.seq, head: line.digest, segment: position.segment, offset: position.offset + length };
  return { entry: line.entry, place, end: line.end, after };
}

/**
 * Whether whole lines that continue each other stand behind a place where the chain broke: then bytes were
 * changed in the middle, and it is not the torn tail of a write that a crash cut short.
 */
export function isFollowedByWholeLines(bytes: Buffer): boolean {
  let previous: Digest | undefined;
  for (let start = 0; start < bytes.length; ) {
    const stop = bytes.indexOf(0x0a, start);
    if (stop < 0) return false;
    const line = parseLine(bytes.subarray(start, stop));
    if (line !== undefined && previous !== undefined && chain(previous, line.json) === line.digest) return true;
    previous = line?.digest;
    start = stop + 1;
  }
  return false;
}

/** One entry by its place. */
export function readEntry(folder: string, place: Place): JournalEntry | undefined {
  const bytes = Buffer.alloc(place.length - 1);
  const file = openSync(segmentPath(folder, place.segment), 'r');
  try {
    readSync(file, bytes, 0, bytes.length, place.offset);
  } finally {
    closeSync(file);
  }
  return parseLine(bytes)?.entry;
}
