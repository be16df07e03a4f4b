import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { afterEach, expect, test } from 'vitest';
import { names, numberOf } from '../../main/archive/testing/cases.ts';
import { dumpIndex, temporaryArchives } from '../../main/archive/testing/folders.ts';
import { openArchive } from '../../main/archive/open-archive.ts';

const archives = temporaryArchives();
afterEach(() => archives.clear());

const appender = fileURLToPath(new URL('./archive-appender.ts', import.meta.url));

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
