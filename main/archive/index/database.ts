import { DatabaseSync, type SQLInputValue, type StatementSync } from 'node:sqlite';
import { ReceptionError } from '../../domain/errors.ts';

export type Value = SQLInputValue;

/** The index as SQL sees it: statements are prepared once and kept. */
export type Sql = {
  run(text: string, ...values: Value[]): number;
  get<Row>(text: string, ...values: Value[]): Row | undefined;
  all<Row>(text: string, ...values: Value[]): Row[];
  exec(text: string): void;
  close(): void;
};

/** One migration: its number (from 1), and its text from archive-schema/migrations. */
export type Migration = { readonly version: number; readonly text: string };

const settings = `
  PRAGMA journal_mode = WAL;
  PRAGMA synchronous = NORMAL;
  PRAGMA busy_timeout = 5000;
  PRAGMA cache_size = -65536;
  PRAGMA temp_store = MEMORY;
  PRAGMA mmap_size = 268435456;
`;

export function openDatabase(path: string, options: { readOnly: boolean }): Sql {
  const database = new DatabaseSync(path, { readOnly: options.readOnly });
  database.exec(options.readOnly ? 'PRAGMA busy_timeout = 5000; PRAGMA cache_size = -65536; PRAGMA temp_store = MEMORY' : settings);
  database.exec('CREATE TEMP TABLE matched (id INTEGER PRIMARY KEY)');
  return sqlOf(database);
}

function sqlOf(database: DatabaseSync): Sql {
  const prepared = new Map<string, StatementSync>();
  const statement = (text: string): StatementSync => {
    let known = prepared.get(text);
    if (known === undefined) {
      if (prepared.size > 500) prepared.clear();
      prepared.set(text, (known = database.prepare(text)));
    }
    return known;
  };
  return {
    run: (text, ...values) => Number(statement(text).run(...values).changes),
    get: <Row>(text: string, ...values: Value[]) => statement(text).get(...values) as Row | undefined,
    all: <Row>(text: string, ...values: Value[]) => statement(text).all(...values) as Row[],
    exec: (text) => database.exec(text),
    close: () => database.close(),
  };
}

/** Brings the index to the newest version. Returns whether its content must be derived from the journal again. */
export function migrate(sql: Sql, migrations: readonly Migration[]): { rebuild: boolean } {
  const version = sql.get<{ user_version: number }>('PRAGMA user_version')!.user_version;
  const newest = migrations.at(-1)!.version;
  if (version > newest)
    throw new ReceptionError('archive-damaged', `The index is of version ${version}; this program knows ${newest}. Use a newer program`);
  const missing = migrations.filter((migration) => migration.version > version);
  for (const migration of missing) sql.exec(`BEGIN; ${migration.text}; PRAGMA user_version = ${migration.version}; COMMIT`);
  return { rebuild: version > 0 && missing.some((migration) => migration.text.startsWith('-- rebuild')) };
}

/** Whether the index speaks this program's version: a reader cannot bring it there. */
export function isCurrent(sql: Sql, migrations: readonly Migration[]): boolean {
  return sql.get<{ user_version: number }>('PRAGMA user_version')!.user_version === migrations.at(-1)!.version;
}
