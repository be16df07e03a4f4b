// Says whether a part of build/ was made from the sources as they are now. Runs on Node 20 or newer, no packages.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// What each part is made from. A change to how things are built makes all parts stale.
const inputs = {
  main: ['main', 'demo', 'preload'],
  preload: ['preload', 'main/domain'],
  renderer: ['renderer', 'preload', 'main/domain', 'resources/icons'],
};
const always = ['tools/build.ts', 'package-lock.json', 'tsconfig.json'];

export const parts = Object.keys(inputs);

/** True when the part was built from exactly these inputs and is still there. */
export function isFresh(root, part) {
  try {
    return readFileSync(stampFile(root, part), 'utf8') === fingerprint(root, part);
  } catch {
    return false;
  }
}

/** Forget the stamp before building: a build that dies half-way must not look fresh. */
export function dropStamp(root, part) {
  rmSync(stampFile(root, part), { force: true });
}

export function writeStamp(root, part, print) {
  mkdirSync(path.join(root, 'build'), { recursive: true });
  writeFileSync(stampFile(root, part), print);
}

/** SHA-256 over the names and contents of the part's inputs. */
export function fingerprint(root, part) {
  const hash = createHash('sha256');
  for (const file of [...inputs[part], ...always].flatMap((entry) => filesUnder(root, entry)).sort()) {
    const content = readFileSync(path.join(root, file));
    hash.update(`${file}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex');
}

function filesUnder(root, entry) {
  const found = statSync(path.join(root, entry), { throwIfNoEntry: false });
  if (found === undefined) return [];
  if (found.isFile()) return [entry];
  return readdirSync(path.join(root, entry), { withFileTypes: true })
    .flatMap((child) => filesUnder(root, `${entry}/${child.name}`))
    .filter((file) => !/\.test\.tsx?$/.test(file));
}

function stampFile(root, part) {
  return path.join(root, 'build', `.${part}.stamp`);
}
