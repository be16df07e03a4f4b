import { createHash } from 'node:crypto';
import { closeSync, openSync, readFileSync, readSync, statSync } from 'node:fs';
import { isDigest, type Digest, type Sequence } from '../domain/identifiers.ts';
import type { JournalEntry } from '../domain/journal-entry.ts';
import type { FixityReport } from './archive.ts';
import { parseLine } from './journal/line.ts';
import { namedObjects } from './journal/named-objects.ts';
import { segmentPath, segmentsOf, walk } from './journal/walk.ts';
import type { Pace } from './long-work-worker.ts';
import { objectPath } from './objects.ts';

export type FixityJob = { readonly folder: string; readonly upTo: Sequence };

/** Walks the chain, then re-hashes every object that the journal or a protocol names. Changes nothing. */
export async function checkFixity({ folder, upTo }: FixityJob, pace: Pace): Promise<FixityReport> {
  const named = new Named(folder);
  const chain = walkChain(folder, upTo, named);
  if (chain.brokenAt !== undefined) nameBehind(folder, chain.brokenAt, upTo, named);
  const found = await hashAll(folder, named, pace);
  return {
    ...found,
    entries: chain.entries,
    ...(chain.brokenAt === undefined ? {} : { brokenAt: chain.brokenAt }),
    falseSeals: chain.falseSeals,
  };
}

/** Every object once, with the bytes that are to be read. */
class Named {
  readonly digests = new Set<string>();
  readonly protocols = new Set<string>();
  bytes = 0;
  readonly #folder: string;

  constructor(folder: string) {
    this.#folder = folder;
  }

  take(entry: JournalEntry): void {
    for (const { digest, size } of namedObjects(entry)) this.add(digest, size);
    if (entry.kind === 'submission-examined') this.protocols.add(pack(entry.examination.protocol.digest));
    if (entry.kind === 'submission-reexamined') this.protocols.add(pack(entry.protocol.digest));
  }

  add(digest: Digest, size?: number): void {
    const packed = pack(digest);
    if (this.digests.has(packed)) return;
    this.digests.add(packed);
    this.bytes += size ?? statSync(objectPath(this.#folder, digest), { throwIfNoEntry: false })?.size ?? 0;
  }
}

/** Half the memory of hex: an archive names millions. */
function pack(digest: Digest): string {
  return Buffer.from(digest, 'hex').toString('latin1');
}

function walkChain(folder: string, upTo: number, named: Named): { entries: number; brokenAt?: Sequence; falseSeals: Digest[] } {
  const heads = Buffer.alloc((upTo + 1) * 32);
  const falseSeals: Digest[] = [];
  let entries = 0;
  for (const { entry } of walk(folder)) {
    if (entry.seq > upTo) break;
    entries = entry.seq;
    heads.write(entry.digest, entry.seq * 32, 'hex');
    named.take(entry);
    if (entry.kind === 'seal-made' && (entry.upTo >= entry.seq || heads.toString('hex', entry.upTo * 32, entry.upTo * 32 + 32) !== entry.head))
      falseSeals.push(entry.seal.digest);
  }
  return entries === upTo ? { entries, falseSeals } : { entries, brokenAt: (entries + 1) as Sequence, falseSeals };
}

/** The objects that are named behind a break are looked at all the same. */
function nameBehind(folder: string, brokenAt: number, upTo: number, named: Named): void {
  for (const segment of segmentsOf(folder)) {
    const bytes = readFileSync(segmentPath(folder, segment));
    for (let start = 0, stop = bytes.indexOf(0x0a); stop >= 0; start = stop + 1, stop = bytes.indexOf(0x0a, start)) {
      const line = parseLine(bytes.subarray(start, stop));
      if (line !== undefined && line.entry.seq > brokenAt && line.entry.seq <= upTo) named.take(line.entry);
    }
  }
}

type Found = { objects: number; bytes: number; damaged: Digest[]; missing: Digest[]; stopped: boolean };

async function hashAll(folder: string, named: Named, pace: Pace): Promise<Found> {
  const found: Found = { objects: 0, bytes: 0, damaged: [], missing: [], stopped: false };
  // Evidence that protocols name is added while the set is gone through, and comes to its turn.
  for (const packed of named.digests) {
    if (pace.stopped) return { ...found, stopped: true };
    const digest = Buffer.from(packed, 'latin1').toString('hex') as Digest;
    const size = await judge(folder, digest, found, (more) => pace.step(found.bytes + more, named.bytes));
    found.bytes += size;
    if (size > 0 && named.protocols.has(packed)) for (const evidence of evidenceOf(folder, digest)) named.add(evidence);
    await pace.step(found.bytes, named.bytes);
  }
  return found;
}

async function judge(folder: string, digest: Digest, found: Found, step: (bytes: number) => Promise<void>): Promise<number> {
  try {
    const { actual, size } = await hashFile(objectPath(folder, digest), step);
    found.objects++;
    if (actual !== digest) found.damaged.push(digest);
    return size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') found.missing.push(digest);
    else found.damaged.push(digest);
    return 0;
  }
}

const piece = Buffer.alloc(1024 * 1024);

export async function hashFile(path: string, step?: (bytes: number) => Promise<void>): Promise<{ actual: Digest; size: number }> {
  const hash = createHash('sha256');
  const file = openSync(path, 'r');
  let size = 0;
  try {
    for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) {
      hash.update(piece.subarray(0, read));
      size += read;
      if (read === piece.length) await step?.(size);
    }
  } finally {
    closeSync(file);
  }
  return { actual: hash.digest('hex') as Digest, size };
}

const longestProtocol = 16 * 1024 * 1024;

/** Certificates, CRLs and OCSP answers that a verdict rests on: deposited with it, named in its protocol. */
function evidenceOf(folder: string, protocol: Digest): Digest[] {
  const path = objectPath(folder, protocol);
  if (statSync(path).size > longestProtocol) return [];
  const found: Digest[] = [];
  try {
    JSON.parse(readFileSync(path, 'utf8'), (key, value: unknown) => {
      if (key === 'evidence' && Array.isArray(value)) found.push(...value.filter((one): one is Digest => typeof one === 'string' && isDigest(one)));
      return value;
    });
  } catch {
    // Not JSON: its own digest has been judged, and it names nothing.
  }
  return found;
}
