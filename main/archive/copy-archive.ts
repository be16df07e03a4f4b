import { existsSync, readdirSync, statSync } from 'node:fs';
import { copyFile, mkdir, open, readdir, readFile, rename } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { ReceptionError } from '../domain/errors.ts';
import { isDigest, newId, type Digest } from '../domain/identifiers.ts';
import { readArchiveFile, writeArchiveFile } from './archive-file.ts';
import { forget, makeFolders, storageError, syncFolder } from './durable-file.ts';
import { hashFile } from './fixity.ts';
import { namedObjects } from './journal/named-objects.ts';
import { segmentName, segmentPath, segmentsOf, walk, type Position } from './journal/walk.ts';
import { demandTornTailOnly } from './journal/writer.ts';
import type { Pace } from './long-work-worker.ts';
import { objectPath } from './objects.ts';

export type BackupJob = { readonly folder: string; readonly target: string; readonly position: Position; readonly verify: boolean };
export type RestoreJob = { readonly source: string; readonly target: string };

/** What stands in the target when the copy is done. */
export type Copied = { readonly objects: number; readonly bytes: number; readonly entries: number };

/**
 * Objects, then the journal up to a position, then archive.json: a copy that was cut short names nothing that is
 * not there, and is taken up where it stopped. Throws backup-invalid, archive-damaged, archive-full, cancelled.
 */
export async function copyBackup({ folder, target, position, verify }: BackupJob, pace: Pace): Promise<Copied> {
  await demandOwnTarget(folder, target);
  await mkdir(target, { recursive: true });
  await makeFolders(target);
  await clearTemporary(target);
  const copied = await copyObjects(folder, target, pace, verify);
  await copyJournal(folder, target, position);
  await copySmall(folder, target);
  await writeArchiveFile(target, (await readArchiveFile(folder))!);
  if (copied.damaged > 0)
    throw new ReceptionError('archive-damaged', `${copied.damaged} objects of the archive are damaged and were not copied; all else was`, { details: { damaged: copied.damaged } });
  return { objects: copied.objects, bytes: copied.bytes, entries: position.seq };
}

/** A copy of an archive made whole in an empty folder, chain and digests judged on the way. */
export async function copyRestored({ source, target }: RestoreJob, pace: Pace): Promise<Copied> {
  const file = await readArchiveFile(source);
  if (file === undefined) throw new ReceptionError('backup-invalid', 'There is no archive in the folder to restore from', { details: { source } });
  if (existsSync(target) && readdirSync(target).length > 0)
    throw new ReceptionError('backup-invalid', 'The folder to restore to is not empty', { details: { target } });
  const position = judgeJournal(source);
  await mkdir(target, { recursive: true });
  await makeFolders(target);
  const copied = await copyObjects(source, target, pace, true);
  if (copied.damaged > 0) throw new ReceptionError('archive-damaged', `${copied.damaged} objects of the copy are damaged`, { details: { damaged: copied.damaged } });
  await copyJournal(source, target, position);
  await copySmall(source, target);
  await writeArchiveFile(target, file);
  return { objects: copied.objects, bytes: copied.bytes, entries: position.seq };
}

/** A folder that is empty, or a copy of this very archive, whole or cut short. */
async function demandOwnTarget(folder: string, target: string): Promise<void> {
  const invalid = (why: string) => new ReceptionError('backup-invalid', why, { details: { target } });
  if (target === folder || target.startsWith(folder + sep) || folder.startsWith(target + sep)) throw invalid('A copy cannot stand inside the archive, nor the archive inside its copy');
  if (!existsSync(target)) return;
  const ours = new Set(['objects', 'journal', 'seals', 'index', 'lock', 'archive.json', 'archive.json.new']);
  if ((await readdir(target)).some((name) => !ours.has(name))) throw invalid('The folder holds other things than a copy of an archive');
  const [mine, theirs] = [await readArchiveFile(folder), await readArchiveFile(target)];
  if (theirs !== undefined && (theirs.authority !== mine!.authority || theirs.created !== mine!.created))
    throw invalid('The folder holds a copy of another archive');
}

/** What a copying that was killed left half-written. */
async function clearTemporary(target: string): Promise<void> {
  const shelf = join(target, 'objects', 'tmp');
  for (const name of await readdir(shelf)) await forget(join(shelf, name));
}

type ObjectsCopied = { objects: number; bytes: number; damaged: number };

