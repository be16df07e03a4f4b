import { existsSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { installDebianPackages } from './debian.mjs';
import { runAs } from './node24.mjs';
import { findRuntime, sandboxSwitches } from './runtime.ts';

type Mode = 'start' | 'demo';

const root = path.resolve(import.meta.dirname, '..');
const office = path.join(root, 'demo-office');

/** What each mode adds to the command line of the desktop program (main/main.ts). */
const inWindow: Record<Mode, readonly string[]> = {
  start: [],
  demo: ['--demo', `--user-data-dir=${path.join(office, 'desktop')}`],
};

/** What runs, on plain Node, where there is no screen to open a window on. */
const withoutWindow: Record<Mode, readonly [script: string, ...args: string[]]> = {
  start: ['build/main/cli.js', 'exchange', '--station', defaultStation()],
  demo: ['build/demo/demo.js', '--no-window'],
};

/** Where the desktop program keeps its station when nothing else is said (Electron's userData). */
function defaultStation(): string {
  const configuration = process.env['XDG_CONFIG_HOME'] ?? path.join(os.homedir(), '.config');
  return path.join(configuration, 'Reception', 'station');
}

try {
  process.exitCode = await start(process.argv[2] as Mode, process.argv.slice(3));
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

async function start(mode: Mode, args: readonly string[]): Promise<number> {
  const built = await build(root);
  if (built.length > 0) console.log(`Built ${built.join(', ')}.`);
  return hasScreen() && !args.includes('--no-window') ? openWindow(mode, args) : runWithoutWindow(mode, args);
}

function hasScreen(): boolean {
  return process.platform !== 'linux' || Boolean(process.env['DISPLAY']) || Boolean(process.env['WAYLAND_DISPLAY']);
}

function openWindow(mode: Mode, args: readonly string[]): Promise<number> {
  const runtime = findRuntime();
  console.log(runtime.why);
  const env = { ...process.env, STANDIN_NODE: process.execPath };
  return runAs(runtime.executable, [...sandboxSwitches(), root, ...inWindow[mode], ...args], { cwd: root, env });
}

function runWithoutWindow(mode: Mode, args: readonly string[]): Promise<number> {
  console.log('There is no display, so this runs without a window.');
  // For pictures of the screens; the work itself needs no browser.
  if (mode === 'demo') installDebianPackages(['screens']);
  const [script, ...own] = withoutWindow[mode];
  if (!existsSync(path.join(root, script))) throw new Error(`${script} was not built: its source is not there.`);
  return runAs(process.execPath, [path.join(root, script), ...own, ...args.filter((arg) => arg !== '--no-window')], { cwd: root });
}
