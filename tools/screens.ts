import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { callStation, screensOf, type ScreenName, type ScreensWish } from '../demo/take-screens.ts';
import { build } from './build.ts';
import { findRuntime, sandboxSwitches } from './runtime.ts';

/** `npm run screens -- [folder] [--language ru|en] [--dark] [--size 1366x768] [--only a,b]`: pictures of a demo office of its own. */

const root = path.resolve(import.meta.dirname, '..');

/** One of every way to spoil a submission is among so many, and all screens have something to show. */
const enough = 56;
const patience = 180_000;

/** Opens a demo office in a temporary folder, lets submissions come, takes the pictures, and removes it. */
export async function takeScreens(wishes: readonly ScreensWish[]): Promise<string[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'reception-screens-'));
  const program = await launchDemo(folder);
  try {
    const page = await program.firstWindow();
    await letSubmissionsCome(page);
    const taken: string[] = [];
    for (const wish of wishes) taken.push(...(await screensOf(page, wish)));
    return taken;
  } finally {
    await program.close().catch(() => undefined);
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** On no display: pictures are the same on every machine that has the same fonts. */
async function launchDemo(folder: string): Promise<ElectronApplication> {
  const runtime = findRuntime();
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] = path.dirname(runtime.executable);
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const env = Object.entries({ ...rest, STANDIN_NODE: process.execPath, RECEPTION_DEMO_FOLDER: folder });
  return _electron.launch({
    args: [...sandboxSwitches(), root, '--demo', `--user-data-dir=${path.join(folder, 'desktop')}`],
    env: Object.fromEntries(env.filter((entry): entry is [string, string] => entry[1] !== undefined)),
  });
}

async function letSubmissionsCome(page: Page): Promise<void> {
  await page.waitForFunction(() => 'reception' in globalThis);
  await callStation(page, 'session.signIn', { login: 'supervisor', password: 'supervisor-demo' });
  await callStation(page, 'demo.burst', { count: enough });
  // Only now: the office starts its own pace after the first few submissions.
  await callStation(page, 'demo.pace', { running: false });
  await untilQuiet(page);
}

/** Until all of them are there and nothing has been added to the archive for a while. */
async function untilQuiet(page: Page): Promise<void> {
  const end = Date.now() + patience;
  let before = -1;
  for (let quiet = 0; quiet < 4 && Date.now() < end; ) {
    await page.waitForTimeout(1000);
    const { archive, owed } = await callStation<{ owed: number; archive: { entries: number } }>(page, 'health.read', {});
    quiet = archive.entries === before && owed === 0 ? quiet + 1 : 0;
    before = archive.entries;
  }
}

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { language: { type: 'string' }, dark: { type: 'boolean', default: false }, size: { type: 'string', default: '1366x768' }, only: { type: 'string' } },
  });
  const [width = NaN, height = NaN] = values.size.split('x').map(Number);
  if (!(width > 0 && height > 0)) throw new Error('--size is like 1366x768');
  const languages = values.language === undefined ? (['ru', 'en'] as const) : ([values.language === 'en' ? 'en' : 'ru'] as const);
  const folder = path.resolve(positionals[0] ?? path.join(root, 'docs', 'screens'));
  const only = values.only?.split(',') as ScreenName[] | undefined;
  await build(root);
  const taken = await takeScreens(
    languages.map((language) => ({ folder, language, theme: values.dark ? 'dark' : 'light', size: { width, height }, ...(only === undefined ? {} : { only }) })),
  );
  for (const file of taken) console.log(path.relative(process.cwd(), file));
}
