import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { build } from '../../tools/build.ts';
import { environment, runtime } from './launch.ts';

const repository = path.resolve(import.meta.dirname, '../..');

// A station that answers in the simplest way, behind the real host, preload script and build.
const station = `
import { runDesktop } from './host/desktop.ts';
import { ReceptionError } from './domain/errors.ts';
const events = new Set<(event: unknown) => void>();
runDesktop(async (desktop) => ({
  async call(window, method, args) {
    if (method === 'echo') return { window, args };
    if (method === 'tell') return void events.forEach((listener) => listener(args));
    if (method === 'refuse') throw new ReceptionError('key-missing', 'Нет ключа', { details: { officer: 'x' } });
    if (method === 'save') return desktop.saveFile(window, '../../etc/реестр.csv', new TextEncoder().encode('a;b'));
    if (method === 'folder') return desktop.chooseFolder(window, 'Where');
    if (method === 'protect') return [desktop.keyProtection.strength, Buffer.from(desktop.keyProtection.unprotect(desktop.keyProtection.protect(args as Uint8Array))).toString()];
    throw new Error('unforeseen');
  },
  onEvent(listener) { events.add(listener); return () => void events.delete(listener); },
  async close() { await new Promise((resolve) => setTimeout(resolve, 50)); console.log('station: closed in order'); },
}));
`;

type Answer = { ok: boolean; value?: unknown; error?: { code: string; message: string; details: object } };
type Bridge = { call(method: string, args: unknown): Promise<Answer>; onEvent(listener: (event: unknown) => void): () => void };

