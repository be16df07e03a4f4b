import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rename, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ReceptionError } from './domain/errors.ts';

/**
 * The station's folder: station.json says where the archive is; papers/ holds what may change. The archive may lie
 * elsewhere (another disk); a relative path is taken from the station's folder.
 */
const shape = z.strictObject({ format: z.literal(1), archive: z.string().min(1) });

export type StationFolder = { readonly folder: string; readonly archive: string; readonly papers: string; readonly packs: string };

/** Undefined where there is no station yet. Throws settings-invalid when station.json cannot be read. */
export function readStationFolder(folder: string): StationFolder | undefined {
  const file = path.join(folder, 'station.json');
  if (!existsSync(file)) return undefined;
  try {
    const { archive } = shape.parse(JSON.parse(readFileSync(file, 'utf8')));
    return placesOf(folder, path.resolve(folder, archive));
  } catch (cause) {
    throw new ReceptionError('settings-invalid', `${file} cannot be read. Restore it from a backup; it names the folder of the archive.`, { cause });
  }
}

export function placesOf(folder: string, archive: string): StationFolder {
  return { folder, archive, papers: path.join(folder, 'papers'), packs: path.join(folder, 'formats') };
}

/** The last step of making a station: until this file is there, there is none. */
export async function writeStationFile({ folder, archive }: StationFolder): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const inside = path.relative(folder, archive);
  const named = inside.startsWith('..') || path.isAbsolute(inside) ? archive : inside;
  const draft = path.join(folder, 'station.json.tmp');
  await writeFile(draft, `${JSON.stringify({ format: 1, archive: named }, undefined, 2)}\n`, { mode: 0o600, flush: true });
  await rename(draft, path.join(folder, 'station.json'));
}
