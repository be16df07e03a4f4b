import { isReceptionError, ReceptionError } from '../../domain/errors.ts';

const FORBIDDEN = new Set(['EACCES', 'EPERM', 'EROFS']);

/** Say in plain words what the file system answered. A full disk or a missing drive may come right: try again. */
export function spoolFault(error: unknown, path: string): ReceptionError {
  if (isReceptionError(error)) return error;
  const code = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const details = { path, reason: code };
  if (FORBIDDEN.has(code)) {
    return new ReceptionError('channel-refused', `This account may not read or write ${path} (${code})`, { cause: error, details });
  }
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new ReceptionError('channel-unreachable', `No room is left on the disk of ${path}`, { cause: error, details });
  }
  return new ReceptionError('channel-unreachable', `The folder ${path} cannot be reached (${code})`, { cause: error, details });
}
