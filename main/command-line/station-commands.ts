import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { ReceptionError } from '../domain/errors.ts';
import type { Instant } from '../domain/identifiers.ts';
import type { SubmissionFilter } from '../domain/records.ts';
import { fileKeyProtection } from '../key-protection.ts';
import { openStation, type Station } from '../station.ts';
import { readStationFolder } from '../station-folder.ts';
import { idOf, noStation } from './archive-commands.ts';
import type { Command } from './parse-command.ts';
import type { CommandRun, Talk } from './talk.ts';
import { exitCodes } from './usage.ts';

/** One exchange session, to its end or to a signal. */
export const exchangeCommand: CommandRun = (command, talk, signal) =>
  withStation(command, talk, async ({ exchange, archive }) => {
    signal.addEventListener('abort', () => exchange.stop());
    await exchange.run('command');
    const session = await exchange.settled();
    const [left, held] = [await archive.records.dispatches({ states: ['owed'], offset: 0, limit: 1 }), await archive.records.dispatches({ states: ['held'], offset: 0, limit: 1 })];
    const { collected = 0, doubled = 0, examined = 0, dispatched = 0, failed = 0, stopped = false } = session ?? {};
    const value = { collected, doubled, examined, dispatched, failed, owed: left.total, held: held.total, stopped };
    for (const channel of exchange.view().channels) if (channel.lastError !== undefined) talk.say(`${channel.name}: ${channel.lastError}`);
    talk.answer(value, [`Collected ${collected}, doubled ${doubled}, examined ${examined}, sent ${dispatched}, failed ${failed}; still owed ${left.total}, held ${held.total}.`]);
    if (stopped) return exitCodes.interrupted;
    const broken = exchange.view().channels.some(({ lastError }) => lastError !== undefined);
    return failed > 0 || broken ? exitCodes.negative : exitCodes.done;
  });

export const exportCommand: CommandRun = async (command, talk) => {
  if (command.register !== undefined) return exportRegister(command, talk);
  if (command.id === undefined || command.to === undefined) throw new ReceptionError('input-invalid', 'export needs --id ID with --to DIR, or --register FILE.');
  return withStation(command, talk, async ({ office, archive }) => {
    const { name, bytes } = await office.records.packSubmission(await idOf(archive, command.id!));
    await mkdir(command.to!, { recursive: true });
    const target = path.join(command.to!, name);
    await writeFile(target, bytes, { flush: true });
    talk.answer({ path: target, bytes: bytes.length }, [`${target}  ${bytes.length} bytes`]);
    return exitCodes.done;
  });
};

async function exportRegister(command: Command, talk: Talk): Promise<number> {
  const target = path.resolve(command.register!);
  const format = path.extname(target).slice(1).toLowerCase();
  if (format !== 'xlsx' && format !== 'csv' && format !== 'pdf') throw new ReceptionError('input-invalid', '--register takes a file that ends in .xlsx, .csv or .pdf.');
  return withStation(command, talk, async ({ office }) => {
    const { rows } = await office.reports.exportRegister(periodOf(command), format, 'ru');
    talk.answer({ path: target, rows }, [`${target}  ${rows} rows`]);
    return exitCodes.done;
  }, target);
}

function periodOf({ from, toDay }: Command): SubmissionFilter {
  const start = from === undefined ? {} : { from: `${from}T00:00:00.000Z` as Instant };
  return toDay === undefined ? start : { ...start, to: `${toDay}T23:59:59.999Z` as Instant };
}

export const sealCommand: CommandRun = (command, talk) =>
  withStation(command, talk, async ({ office }) => {
    const sealed = await office.audit.seal();
    talk.answer(sealed, [`Sealed up to entry ${sealed.upTo} at ${sealed.at}.`]);
    return exitCodes.done;
  });

async function withStation(command: Command, talk: Talk, work: (station: Station) => Promise<number>, saveTo?: string): Promise<number> {
  const folder = path.resolve(command.station!);
  if (readStationFolder(folder) === undefined) throw noStation(folder);
  const station = await openStation({
    folder,
    protection: fileKeyProtection(folder),
    language: 'ru',
    version: '0.1.0',
    async saveFile(_name, bytes) {
      if (saveTo === undefined) return {};
      await writeFile(saveTo, bytes, { flush: true });
      return { path: saveTo };
    },
    log: (message, error) => talk.say(error instanceof Error ? `${message}: ${error.message}` : message),
  });
  try {
    return await work(station);
  } finally {
    await station.close();
  }
}
