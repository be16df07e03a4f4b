import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { appRoot } from '../main/app-root.ts';
import { fileKeyProtection } from '../main/key-protection.ts';
import { openStation } from '../main/station.ts';
import { DemoOffice } from './demo-office.ts';
import { demoOfficers } from './parties.ts';
import { summaryOf } from './summary.ts';

/**
 * The demo office where there is no display. With a Chromium the program itself runs in it unseen, and pictures of the
 * main screens are taken; without one the station runs alone. Either way each step is a line, and a summary ends it.
 *
 * demo --no-window [--count N]
 */
const count = Number(valueOf('--count') ?? 18);
const folder = path.resolve('demo-office');

process.exitCode = await demo();

async function demo(): Promise<number> {
  const screens = path.join(folder, 'screens');
  const chromium = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'].find((file) => existsSync(file));
  if (chromium === undefined) {
    console.log('There is no Chromium, so no pictures of the screens are taken. On Debian: sudo apt-get install chromium');
    return withoutScreens();
  }
  await rm(screens, { recursive: true, force: true });
  await mkdir(screens, { recursive: true });
  return withScreens(screens);
}

async function withScreens(screens: string): Promise<number> {
  const [{ _electron }, { callStation, screensOf }] = await Promise.all([import('playwright-core'), import('./take-screens.ts')]);
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= path.join(appRoot, 'tools', 'electron');
  const app = await _electron.launch({
    args: [appRoot, '--demo', `--user-data-dir=${path.join(folder, 'desktop')}`],
    env: { ...(process.env as Record<string, string>), STANDIN_NODE: process.execPath, RECEPTION_DEMO_FOLDER: folder },
  });
  app.process().stdout!.on('data', (text: Buffer) => process.stdout.write(text));
  const page = await app.firstWindow();
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.getByLabel(/Пароль|Password/).first().waitFor({ timeout: 60_000 });
  const { login, password } = demoOfficers[0];
  await callStation(page, 'session.signIn', { login, password });
  await callStation(page, 'demo.burst', { count: Math.max(1, count - 6) });
  await page.waitForTimeout(5000);
  const taken = await screensOf(page, { folder: screens, language: 'ru', theme: 'light' });
  await app.close();
  console.log(`Screens: ${taken.length} pictures in ${screens}`);
  return 0;
}

async function withoutScreens(): Promise<number> {
  const stationFolder = path.join(folder, 'station');
  const surroundings = {
    folder: stationFolder,
    protection: fileKeyProtection(stationFolder),
    language: 'ru' as const,
    version: 'demo',
    saveFile: () => Promise.resolve({}),
    log: (message: string, error?: unknown) => console.error(message, error ?? ''),
  };
  const office = await DemoOffice.open(folder, surroundings, console.log);
  const station = await openStation(surroundings);
  await office.bindOfficers(station);
  await station.start();
  await office.burst(count);
  await settled(station);
  await office.stop();
  (await summaryOf(station, office)).forEach((line) => console.log(line));
  await station.close();
  return 0;
}

/** Waits until nothing is unfinished or owed and nothing new has come for a while; at most a minute. */
async function settled({ archive }: Awaited<ReturnType<typeof openStation>>): Promise<void> {
  const end = Date.now() + 60_000;
  for (let quiet = 0, last = -1; quiet < 6 && Date.now() < end; ) {
    await new Promise((resolve) => setTimeout(resolve, 500));
    const { entries } = await archive.status();
    quiet = entries === last ? quiet + 1 : 0;
    last = entries;
  }
}

function valueOf(name: string): string | undefined {
  const at = process.argv.indexOf(name);
  return at < 0 ? undefined : process.argv[at + 1];
}
