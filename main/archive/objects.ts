import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readFile, rename, stat, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import type { StoredObject } from '../domain/delivery.ts';
import { ReceptionError } from '../domain/errors.ts';
import { isDigest, newId, type Digest } from '../domain/identifiers.ts';
import { forget, storageError, syncFolder, type Durability } from './durable-file.ts';

/** Objects under `objects/ab/<digest>`: written once, named by their bytes, never changed. */
export type Objects = {
  deposit(content: Uint8Array | AsyncIterable<Uint8Array>): Promise<StoredObject>;
  depositAll(contents: readonly Uint8Array[]): Promise<readonly StoredObject[]>;
  read(digest: Digest): Promise<Uint8Array>;
  stream(digest: Digest): AsyncIterable<Uint8Array>;
  has(digest: Digest): Promise<boolean>;
  pathOf(digest: Digest): string;
};

const writesAtOnce = 8;

export function openObjects(folder: string, durability: Durability): Objects {
  const writer = objectWriter(folder, durability);
  return {
    deposit: async (content) => (content instanceof Uint8Array ? (await writer.putAll([content]))[0]! : writer.putStream(content)),
    depositAll: (contents) => writer.putAll(contents),
    read: (digest) => readObject(folder, digest),
    stream: (digest) => streamObject(folder, digest),
    has: async (digest) => (await sizeOf(objectPath(folder, digest))) !== undefined,
    pathOf: (digest) => objectPath(folder, digest),
  };
}

export function objectPath(folder: string, digest: Digest): string {
  if (!isDigest(digest)) throw new ReceptionError('input-invalid', 'Not a digest of an object');
  return join(folder, 'objects', digest.slice(0, 2), digest);
}

function objectWriter(folder: string, durability: Durability) {
  const once = oncePerDigest();
  /** Shelves whose names are durable as they were when this program started. */
  const settled = new Set<string>();

  async function putAll(contents: readonly Uint8Array[]): Promise<readonly StoredObject[]> {
    const stored = contents.map(nameOf);
    const shelves = new Set<string>();
    await inTurns(contents.map((content, i) => () => once(stored[i]!.digest, () => place(stored[i]!, shelves, content))));
    await settle(shelves);
    return stored;
  }

  async function putStream(pieces: AsyncIterable<Uint8Array>): Promise<StoredObject> {
    const beside = newTemporary(folder);
    try {
      const stored = await writePieces(beside, pieces, durability);
      const shelves = new Set<string>();
      await once(stored.digest, () => shelve(stored, beside, shelves));
      await settle(shelves);
      return stored;
    } catch (error) {
      throw storageError(error, 'storing an object');
    } finally {
      await forget(beside);
    }
  }

  async function place(stored: StoredObject, shelves: Set<string>, content: Uint8Array): Promise<void> {
    if (await stands(stored, shelves)) return;
    const beside = newTemporary(folder);
    try {
      await writeFresh(beside, durability, (file) => file.writeFile(content));
      await shelve(stored, beside, shelves);
    } catch (error) {
      await forget(beside);
      throw storageError(error, 'storing an object');
    }
  }

  /** The name comes after the bytes are durable: a crash before the rename leaves only a temporary file. */
  async function shelve(stored: StoredObject, beside: string, shelves: Set<string>): Promise<void> {
    if (await stands(stored, shelves)) return;
    const path = objectPath(folder, stored.digest);
    const shelf = stored.digest.slice(0, 2);
    if ((await mkdir(join(folder, 'objects', shelf), { recursive: true })) !== undefined && durability === 'full')
      await syncFolder(join(folder, 'objects'));
    await rename(beside, path);
    shelves.add(shelf);
    if (durability === 'full') await syncFolder(join(folder, 'objects', shelf));
  }

  async function stands(stored: StoredObject, shelves: Set<string>): Promise<boolean> {
    const size = await sizeOf(objectPath(folder, stored.digest));
    if (size === undefined) return false;
    if (size !== stored.size) throw damaged(stored.digest);
    // A name from before a crash may not be durable yet.
    if (!settled.has(stored.digest.slice(0, 2))) shelves.add(stored.digest.slice(0, 2));
    return true;
  }

  async function settle(shelves: ReadonlySet<string>): Promise<void> {
    if (durability === 'full')
      await Promise.all([...shelves].filter((shelf) => !settled.has(shelf)).map((shelf) => syncFolder(join(folder, 'objects', shelf))));
    for (const shelf of shelves) settled.add(shelf);
  }

  return { putAll, putStream };
}

/** Deposits under way, so that the same bytes twice wait for one write to be durable. */
function oncePerDigest(): (digest: Digest, put: () => Promise<void>) => Promise<void> {
  const underWay = new Map<Digest, Promise<void>>();
  return async (digest, put) => {
    const before = underWay.get(digest);
    if (before !== undefined) return before;
    const now = put().finally(() => underWay.delete(digest));
    underWay.set(digest, now);
    return now;
  };
}

function newTemporary(folder: string): string {
  return join(folder, 'objects', 'tmp', newId());
}

async function writePieces(beside: string, pieces: AsyncIterable<Uint8Array>, durability: Durability): Promise<StoredObject> {
  const hash = createHash('sha256');
  let size = 0;
  await writeFresh(beside, durability, async (file) => {
    for await (const piece of pieces) {
      hash.update(piece);
      size += piece.length;
      await file.writeFile(piece);
    }
  });
  return { digest: hash.digest('hex') as Digest, size };
}

async function writeFresh(path: string, durability: Durability, write: (file: FileHandle) => Promise<void>): Promise<void> {
  const file = await open(path, 'wx');
  try {
    await write(file);
    if (durability === 'full') await file.sync();
  } finally {
    await file.close();
  }
}

function nameOf(content: Uint8Array): StoredObject {
  return { digest: createHash('sha256').update(content).digest('hex') as Digest, size: content.length };
}

async function inTurns(works: readonly (() => Promise<void>)[]): Promise<void> {
  let next = 0;
  const lane = async () => {
    for (let work = works[next++]; work !== undefined; work = works[next++]) await work();
  };
  await Promise.all(Array.from({ length: Math.min(writesAtOnce, works.length) }, lane));
}

async function sizeOf(path: string): Promise<number | undefined> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

async function readObject(folder: string, digest: Digest): Promise<Uint8Array> {
  const path = objectPath(folder, digest);
  const bytes = await readFile(path).catch((error: unknown) => {
    throw unreadable(digest, error);
  });
  if (nameOf(bytes).digest !== digest) throw damaged(digest);
  return bytes;
}

async function* streamObject(folder: string, digest: Digest): AsyncGenerator<Uint8Array> {
  const hash = createHash('sha256');
  const pieces = createReadStream(objectPath(folder, digest), { highWaterMark: 256 * 1024 });
  try {
    for await (const piece of pieces as AsyncIterable<Uint8Array>) {
      hash.update(piece);
      yield piece;
    }
  } catch (error) {
    throw unreadable(digest, error);
  }
  if (hash.digest('hex') !== digest) throw damaged(digest);
}

function damaged(digest: Digest): ReceptionError {
  return new ReceptionError('archive-damaged', 'An object of the archive does not match its digest', { details: { digest } });
}

function unreadable(digest: Digest, cause: unknown): ReceptionError {
  if (cause instanceof ReceptionError) return cause;
  if ((cause as NodeJS.ErrnoException).code === 'ENOENT')
    return new ReceptionError('object-missing', 'An object is not in the archive', { cause, details: { digest } });
  return new ReceptionError('archive-damaged', 'An object of the archive cannot be read', { cause, details: { digest } });
}
