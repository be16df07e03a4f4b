import { setImmediate as turn } from 'node:timers/promises';
import { ReceptionError } from '../../domain/errors.ts';
import type { Migration, Sql } from './database.ts';
import { positionOf } from './entries.ts';
import { catchUp, deriveWhole, forgetIndex, indexPath, putInPlace } from './open-index.ts';

type Options = {
  readonly folder: string;
  readonly migrations: readonly Migration[];
  readonly entries: () => number;
  readonly stopped: () => boolean;
  readonly progress: (done: number, total: number) => void;
};

/** Derives a new index beside the old one, in turns with the station's other questions. */
export async function deriveAgain(options: Options): Promise<Sql> {
  const slices = deriveWhole(`${indexPath(options.folder)}.new`, options.folder, options.migrations);
  try {
    for (let slice = slices.next(); ; slice = slices.next()) {
      if (slice.done === true) return slice.value;
      options.progress(slice.value.seq, options.entries());
      await turn();
      if (options.stopped()) throw new ReceptionError('cancelled', 'The rebuilding of the index was stopped; the old index stands');
    }
  } catch (error) {
    stop(slices, error);
    throw error;
  }
}

/** Lets the derivation close and remove what it began; it throws what it is given. */
function stop(slices: Generator<unknown, unknown>, error: unknown): void {
  try {
    slices.throw(error);
  } catch {
    // The caller has it.
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
  old.close();
  return putInPlace(path, fresh);
}
