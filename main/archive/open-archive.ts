import { mkdir, readFile, readdir } from 'node:fs/promises';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReceptionError } from '../domain/errors.ts';
import { instantOf, type Sequence } from '../domain/identifiers.ts';
import type { JournalEntry } from '../domain/journal-entry.ts';
import type { Archive, Records, Touched } from './archive.ts';
import { formatVersion, readArchiveFile, writeArchiveFile, type ArchiveFile } from './archive-file.ts';
import { makeFolders, type Durability } from './durable-file.ts';
import { linkIndex, type IndexLink } from './index/index-link.ts';
import type { Migration } from './index/database.ts';
import type { Appended } from './index/wire.ts';
import { workAside } from './long-work.ts';
import { openObjects, type Objects } from './objects.ts';
import { sealStatement, shelveSeal } from './seal.ts';

export type OpenOptions = {
  readonly folder: string;
  /** Make a new archive where there is none; `authority` is needed then. */
  readonly create?: boolean;
  /** Beside a writer, or on a copy: nothing is written but perhaps SQLite's own shared files. */
  readonly readOnly?: boolean;
  /** Code of the authority, the first part of registration numbers. */
  readonly authority?: string;
  /** Milliseconds since 1970; the clock of the entries. */
  readonly now?: () => number;
  /** 'none' leaves everything to the system's cache: only for benches that fill an archive. */
  readonly durability?: Durability;
  /** Bytes after which a new segment of the journal begins (32 MB). */
  readonly segmentLimit?: number;
};

/** Throws archive-locked, archive-damaged, record-missing (no archive in the folder), input-invalid. */
export async function openArchive(options: OpenOptions): Promise<Archive> {
  const folder = resolve(options.folder);
  const readOnly = options.readOnly ?? false;
  const now = options.now ?? Date.now;
  const durability = options.durability ?? 'full';
  const file = (await readArchiveFile(folder)) ?? (await begin(folder, options, now));
  if (!readOnly) await makeFolders(folder);
  const link = await linkIndex({
    folder, authority: file.authority, readOnly, durability, migrations: await readMigrations(), now: now(),
    ...(options.segmentLimit === undefined ? {} : { segmentLimit: options.segmentLimit }),
  });
  return archiveOver({ folder, readOnly, now, durability, file, link });
}

async function begin(folder: string, options: OpenOptions, now: () => number): Promise<ArchiveFile> {
  if (options.create !== true || options.readOnly === true)
    throw new ReceptionError('record-missing', 'There is no archive in this folder', { details: { folder } });
  if (options.authority === undefined || !/^[0-9A-Za-z]{1,20}$/.test(options.authority))
    throw new ReceptionError('input-invalid', 'A new archive needs the code of its authority: letters and digits');
  if (existsSync(join(folder, 'journal')))
    throw new ReceptionError('archive-damaged', 'The folder holds a journal but no archive.json: restore it from a backup', { details: { folder } });
  const file: ArchiveFile = { format: formatVersion, authority: options.authority, created: instantOf(now()) };
  await mkdir(folder, { recursive: true });
  await writeArchiveFile(folder, file);
  return file;
}

/** The tables of the index, from archive-schema, which stands beside the program's own folders. */
async function readMigrations(): Promise<Migration[]> {
  let folder = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(folder, 'archive-schema', 'migrations'))) {
    if (dirname(folder) === folder) throw new ReceptionError('internal', 'The folder archive-schema is not beside the program');
    folder = dirname(folder);
  }
  const path = join(folder, 'archive-schema', 'migrations');
  const names = (await readdir(path)).filter((name) => /^\d{4}-.*\.sql$/.test(name)).sort();
  return Promise.all(names.map(async (name) => ({ version: Number(name.slice(0, 4)), text: await readFile(join(path, name), 'utf8') })));
}

type Parts = { folder: string; readOnly: boolean; now: () => number; durability: Durability; file: ArchiveFile; link: IndexLink };

