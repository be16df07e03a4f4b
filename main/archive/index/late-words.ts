import type { Sql } from './database.ts';

export type LateWords = {
  /** `stands`: whether the table holds words under this id as it is committed or promised already. */
  keep(table: WordTable, id: number, stands: boolean, words: readonly string[]): void;
  /** What is kept so far; `backTo` drops what came after. */
  mark(): number;
  backTo(mark: number): void;
  /** Characters kept: past `plenty` it is time to write. */
  readonly size: number;
  /** In order of the ids, the last word on each. Within the transaction of all the rest, before its COMMIT. */
  write(sql: Sql): void;
};

export type WordTable = 'search' | 'subscriber_names';

type Kept = { readonly table: WordTable; readonly id: number; readonly stands: boolean; readonly words: readonly string[] };

/** Characters of text after which a transaction should end. */
export const plenty = 16 * 1024 * 1024;

const statements: Readonly<Record<WordTable, { insert: string; remove: string }>> = {
  search: { insert: 'INSERT INTO search (rowid, words, stems) VALUES (?, ?, ?)', remove: 'DELETE FROM search WHERE rowid = ?' },
  subscriber_names: { insert: 'INSERT INTO subscriber_names (rowid, name) VALUES (?, ?)', remove: 'DELETE FROM subscriber_names WHERE rowid = ?' },
};

/**
 * FTS5 writes a segment whenever a savepoint is set and whenever an id is smaller than the one before, and merging
 * such crumbs was most of the work of filling an archive. So words wait for the end of the group, and go in by id.
 */
export function openLateWords(): LateWords {
  let kept: Kept[] = [];
  let size = 0;
  const sizeOf = (one: Kept) => one.words.reduce((sum, words) => sum + words.length, 0);

  return {
    keep(table, id, stands, words) {
      const one = { table, id, stands, words };
      kept.push(one);
      size += sizeOf(one);
    },
    mark: () => kept.length,
    backTo(mark) {
      for (const one of kept.splice(mark)) size -= sizeOf(one);
    },
    get size() {
      return size;
    },
    write(sql) {
      const taken = kept;
      kept = [];
      size = 0;
      for (const one of lastWords(taken)) {
        if (one.stands) sql.run(statements[one.table].remove, one.id);
        sql.run(statements[one.table].insert, one.id, ...one.words);
      }
    },
  };
}

/** What stood before the first word on an id must go for the last. */
function lastWords(kept: readonly Kept[]): Kept[] {
  const last = new Map<string, Kept>();
  for (const one of kept) {
    const key = `${one.table} ${one.id}`;
    last.set(key, { ...one, stands: last.get(key)?.stands ?? one.stands });
  }
  return [...last.values()].sort((a, b) => a.id - b.id);
}
