import { createHash } from 'node:crypto';
import type { Digest, Instant, Sequence } from '../../domain/identifiers.ts';
import type { JournalEntry, NewEntry } from '../../domain/journal-entry.ts';

/** What the first entry of a journal is chained to. */
export const genesis = '0'.repeat(64) as Digest;

/** An entry longer than this is refused: nothing that the desks journal comes near it. Bytes. */
export const longestEntry = 16 * 1024 * 1024;

export type Line = { readonly entry: JournalEntry; readonly bytes: Buffer };

/** SHA-256 over the previous digest in hex, one space, and the entry's JSON (archive-schema/README.md). */
export function chain(previous: Digest, json: Uint8Array): Digest {
  return createHash('sha256').update(`${previous} `).update(json).digest('hex') as Digest;
}

/** One line of the journal: digest, space, JSON, newline. `end` closes a transaction. */
export function composeLine(fact: NewEntry, at: Instant, previous: { seq: number; head: Digest }, end: boolean): Line {
  const { kind, officer, ...rest } = fact;
  const seq = (previous.seq + 1) as Sequence;
  const told = { seq, at, kind, ...(officer === undefined ? {} : { officer }), ...rest };
  const json = Buffer.from(JSON.stringify(end ? { ...told, end: true } : told));
  const digest = chain(previous.head, json);
  const bytes = Buffer.concat([Buffer.from(`${digest} `), json, newline]);
  return { entry: { ...told, digest } as unknown as JournalEntry, bytes };
}

const newline = Buffer.from('\n');

/** A line without its newline, taken apart; undefined where it is none. The chain is not judged here. */
export function parseLine(bytes: Buffer): { digest: Digest; json: Buffer; entry: JournalEntry; end: boolean } | undefined {
  if (bytes.length < 67 || bytes[64] !== 0x20) return undefined;
  const digest = bytes.toString('latin1', 0, 64) as Digest;
  const json = bytes.subarray(65);
  try {
    const { end, ...told } = JSON.parse(json.toString('utf8')) as Record<string, unknown>;
    return { digest, json, entry: { ...told, digest } as unknown as JournalEntry, end: end === true };
  } catch {
    return undefined;
  }
}
