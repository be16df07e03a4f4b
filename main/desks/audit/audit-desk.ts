import type { Archive } from '../../archive/archive.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Instant, type OfficerId, type Sequence } from '../../domain/identifiers.ts';
import type { Fact, JournalEntry } from '../../domain/journal-entry.ts';
import type { ArchiveStatus, JournalQuery } from '../../domain/records.ts';
import type { KeyAndCertificate } from '../../signatures/material.ts';
import { openJobs, type Jobs } from './jobs.ts';
import { sealIsDue } from './seal-due.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type AuditTools = {
  sign(input: { content: Uint8Array; key: KeyAndCertificate; detached: boolean; at: Instant }): Awaitable<Uint8Array>;
  /** Throws key-missing. */
  stationKey(): KeyAndCertificate;
  officerNames(): Readonly<Record<string, string>>;
};

/** Whether the archive is whole, and who did what. */
export interface AuditDesk {
  journal(query: JournalQuery): Promise<{ entries: readonly JournalEntry[]; officers: Readonly<Record<string, string>> }>;
  status(): Promise<ArchiveStatus>;
  /** Signs the journal's length and head. Throws key-missing. */
  seal(by?: OfficerId): Promise<{ upTo: Sequence; at: Instant }>;
  fixity(by?: OfficerId): { job: string };
  /** To the folder named, else to that of the settings. Throws settings-invalid when there is neither. */
  backup(folder: string | undefined, by?: OfficerId): { job: string };
  rebuildIndex(by?: OfficerId): { job: string };
  readonly jobs: Pick<Jobs, 'stop' | 'current' | 'onProgress'>;
  /** Seals every day at the hour of the settings, and at once when that hour was missed. */
  startSealing(): void;
  /** Stops what runs and waits for it. */
  close(): Promise<void>;
}

export type AuditDeskParts = {
  readonly archive: Pick<Archive, 'append' | 'deposit' | 'records' | 'status' | 'sealStatement' | 'fixity' | 'backup' | 'rebuildIndex'>;
  readonly settings: () => { readonly sealAt: string; readonly backupFolder?: string };
  readonly offsetMinutes: () => number;
  readonly now: () => number;
  readonly tools: AuditTools;
  readonly log: (error: unknown) => void;
};

export function openAuditDesk(parts: AuditDeskParts): AuditDesk {
  const { archive } = parts;
  const jobs = openJobs(parts.now, parts.log);
  const sealing = daily(parts, () => seal(parts));

  return {
    journal: async (query) => ({ entries: await archive.records.journal(query), officers: parts.tools.officerNames() }),
    status: () => archive.status(),
    seal: (by) => seal(parts, by),
    fixity: (by) => ({ job: jobs.start('fixity', (work) => checkFixity(parts, work, by)) }),
    backup: (folder, by) => {
      const target = folder ?? parts.settings().backupFolder;
      if (!target) throw new ReceptionError('settings-invalid', 'No folder for backups is set. Choose one.');
      return { job: jobs.start('backup', (work) => backUp(parts, target, work, by)) };
    },
    rebuildIndex: (by) => ({ job: jobs.start('rebuild-index', (work) => rebuild(parts, work, by)) }),
    jobs,
    startSealing: sealing.start,
    async close() {
      await sealing.stop();
      await jobs.close();
    },
  };
}

type Work = Parameters<Parameters<Jobs['start']>[1]>[0];

async function seal({ archive, tools, now }: AuditDeskParts, by?: OfficerId): Promise<{ upTo: Sequence; at: Instant }> {
  const at = instantOf(now());
  const { text, upTo, head } = await archive.sealStatement(at);
  // Attached: the seal carries its statement, so that it can be verified with nothing else at hand.
  const signature = await tools.sign({ content: text, key: tools.stationKey(), detached: false, at });
  const stored = await archive.deposit(signature);
  await journal(archive, { kind: 'seal-made', upTo, head, seal: stored }, by);
  return { upTo, at };
}

async function checkFixity({ archive }: AuditDeskParts, work: Work, by?: OfficerId) {
  const { objects, bytes, entries, damaged, missing, falseSeals, brokenAt, stopped } = await archive.fixity(work);
  // Half a check proves nothing, so nothing is said about it.
  if (!stopped) await journal(archive, { kind: 'fixity-checked', objects, bytes, entries, damaged: damaged.length, missing: missing.length }, by);
  const outcome = { objects, bytes, entries, damaged: damaged.length, missing: missing.length, falseSeals: falseSeals.length, ...(brokenAt !== undefined && { brokenAt }) };
  return { outcome, stopped };
}

async function backUp({ archive }: AuditDeskParts, target: string, work: Work, by?: OfficerId) {
  const { objects, bytes, entries } = await archive.backup(target, work);
  if (work.signal.aborted) return { outcome: { objects, bytes, entries }, stopped: true };
  await journal(archive, { kind: 'backup-made', objects, entries, target }, by);
  return { outcome: { objects, bytes, entries, target }, stopped: false };
}

async function rebuild({ archive }: AuditDeskParts, work: Work, by?: OfficerId) {
  const { entries } = await archive.rebuildIndex(work);
  await journal(archive, { kind: 'index-rebuilt', entries }, by);
  return { outcome: { entries }, stopped: false };
}

async function journal(archive: Pick<Archive, 'append'>, fact: Fact, by?: OfficerId): Promise<void> {
  await archive.append([{ ...fact, ...(by && { officer: by }) }]);
}

const LOOK_EVERY = 60_000;
/** A seal that could not be made (no key yet, say) is tried again after this; the log need not hear of it every minute. */
const TRY_AGAIN_AFTER = 30 * 60_000;

function daily(parts: AuditDeskParts, sealNow: () => Promise<unknown>): { start(): void; stop(): Promise<void> } {
  let timer: NodeJS.Timeout | undefined;
  let under: Promise<void> | undefined;
  let failedAt = -Infinity;

  async function look(): Promise<void> {
    if (parts.now() - failedAt < TRY_AGAIN_AFTER) return;
    const status = await parts.archive.status();
    if (sealIsDue(status, parts.now(), parts.settings().sealAt, parts.offsetMinutes())) await sealNow();
  }
  const failed = (error: unknown) => {
    failedAt = parts.now();
    parts.log(error);
  };
  const lookOnce = () => {
    under ??= look().catch(failed).finally(() => (under = undefined));
  };
  return {
    start() {
      timer ??= setInterval(lookOnce, LOOK_EVERY).unref();
      lookOnce();
    },
    async stop() {
      clearInterval(timer);
      timer = undefined;
      await under;
    },
  };
}
