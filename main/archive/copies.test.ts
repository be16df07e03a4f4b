import { createHash } from 'node:crypto';
import { existsSync, readFileSync, readdirSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import type { Archive } from './archive.ts';
import { segmentPath } from './journal/walk.ts';
import { openArchive } from './open-archive.ts';
import { restore } from './restore.ts';
import { at, deliveryOf, digestOf } from './testing/cases.ts';
import { dumpIndex, file, temporaryArchives } from './testing/folders.ts';
import { play } from './testing/history.ts';

// Every archive here is flushed to a real disk, which others may be using.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

const usual = [0, 1, 2, 3, 4].flatMap((who) => [0, 1, 2, 12, 14, 3].map((act) => ({ act, who, how: who })));

async function filled(folder: string): Promise<Archive> {
  const archive = await archives.open(folder);
  await play(archive, usual);
  return archive;
}

function spoil(path: string, place = 3): void {
  const bytes = readFileSync(path);
  bytes[place]! ^= 1;
  writeFileSync(path, bytes);
}

test('fixity finds a changed object, a missing one, and changes nothing', async () => {
  const archive = await filled(archives.folder());
  const whole = await archive.fixity({});
  expect(whole).toMatchObject({ damaged: [], missing: [], falseSeals: [], stopped: false });
  expect(whole.objects).toBe((await archive.status()).objects);
  const [damaged, missing] = [digestOf('document 1'), digestOf('raw 2')];
  spoil(archive.pathOf(damaged));
  rmSync(archive.pathOf(missing));
  const told: number[] = [];
  const report = await archive.fixity({ progress: (done, total) => told.push(done / total) });
  expect(report).toMatchObject({ damaged: [damaged], missing: [missing], objects: whole.objects - 1 });
  expect(told.length).toBeGreaterThan(0);
  expect(existsSync(archive.pathOf(missing))).toBe(false);
  expect((await archive.fixity({ signal: AbortSignal.abort() })).stopped).toBe(true);
});

test('fixity finds a byte of the journal that was changed while the archive stood open, and looks at all objects still', async () => {
  const archive = await filled(archives.folder());
  const { objects } = await archive.fixity({});
  const path = segmentPath(archive.folder, 1);
  spoil(path, readFileSync(path).indexOf('"seq":3,') + 6);
  const report = await archive.fixity({});
  expect(report.brokenAt).toBe(3);
  expect(report.objects).toBeGreaterThan(objects / 2);
});

test('evidence that a protocol names is part of fixity', async () => {
  const archive = await archives.open(archives.folder());
  const filed = await file(archive, '0');
  const evidence = await archive.deposit(Buffer.from('CRL'));
  const protocol = await archive.deposit(Buffer.from(JSON.stringify({ documents: [{ signatures: [{ verdict: { evidence: [evidence.digest] } }] }] })));
  await archive.append([{ kind: 'delivery-received', delivery: deliveryOf('0', filed.raw) }]);
  const { submission } = await archive.register(deliveryOf('0', filed.raw).id, 2026);
  await archive.append([{ kind: 'submission-reexamined', submission, judgedFor: 'now', indication: 'TOTAL_PASSED', protocol }]);
  rmSync(archive.pathOf(evidence.digest));
  expect((await archive.fixity({})).missing).toEqual([evidence.digest]);
});

test('a seal states the length and head of the chain; a false one is not taken, and a forged one is found', async () => {
  const archive = await filled(archives.folder());
  const statement = await archive.sealStatement(at(0));
  const { head, entries } = await archive.status();
  expect(Buffer.from(statement.text).toString()).toBe(`Reception archive seal\nversion: 1\nauthority: 7700\nentries: ${entries}\nhead: ${head}\nat: ${at(0)}\n`);
  const seal = await archive.deposit(createHash('sha256').update(statement.text).digest());
  await expect(archive.append([{ kind: 'seal-made', upTo: statement.upTo, head: digestOf('other'), seal }])).rejects.toMatchObject({ code: 'entry-refused' });
  await archive.append([{ kind: 'seal-made', upTo: statement.upTo, head: statement.head, seal }]);
  expect(await archive.status()).toMatchObject({ lastSealUpTo: entries });
  const name = String(entries).padStart(12, '0');
  expect(readFileSync(join(archive.folder, 'seals', `${name}.txt`))).toEqual(Buffer.from(statement.text));
  expect((await archive.fixity({})).falseSeals).toEqual([]);
});

test('a backup is an archive; the next one adds what is new, and mends what was damaged in it', async () => {
  const archive = await filled(archives.folder());
  const target = join(archives.folder(), 'copy');
  const first = await archive.backup(target, {});
  expect(first.entries).toBe((await archive.status()).entries);
  const { raw } = await file(archive, 'later');
  await archive.append([{ kind: 'delivery-received', delivery: deliveryOf('later', raw) }]);
  const shelf = join(target, 'objects', raw.digest.slice(0, 2));
  const other = digestOf('document 1');
  spoil(join(target, 'objects', other.slice(0, 2), other));
  truncateSync(segmentPath(target, 1), 1000);
  const second = await archive.backup(target, { verify: true });
  expect(second.entries).toBe(first.entries + 1);
  expect(readdirSync(shelf)).toContain(raw.digest);
  await archive.close();
  const copy = await openArchive({ folder: target });
  expect(await copy.fixity({})).toMatchObject({ entries: second.entries, damaged: [], missing: [] });
  await copy.close();
  expect(dumpIndex(target)).toEqual(dumpIndex(archive.folder));
});

test('a backup does not go into the archive itself, into another archive, or among other things', async () => {
  const archive = await filled(archives.folder());
  await expect(archive.backup(join(archive.folder, 'inside'), {})).rejects.toMatchObject({ code: 'backup-invalid' });
  const other = await archives.open(archives.folder(), { now: () => 0 });
  await expect(archive.backup(other.folder, {})).rejects.toMatchObject({ code: 'backup-invalid' });
  const strange = archives.folder();
  writeFileSync(join(strange, 'letter.txt'), '');
  await expect(archive.backup(strange, {})).rejects.toMatchObject({ code: 'backup-invalid' });
  await expect(archive.backup(archives.folder(), { signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
});

test('an archive is restored whole, and not over another or from a damaged copy', async () => {
  const archive = await filled(archives.folder());
  const backup = archives.folder();
  await archive.backup(backup, {});
  await archive.close();
  const target = join(archives.folder(), 'restored');
  const restored = await restore(backup, target);
  const again = await archives.open(target);
  expect((await again.status()).entries).toBe(restored.entries);
  await again.close();
  expect(dumpIndex(target)).toEqual(dumpIndex(archive.folder));
  await expect(restore(backup, target)).rejects.toMatchObject({ code: 'backup-invalid' });
  const digest = digestOf('raw 1');
  const object = join(backup, 'objects', digest.slice(0, 2), digest);
  renameSync(object, `${object}.away`);
  await expect(restore(backup, join(archives.folder(), 'b'))).rejects.toMatchObject({ code: 'archive-damaged' });
  renameSync(`${object}.away`, object);
  spoil(object);
  const half = join(archives.folder(), 'c');
  await expect(restore(backup, half)).rejects.toMatchObject({ code: 'archive-damaged' });
  await expect(openArchive({ folder: half })).rejects.toMatchObject({ code: 'record-missing' });
});

test('a second writer is told that the archive is locked; a reader beside a writer sees what it commits', async () => {
  const folder = archives.folder();
  const writer = await filled(folder);
  await expect(openArchive({ folder })).rejects.toMatchObject({ code: 'archive-locked' });
  const reader = await archives.open(folder, { readOnly: true });
  const { entries } = await reader.status();
  const { raw } = await file(writer, 'x');
  await writer.append([{ kind: 'delivery-received', delivery: deliveryOf('x', raw) }]);
  expect((await reader.status()).entries).toBe(entries + 1);
  await writer.rebuildIndex({});
  await writer.append([{ kind: 'delivery-received', delivery: deliveryOf('y', raw) }]);
  expect((await reader.status()).entries).toBe(entries + 2);
  await expect(reader.append([{ kind: 'delivery-received', delivery: deliveryOf('z', raw) }])).rejects.toMatchObject({ code: 'archive-read-only' });
  await expect(reader.deposit(Buffer.from('z'))).rejects.toMatchObject({ code: 'archive-read-only' });
  await writer.close();
  expect((await (await archives.open(folder)).status()).entries).toBe(entries + 2);
});

test('a copy without an index can be read as it lies', async () => {
  const archive = await filled(archives.folder());
  const target = archives.folder();
  await archive.backup(target, {});
  const copy = await archives.open(target, { readOnly: true });
  expect(await copy.records.search({ text: 'декларации', offset: 0, limit: 5 })).toEqual(await archive.records.search({ text: 'декларации', offset: 0, limit: 5 }));
  expect(readdirSync(join(target, 'index'))).toEqual([]);
});
