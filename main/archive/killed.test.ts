import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { existsSync, readFileSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { deliveryOf, names, numberOf } from './testing/cases.ts';
import { dumpIndex, temporaryArchives } from './testing/folders.ts';
import { openArchive } from './open-archive.ts';

const archives = temporaryArchives();
afterEach(() => archives.clear());

const copier = fileURLToPath(new URL('./testing/copier.ts', import.meta.url));
const appender = fileURLToPath(new URL('./testing/appender.ts', import.meta.url));

/** Lines that the child said before it was killed, some time after its first. */
async function appendUntilKilled(folder: string, run: number): Promise<string[]> {
  const child = spawn(process.execPath, [appender, folder, String(run)], { stdio: ['ignore', 'pipe', 'inherit'] });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (more: string) => (said += more));
  await once(child.stdout, 'data');
  await new Promise((resolve) => setTimeout(resolve, (run * 37) % 230));
  child.kill('SIGKILL');
  await once(child, 'close');
  return said.split('\n').slice(0, -1);
}

test('after twenty kills everything that was answered is there, the chain is whole, and the index is the journal’s', async () => {
  const folder = archives.folder();
  const answered: string[] = [];
  for (let run = 0; run < 20; run++) answered.push(...(await appendUntilKilled(folder, run)));
  const archive = await archives.open(folder, { segmentLimit: 30_000 });
  for (const line of answered) {
    const [name, number] = line.split(' ') as [string, string];
    const id = await archive.findDelivery({ channel: 'mail', messageId: `<${name}@example.org>` });
    expect(id).toBe(names.delivery(name));
    const submission = await archive.records.find(number);
    expect((await archive.records.summary(submission!))?.delivery).toBe(id);
  }
  expect(answered.length).toBeGreaterThan(20);
  const { rows } = await archive.records.register({}, 0, 100_000);
  expect(rows.map((row) => row.number)).toEqual(rows.map((_, i) => numberOf(i + 1)));
  expect(await archive.fixity({})).toMatchObject({ damaged: [], missing: [], entries: (await archive.status()).entries });
  await archive.close();
  const grown = dumpIndex(folder);
  const again = await archives.open(folder);
  await again.rebuildIndex({});
  await again.close();
  expect(dumpIndex(folder)).toEqual(grown);
}, 240_000);

test('a backup that was killed is taken up where it stopped, and is whole then', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder);
  const stored = await archive.depositAll(Array.from({ length: 1500 }, (_, i) => Buffer.from(`raw ${i} `.repeat(400))));
  await archive.append(stored.map((raw, i) => ({ kind: 'delivery-received' as const, delivery: deliveryOf(String(i), raw) })));
  const target = join(archives.folder(), 'copy');
  const child = spawn(process.execPath, [copier, folder, target], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.kill('SIGKILL');
  await once(child, 'close');
  const standing = objectsIn(target);
  expect(standing.length).toBeLessThan(stored.length);
  expect(existsSync(join(target, 'archive.json'))).toBe(false);
  for (const { digest, path } of standing) expect(digestOf(readFileSync(path))).toBe(digest);
  const written = new Map(standing.map(({ path }) => [path, statSync(path).ino]));
  const { entries } = await archive.backup(target, {});
  for (const [path, inode] of written) expect(statSync(path).ino).toBe(inode);
  expect(readdirSync(join(target, 'objects', 'tmp'))).toEqual([]);
  await archive.close();
  const copy = await archives.open(target);
  expect(await copy.fixity({})).toMatchObject({ entries, objects: stored.length, damaged: [], missing: [] });
  await copy.close();
  expect(dumpIndex(target)).toEqual(dumpIndex(folder));
}, 120_000);

function objectsIn(folder: string): { digest: string; path: string }[] {
  const shelves = readdirSync(join(folder, 'objects')).filter((shelf) => shelf.length === 2);
  return shelves.flatMap((shelf) => readdirSync(join(folder, 'objects', shelf)).map((digest) => ({ digest, path: join(folder, 'objects', shelf, digest) })));
}

function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}

test('another program cannot write while one has the archive, and can when that one is killed', async () => {
  const folder = archives.folder();
  const child = spawn(process.execPath, [appender, folder, 'held'], { stdio: ['ignore', 'pipe', 'inherit'] });
  await once(child.stdout, 'data');
  child.stdout.resume();
  await expect(openArchive({ folder })).rejects.toMatchObject({ code: 'archive-locked' });
  const reader = await archives.open(folder, { readOnly: true });
  expect((await reader.status()).submissions).toBeGreaterThan(0);
  child.kill('SIGKILL');
  await once(child, 'close');
  await (await archives.open(folder)).close();
}, 60_000);
