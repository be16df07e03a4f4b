import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Archive } from '../archive/archive.ts';
import { openArchive } from '../archive/open-archive.ts';
import { restore } from '../archive/restore.ts';
import { ReceptionError } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/identifiers.ts';
import { readStationFolder } from '../station-folder.ts';
import type { Command } from './parse-command.ts';
import type { CommandRun } from './talk.ts';
import { exitCodes } from './usage.ts';

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

/** By registration number or the beginning of an id. */
export async function idOf(archive: Archive, reference: string): Promise<SubmissionId> {
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

export function noStation(folder: string): ReceptionError {
  return new ReceptionError('record-missing', `There is no station in ${folder}. Start the program once with --station ${folder} and go through its first steps.`);
}
