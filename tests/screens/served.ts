import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { chromium, type Browser, type Page } from 'playwright-core';
import { build } from 'vite';

/** The renderer as it is built for the product, with a fake station in front, under the product's policy. */
export const policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; connect-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'";

const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..');
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript', '.css': 'text/css', '.svg': 'image/svg+xml', '.woff2': 'font/woff2' };

export type Served = { readonly url: string; readonly browser: Browser; readonly stop: () => Promise<void> };

/** `fake`: the entry that puts a station on the window. */
export async function serveScreens(fake = 'tests/screens/page.ts'): Promise<Served> {
  const folder = mkdtempSync(path.join(tmpdir(), 'reception-screens-'));
  await buildInto(folder, fake);
  const server = createServer((request, response) => {
    const name = new URL(request.url ?? '/', 'http://x').pathname.replace(/^\/$/, '/index.html');
    try {
      const bytes = readFileSync(path.join(folder, path.normalize(name)));
      response.writeHead(200, { 'content-type': types[path.extname(name)] ?? 'application/octet-stream', 'content-security-policy': policy }).end(name === '/index.html' ? withStation(bytes.toString()) : bytes);
    } catch {
      response.writeHead(404).end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const browser = await chromium.launch({ executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium', args: ['--no-sandbox', '--disable-gpu', '--lang=ru-RU'] });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
    browser,
    stop: async () => {
      await browser.close();
      await new Promise((resolve) => server.close(resolve));
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Two builds as the product's is one: the renderer untouched, and the station's stand-in beside it. */
async function buildInto(folder: string, fake: string): Promise<void> {
  const common = { configFile: false, envFile: false, logLevel: 'warn', publicDir: false } as const;
  await build({ ...common, root: path.join(root, 'renderer'), base: './', plugins: [react()], build: { target: 'chrome156', outDir: folder, emptyOutDir: true, minify: false, assetsInlineLimit: 0, modulePreload: { polyfill: false }, chunkSizeWarningLimit: 4000 } });
  await build({ ...common, root, build: { target: 'chrome156', outDir: path.join(folder, 'fake'), emptyOutDir: true, minify: false, lib: { entry: path.join(root, fake), formats: ['es'], fileName: () => 'station.js' } } });
}

function withStation(html: string): string {
  return html.replace('<script', '<script type="module" src="./fake/station.js"></script><script');
}

export type Looks = { readonly width?: number; readonly height?: number; readonly theme?: 'light' | 'dark'; readonly language?: 'ru' | 'en'; readonly query?: string; readonly address?: string };

/** A page of its own; `faults` gathers what the console and the policy had to say. */
export async function openScreen(served: Served, looks: Looks = {}): Promise<{ readonly page: Page; readonly faults: string[] }> {
  const context = await served.browser.newContext({ viewport: { width: looks.width ?? 1366, height: looks.height ?? 768 }, locale: 'ru-RU', colorScheme: looks.theme ?? 'light', reducedMotion: 'reduce' });
  await context.addInitScript(`localStorage.getItem('reception.preferences') ?? localStorage.setItem('reception.preferences', ${JSON.stringify(JSON.stringify({ language: looks.language ?? 'ru' }))})`);
  const page = await context.newPage();
  await page.clock.setFixedTime('2026-11-22T07:42:00.000Z');
  const faults: string[] = [];
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  page.on('pageerror', (error) => faults.push(String(error)));
  await page.goto(`${served.url}?${looks.query ?? ''}#${looks.address ?? ''}`);
  await page.waitForFunction(() => document.querySelector('#root')?.childElementCount !== 0);
  return { page, faults };
}
