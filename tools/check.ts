import { existsSync } from 'node:fs';
import path from 'node:path';
import { runAs } from './node24.mjs';

export type Check = 'typecheck' | 'lint' | 'rooms' | 'unit';

const root = path.resolve(import.meta.dirname, '..');
const folders = ['main', 'preload', 'renderer', 'demo', 'tests', 'tools', 'bench'];

const commands: Record<Check, readonly string[]> = {
  typecheck: ['node_modules/typescript/bin/tsc', '--noEmit'],
  lint: ['node_modules/eslint/bin/eslint.js', '--max-warnings=0', '--no-warn-ignored', '--cache', '--cache-location', 'build/.eslint', '.'],
  rooms: ['node_modules/dependency-cruiser/bin/dependency-cruiser.mjs', '--config', '.dependency-cruiser.cjs', '--output-type', 'err-long'],
  unit: ['node_modules/vitest/vitest.mjs', 'run'],
};

/** Runs one check in the repository, its output to the terminal. Resolves with its exit code. */
export function check(name: Check, args: readonly string[] = [], env: NodeJS.ProcessEnv = process.env): Promise<number> {
  return runAs(process.execPath, [...commands[name], ...(name === 'rooms' ? present(folders) : []), ...args], { cwd: root, env });
}

function present(names: readonly string[]): readonly string[] {
  return names.filter((name) => existsSync(path.join(root, name)));
}

if (import.meta.main) {
  const [name, ...args] = process.argv.slice(2) as [Check, ...string[]];
  process.exitCode = await check(name, args);
  // The rules of the rooms are part of lint.
  if (name === 'lint') process.exitCode = (await check('rooms')) || process.exitCode;
}
