import { existsSync, mkdirSync } from 'node:fs';
import { _electron } from 'playwright-core';
import { makeOffice } from './tests/forge/ca.ts';
import { createStation } from './main/station.ts';
import { fileKeyProtection } from './main/key-protection.ts';
import { makePkcs12 } from './main/signatures/keys/pkcs12.ts';
const station = '/tmp/arch/station', archive = '/tmp/arch/b100';
if (!existsSync(station + '/station.json')) {
  const office = makeOffice(); mkdirSync('/tmp/arch/spool', { recursive: true });
  await createStation({ folder: station, protection: fileKeyProtection(station), language: 'ru', version: 't', saveFile: async () => ({}), log: console.log }, {
    authority: { code: process.argv[2] ?? '7700', name: 'Инспекция', taxNumber: '', kpp: '' }, folder: archive,
    channels: [{ kind: 'spool', id: 'gd' as never, name: 'GD', enabled: true, folder: '/tmp/arch/spool' }],
    stationKey: { file: { name: 's.p12', bytes: makePkcs12({ key: office.station, password: 'x' }) }, password: 'x' },
    trust: [...office.trust.anchors, ...office.trust.intermediates, ...office.trust.crls].map((bytes, i) => ({ name: String(i), bytes })),
    officers: [{ login: 'admin', name: 'Админ', position: '', roles: ['inspector', 'supervisor', 'administrator', 'clerk'], password: 'long enough' }],
  });
}
process.env.ELECTRON_OVERRIDE_DIST_PATH = '/work/main/tools/electron';
const t0 = Date.now();
const app = await _electron.launch({ args: ['/work/main', '--station', station, '--protection=file', '--user-data-dir=/tmp/arch/desk'], env: { ...process.env, STANDIN_NODE: process.execPath } });
const page = await app.firstWindow();
await page.setViewportSize({ width: 1366, height: 768 });
await page.getByLabel(/Пароль|Password/).first().waitFor();
console.log('launch to log-in', Date.now() - t0);
await page.getByLabel(/Пароль|Password/).first().fill('long enough');
const t1 = Date.now();
await page.keyboard.press('Enter');
await page.getByText(/^Submissions$|^Отправления$/).first().waitFor();
await page.getByText(/^Submissions$|^Отправления$/).first().click();
await page.locator('[role=row]').nth(5).waitFor();
console.log('sign-in (scrypt) to list', Date.now() - t1);
const call = (m: string, a: unknown) => page.evaluate(([m, a]) => (window as any).reception.call(m, a), [m, a] as const);
const time = async (name: string, m: string, a: unknown) => { const ts: number[] = []; for (let i = 0; i < 15; i++) { const t = performance.now(); const r: any = await call(m, a); ts.push(performance.now() - t); if (i === 0) console.log(name, JSON.stringify(r).slice(0, 120)); } ts.sort((x, y) => x - y); console.log(name, 'p50', ts[7]!.toFixed(0), 'max', ts[14]!.toFixed(0)); };
await time('page', 'submissions.page', { filter: {}, sort: 'receivedAt', descending: true, offset: 50_000, limit: 100 });
await time('search', 'archive.search', { text: 'декларация прибыль', offset: 0, limit: 50 });
await time('search name', 'archive.search', { text: 'Ромашка', offset: 0, limit: 50 });
await time('facets', 'submissions.facets', {});
const g = page.locator('[role=grid]').first();
const frames = await page.evaluate(async () => { const el = [...document.querySelectorAll('*')].find((e) => e.scrollHeight > 500_000) as HTMLElement; const out: number[] = []; for (let i = 0; i < 60; i++) { const t = performance.now(); el.scrollTop += 40_000; await new Promise((r) => requestAnimationFrame(() => requestAnimationFrame(r))); out.push(performance.now() - t); } out.sort((a, b) => a - b); return [el.scrollHeight, out[30], out[57]]; });
console.log('scroll height, frame pair p50, p95', frames);
await page.waitForTimeout(1000);
await page.screenshot({ path: '/tmp/s/big.png' });
await app.close();
