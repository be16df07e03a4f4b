// The entry of every npm script: install what lacks, find Node 24, run the real script with it.
// Itself runs on Node 20 or newer, with no package installed.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith, findNode, runAs } from './node24.mjs';
import { installPackages } from './packages.mjs';

const scripts = {
  start: ['tools/start.ts', 'start'],
  demo: ['tools/start.ts', 'demo'],
  test: ['tools/test.ts'],
  build: ['tools/build.ts'],
  lint: ['tools/check.ts', 'lint'],
  typecheck: ['tools/check.ts', 'typecheck'],
  unit: ['tools/check.ts', 'unit'],
  bench: ['bench/bench.ts'],
  crash: ['tests/crash/crash.ts'],
  screens: ['tools/screens.ts'],
  pack: ['tools/pack.ts'],
};

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');

try {
  process.exitCode = await run(process.argv[2] ?? '', process.argv.slice(3));
} catch (error) {
  console.error(error.message);
  process.exitCode = 1;
}

async function run(name, args) {
  const [script, ...own] = scripts[name] ?? unknown(name);
  installPackages(root);
  const node = findNode(root);
  if (!existsSync(path.join(root, script))) throw new Error(`"npm run ${name}" has no script yet (${script}).`);
  return runAs(node, [path.join(root, script), ...own, ...args], { cwd: root, env: environmentWith(node, root) });
}

function unknown(name) {
  throw new Error(`There is no script "${name}". There are: ${Object.keys(scripts).join(', ')}.`);
}
