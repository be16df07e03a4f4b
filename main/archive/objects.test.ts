import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { digestOf } from './testing/cases.ts';
import { temporaryArchives } from './testing/folders.ts';

// Every archive here is flushed to a real disk, which others may be using.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

test('an object is named by its bytes and read back as they were', async () => {
  const archive = await archives.open(archives.folder());
  const stored = await archive.deposit(Buffer.from('тело'));
  expect(stored).toEqual({ digest: digestOf('тело'), size: 8 });
  expect(Buffer.from(await archive.read(stored.digest)).toString()).toBe('тело');
  expect(archive.pathOf(stored.digest)).toBe(join(archive.folder, 'objects', stored.digest.slice(0, 2), stored.digest));
});

test('a stream is one object with the same name as its bytes', async () => {
  const archive = await archives.open(archives.folder());
  async function* pieces() {
    yield Buffer.from('раз ');
    yield Buffer.from('два');
  }
  const stored = await archive.deposit(pieces());
  expect(stored.digest).toBe(digestOf('раз два'));
  const read: Uint8Array[] = [];
  for await (const piece of archive.stream(stored.digest)) read.push(piece);
  expect(Buffer.concat(read).toString()).toBe('раз два');
});

test('the same bytes twice, at once and again, are one object, and nothing is left beside', async () => {
  const archive = await archives.open(archives.folder());
  const contents = Array.from({ length: 60 }, (_, i) => Buffer.from(`object ${i % 20}`));
  const stored = await archive.depositAll(contents);
  expect(stored.map((one) => one.digest)).toEqual(contents.map((content) => digestOf(content.toString())));
  await Promise.all([archive.deposit(contents[0]!), archive.depositAll(contents), archive.deposit(contents[0]!)]);
  const shelves = readdirSync(join(archive.folder, 'objects')).filter((name) => name !== 'tmp');
  expect(shelves.flatMap((shelf) => readdirSync(join(archive.folder, 'objects', shelf)))).toHaveLength(20);
  expect(readdirSync(join(archive.folder, 'objects', 'tmp'))).toEqual([]);
});

test('an object that is not there, and one that was changed, are told apart', async () => {
  const archive = await archives.open(archives.folder());
  await expect(archive.read(digestOf('нет'))).rejects.toMatchObject({ code: 'object-missing' });
  const { digest } = await archive.deposit(Buffer.from('целое'));
  const path = archive.pathOf(digest);
  const bytes = readFileSync(path);
  bytes[3]! ^= 1;
  writeFileSync(path, bytes);
  await expect(archive.read(digest)).rejects.toMatchObject({ code: 'archive-damaged' });
  await expect((async () => { for await (const piece of archive.stream(digest)) void piece; })()).rejects.toMatchObject({ code: 'archive-damaged' });
});

test('a name that is no digest does not become a path', async () => {
  const archive = await archives.open(archives.folder());
  expect(() => archive.pathOf('../../etc/passwd' as never)).toThrow();
});