async function copyObjects(source: string, target: string, pace: Pace, verify: boolean): Promise<ObjectsCopied> {
  const digests = listObjects(source);
  const total = digests.reduce((sum, digest) => sum + statSync(objectPath(source, digest)).size, 0);
  const copied: ObjectsCopied = { objects: 0, bytes: 0, damaged: 0 };
  let shelf = '';
  for (const digest of digests) {
    if (pace.stopped) throw new ReceptionError('cancelled', 'The copying was stopped; it can be taken up again');
    if (digest.slice(0, 2) !== shelf) {
      await settle(target, shelf);
      shelf = digest.slice(0, 2);
      await mkdir(join(target, 'objects', shelf), { recursive: true });
    }
    const size = await copyObject(source, target, digest, verify);
    if (size === undefined) copied.damaged++;
    else {
      copied.objects++;
      copied.bytes += size;
    }
    await pace.step(copied.bytes, total);
  }
  await settle(target, shelf);
  await syncFolder(join(target, 'objects'));
  return copied;
}

async function settle(target: string, shelf: string): Promise<void> {
  if (shelf !== '') await syncFolder(join(target, 'objects', shelf));
}

function listObjects(folder: string): Digest[] {
  const shelves = readdirSync(join(folder, 'objects')).filter((name) => /^[0-9a-f]{2}$/.test(name)).sort();
  return shelves.flatMap((shelf) => readdirSync(join(folder, 'objects', shelf)).filter(isDigest));
}

/** Size of the object that now stands in the target; undefined where the source is damaged. */
async function copyObject(source: string, target: string, digest: Digest, verify: boolean): Promise<number | undefined> {
  const [from, to] = [objectPath(source, digest), objectPath(target, digest)];
  const size = statSync(from).size;
  if (sizeOf(to) === size && (!verify || (await hashFile(to)).actual === digest)) return size;
  const beside = join(target, 'objects', 'tmp', newId());
  try {
    await copyDurably(from, beside);
    if ((await hashFile(beside)).actual !== digest) return undefined;
    await rename(beside, to);
    return size;
  } catch (error) {
    throw storageError(error, 'copying an object');
  } finally {
    await forget(beside);
  }
}

async function copyDurably(from: string, to: string): Promise<void> {
  await copyFile(from, to);
  const file = await open(to, 'r+');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Segments only grow: what stands in the target must be the beginning of what stands here, and is added to. */
async function copyJournal(source: string, target: string, position: Position): Promise<void> {
  const segments = segmentsOf(source).filter((first) => first <= position.segment);
  const strange = segmentsOf(target).some((first) => !segments.includes(first));
  if (strange) throw new ReceptionError('backup-invalid', 'The copy holds a journal that this archive does not', { details: { target } });
  for (const first of segments) {
    const whole = await readFile(segmentPath(source, first));
    await lengthen(segmentPath(target, first), first === position.segment ? whole.subarray(0, position.offset) : whole, segmentName(first));
  }
  await syncFolder(join(target, 'journal'));
}

async function lengthen(path: string, wanted: Buffer, name: string): Promise<void> {
  const stands = existsSync(path) ? await readFile(path) : Buffer.alloc(0);
  if (stands.length > wanted.length || !wanted.subarray(0, stands.length).equals(stands))
    throw new ReceptionError('backup-invalid', `The journal of the copy is not the beginning of this one (${name})`);
  const file = await open(path, 'a');
  try {
    await file.appendFile(wanted.subarray(stands.length));
    await file.sync();
  } catch (error) {
    throw storageError(error, 'copying the journal');
  } finally {
    await file.close();
  }
}

/** Copies of seals, and torn tails that were kept aside. */
async function copySmall(source: string, target: string): Promise<void> {
  for (const [shelf, pattern] of [['seals', /^\d{12}\.(txt|seal)$/], ['journal', /^torn-/]] as const) {
    for (const name of await readdir(join(source, shelf)).catch(() => [])) {
      const to = join(target, shelf, name);
      if (pattern.test(name) && sizeOf(to) !== sizeOf(join(source, shelf, name))) await copyDurably(join(source, shelf, name), to);
    }
    await syncFolder(join(target, shelf));
  }
}

function sizeOf(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.size;
}

/** The chain from its beginning, and that everything it names is there. Returns its end. */
function judgeJournal(source: string): Position {
  const steps = walk(source);
  const missing = new Set<Digest>();
  let next = steps.next();
  for (; next.done !== true; next = steps.next())
    for (const { digest } of namedObjects(next.value.entry)) if (!existsSync(objectPath(source, digest))) missing.add(digest);
  const { ended } = next.value;
  demandTornTailOnly(source, next.value);
  if (missing.size > 0) throw new ReceptionError('archive-damaged', `${missing.size} objects that the journal names are not in the copy`, { details: { missing: missing.size } });
  return ended;
}
