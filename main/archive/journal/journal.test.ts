import { execFileSync, spawnSync } from 'node:child_process';
import { appendFileSync, cpSync, mkdirSync, readFileSync, readdirSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { deliveryOf, names } from '../testing/cases.ts';
import { file, temporaryArchives } from '../testing/folders.ts';
import { openWriter, cutTornTail } from './writer.ts';
import { beginning, segmentPath, segmentsOf, walk } from './walk.ts';
import { composeLine } from './line.ts';

// Every archive here is flushed to a real disk, which others may be using.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

function walkAll(folder: string) {
  const steps = walk(folder);
  let next = steps.next();
  let seen = 0;
  for (; next.done !== true; next = steps.next()) seen = next.value.entry.seq;
  return { ...next.value, seen };
}

async function smallArchive(folder: string) {
  const archive = await archives.open(folder);
  const { raw } = await file(archive, 'a');
  for (const name of ['a', 'b']) await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(name, raw) }]);
  const before = statSync(segmentPath(folder, 1)).size;
  await archive.append([
    { kind: 'delivery-received', delivery: deliveryOf('c', raw) },
    { kind: 'delivery-failed', delivery: names.delivery('c'), attempt: 1, reason: 'сбой' },
  ]);
  await archive.close();
  return { before, raw };
}

test('a tail torn at any byte of the last transaction is cut back to the one before it, and kept aside', async () => {
  const folder = archives.folder();
  const { before } = await smallArchive(folder);
  const whole = readFileSync(segmentPath(folder, 1));
  for (let length = before; length <= whole.length; length++) {
    const torn = archives.folder();
    mkdirSync(join(torn, 'journal'));
    writeFileSync(segmentPath(torn, 1), whole.subarray(0, length));
    const walked = walkAll(torn);
    expect(walked.ended.seq).toBe(length === whole.length ? 4 : 2);
    const cut = cutTornTail(torn, walked, 0);
    const kept = length === whole.length ? whole.length : before;
    expect(cut).toBe(length - kept);
    expect(statSync(segmentPath(torn, 1)).size).toBe(kept);
    const aside = readdirSync(join(torn, 'journal')).filter((name) => name.startsWith('torn-'));
    expect(aside.map((name) => readFileSync(join(torn, 'journal', name)))).toEqual(cut === 0 ? [] : [whole.subarray(kept, length)]);
    rmSync(torn, { recursive: true });
  }
});

test('an archive opens on a torn tail and goes on from there', async () => {
  const folder = archives.folder();
  const { raw } = await smallArchive(folder);
  appendFileSync(segmentPath(folder, 1), 'half of a line that a crash cut sho');
  const archive = await archives.open(folder);
  expect((await archive.status()).entries).toBe(4);
  const [entry] = await archive.append([{ kind: 'delivery-received', delivery: deliveryOf('d', raw) }]);
  expect(entry!.seq).toBe(5);
  expect(await archive.fixity({})).toMatchObject({ entries: 5, damaged: [], missing: [] });
});

test('bytes changed in the middle are no torn tail: nothing is cut, and the archive says where', async () => {
  const folder = archives.folder();
  await smallArchive(folder);
  const path = segmentPath(folder, 1);
  const bytes = readFileSync(path);
  bytes[200]! ^= 1;
  writeFileSync(path, bytes);
  rmSync(join(folder, 'index'), { recursive: true });
  await expect(archives.open(folder)).rejects.toMatchObject({ code: 'archive-damaged', details: { entry: 1 } });
  expect(statSync(path).size).toBe(bytes.length);
});

test('a journal that is shorter than the index knows is a loss, and is not passed over', async () => {
  const folder = archives.folder();
  const { before } = await smallArchive(folder);
  truncateSync(segmentPath(folder, 1), before);
  await expect(archives.open(folder)).rejects.toMatchObject({ code: 'archive-damaged' });
});

