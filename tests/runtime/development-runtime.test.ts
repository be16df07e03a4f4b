import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, readdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { environment, fixture, launchFixture, runtime, type Running } from './launch.ts';

// What the fixture's page finds in its own world.
type Exposed = {
  invoke(channel: string, value?: unknown): Promise<unknown>;
  tell(value: unknown): void;
  onNews(listener: (news: unknown) => void): () => void;
  sync(number: number): number;
  fails(): void;
};
declare global {
  interface Window {
    fixture: Exposed;
    attempts: Record<string, string>;
    news: unknown[];
    stop: () => void;
  }
}

describe('a program in the development runtime', () => {
  let running: Running;
  let page: Page;

  beforeAll(async () => {
    running = await launchFixture();
    page = await running.electron.firstWindow();
    await page.waitForSelector('output');
  });
  afterAll(() => running?.end());

  test('shows the page that its protocol handler serves', async () => {
    expect(await page.title()).toBe('Fixture');
    await page.click('button');
    await page.click('button');
    expect(await page.textContent('output')).toBe('2');
  });

  test('knows itself as Electron would tell it', async () => {
    const told = await running.electron.evaluate(({ app }) => [app.getName(), app.getVersion(), app.isPackaged, app.getPath('userData')]);
    expect(told).toEqual(['Runtime fixture', '1.2.3', false, running.userData]);
  });

  test('gets values of every cloneable kind back as they were', async () => {
    const told = await page.evaluate(async () => {
      const sent = {
        date: new Date(1e12), map: new Map([['к', [1, undefined]]]), set: new Set([null, NaN]), bytes: new Uint8Array([0, 255, 7]),
        big: 12345678901234567890n, floats: new Float64Array([1.5]), list: ['date', 5], none: undefined,
      };
      const back = (await window.fixture.invoke('echo', sent)) as typeof sent;
      return [
        back.date.toISOString(), back.map.get('к')?.length === 2, back.set.has(null) && back.set.has(NaN), back.bytes instanceof Uint8Array && [...back.bytes],
        String(back.big), back.floats instanceof Float64Array && back.floats[0], back.list, 'none' in back && back.none === undefined,
      ];
    });
    expect(told).toEqual(['2001-09-09T01:46:40.000Z', true, true, [0, 255, 7], '12345678901234567890', 1.5, ['date', 5], true]);
  });

  test('carries ten megabytes each way', async () => {
    expect(await page.evaluate(async () => ((await window.fixture.invoke('echo', new Uint8Array(10_000_000).fill(3))) as Uint8Array).reduce((a, b) => a + b, 0))).toBe(30_000_000);
  });

  test.each([
    ['fail', "Error invoking remote method 'fail': TypeError: нет"],
    ['absent', "Error invoking remote method 'absent': Error: No handler registered for 'absent'"],
    ['function', "Error invoking remote method 'function': Error: An object could not be cloned."],
  ])('hears of the failure of "%s" in the words of Electron', async (channel, words) => {
    expect(await page.evaluate((name) => window.fixture.invoke(name).catch((error: Error) => error.message), channel)).toBe(words);
  });

  test('refuses to send what cannot be cloned', async () => {
    const words = await page.evaluate(async () => window.fixture.invoke('echo', Symbol.iterator).catch(String)).catch((error: Error) => error.message);
    expect(words).toContain('An object could not be cloned.');
  });

  test('sees who calls', async () => {
    expect(await page.evaluate(() => window.fixture.invoke('sender'))).toEqual({ url: 'app://fixture/index.html', parent: null, id: 1 });
  });

  test('passes news to the page until the page has heard enough', async () => {
    await page.evaluate(() => {
      window.news = [];
      window.stop = window.fixture.onNews((news) => window.news.push(news));
    });
    await running.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.send('news', { n: 1 }));
    await page.waitForFunction(() => window.news.length === 1);
    await page.evaluate(() => window.stop());
    await running.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.webContents.send('news', { n: 2 }));
    await page.evaluate(() => window.fixture.invoke('echo', 1));
    expect(await page.evaluate(() => window.news)).toEqual([{ n: 1 }]);
  });

  test('gives the page errors of the functions that it exposes', async () => {
    expect(await page.evaluate(() => { try { window.fixture.fails(); return ''; } catch (error) { return (error as Error).message; } })).toBe('as told');
  });

  test('keeps the preload world, and what it can do, from the page', async () => {
    const seen = await page.evaluate(() => {
      const all = window as unknown as Record<string, unknown>;
      return [typeof all['secret'], typeof all['require'], typeof all['process'], typeof all['__sendToMain'], typeof all['__deliver'], Object.isFrozen(window.fixture)];
    });
    expect(seen).toEqual(['undefined', 'undefined', 'undefined', 'undefined', 'undefined', true]);
    expect(await page.evaluate(() => { try { (window as unknown as { fixture: unknown }).fixture = 1; } catch { /* read-only */ } return typeof window.fixture.sync; })).toBe('function');
  });

  test('does not let the page learn the names of the events between the worlds', async () => {
    const names = await page.evaluate(() => {
      const seen: string[] = [];
      const dispatch = document.dispatchEvent.bind(document);
      document.dispatchEvent = (event) => (seen.push(event.type), dispatch(event));
      window.fixture.sync(1);
      document.dispatchEvent = dispatch;
      return seen;
    });
    expect(names).toEqual([]);
  });

  test('is held to its content security policy', async () => {
    expect(await page.evaluate(() => window.attempts)).toEqual({ eval: 'EvalError', html: 'TypeError' });
  });

  test('cannot reach the network, nor leave its page', async () => {
    await page.evaluate(() => void (location.href = 'https://example.org/'));
    await expect.poll(() => running.electron.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toContainEqual(['will-navigate', 'https://example.org/']);
    expect(await page.evaluate(() => fetch('https://example.org/').then(() => 'reached', () => 'refused'))).toBe('refused');
    expect(await page.title()).toBe('Fixture');
  });

  test('closes what the page opens', async () => {
    await page.evaluate(() => void setTimeout(() => window.open('/index.html')));
    await running.electron.waitForEvent('window');
    await expect.poll(() => running.electron.windows().length, { timeout: 10_000 }).toBe(1);
    expect(await running.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)).toBe(1);
  });

  test('prints and pictures its page', async () => {
    const [pdf, png] = await running.electron.evaluate(async ({ BrowserWindow }) => {
      const { webContents } = BrowserWindow.getAllWindows()[0]!;
      return [(await webContents.printToPDF({})).subarray(0, 5).toString('latin1'), (await webContents.capturePage()).toPNG().subarray(1, 4).toString('latin1')];
    });
    expect([pdf, png]).toEqual(['%PDF-', 'PNG']);
  });

  test('is told when it is started a second time', async () => {
    const second = spawn(path.join(runtime, 'electron'), [`--user-data-dir=${running.userData}`, fixture, 'second'], { env: environment(), stdio: 'ignore' });
    expect(await once(second, 'exit')).toEqual([0, null]);
    expect(await running.electron.evaluate(() => (globalThis as unknown as { heard: unknown[] }).heard)).toContainEqual(['second-instance', 'second']);
  });
});

