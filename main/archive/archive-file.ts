import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ReceptionError } from '../domain/errors.ts';
import type { Instant } from '../domain/identifiers.ts';
import { writeWhole } from './durable-file.ts';

/** `archive.json`: what a folder says of itself before anything else in it is read. */
export type ArchiveFile = { readonly format: 1; readonly authority: string; readonly created: Instant };

export const formatVersion = 1;

export async function readArchiveFile(folder: string): Promise<ArchiveFile | undefined> {
  const text = await readFile(join(folder, 'archive.json'), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (text === undefined) return undefined;
  const file = parse(text);
  if (file === undefined || file.format > formatVersion)
    throw new ReceptionError('archive-damaged', `archive.json is not of a version that this program knows (${formatVersion})`, { details: { folder } });
  return file;
}

export async function writeArchiveFile(folder: string, file: ArchiveFile): Promise<void> {
  await writeWhole(join(folder, 'archive.json'), `${JSON.stringify(file, null, 2)}\n`);
}

function parse(text: string): ArchiveFile | undefined {
  try {
    const { format, authority, created } = JSON.parse(text) as Partial<ArchiveFile>;
    if (typeof format !== 'number' || typeof authority !== 'string' || typeof created !== 'string') return undefined;
    return { format, authority, created };
  } catch {
    return undefined;
  }
}
