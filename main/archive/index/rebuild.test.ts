import fc from 'fast-check';
import { copyFileSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { afterEach, expect, test, vi } from 'vitest';
import type { SubmissionId } from '../../domain/identifiers.ts';
import { deliveryOf, names, receiptOf } from '../testing/cases.ts';
import { dumpIndex, file, temporaryArchives } from '../testing/folders.ts';
import { actsKnown, play, type Choice } from '../testing/history.ts';

// Every archive here is flushed to a real disk, which others may be using.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

/** Submissions that go most of the way, with chance between the steps: else random acts are mostly refused. */
const history = fc
  .array(fc.record({ act: fc.nat(actsKnown - 1), who: fc.nat(3), how: fc.nat(11) }), { minLength: 30, maxLength: 60, size: 'max' })
  .map((chance) => [...usual, ...chance]);
const usual: readonly Choice[] = [
  ...[0, 1, 2, 3].flatMap((who) => [0, 1, 2].map((act) => ({ act, who, how: who + act }))),
  ...[3, 8, 7].map((act) => ({ act, who: 0, how: 1 })),
];

test('an index that is derived again from the journal is the one that grew with it, for every kind of fact', async () => {
  const kinds = new Set<string>();
  await fc.assert(
    fc.asyncProperty(history, async (choices) => {
      const folder = archives.folder();
      const archive = await archives.open(folder, { durability: 'none', segmentLimit: 20_000 });
      await play(archive, choices);
      for (const entry of await archive.records.journal({ limit: 10_000 })) kinds.add(entry.kind);
      const { entries } = await archive.status();
      await archive.close();
      const grown = dumpIndex(folder);
      const again = await archives.open(folder);
      expect(await again.rebuildIndex({})).toEqual({ entries });
      await again.close();
      expect(dumpIndex(folder)).toEqual(grown);
      rmSync(join(folder, 'index'), { recursive: true });
      await (await archives.open(folder)).close();
      expect(dumpIndex(folder)).toEqual(grown);
      await archives.clear();
    }),
    { numRuns: 8, seed: 7 },
  );
  expect([...kinds].sort()).toEqual(kindsOfFacts());
}, 240_000);

/** Every kind that the domain knows, read from its source: a new one must come into the history. */
function kindsOfFacts(): string[] {
  const source = readFileSync(new URL('../../domain/journal-entry.ts', import.meta.url), 'utf8');
  return [...source.matchAll(/^ {2}\| \{ kind: '([a-z-]+)'/gm)].map((match) => match[1]!).sort();
}

test('a rebuild beside appends loses none of them, and can be stopped', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder, { durability: 'none' });
  const { raw } = await file(archive, 'a');
  for (let i = 0; i < 30; i++) await archive.append(Array.from({ length: 100 }, (_, n) => ({ kind: 'delivery-received' as const, delivery: deliveryOf(`${i}-${n}`, raw) })));
  const told: number[] = [];
  const rebuilding = archive.rebuildIndex({ progress: (done) => told.push(done) });
  await Promise.all(Array.from({ length: 40 }, (_, n) => archive.append([{ kind: 'delivery-received', delivery: deliveryOf(`beside-${n}`, raw) }])));
  await rebuilding;
  expect(told.length).toBeGreaterThan(1);
  expect((await archive.status()).entries).toBe(3040);
  expect(await archive.findDelivery({ channel: 'mail', messageId: '<beside-39@example.org>' })).toBe(names.delivery('beside-39'));
  await expect(archive.rebuildIndex({ signal: AbortSignal.abort() })).rejects.toMatchObject({ code: 'cancelled' });
  await archive.append([{ kind: 'delivery-received', delivery: deliveryOf('after', raw) }]);
  await archive.close();
  expect(readdirSync(join(folder, 'index'))).toEqual(['index.sqlite']);
});

test('a transaction that is refused among others leaves no words in the index', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder, { durability: 'none' });
  const filed = await file(archive, 'a');
  await archive.append(['a', 'b', 'c'].map((name) => ({ kind: 'delivery-received' as const, delivery: deliveryOf(name, filed.raw) })));
  const [a, b, c] = await Promise.all(['a', 'b', 'c'].map(async (name) => (await archive.register(names.delivery(name), 2026)).submission));
  const issue = (name: string, submission: SubmissionId) => ({ kind: 'receipt-issued' as const, receipt: receiptOf(name, 'acceptance', filed, { submission }) });
  const outcomes = await Promise.allSettled([
    archive.append([issue('a', a!)]),
    archive.append([issue('b', b!), issue('b', b!)]),
    archive.append([issue('c', c!)]),
  ]);
  expect(outcomes.map((outcome) => outcome.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  expect((await archive.records.search({ text: 'acceptance*', offset: 0, limit: 10 })).total).toBe(2);
  await archive.close();
  const grown = dumpIndex(folder);
  rmSync(join(folder, 'index'), { recursive: true });
  await (await archives.open(folder)).close();
  expect(dumpIndex(folder)).toEqual(grown);
});

test('an index of the first version is brought to the newest', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder);
  await play(archive, usual);
  await archive.close();
  const newest = dumpIndex(folder);
  const schema = new URL('../../../archive-schema/migrations/0001-views.sql', import.meta.url);
  rmSync(join(folder, 'index'), { recursive: true });
  mkdirSync(join(folder, 'index'));
  const old = new DatabaseSync(join(folder, 'index', 'index.sqlite'));
  old.exec(`${readFileSync(schema, 'utf8')}; PRAGMA user_version = 1`);
  old.close();
  await (await archives.open(folder)).close();
  expect(dumpIndex(folder)).toEqual(newest);
});

test('an index that is no database is thrown away, and derived again', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder);
  await play(archive, usual);
  await archive.close();
  const whole = dumpIndex(folder);
  copyFileSync(join(folder, 'archive.json'), join(folder, 'index', 'index.sqlite'));
  await (await archives.open(folder)).close();
  expect(dumpIndex(folder)).toEqual(whole);
});