describe('a program in the development runtime, on a screen', () => {
  let screen: { display: string; end(): void };
  let running: Running;
  let page: Page;
  beforeAll(async () => {
    screen = await openScreen();
    running = await launchFixture(screen.display);
    page = await running.electron.firstWindow();
    await page.waitForSelector('output');
  });
  afterAll(async () => {
    await running?.end();
    screen?.end();
  });

  test('has a window of the size that it wants, without tabs and address bar', async () => {
    const bounds = () => running.electron.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]!.getBounds());
    await expect.poll(bounds, { timeout: 10_000 }).toMatchObject({ width: 900, height: 600 });
    // Tabs and address bar would take more than 80.
    await expect.poll(() => page.evaluate(() => window.outerHeight - window.innerHeight), { timeout: 10_000 }).toBeLessThan(50);
  });

  test('moves and sizes its window, and learns where it is', async () => {
    const wanted = { x: 120, y: 80, width: 1000, height: 700 };
    await running.electron.evaluate(({ BrowserWindow }, to) => BrowserWindow.getAllWindows()[0]!.setBounds(to), wanted);
    await expect.poll(() => page.evaluate(() => [window.outerWidth, window.outerHeight]), { timeout: 10_000 }).toEqual([1000, 700]);
  });

  test('works as it does without a screen', async () => {
    await page.click('button');
    expect(await page.textContent('output')).toBe('1');
    expect(await page.evaluate(() => window.fixture.invoke('sender'))).toMatchObject({ url: 'app://fixture/index.html' });
  });
});

describe('a program in the development runtime leaves no browser behind', () => {
  let userData: string;
  beforeAll(async () => void (userData = await mkdtemp(path.join(tmpdir(), 'reception-runtime-'))));
  afterAll(() => rm(userData, { recursive: true, force: true, maxRetries: 5 }));

  test('when its window is closed', async () => {
    const running = await launchFixture();
    const page = await running.electron.firstWindow();
    const closed = new Promise<void>((resolve) => running.electron.once('close', () => resolve()));
    await page.close();
    await closed;
    expect(await browsersOf(running.userData, 0)).toEqual([]);
    await running.end();
  });

  test('when it is asked to end', async () => {
    const { child, said } = await start(userData);
    child.kill('SIGTERM');
    expect(await once(child, 'exit')).toEqual([0, null]);
    expect(said()).toEqual(['before-quit', 'will-quit', 'quit']);
    expect(await browsersOf(userData, 0)).toEqual([]);
  });

  test('when it is killed; and it can be started again at once', async () => {
    for (let round = 0; round < 2; round++) {
      const { child } = await start(userData);
      child.kill('SIGKILL');
      await once(child, 'exit');
    }
    expect(await browsersOf(userData, 0)).toEqual([]);
  });
});

/** A screen that nobody looks at. Xvfb chooses its number and tells it. */
async function openScreen(): Promise<{ display: string; end(): void }> {
  const xvfb = spawn('Xvfb', ['-displayfd', '1', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [number] = (await once(xvfb.stdout, 'data')) as [Buffer];
  return { display: `:${number.toString().trim()}`, end: () => void xvfb.kill() };
}

/** Starts the fixture as a person would and waits until its browser runs. */
async function start(userData: string): Promise<{ child: ChildProcess; said: () => string[] }> {
  const child = spawn(path.join(runtime, 'electron'), [`--user-data-dir=${userData}`, fixture], { env: environment(), stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout?.on('data', (piece) => void (output += piece));
  await browsersOf(userData, 1);
  return { child, said: () => [...output.matchAll(/fixture: (.*)/g)].map((match) => match[1]!) };
}

/** Process ids of the browsers on the profile, once there are some (or none), or after ten seconds. */
async function browsersOf(userData: string, wanted: 0 | 1): Promise<number[]> {
  const until = Date.now() + 10_000;
  for (;;) {
    const found = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && commandOf(name).includes(`--user-data-dir=${userData}/chromium`)).map(Number);
    if (Math.min(found.length, 1) === wanted || Date.now() > until) return found;
    await sleep(50);
  }
}

function commandOf(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8');
  } catch {
    return '';
  }
}
