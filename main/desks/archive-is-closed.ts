import { isReceptionError } from '../domain/errors.ts';

/** Whether a failure means that the archive itself takes nothing more, so that going on is pointless. */
export function archiveIsClosed(error: unknown): boolean {
  return isReceptionError(error, 'archive-full') || isReceptionError(error, 'archive-read-only') || isReceptionError(error, 'archive-damaged');
}
