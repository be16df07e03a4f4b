import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { availableParallelism, cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { compileLimit, makeCase, makeParty, measureLimit, writeCase } from './case.ts';
import { cryptoRound, equipmentFor, examineRound, makeBenchContainer, measure } from './intake-steps.ts';
import { measureWholeIntake, warm } from './whole-intake.ts';

/**
 * npm run bench -- [--seconds 3] [--containers 200] [--archive 100000]
 * Intake per processor second beside what C with libcrypto needs for decrypt, verify and sign in the same run; then
 * the queries of a large archive (none when --archive 0).
 */
const { values } = parseArgs({ options: { seconds: { type: 'string', default: '3' }, containers: { type: 'string', default: '200' }, archive: { type: 'string', default: '0' } } });
const seconds = Number(values.seconds);
const count = Number(values.containers);

console.log(`Node ${process.versions.node}, ${availableParallelism()} processors, ${cpus()[0]?.model ?? ''}`);
const limit = compileLimit();
const folder = mkdtempSync(join(tmpdir(), 'reception-cases-'));
const table: Record<string, Record<string, string>> = {};

for (const kind of ['rsa-2048', 'p-256'] as const) {
  const party = makeParty(kind);
  for (const [label, size] of [['1 KB', 1000], ['100 KB', 100_000]] as const) await measureRow(kind, party, label, size);
}
console.log('\nSubmissions per processor second (in brackets: share of the C limit), and per second of the clock over all threads');
console.table(table);
rmSync(folder, { recursive: true, force: true });
if (Number(values.archive) > 0) measureArchive(Number(values.archive));

async function measureRow(kind: 'rsa-2048' | 'p-256', party: ReturnType<typeof makeParty>, label: string, size: number): Promise<void> {
  const one = makeCase(kind, party, randomBytes(size));
  writeCase(join(folder, kind, label), one);
  const inC = limit === undefined ? undefined : measureLimit(limit, join(folder, kind, label), seconds);
  const crypto = await measure(seconds, () => cryptoRound(one));
  const container = await makeBenchContainer(party, size);
  const equipment = equipmentFor(party);
  const examined = await measure(seconds, () => examineRound(container, party, equipment));
  const containers = await Promise.all(Array.from({ length: count + warm }, () => makeBenchContainer(party, size)));
  const whole = await measureWholeIntake(party, containers);
  const beside = (figure: number) => `${figure.toFixed(0)}${inC === undefined ? '' : ` (${((100 * figure) / inC).toFixed(1)} %)`}`;
  table[`${kind}, ${label}`] = {
    'C libcrypto': inC === undefined ? '-' : inC.toFixed(0), 'same crypto here': beside(crypto), 'examine and issue': beside(examined), 'whole intake': beside(whole.perProcessorSecond), 'whole intake, per second': whole.perSecond.toFixed(0),
  };
  console.log(`${kind}, ${label}: ${JSON.stringify(table[`${kind}, ${label}`])}`);
}

function measureArchive(submissions: number): void {
  const [fill, queries] = ['fill-archive.ts', 'archive-queries.ts'].map((name) => join(import.meta.dirname, name)) as [string, string];
  if (!existsSync(fill) || !existsSync(queries)) return console.log('The benches of the archive are not here.');
  const archive = mkdtempSync(join(tmpdir(), 'reception-filled-'));
  for (const args of [[fill, archive, String(submissions)], [queries, archive]]) spawnSync(process.execPath, args, { stdio: 'inherit' });
  rmSync(archive, { recursive: true, force: true });
}
