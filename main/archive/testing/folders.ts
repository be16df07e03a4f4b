import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import type { Archive } from '../archive.ts';
import { openArchive, type OpenOptions } from '../open-archive.ts';
import { bytesOf, type Filed } from './cases.ts';

/** Archives in temporary folders; all are closed and removed by `clear`. */
export function temporaryArchives() {
  const folders: string[] = [];
  const archives: Archive[] = [];
  return {
    folder(): string {
      const folder = mkdtempSync(join(tmpdir(), 'reception-archive-'));
      folders.push(folder);
      return folder;
    },
    async open(folder: string, options: Partial<OpenOptions> = {}): Promise<Archive> {
      const archive = await openArchive({ folder, create: true, authority: '7700', ...options });
      archives.push(archive);
      return archive;
    },
    async clear(): Promise<void> {
      for (const archive of archives.splice(0)) await archive.close().catch(() => undefined);
      for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The objects that the facts of one case name. */
export async function file(archive: Archive, name: string, text = `Налоговая декларация ${name}`): Promise<Filed & { raw: Filed['text'] }> {
  const parts = ['text', 'document', 'signature', 'protocol', 'certificate', 'raw'].map((part) => bytesOf(part === 'text' ? text : part === 'protocol' ? '{}' : `${part} ${name}`));
  const [words, document, signature, protocol, certificate, raw] = await archive.depositAll(parts.map((part) => part.bytes));
  return { text: words!, document: document!, signature: signature!, protocol: protocol!, certificate: certificate!.digest, raw: raw! };
}

/** Every row of every table of an index, and every word of the full-text index, as text. */
export function dumpIndex(folder: string): Record<string, string[]> {
  const path = join(folder, 'index', 'index.sqlite');
  if (!existsSync(path)) throw new Error('There is no index');
  const database = new DatabaseSync(path);
  try {
    const tables = database.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT GLOB 'search_*' AND name NOT GLOB 'subscriber_names*' AND name <> 'search' OR name = 'search_rows'").all() as { name: string }[];
    const dump: Record<string, string[]> = {};
    for (const { name } of tables) dump[name] = rowsOf(database, `SELECT * FROM "${name}"`);
    for (const table of ['search', 'subscriber_names']) {
      database.exec(`CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab(main, ${table}, instance)`);
      dump[table] = rowsOf(database, 'SELECT term, doc, col, "offset" FROM temp.vocabulary');
      database.exec('DROP TABLE temp.vocabulary');
    }
    return dump;
  } finally {
    database.close();
  }
}

function rowsOf(database: DatabaseSync, query: string): string[] {
  return database.prepare(query).all().map((row) => JSON.stringify(row)).sort();
}
