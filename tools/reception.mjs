#!/usr/bin/env node
// "npx reception …": the command line of the station under Node 24, built when it has to be.
// Standard output belongs to the command alone; what is said here goes to standard error.
import { existsSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { environmentWith, findNode, runAs } from './node24.mjs';
import { installPackages } from './packages.mjs';
import { isFresh } from './stamp.mjs';

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..');
const program = path.join(root, 'build', 'main', 'cli.js');

// 70: an internal software error (sysexits.h); the command's own codes are smaller.
const CANNOT_START = 70;

try {
  process.exitCode = await reception(process.argv.slice(2));
} catch (error) {
  console.error(error.message);
  process.exitCode = CANNOT_START;
}

async function reception(args) {
  installPackages(root);
  const node = findNode(root);
  if (!existsSync(program) || !isFresh(root, 'main')) await build(node);
  if (!existsSync(program)) throw new Error('This copy of Reception has no command line yet (main/cli.ts).');
  return runAs(node, [program, ...args], {});
}

async function build(node) {
  const script = path.join(root, 'tools', 'build.ts');
  const options = { cwd: root, env: environmentWith(node, root), stdio: ['ignore', 2, 2] };
  const code = await runAs(node, [script, 'main'], options);
  if (code !== 0) throw new Error('The program could not be built; the lines above say why.');
}
