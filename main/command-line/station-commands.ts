import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { openArchive } from '../archive/open-archive.ts';
import { restore } from '../archive/restore.ts';
import { ReceptionError } from '../domain/errors.ts';
import type { Instant, SubmissionId } from '../domain/identifiers.ts';
import type { SubmissionFilter } from '../domain/records.ts';
import { fileKeyProtection } from '../key-protection.ts';
import { openStation, type Station } from '../station.ts';
import { readStationFolder } from '../station-folder.ts';
import type { Command } from './parse-command.ts';
import type { Talk } from './talk.ts';
import { exitCodes } from './usage.ts';

export type CommandRun = (command: Command, talk: Talk, signal: AbortSignal) => Promise<number>;

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

export const searchCommand: CommandRun = (command, talk) =>
  withArchive(command, async ({ records }) => {
    const { rows, total } = await records.search({ text: command.operand!, offset: 0, limit: command.limit });
    talk.answer({ total, hits: rows }, [
      ...rows.map((hit) => [hit.number ?? hit.kind, hit.at, hit.state, hit.taxNumber, hit.subscriber, hit.title].join('  ')),
      `${total} found.`,
    ]);
    return total === 0 ? exitCodes.notFound : exitCodes.done;
  });

export const showCommand: CommandRun = (command, talk) =>
  withArchive(command, async (archive) => {
    const record = await archive.records.submission(await idOf(archive, command.operand!));
    const { summary, receipts, examination } = record!;
    talk.answer(record, [
      `${summary.number}  ${summary.state}  ${summary.receivedAt}`,
      `${summary.subscriber.name}  ${summary.subscriber.taxNumber}`,
      `${summary.formName ?? summary.subject ?? ''}  ${summary.period ?? ''}`,
      ...(examination?.documents ?? []).map(({ name, content }) => `  document  ${name}  ${content.digest}  ${content.size}`),
      ...record!.decisionReasons.map(({ code, text }) => `  reason    ${code}  ${text}`),
      ...receipts.map(({ kind, fileName, issuedAt, sentAt, confirmedAt }) => `  receipt   ${kind}  ${fileName}  issued ${issuedAt}  sent ${sentAt ?? '-'}  confirmed ${confirmedAt ?? '-'}`),
    ]);
    return exitCodes.done;
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

export const fixityCommand: CommandRun = (command, talk, signal) =>
  withArchive(
    command,
    async (archive) => {
      const report = await archive.fixity({ signal, progress: talk.progress });
      const { objects, bytes, entries, damaged, missing, brokenAt, falseSeals, stopped } = report;
      if (!stopped && !archive.readOnly) await archive.append([{ kind: 'fixity-checked', objects, bytes, entries, damaged: damaged.length, missing: missing.length }]);
      const whole = damaged.length + missing.length + falseSeals.length === 0 && brokenAt === undefined;
      talk.answer(report, [`${objects} objects (${bytes} bytes) and ${entries} entries: ${stopped ? 'stopped before the end' : whole ? 'whole' : 'DAMAGED'}.`, ...damaged.map((digest) => `  damaged ${digest}`), ...missing.map((digest) => `  missing ${digest}`), ...(brokenAt === undefined ? [] : [`  the chain breaks at entry ${brokenAt}`])]);
      if (stopped) return exitCodes.interrupted;
      return whole ? exitCodes.done : exitCodes.negative;
    },
    { write: true },
  );

export const sealCommand: CommandRun = (command, talk) =>
  withStation(command, talk, async ({ office }) => {
    const sealed = await office.audit.seal();
    talk.answer(sealed, [`Sealed up to entry ${sealed.upTo} at ${sealed.at}.`]);
    return exitCodes.done;
  });

export const backupCommand: CommandRun = (command, talk, signal) =>
  withArchive(
    command,
    async (archive) => {
      const target = path.resolve(command.operand!);
      const copied = await archive.backup(target, { signal, progress: talk.progress });
      await archive.append([{ kind: 'backup-made', objects: copied.objects, entries: copied.entries, target }]);
      talk.answer(copied, [`${target}: ${copied.objects} objects (${copied.bytes} bytes), ${copied.entries} entries.`]);
      return exitCodes.done;
    },
    { write: true },
  );

/** Into DIR/archive. The papers (settings, keys, officers) are no part of a backup; the wizard asks for them again. */
export const restoreCommand: CommandRun = async (command, talk, signal) => {
  const target = path.join(path.resolve(command.station!), 'archive');
  const copied = await restore(path.resolve(command.operand!), target, { signal, progress: talk.progress });
  const archive = await openArchive({ folder: target });
  try {
    await archive.append([{ kind: 'archive-restored', entries: copied.entries, source: path.resolve(command.operand!) }]);
  } finally {
    await archive.close();
  }
  talk.answer(copied, [`${target}: ${copied.objects} objects (${copied.bytes} bytes), ${copied.entries} entries.`]);
  talk.say(`Start the program with --station ${command.station!}: its first steps take this archive over.`);
  return exitCodes.done;
};

export const rebuildIndexCommand: CommandRun = (command, talk, signal) =>
  withArchive(
    command,
    async (archive) => {
      const { entries } = await archive.rebuildIndex({ signal, progress: talk.progress });
      await archive.append([{ kind: 'index-rebuilt', entries }]);
      talk.answer({ entries }, [`The index was derived again from ${entries} entries.`]);
      return exitCodes.done;
    },
    { write: true },
  );

async function idOf(archive: Archive, reference: string): Promise<SubmissionId> {
  const id = await archive.records.find(reference);
  if (id === undefined) throw new ReceptionError('record-missing', `There is no submission "${reference}", or more than one begins so.`);
  return id;
}

/** A station's archive, or a folder that is an archive itself (a backup). Reading goes on beside an open window. */
async function withArchive(command: Command, work: (archive: Archive) => Promise<number>, { write = false } = {}): Promise<number> {
  const folder = path.resolve(command.station!);
  const places = readStationFolder(folder);
  const candidates = places === undefined ? [folder, path.join(folder, 'archive')] : [places.archive];
  const found = candidates.find((candidate) => existsSync(path.join(candidate, 'archive.json')));
  if (found === undefined) throw noStation(folder);
  const archive = await openArchive({ folder: found, readOnly: !write });
  try {
    return await work(archive);
  } finally {
    await archive.close();
  }
}

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

function noStation(folder: string): ReceptionError {
  return new ReceptionError('record-missing', `There is no station in ${folder}. Start the program once with --station ${folder} and go through its first steps.`);
}