test('segments follow each other, earlier ones are never touched again, and the chain goes through', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder, { segmentLimit: 2000 });
  const { raw } = await file(archive, 'a');
  const seen = new Map<number, Buffer>();
  for (let i = 0; i < 30; i++) {
    await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(String(i), raw) }]);
    for (const first of segmentsOf(folder)) {
      const bytes = readFileSync(segmentPath(folder, first));
      const earlier = seen.get(first) ?? Buffer.alloc(0);
      expect(bytes.subarray(0, earlier.length).equals(earlier)).toBe(true);
      seen.set(first, bytes);
    }
  }
  expect(seen.size).toBeGreaterThan(3);
  await archive.close();
  expect(walkAll(folder)).toMatchObject({ seen: 30 });
  const again = await archives.open(folder, { segmentLimit: 2000 });
  expect((await again.records.journal({ limit: 100 })).map((entry) => entry.seq)).toEqual(Array.from({ length: 30 }, (_, i) => 30 - i));
});

test('the shell loop of the format page verifies the chain with sha256sum alone, and finds a changed byte', async () => {
  const folder = archives.folder();
  await smallArchive(folder);
  const page = readFileSync(new URL('../../../archive-schema/README.md', import.meta.url), 'utf8');
  const script = /```sh\n([\s\S]*?)```/.exec(page)![1]!;
  expect(execFileSync('sh', ['-c', script], { cwd: folder, encoding: 'utf8' })).toContain('4 entries');
  const path = segmentPath(folder, 1);
  const bytes = readFileSync(path);
  bytes[bytes.length - 30]! ^= 1;
  writeFileSync(path, bytes);
  expect(spawnSync('sh', ['-c', script], { cwd: folder }).status).not.toBe(0);
});

test('a disk that is full takes the whole transaction back, and the archive goes on when there is room', async (context) => {
  const disk = archives.folder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', disk]);
  if (mounted.status !== 0) return context.skip('mounting a small disk needs root');
  try {
    mkdirSync(join(disk, 'journal'));
    const journal = openWriter(disk, beginning, { durability: 'full' });
    const line = (previous: typeof beginning, size: number) => composeLine({ kind: 'settings-changed', section: 's', change: 'x'.repeat(size) }, '2026-11-01T00:00:00.000Z' as never, previous, true);
    const write = (size: number) => {
      const start = journal.next();
      const { bytes, entry } = line(start, size);
      const after = { seq: entry.seq, head: entry.digest, segment: start.segment, offset: start.offset + bytes.length };
      journal.write(bytes, after);
      return after;
    };
    const kept = write(100_000);
    expect(() => write(300_000)).toThrow(expect.objectContaining({ code: 'archive-full' }));
    expect(journal.broken).toBeUndefined();
    expect(statSync(segmentPath(disk, 1)).size).toBe(kept.offset);
    const after = write(50_000);
    expect(walkAll(disk)).toMatchObject({ seen: 2, ended: after });
    journal.close();
  } finally {
    execFileSync('umount', ['-l', disk]);
  }
});

test('an archive on a full disk refuses, loses nothing, and stays whole', async (context) => {
  const disk = archives.folder();
  const mounted = spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=3m', 'tmpfs', disk]);
  if (mounted.status !== 0) return context.skip('mounting a small disk needs root');
  try {
    const archive = await archives.open(disk);
    const { raw } = await file(archive, 'a');
    let kept = 0;
    let refused: unknown;
    for (; refused === undefined && kept < 10_000; kept++)
      await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(String(kept), raw, { name: 'x'.repeat(5000) }) }]).catch((error: unknown) => (refused = error));
    expect(refused).toMatchObject({ code: 'archive-full' });
    expect((await archive.fixity({})).brokenAt).toBeUndefined();
    expect((await archive.status()).entries).toBe(kept - 1);
    await archive.close();
    const copy = archives.folder();
    for (const part of ['archive.json', 'journal', 'objects']) cpSync(join(disk, part), join(copy, part), { recursive: true });
    expect((await (await archives.open(copy)).status()).entries).toBe(kept - 1);
  } finally {
    await archives.clear().catch(() => undefined);
    spawnSync('umount', ['-l', disk]);
  }
});