function archiveOver({ folder, readOnly, now, durability, file, link }: Parts): Archive {
  const objects = openObjects(folder, durability);
  const listeners = new Set<(touched: Touched) => void>();
  const statements = new Map<number, Uint8Array>();

  function demandWriting(): void {
    if (readOnly) throw new ReceptionError('archive-read-only', 'The archive is open for reading only');
  }

  function announce({ entries, submissions }: Appended): void {
    if (entries.length === 0) return;
    const touched: Touched = { upTo: entries.at(-1)!.seq, submissions, kinds: [...new Set(entries.map((entry) => entry.kind))] };
    for (const listener of listeners) listener(touched);
  }

  return {
    folder,
    readOnly,
    ...objects,
    deposit: async (content) => (demandWriting(), objects.deposit(content)),
    depositAll: async (contents) => (demandWriting(), objects.depositAll(contents)),
    async append(facts) {
      demandWriting();
      if (facts.length === 0) return [];
      const appended = await link.append(facts, instantOf(now()));
      announce(appended);
      await shelveSeals(objects, folder, statements, appended.entries);
      return appended.entries;
    },
    async register(delivery, year) {
      demandWriting();
      const registered = await link.register(delivery, year, instantOf(now()));
      announce(registered);
      return { submission: registered.summary.id, summary: registered.summary };
    },
    unfinished: (wanted) => link.ask('unfinished', wanted ?? {}),
    owed: (moment, limit) => link.ask('owed', moment, limit),
    findDelivery: (by) => link.ask('findDelivery', by),
    findTie: (query) => link.ask('findTie', query),
    records: recordsOver(link),
    status: () => link.ask('status'),
    async sealStatement(at) {
      const statement = sealStatement(file.authority, await link.ask('position'), at);
      statements.set(statement.upTo, statement.text);
      return statement;
    },
    fixity: async (options) => workAside('fixity', { folder, upTo: (await link.ask('position')).seq as Sequence }, options),
    backup: async (target, options) => workAside('backup', { folder, target: resolve(target), position: await link.ask('position'), verify: options.verify ?? false }, options),
    async rebuildIndex({ signal, progress }) {
      demandWriting();
      return link.rebuild({ ...(signal === undefined ? {} : { signal }), progress: (done, total) => progress?.(done, total, 'index') });
    },
    onCommit(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => link.close(),
  };
}

/** The seal is journalled and stands as an object; the copy is for people, and may fail without harm. */
async function shelveSeals(objects: Objects, folder: string, statements: Map<number, Uint8Array>, entries: readonly JournalEntry[]): Promise<void> {
  for (const entry of entries) {
    if (entry.kind !== 'seal-made') continue;
    await shelveSeal(folder, entry.upTo, statements.get(entry.upTo), await objects.read(entry.seal.digest)).catch(() => undefined);
    statements.clear();
  }
}

function recordsOver(link: IndexLink): Records {
  return {
    submissions: (query) => link.ask('submissions', query),
    facets: (filter) => link.ask('facets', filter),
    summary: (id) => link.ask('summary', id),
    submission: (id) => link.ask('submission', id),
    find: (reference) => link.ask('find', reference),
    search: (query) => link.ask('search', query),
    journal: (query) => link.ask('journal', query),
    dispatches: (query) => link.ask('dispatches', query),
    dispatch: (id) => link.ask('dispatch', id),
    replies: (query) => link.ask('replies', query),
    reply: (id) => link.ask('reply', id),
    needsAction: (now, limit) => link.ask('needsAction', now, limit),
    subscribers: (query) => link.ask('subscribers', query),
    subscriber: (taxNumber) => link.ask('subscriber', taxNumber),
    statistics: () => link.ask('statistics'),
    report: (query, now) => link.ask('report', query, now),
    register: (filter, after, limit) => link.ask('register', filter, after, limit),
  };
}
