import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelId } from '../main/domain/identifiers.ts';
import { fileKeyProtection } from '../main/key-protection.ts';
import { makePkcs12 } from '../main/signatures/keys/pkcs12.ts';
import { createStation, openStation, type StationSurroundings } from '../main/station.ts';
import type { Party } from './case.ts';
import type { BenchContainer } from './intake-steps.ts';

export type WholeIntake = { readonly perProcessorSecond: number; readonly perSecond: number };

/** Containers that are taken before the measuring begins. */
export const warm = 20;

/** A whole station over a spool folder, from the first look to the last receipt in out/, durable at every step. */
export async function measureWholeIntake({ station: key, trust }: Party, containers: readonly BenchContainer[]): Promise<WholeIntake> {
  const folder = mkdtempSync(join(tmpdir(), 'reception-bench-'));
  const spool = join(folder, 'spool');
  mkdirSync(join(spool, 'in'), { recursive: true });
  const on: StationSurroundings = {
    folder: join(folder, 'station'), protection: fileKeyProtection(folder), language: 'ru', version: '0',
    saveFile: () => Promise.resolve({}), log: (message, error) => console.error(message, error ?? ''),
  };
  try {
    const password = 'bench';
    await createStation(on, {
      authority: { code: '7700', name: 'Инспекция', taxNumber: '7707329152', kpp: '770701001' }, folder: join(on.folder, 'archive'),
      channels: [{ kind: 'spool', id: 'gd' as ChannelId, name: 'Папка', enabled: true, folder: spool }],
      stationKey: { file: { name: 'station.p12', bytes: makePkcs12({ key, password }) }, password },
      trust: [...trust.anchors, ...trust.intermediates, ...trust.crls].map((bytes, at) => ({ name: `${at}.der`, bytes })),
      officers: [{ login: 'admin', name: 'Админ', position: '', roles: ['administrator'], password: 'администратор-17' }],
    });
    const handIn = (some: readonly BenchContainer[]) => some.forEach(({ name, bytes }) => writeFileSync(join(spool, 'in', name), bytes));
    const station = await openStation(on);
    const { exchange } = station.office;
    // The first few start the worker threads, which a station does once.
    handIn(containers.slice(0, warm));
    await exchange.run('command');
    await exchange.settled();
    const measured = containers.slice(warm);
    handIn(measured);
    const before = process.cpuUsage();
    const began = performance.now();
    await exchange.run('command');
    const ended = await exchange.settled();
    const { user, system } = process.cpuUsage(before);
    const seconds = (performance.now() - began) / 1000;
    await station.close();
    if (ended?.dispatched !== measured.length * 2) throw new Error(`${ended?.dispatched} receipts were sent for ${measured.length} containers`);
    return { perProcessorSecond: measured.length / ((user + system) / 1e6), perSecond: measured.length / seconds };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
