import { renameSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import { ReceptionError } from '../../domain/errors.ts';
import type { Migration, Sql } from './database.ts';
import { migrate, openDatabase } from './database.ts';
import { positionOf } from './entries.ts';
import { catchUp, catchUpInSlices, forgetIndex, indexPath } from './open-index.ts';

type Options = {
  readonly folder: string;
  readonly migrations: readonly Migration[];
  readonly entries: () => number;
  readonly stopped: () => boolean;
  readonly progress: (done: number, total: number) => void;
};

/** Derives a new index beside the old one, in turns with the station's other questions. */
export async function deriveAgain(options: Options): Promise<Sql> {
  const path = `${indexPath(options.folder)}.new`;
  forgetIndex(path);
  const fresh = openDatabase(path, { readOnly: false });
  try {
    fresh.exec('PRAGMA synchronous = OFF');
    migrate(fresh, options.migrations);
    for (const position of catchUpInSlices(fresh, options.folder, positionOf(fresh))) {
      options.progress(position.seq, options.entries());
      await turn();
      if (options.stopped()) throw new ReceptionError('cancelled', 'The rebuilding of the index was stopped; the old index stands');
    }
    return fresh;
  } catch (error) {
    fresh.close();
    forgetIndex(path);
    throw error;
  }
}

/**
 * Puts the new index in the old one's place; both are closed by it. A crash between the steps leaves no index
 * at all, and the next opening derives it: an old log beside a new file would be the only danger.
 */
export function swapIndex(folder: string, old: Sql, fresh: Sql): Sql {
  const path = indexPath(folder);
  const walked = catchUp(fresh, folder, positionOf(fresh));
  if (walked.brokenAt !== undefined || positionOf(fresh).seq < positionOf(old).seq) {
    fresh.close();
    forgetIndex(`${path}.new`);
    throw new ReceptionError('archive-damaged', `The journal does not hold at entry ${walked.brokenAt ?? positionOf(old).seq}; the old index stands`);
  }
  fresh.exec('PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)');
  fresh.close();
  old.close();
  forgetIndex(path);
  renameSync(`${path}.new`, path);
  return openDatabase(path, { readOnly: false });
}
