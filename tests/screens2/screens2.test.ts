import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openScreen, serveScreens, type Served } from '../screens/served.ts';

let served: Served;
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

beforeAll(async () => void (served = await serveScreens('tests/screens2/page.ts')), 120_000);
afterAll(() => served.stop());

type Call = { readonly method: string; readonly args: Record<string, unknown> };
const calls = (page: Page, method: string) => page.evaluate((name) => (window as unknown as { fake: { calls: Call[] } }).fake.calls.filter((call) => call.method === name), method);
const tell = (page: Page, event: object) => page.evaluate((told) => (window as unknown as { fake: { tell: (event: object) => void } }).fake.tell(told), event);

async function open(address: string, role = 'administrator', looks: object = {}) {
  const opened = await openScreen(served, { address, query: `role=${role}`, ...looks });
  opened.page.setDefaultTimeout(8000);
  return opened;
}

const screens: readonly (readonly [string, string])[] = [
  ['/needs-action', 'inspector'], ['/replies', 'inspector'], ['/replies?tab=drafts', 'inspector'], ['/replies/reply-4', 'inspector'], ['/replies/new?draft=draft-1', 'inspector'], ['/replies/new?to=3528090760', 'inspector'],
  ['/subscribers/7701234567', 'inspector'], ['/archive?text=оплата', 'supervisor'], ['/archive?tab=status', 'clerk'], ['/archive?tab=check', 'clerk'], ['/reports', 'supervisor'], ['/journal', 'clerk'],
  ['/exchange', 'inspector'], ['/exchange?tab=outbox', 'inspector'], ['/exchange?tab=held', 'inspector'], ['/exchange?tab=sessions', 'administrator'],
  ...['authority', 'channels', 'exchange', 'verification', 'limits', 'archive', 'keys', 'trust', 'officers', 'me', 'appearance', 'demo'].map((section) => [`/settings/${section}`, 'administrator'] as const),
];

