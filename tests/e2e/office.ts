import { mkdtemp, mkdir, rm } from 'node:fs/promises';
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { build } from '../../tools/build.ts';

export const root = path.resolve(import.meta.dirname, '../..');
const standin = path.join(root, 'tools/electron');
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** The program as people start it, on no screen, with its own folders. */
export type Office = {
  readonly electron: ElectronApplication;
  readonly page: Page;
  readonly folder: string;
  /** What the page's console and the station's own log held against it. */
  readonly faults: string[];
  end(): Promise<void>;
};

export async function openOffice(args: readonly string[], inFolder?: string): Promise<Office> {
  await buildAlone();
  const folder = inFolder ?? (await mkdtemp(path.join(tmpdir(), 'reception-e2e-')));
  await mkdir(path.join(folder, 'saved'), { recursive: true });
  process.env['ELECTRON_OVERRIDE_DIST_PATH'] ??= standin;
  const electron = await _electron.launch({ args: [root, ...args.map((arg) => arg.replace('FOLDER', folder)), `--user-data-dir=${path.join(folder, args[0] === '--demo' ? 'user-demo' : 'user')}`], env: environment(folder), timeout: 60_000 });
  const page = await electron.firstWindow();
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.setDefaultTimeout(20_000);
  await page.setViewportSize({ width: 1366, height: 768 });
  await page.evaluate(() => localStorage.setItem('reception.preferences', JSON.stringify({ language: 'ru', theme: 'light' })));
  await page.reload();
  return {
    electron,
    page,
    folder,
    faults,
    async end() {
      await electron.close().catch(() => undefined);
      if (inFolder === undefined) await rm(folder, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** Two test files may start at once; the program is built by one of them, and the other finds it fresh. */
async function buildAlone(): Promise<void> {
  const lock = path.join(root, 'build', '.being-built');
  await mkdir(path.dirname(lock), { recursive: true });
  const deadline = Date.now() + 90_000;
  while (!(await mkdir(lock).then(() => true, () => false)) && Date.now() < deadline) await sleep(250);
  try {
    await build(root);
  } finally {
    await rm(lock, { recursive: true, force: true });
  }
}

function environment(folder: string): Record<string, string> {
  const { DISPLAY: _x, WAYLAND_DISPLAY: _wayland, ...rest } = process.env;
  const own = { STANDIN_NODE: process.execPath, STANDIN_HEADLESS: '1', STANDIN_SAVE_FOLDER: path.join(folder, 'saved'), STANDIN_OPEN_FILES: path.join(folder, 'chosen'), RECEPTION_DEMO_FOLDER: path.join(folder, 'office') };
  return Object.fromEntries(Object.entries({ ...rest, ...own }).filter((entry): entry is [string, string] => entry[1] !== undefined));
}

/** axe runs in a world of its own, as the page's policy lets no foreign script in. */
export async function violations(page: Page): Promise<string[]> {
  // The screen with its data, not the shape that stands there until it comes.
  await page.locator('h1').first().waitFor();
  const client = await page.context().newCDPSession(page);
  try {
    const { frameTree } = (await client.send('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
    const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
    await client.send('Runtime.evaluate', { expression: axe, contextId: executionContextId });
    const run = 'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target + " " + node.failureSummary).join("; "))))';
    const { result } = await client.send('Runtime.evaluate', { expression: run, contextId: executionContextId, awaitPromise: true });
    return JSON.parse(result.value as string) as string[];
  } finally {
    await client.detach();
  }
}
