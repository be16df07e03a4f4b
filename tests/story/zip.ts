import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';

export type ZipFile = { readonly name: string; readonly bytes: Uint8Array };

/** A zip made by 7z. `switches`: -psecret, -mem=AES256, -mx=9... */
export function zip(files: readonly ZipFile[], switches: readonly string[] = []): Uint8Array {
  return inFolder((folder) => {
    for (const { name, bytes } of files) {
      mkdirSync(dirname(join(folder, 'files', name)), { recursive: true });
      writeFileSync(join(folder, 'files', name), bytes);
    }
    execFileSync('7z', ['a', '-tzip', '-bd', '-y', ...switches, join(folder, 'made.zip'), '.'], { cwd: join(folder, 'files'), stdio: 'pipe' });
    return new Uint8Array(readFileSync(join(folder, 'made.zip')));
  });
}

/** Every file of a zip, by 7z. */
export function unzip(bytes: Uint8Array): readonly ZipFile[] {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'given.zip'), bytes);
    execFileSync('7z', ['x', '-bd', '-y', `-o${join(folder, 'out')}`, join(folder, 'given.zip')], { stdio: 'pipe' });
    return readdirSync(join(folder, 'out'), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => relative(join(folder, 'out'), join(entry.parentPath, entry.name)))
      .map((name) => ({ name, bytes: new Uint8Array(readFileSync(join(folder, 'out', name))) }));
  });
}

export function inFolder<Value>(work: (folder: string) => Value): Value {
  const folder = mkdtempSync(join(tmpdir(), 'reception-story-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
