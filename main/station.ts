import { mkdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { readArchiveFile } from './archive/archive-file.ts';
import { openArchive } from './archive/open-archive.ts';
import type { Archive } from './archive/archive.ts';
import { openChannel } from './channels/open-channel.ts';
import { openAuditDesk } from './desks/audit/audit-desk.ts';
import { OpenExchange } from './desks/dispatch/open-exchange.ts';
import type { Equipment } from './desks/intake/equipment.ts';
import { Intake } from './desks/intake/intake.ts';
import { openIntakeDesk } from './desks/intake/open-intake-desk.ts';
import { openOfficersDesk } from './desks/officers/officers-desk.ts';
import { openRecordsDesk } from './desks/records/records-desk.ts';
import { openRegistryDesk } from './desks/registry/registry-desk.ts';
import { openRepliesDesk } from './desks/replies/replies-desk.ts';
import { openReportsDesk } from './desks/reports/reports-desk.ts';
import { openSettingsDesk } from './desks/settings/settings-desk.ts';
import { ReceptionError } from './domain/errors.ts';
import { newId } from './domain/identifiers.ts';
import type { KeyProtection } from './domain/key-protection.ts';
import type { Office } from './ipc/ports.ts';
import { openPapers, type Papers } from './papers/papers.ts';
import { channelInput, Channels } from './station-channels.ts';
import { equipmentOf } from './station-equipment.ts';
import { placesOf, readStationFolder, writeStationFile, type StationFolder } from './station-folder.ts';
import { Workbench } from './workbench/workbench.ts';
import { workbenchTools } from './workbench/workbench-tools.ts';
import type { WizardInput } from '../preload/settings.ts';

export type StationSurroundings = {
  /** The station's folder. */
  readonly folder: string;
  readonly protection: KeyProtection;
  readonly language: 'ru' | 'en';
  readonly version: string;
  readonly saveFile: (name: string, bytes: Uint8Array) => Promise<{ path?: string }>;
  readonly log: (message: string, error?: unknown) => void;
  readonly now?: () => number;
  /** Worker threads; as many as the machine has cores when absent. */
  readonly threads?: number;
  /** Reads only, beside another program that has the station open. */
  readonly readOnly?: boolean;
  /** The archive takes no more; the station must be restarted when that is mended. */
  readonly onFatal?: (error: unknown) => void;
};

/** All parts of the station, built in order and stopped in reverse. */
export interface Station {
  readonly office: Office;
  readonly archive: Archive;
  readonly papers: Papers;
  readonly exchange: OpenExchange;
  readonly intake: Intake;
  /** Begins what the station does by itself: the exchange, if the settings say so, and the daily seal. */
  start(): Promise<void>;
  close(): Promise<void>;
}

/** Throws record-missing where there is no station, archive-locked, archive-damaged, settings-invalid. */
export async function openStation(on: StationSurroundings): Promise<Station> {
  const places = readStationFolder(on.folder);
  if (places === undefined) throw new ReceptionError('record-missing', 'There is no station in this folder.', { details: { folder: on.folder } });
  const archive = await openArchive({ folder: places.archive, readOnly: on.readOnly ?? false, ...(on.now === undefined ? {} : { now: on.now }) });
  return closingOnFailure(archive, async () => {
    const papers = await openPapers(places.papers, on.protection);
    if (on.readOnly !== true) await tellOfTornPapers(papers, archive, on.log);
    return composed(on, places, archive, papers);
  });
}

/** An archive that was opened for a station that cannot be: let go of, so that the lock and its thread end with the attempt. */
async function closingOnFailure(archive: Archive, compose: () => Promise<Station>): Promise<Station> {
  try {
    return await compose();
  } catch (error) {
    await archive.close();
    throw error;
  }
}

/** Whoever reads the journal learns that settings, officers or keys may be older than they were left. */
async function tellOfTornPapers({ notices }: Papers, archive: Archive, log: StationSurroundings['log']): Promise<void> {
  for (const { paper, problem, used } of notices) {
    const change = `${paper} was ${problem}; its ${used} writing stands in: see whether the latest change is still there`;
    log(`Working paper: ${change}`);
    await archive.append([{ kind: 'settings-changed', section: 'papers', change }]);
  }
}

/**
 * Makes a station from the wizard's answers. station.json is written last, so that one that was half made is no
 * station; made again over the same folders it goes on where it stopped.
 */
export async function createStation(on: StationSurroundings, input: WizardInput): Promise<void> {
  if (readStationFolder(on.folder) !== undefined) throw new ReceptionError('entry-conflict', 'There is a station in this folder already.');
  const places = placesOf(on.folder, input.folder);
  await mkdir(on.folder, { recursive: true, mode: 0o700 });
  const isNew = !existsSync(`${places.archive}/archive.json`);
  const archive = await openArchive({ folder: places.archive, create: true, authority: input.authority.code });
  const station = await closingOnFailure(archive, async () => {
    await mustBeOf(input.authority.code, places.archive);
    return composed(on, places, archive, await openPapers(places.papers, on.protection));
  });
  try {
    if (isNew) await archive.append([{ kind: 'station-created', authority: input.authority.code, name: input.authority.name, station: newId() }]);
    await fillIn(station.office, input);
    await writeStationFile(places);
  } finally {
    await station.close();
  }
}

/** An archive that is taken over (a restored one) keeps its authority: the registration numbers begin with it. */
async function mustBeOf(code: string, folder: string): Promise<void> {
  const file = await readArchiveFile(folder);
  if (file === undefined || file.authority === code) return;
  throw new ReceptionError('input-invalid', `The archive in this folder belongs to authority ${file.authority}. Enter that code, or choose an empty folder.`, { details: { authority: file.authority } });
}

async function fillIn({ settings, officers }: Office, input: WizardInput): Promise<void> {
  await settings.addTrust(input.trust, undefined);
  await settings.installKey(input.stationKey.file, input.stationKey.password, 'station', undefined);
  await settings.save({ ...settings.read(), authority: input.authority, channels: input.channels }, undefined);
  const known = new Set(officers.list().map(({ login }) => login));
  for (const { password, ...officer } of input.officers) {
    if (!known.has(officer.login)) await officers.save({ ...officer, active: true }, password, undefined);
  }
}

function composed(on: StationSurroundings, places: StationFolder, archive: Archive, papers: Papers): Station {
  const now = on.now ?? Date.now;
  const offsetMinutes = () => -new Date(now()).getTimezoneOffset();
  const equipment = () => equipmentOf(on, places, papers, offsetMinutes());
  const workbench = openWorkbench(on, equipment());
  const tools = workbenchTools(workbench);
  const trust = () => equipment().trust;
  const channels = new Channels(papers, now);
  const settings = openSettingsDesk({ archive, papers, now, tools: { ...tools, checkChannel: (channel) => exchange.check(channel) } });
  const { intake, exchange } = movingParts({ on, archive, papers, workbench, equipment, channels, now });
  const nudge = () => exchange.nudge();
  const officers = openOfficersDesk({ archive, officers: papers.officers, now, lockAfterMinutes: () => papers.settings.read().session.lockAfterMinutes, tools: { ...tools, trust } });
  const authority = () => papers.settings.read().authority;
  const audit = openAuditDesk({
    archive, now, offsetMinutes,
    settings: () => papers.settings.read().archive,
    tools: { sign: tools.sign, stationKey: () => papers.keys.station(), officerNames: () => officers.names() },
    log: (error) => on.log('A long work failed', error),
  });
  const office: Office = {
    intake: openIntakeDesk({ archive, workbench, intake, equipment, now, nudge }),
    exchange,
    replies: openRepliesDesk({ archive, drafts: papers.drafts, authority, channels: () => channels.addresses(), now, tools: { ...tools, write: tools.writeReply, nudge } }),
    records: openRecordsDesk({ archive, searches: papers.searches, authority, language: on.language, now, tools: { ...tools, trust, saveFile: on.saveFile } }),
    registry: openRegistryDesk(archive),
    reports: openReportsDesk({ archive, offsetMinutes, now, tools: { ...tools, saveFile: on.saveFile } }),
    audit, officers, settings,
  };
  // Only a station that was started begins to exchange again; one that is being made or closed does not.
  let started = false;
  let renewed = Promise.resolve();
  const renew = async () => {
    if (started) await exchange.pause();
    await channels.close();
    if (started) await exchange.start();
  };
  const forget = settings.onChange((what) => {
    workbench.equip(equipment());
    if (what === 'settings') renewed = renewed.then(renew).catch((error: unknown) => on.log('The channels could not be opened anew', error));
  });
  return {
    office, archive, papers, exchange, intake,
    async start() {
      started = true;
      await exchange.start();
      audit.startSealing();
    },
    async close() {
      forget();
      started = false;
      await renewed;
      await exchange.pause();
      officers.close();
      await audit.close();
      await channels.close();
      await workbench.close();
      await archive.close();
    },
  };
}

function openWorkbench({ threads }: StationSurroundings, equipment: Equipment): Workbench {
  const extension = import.meta.url.endsWith('.ts') ? 'ts' : 'js';
  return new Workbench({ url: new URL(`./workbench/tasks-worker.${extension}`, import.meta.url), equipment, ...(threads === undefined ? {} : { threads }) });
}

type Parts = {
  readonly on: StationSurroundings;
  readonly archive: Archive;
  readonly papers: Papers;
  readonly workbench: Workbench;
  readonly equipment: () => Equipment;
  readonly channels: Channels;
  readonly now: () => number;
};

/** The exchange counts what the intake takes and decides, and the intake works for the exchange. */
function movingParts({ on, archive, papers, workbench, equipment, channels, now }: Parts): { intake: Intake; exchange: OpenExchange } {
  const intake = new Intake({
    archive, workbench, equipment, now,
    policy: () => papers.settings.read().verification,
    onTaken: (taken) => exchange.taken(taken),
    onDecided: () => exchange.examined(),
    log: on.log,
  });
  const exchange = new OpenExchange({
    archive, intake, now,
    channels: () => channels.open(),
    openChannel: (channel) => openChannel(channelInput(channel, papers.settings.read().limits.deliveryMegabytes), now),
    mode: () => papers.settings.read().exchange.mode,
    pollSeconds: () => papers.settings.read().exchange.pollSeconds,
    log: on.log,
    onFatal: (error) => on.onFatal?.(error),
  });
  return { intake, exchange };
}