describe.each([
  { theme: 'light', language: 'ru' },
  { theme: 'dark', language: 'en' },
])('$theme, $language', (looks) => {
  // One window for each role goes from screen to screen, as an officer's does.
  const windows = new Map<string, ReturnType<typeof open>>();
  const windowOf = (role: string, address: string) => windows.get(role) ?? windows.set(role, open(address, role, looks)).get(role)!;
  afterAll(async () => {
    for (const opened of windows.values()) await (await opened).page.context().close();
  });

  test.each(screens)('%s has nothing that axe or the policy objects to, and no text is missing', async (address, role) => {
    const { page, faults } = await windowOf(role, address);
    await page.evaluate((to) => void (location.hash = to), address);
    await page.waitForSelector('.toolbar h1, .reply-head h1');
    await page.waitForTimeout(150);
    if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axe);
    const found = await page.evaluate(async () => {
      const { axe: checker } = window as unknown as { axe: { run: (where: Element, how: object) => Promise<{ violations: { id: string; nodes: { html: string; failureSummary?: string }[] }[] }> } };
      const { violations } = await checker.run(document.querySelector('main')!, { runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'] });
      return violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html.slice(0, 200)} ${nodes[0]?.failureSummary ?? ''}`);
    });
    expect(found).toEqual([]);
    expect(faults).toEqual([]);
    expect(await page.locator('main').innerText()).not.toMatch(/\{\{|undefined|NaN|\[object/);
  });
});

describe('what officers do', () => {
  test('what waits is set aside with a reason, and not without', async () => {
    const { page } = await open('/needs-action', 'inspector');
    await page.getByRole('button', { name: 'Отложить…' }).first().click();
    await page.getByRole('button', { name: 'Отложить без ответа' }).click();
    await page.getByText('Напишите причину').waitFor();
    expect(await calls(page, 'deliveries.setAside')).toEqual([]);
    await page.getByRole('textbox', { name: 'Причина' }).fill('Пробное письмо');
    await page.keyboard.press('Control+Enter');
    await page.getByText(/^Отложено:/).waitFor();
    expect(await calls(page, 'deliveries.setAside')).toMatchObject([{ args: { reason: 'Пробное письмо' } }]);
    await page.context().close();
  });

  test('a reply is written, saved by itself, refused an oversized file, reviewed and signed by keyboard', async () => {
    const { page } = await open('/replies/new', 'inspector');
    await page.getByRole('combobox', { name: 'Кому' }).fill('7604112233');
    await page.getByRole('option', { name: /Лён и пух/ }).first().click();
    await page.getByRole('textbox', { name: 'Тема' }).fill('О сверке');
    await page.locator('.letter textarea').fill('Просим сверить.');
    await page.getByText(/^Черновик сохранён/).waitFor();
    expect((await calls(page, 'replies.saveDraft')).at(-1)).toMatchObject({ args: { draft: { subject: 'О сверке', text: 'Просим сверить.', toTaxNumber: '7604112233' } } });
    await page.locator('.letter input[type=file]').setInputFiles([
      { name: 'большой.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(4 * 1024 * 1024 + 1) },
      { name: 'малый.pdf', mimeType: 'application/pdf', buffer: Buffer.alloc(100) },
    ]);
    await page.getByText(/«большой.pdf» не приложен/).waitFor();
    await page.getByText('малый.pdf').waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Проверьте перед подписью' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alertdialog').locator('input[type=file]').setInputFiles({ name: 'petrov.p12', mimeType: 'application/x-pkcs12', buffer: Buffer.from('key') });
    await page.getByLabel(/^Пароль ключа/).fill('secret');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Путь ответа' }).waitFor();
    expect((await calls(page, 'replies.send'))[0]?.args).toMatchObject({ password: 'secret', key: { name: 'petrov.p12' } });
    expect(await page.evaluate(() => JSON.stringify(localStorage))).not.toContain('secret');
    await page.context().close();
  });

  test('what was typed last is saved when the officer leaves at once', async () => {
    const { page } = await open('/replies/new?draft=draft-1', 'inspector');
    await page.getByRole('textbox', { name: 'Тема' }).fill('Последнее слово');
    await page.keyboard.press('Alt+Digit2');
    await page.waitForFunction(() => (window as unknown as { fake: { calls: Call[] } }).fake.calls.some((call) => call.method === 'replies.saveDraft' && JSON.stringify(call.args).includes('Последнее слово')));
    await page.context().close();
  });

  test('a reply that has nowhere to go is not signed', async () => {
    const { page } = await open('/replies/new?to=3528090760', 'inspector');
    await page.getByRole('textbox', { name: 'Тема' }).fill('x');
    await page.locator('.letter textarea').fill('y');
    await page.getByText(/Сертификат абонента больше не действует/).waitFor();
    await page.keyboard.press('Control+Enter');
    expect(await page.getByRole('heading', { name: 'Проверьте перед подписью' }).count()).toBe(0);
    await page.context().close();
  });

  test('markup in a snippet stays text, and Enter on a hit opens it', async () => {
    const { page } = await open('/archive?text=оплата', 'inspector');
    await page.locator('mark').first().waitFor();
    expect(await page.locator('.hit-snippet b').count()).toBe(0);
    await page.locator('.hit').first().focus();
    await page.keyboard.press('Enter');
    await page.waitForFunction(() => location.hash.startsWith('#/submissions/'));
    await page.context().close();
  });

  test('a fixity check shows how far it is and can be stopped', async () => {
    const { page } = await open('/archive?tab=status', 'clerk');
    await page.getByRole('button', { name: 'Проверить', exact: true }).click();
    await page.getByRole('progressbar').waitFor();
    await page.getByRole('button', { name: 'Остановить' }).click();
    await page.getByText('Остановлено').waitFor();
    expect(await calls(page, 'jobs.stop')).toHaveLength(1);
    await page.context().close();
  });

  test('the journal goes on to older entries as it is scrolled, without a gap', async () => {
    const { page } = await open('/journal', 'clerk');
    await page.getByRole('grid').focus();
    for (let n = 0; n < 3; n++) {
      await page.keyboard.press('End');
      await page.waitForTimeout(300);
    }
    const befores = (await calls(page, 'journal.page')).map(({ args }) => args['before']).filter((before) => before !== undefined);
    expect(befores.length).toBeGreaterThan(1);
    expect(new Set(befores).size).toBe(befores.length);
    await page.context().close();
  });

  test('a running session is shown step by step and offers to stop', async () => {
    const { page } = await open('/exchange', 'inspector');
    await page.getByRole('button', { name: 'Начать сеанс' }).click();
    await page.locator('[aria-current=step]', { hasText: 'Проверяем' }).waitFor();
    await tell(page, { event: 'session', session: { id: 's9', by: 'officer', startedAt: '2026-11-22T07:41:00.000Z', endedAt: '2026-11-22T07:41:30.000Z', step: 'ended', collected: 48, doubled: 1, examined: 48, dispatched: 47, failed: 0, waiting: 0, stopped: false } });
    await page.getByRole('button', { name: 'Начать сеанс' }).waitFor();
    await page.context().close();
  });

  test('a channel is not saved while it lacks something, and a test of it shows its steps', async () => {
    const { page } = await open('/settings/channels');
    await page.getByRole('button', { name: 'Добавить почту' }).click();
    await page.getByRole('button', { name: 'Сохранить' }).click();
    expect(await page.getByText('Заполните поле.').count()).toBeGreaterThan(0);
    expect(await calls(page, 'settings.save')).toEqual([]);
    await page.getByRole('button', { name: 'Почта', exact: false }).first().click();
    await page.waitForFunction(() => document.querySelector<HTMLInputElement>('.channel-form input')?.value === 'Почта');
    await page.getByRole('button', { name: 'Проверить связь' }).click();
    await page.getByText(/AUTHENTICATIONFAILED/).waitFor();
    await page.context().close();
  });

  test('settings are read only for whoever may not change them', async () => {
    const { page } = await open('/settings/limits', 'inspector');
    await page.getByText('Менять эти настройки может администратор.').waitFor();
    expect(await page.getByRole('button', { name: 'Сохранить' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'Сотрудники' }).count()).toBe(0);
    await page.context().close();
  });

  test('an officer is not added with a short password', async () => {
    const { page } = await open('/settings/officers');
    await page.getByRole('button', { name: 'Добавить сотрудника' }).click();
    await page.getByRole('textbox', { name: /Фамилия/ }).fill('Новикова А. А.');
    await page.getByRole('textbox', { name: /Имя для входа/ }).fill('novikova');
    await page.getByLabel(/^Пароль/).first().fill('short');
    await page.keyboard.press('Control+Enter');
    expect(await calls(page, 'officers.save')).toEqual([]);
    await page.getByLabel(/^Пароль/).first().fill('long enough words');
    await page.keyboard.press('Control+Enter');
    await page.waitForFunction(() => (window as unknown as { fake: { calls: Call[] } }).fake.calls.some((call) => call.method === 'officers.save'));
    expect(await calls(page, 'officers.save')).toMatchObject([{ args: { password: 'long enough words', officer: { login: 'novikova', roles: ['inspector'] } } }]);
    await page.context().close();
  });
});
