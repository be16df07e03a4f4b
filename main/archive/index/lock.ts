import { DatabaseSync } from 'node:sqlite';
import { join } from 'node:path';
import { ReceptionError } from '../../domain/errors.ts';

/**
 * Held as long as this program may write; the system takes it back when the program dies, however it dies.
 * The file is opened by SQLite alone: on POSIX closing any other handle on it would drop the lock.
 */
export function lockArchive(folder: string): { release(): void } {
  const database = new DatabaseSync(join(folder, 'lock'));
  try {
    database.exec('PRAGMA busy_timeout = 0; BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    throw new ReceptionError('archive-locked', 'Another program has this archive open for writing', { cause });
  }
  return {
    release: () => {
      database.exec('ROLLBACK');
      database.close();
    },
  };
}
