import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test, vi } from 'vitest';
import { segmentPath, segmentsOf } from './journal/walk.ts';
import { temporaryArchives } from './testing/folders.ts';
import { actsKnown, play } from './testing/history.ts';
import { faultsOf, type Schema } from './testing/json-schema.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

function schema(name: string): Schema {
  return JSON.parse(readFileSync(new URL(`../../archive-schema/${name}`, import.meta.url), 'utf8')) as Schema;
}

test('every entry that is written is as the format’s schema tells, and has no field that it does not tell of', async () => {
  const folder = archives.folder();
  const archive = await archives.open(folder, { durability: 'none' });
  const way = [0, 1, 2, 3, 8, 7].map((act) => ({ act, who: 0, how: 1 }));
  const rest = Array.from({ length: actsKnown * 4 }, (_, i) => ({ act: i % actsKnown, who: Math.floor(i / actsKnown), how: i % 12 }));
  await play(archive, [...way, ...rest]);
  await archive.close();
  const entrySchema = schema('journal-entry.schema.json');
  const lines = segmentsOf(folder).flatMap((first) => readFileSync(segmentPath(folder, first), 'utf8').trimEnd().split('\n'));
  const entries = lines.map((line) => JSON.parse(line.slice(65)) as { kind: string });
  expect(entries.flatMap((entry) => faultsOf(entrySchema, entry).map((fault) => `${entry.kind}: ${fault}`))).toEqual([]);
  expect(entries.length).toBeGreaterThan(60);
  expect(faultsOf(schema('archive.schema.json'), JSON.parse(readFileSync(join(folder, 'archive.json'), 'utf8')))).toEqual([]);
});

test('the schema knows every kind of fact that the domain knows, and no other', () => {
  const source = readFileSync(new URL('../domain/journal-entry.ts', import.meta.url), 'utf8');
  const kinds = [...source.matchAll(/^ {2}\| \{ kind: '([a-z-]+)'/gm)].map((match) => match[1]);
  const told = schema('journal-entry.schema.json').oneOf!.map((variant) => variant.properties!['kind']!.const);
  expect(told).toEqual(kinds);
});
