import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ReceptionError } from '../domain/errors.ts';

let found: string | undefined;

/** The program's `resources` folder: beside the sources, beside the build, or inside app.asar. */
export function resourcesFolder(): string {
  found ??= searchUpwards(dirname(fileURLToPath(import.meta.url)));
  return found;
}

function searchUpwards(from: string): string {
  for (let folder = from, last = ''; folder !== last; last = folder, folder = dirname(folder)) {
    const candidate = join(folder, 'resources');
    if (existsSync(join(candidate, 'formats', 'fns', 'docflows.json'))) return candidate;
  }
  throw new ReceptionError('settings-invalid', 'The folder resources/formats of the program is missing', { details: { from } });
}
