import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { installDebianPackages } from './debian.mjs';
import { findChromium } from './electron/find-chromium.ts';

/** What the desktop program runs on. `why` is one line for the person who starts it. */
export type Runtime = { readonly executable: string; readonly why: string };

const DOWNLOAD_PATIENCE = 10 * 60_000;
const standIn = path.join(import.meta.dirname, 'electron');

/** Electron where its runtime is there or can be had, else the development runtime. Throws an Error fit for reading. */
export function findRuntime(): Runtime {
  const named = process.env['ELECTRON_OVERRIDE_DIST_PATH'];
  if (named !== undefined && existsSync(path.join(named, 'electron'))) {
    return { executable: path.join(named, 'electron'), why: `Running on ${named}, as ELECTRON_OVERRIDE_DIST_PATH says.` };
  }
  const electron = obtainElectron();
  if ('executable' in electron) return { executable: electron.executable, why: `Running on Electron ${electron.version}.` };
  return developmentRuntime(electron.reason);
}

/** The folder to put into ELECTRON_OVERRIDE_DIST_PATH for tests: undefined where Electron itself is there. */
export function standInFolder(): string | undefined {
  return path.dirname(findRuntime().executable) === standIn ? standIn : undefined;
}

export type Obtained = { executable: string; version: string } | { reason: string };

/** Electron's package is without its binary, and `require('electron')` would throw; install.js fetches it, or fails. */
export function obtainElectron(): Obtained {
  const install = createRequire(import.meta.url).resolve('electron/install.js');
  const done = spawnSync(process.execPath, [install], { encoding: 'utf8', timeout: DOWNLOAD_PATIENCE, stdio: ['ignore', 2, 'pipe'] });
  if (done.status !== 0) return { reason: done.signal === null ? firstLine(done.stderr) : 'the download took too long' };
  const folder = path.dirname(install);
  const executable = path.join(folder, 'dist', readFileSync(path.join(folder, 'path.txt'), 'utf8'));
  return tried(executable);
}

// It may be there and lack a library of the system.
function tried(executable: string): Obtained {
  const asked = spawnSync(executable, ['--version', ...sandboxSwitches()], { encoding: 'utf8', timeout: 30_000 });
  if (asked.status === 0) return { executable, version: asked.stdout.trim().replace(/^v/, '') };
  return { reason: `it does not start: ${firstLine(asked.stderr || String(asked.error ?? asked.signal))}` };
}

function firstLine(text: string): string {
  return text.trim().split('\n')[0] || 'its download failed';
}

function developmentRuntime(reason: string): Runtime {
  const why = `Running on the development runtime and Chromium, because Electron's own could not be had (${reason}).`;
  if (process.platform === 'win32') throw new Error(`Electron's runtime could not be had (${reason}).\nLet this computer reach github.com, or set ELECTRON_MIRROR.`);
  if (findChromium() === undefined) installDebianPackages(['window']);
  if (findChromium() === undefined) {
    throw new Error(`Electron's runtime could not be had (${reason}), and there is no Chromium to stand in for it.\nInstall one:\n  sudo apt-get install chromium`);
  }
  return { executable: path.join(standIn, 'electron'), why };
}

/** Chromium's sandbox, in Electron too, refuses to run for root. */
export function sandboxSwitches(): readonly string[] {
  return process.getuid?.() === 0 ? ['--no-sandbox'] : [];
}
