import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication } from 'playwright-core';

export const runtime = path.resolve(import.meta.dirname, '../../tools/electron');
export const fixture = path.join(import.meta.dirname, 'fixture');

export type Running = { readonly electron: ElectronApplication; readonly userData: string; end(): Promise<void> };

/** The fixture program under the development runtime, driven by Playwright; on no screen, unless a display is named. */
export async function launchFixture(display?: string): Promise<Running> {
  const userData = await mkdtemp(path.join(tmpdir(), 'reception-runtime-'));
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime;
  const electron = await _electron.launch({ args: [`--user-data-dir=${userData}`, fixture], env: { ...environment(), ...(display === undefined ? {} : { DISPLAY: display }) } });
  return {
    electron,
    userData,
    async end() {
      await electron.close().catch(() => undefined);
      await rm(userData, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

export function environment(): Record<string, string> {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  return Object.fromEntries(Object.entries({ ...rest, STANDIN_NODE: process.execPath }).filter((entry): entry is [string, string] => entry[1] !== undefined));
}
