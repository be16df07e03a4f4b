import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * The folder that holds package.json, resources/ and archive-schema/: the repository when run from sources
 * (main/app-root.ts) or from build/ (build/main/app-root.js), app.asar when packaged. Absolute path.
 * Inside app.asar only node:fs in the main thread and in worker threads can read; native code cannot.
 */
export const appRoot: string = findRoot(path.dirname(fileURLToPath(import.meta.url)));

/** Absolute path of a file that ships with the program: `shipped('resources', 'formats', 'x.json')`. */
export function shipped(...names: string[]): string {
  return path.join(appRoot, ...names);
}

function findRoot(folder: string): string {
  if (existsSync(path.join(folder, 'package.json'))) return folder;
  const parent = path.dirname(folder);
  if (parent === folder) throw new Error('package.json of Reception was not found above its own program files');
  return findRoot(parent);
}
