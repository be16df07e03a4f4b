import { mkdtempSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { makeDemoPki } from '../demo/pki.ts';
import { fileKeyProtection } from './key-protection.ts';
import { makePkcs12 } from './signatures/keys/pkcs12.ts';
import { createStation, openStation, type StationSurroundings } from './station.ts';

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

async function madeStation(): Promise<{ on: StationSurroundings; said: string[] }> {
  const folder = mkdtempSync(path.join(tmpdir(), 'station-'));
  folders.push(folder);
  const said: string[] = [];
  const on: StationSurroundings = { folder, protection: fileKeyProtection(folder), language: 'en', version: '0', threads: 1, saveFile: async () => ({}), log: (message) => void said.push(message) };
  const pki = makeDemoPki(Date.now());
  await createStation(on, {
    authority: { code: '7700', name: 'Inspection', taxNumber: '', kpp: '' },
    folder: path.join(folder, 'archive'),
    channels: [],
    stationKey: { file: { name: 'station.p12', bytes: makePkcs12({ key: pki.station, password: 'key' }) }, password: 'key' },
    trust: [{ name: 'ca.cer', bytes: pki.anchor }],
    officers: (['first', 'second'] as const).map((login) => ({ login, name: login, position: '', roles: ['administrator'], password: 'password' })),
  });
  return { on, said };
}

test('a working paper that was torn is replaced by the writing before it, and the journal and the log say so', async () => {
  const { on, said } = await madeStation();
  truncateSync(path.join(on.folder, 'papers', 'officers.json'), 20);
  const station = await openStation(on);
  try {
    expect(station.office.officers.list().map(({ login }) => login)).toEqual(['first']);
    const entries = await station.archive.records.journal({ limit: 1000 });
    expect(entries.filter((entry) => entry.kind === 'settings-changed' && entry.section === 'papers')).toMatchObject([{ change: expect.stringContaining('officers.json was torn') }]);
    expect(said).toEqual([expect.stringContaining('officers.json was torn')]);
  } finally {
    await station.close();
  }
  expect((await reopened(on)).notices).toBe(1);
});

/** Beside another program, a torn paper is read as well, and nothing is written. */
async function reopened(on: StationSurroundings): Promise<{ notices: number }> {
  const station = await openStation({ ...on, readOnly: true });
  try {
    expect((await station.archive.records.journal({ limit: 1000 })).filter((entry) => entry.kind === 'settings-changed' && entry.section === 'papers')).toHaveLength(1);
    return { notices: station.papers.notices.length };
  } finally {
    await station.close();
  }
}
