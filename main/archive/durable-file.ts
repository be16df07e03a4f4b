import { closeSync, fsyncSync, openSync } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { ReceptionError } from '../domain/errors.ts';

/** 'none' leaves the bytes to the system's cache: only for benches that fill an archive. */
export type Durability = 'full' | 'none';

/** Makes names in a folder durable. Windows has no such call for folders and does not need it. */
export function syncFolderNow(folder: string): void {
  if (process.platform === 'win32') return;
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Writes a small file whole: beside, durable, then renamed over. A crash leaves the old or the new one. */
export async function writeWhole(path: string, content: Uint8Array | string): Promise<void> {
  const beside = `${path}.new`;
  const handle = await open(beside, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, path);
  await syncFolder(dirname(path));
}

/** Folders of an archive, all of them durable. */
export async function makeFolders(folder: string): Promise<void> {
  for (const name of ['objects', 'objects/tmp', 'journal', 'seals', 'index']) await mkdir(join(folder, name), { recursive: true });
  for (const name of ['objects', '.']) await syncFolder(join(folder, name));
}

export async function forget(path: string): Promise<void> {
  await rm(path, { force: true });
}

/** A failed write as the station's own error. */
export function storageError(error: unknown, doing: string): ReceptionError {
  if (error instanceof ReceptionError) return error;
  const code = (error as NodeJS.ErrnoException).code ?? '';
  if (['ENOSPC', 'EDQUOT', 'EFBIG'].includes(code))
    return new ReceptionError('archive-full', `The disk took no more bytes while ${doing}; nothing was recorded`, { cause: error });
  if (['EROFS', 'EACCES', 'EPERM'].includes(code))
    return new ReceptionError('archive-read-only', `The folder of the archive cannot be written to (${doing})`, { cause: error });
  return new ReceptionError('internal', `Failed ${doing}: ${(error as Error).message}`, { cause: error });
}