describe('the host with a station behind it', () => {
  const root = mkdtempSync(path.join(tmpdir(), 'reception-host-'));
  const saved = path.join(root, 'saved');
  let electron: ElectronApplication;
  let page: Page;
  let output = '';

  beforeAll(async () => {
    layOut(root);
    expect([...(await build(root))].sort()).toEqual(['main', 'preload', 'renderer']);
    process.env['ELECTRON_OVERRIDE_DIST_PATH'] = runtime;
    electron = await _electron.launch({
      args: [`--user-data-dir=${root}/user`, root],
      env: { ...environment(), STANDIN_SAVE_FOLDER: saved, STANDIN_OPEN_FILES: saved },
    });
    electron.process().stdout?.on('data', (piece) => void (output += piece));
    page = await electron.firstWindow();
    await page.waitForSelector('#root p');
  });
  afterAll(async () => {
    await electron?.close().catch(() => undefined);
    rmSync(root, { recursive: true, force: true, maxRetries: 5 });
  });

  const call = (method: string, args: unknown = null): Promise<Answer> =>
    page.evaluate(([name, value]) => (window as unknown as { reception: Bridge }).reception.call(name as string, value), [method, args] as const);

  test('serves the built page with its style and script, and nothing inline', async () => {
    expect(await page.textContent('#root p')).toBe('React is here');
    expect(await page.evaluate(() => getComputedStyle(document.querySelector('p')!).color)).toBe('rgb(1, 2, 3)');
    const html = readFileSync(path.join(root, 'build/renderer/index.html'), 'utf8');
    expect(html).not.toMatch(/<style|<script(?![^>]*\bsrc=)|\sstyle=|\son\w+=/);
  });

  test('gives the page two functions and no more', async () => {
    expect(await page.evaluate(() => Object.keys((window as unknown as { reception: Bridge }).reception))).toEqual(['call', 'onEvent']);
  });

  test('passes calls and answers through the door', async () => {
    expect(await call('echo', { n: [1, 'два'] })).toEqual({ ok: true, value: { window: 1, args: { n: [1, 'два'] } } });
  });

  test('passes errors of the station with code and details, and hides the class of others', async () => {
    expect(await call('refuse')).toEqual({ ok: false, error: { code: 'key-missing', message: 'Нет ключа', details: { officer: 'x' } } });
    expect(await call('else')).toEqual({ ok: false, error: { code: 'internal', message: 'unforeseen', details: {} } });
    expect((await call(5 as unknown as string)).error?.code).toBe('input-invalid');
  });

  test('tells every window what the station tells', async () => {
    const heard = page.evaluate(() => new Promise((resolve) => (window as unknown as { reception: Bridge }).reception.onEvent(resolve)));
    await call('tell', { event: 'signed-out' });
    expect(await heard).toEqual({ event: 'signed-out' });
  });

  test('saves a file where the person wants, under a name that cannot leave the folder', async () => {
    const answer = await call('save');
    expect(path.dirname((answer.value as { path: string }).path)).toBe(saved);
    expect(readFileSync((answer.value as { path: string }).path, 'utf8')).toBe('a;b');
    expect(await call('folder')).toEqual({ ok: true, value: { path: saved } });
  });

  test('protects secrets by a file where there is no keyring, and says so', async () => {
    const told = await page.evaluate(() => (window as unknown as { reception: Bridge }).reception.call('protect', new TextEncoder().encode('тайна')));
    expect(told.value).toEqual(['file', 'тайна']);
  });

  test('gives no file but those of the page', async () => {
    const statuses = await page.evaluate(async () => {
      const paths = ['/index.html', '/../main/main.js', '/%2e%2e/package.json', '/..%2f..%2fpackage.json', '/assets/', '/nothing.js'];
      return Promise.all(paths.map(async (one) => (await fetch(one)).status));
    });
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404]);
  });

  test('refuses inline script, inline style and strings as HTML', async () => {
    const broken = await page.evaluate(async () => {
      const seen: string[] = [];
      document.addEventListener('securitypolicyviolation', (event) => seen.push(event.effectiveDirective));
      const script = document.createElement('script');
      try { script.textContent = 'window.ran = true'; document.body.append(script); } catch { seen.push('thrown'); }
      document.body.append(Object.assign(document.createElement('img'), { src: 'https://example.org/x.png' }));
      await new Promise((resolve) => setTimeout(resolve, 200));
      return { ran: 'ran' in window, seen: [...new Set(seen)].sort() };
    });
    expect(broken.ran).toBe(false);
    expect(broken.seen).toEqual(expect.arrayContaining(['img-src', 'require-trusted-types-for']));
  });

  test('builds nothing anew when nothing has changed, only what has when something has', async () => {
    utimesSync(path.join(root, 'main/main.ts'), new Date(), new Date());
    expect(await build(root)).toEqual([]);
    writeFileSync(path.join(root, 'renderer/main.css'), 'p { color: rgb(3, 2, 1); }');
    expect(await build(root)).toEqual(['renderer']);
  });

  test('keeps the modules of the main process where their sources are', () => {
    for (const file of ['main/main.js', 'main/host/window.js', 'main/archive/sum-worker.js', 'preload/bridge.cjs']) {
      expect(existsSync(path.join(root, 'build', file)), file).toBe(true);
    }
    expect(existsSync(path.join(root, 'build/main/main.test.js'))).toBe(false);
  });

  test('closes the station before it ends', async () => {
    await electron.close();
    await expect.poll(() => output).toContain('station: closed in order');
  });
});

/** A repository of its own, with the real host and a small page. */
function layOut(root: string): void {
  for (const entry of ['main/host', 'main/domain', 'main/app-root.ts', 'main/key-protection.ts', 'preload/bridge.ts', 'resources/icons', 'tsconfig.json']) {
    cpSync(path.join(repository, entry), path.join(root, entry), { recursive: true });
  }
  symlinkSync(path.join(repository, 'node_modules'), path.join(root, 'node_modules'));
  mkdirSync(path.join(root, 'renderer'));
  mkdirSync(path.join(root, 'main/archive'));
  const files = {
    'package.json': '{ "name": "host-fixture", "productName": "Host fixture", "version": "0.0.1", "type": "module", "main": "build/main/main.js" }',
    'main/main.ts': station,
    'main/main.test.ts': 'throw new Error("tests are not built");',
    'main/archive/sum-worker.ts': 'export const sum = (a: number, b: number): number => a + b;',
    'renderer/index.html': '<!doctype html><html><head><title>Host</title><script type="module" src="./main.tsx"></script></head><body><div id="root"></div></body></html>',
    'renderer/main.css': 'p { color: rgb(1, 2, 3); }',
    'renderer/main.tsx': "import { createRoot } from 'react-dom/client';\nimport './main.css';\ncreateRoot(document.getElementById('root')!).render(<p>React is here</p>);\n",
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(root, name), text);
}
