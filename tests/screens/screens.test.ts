import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openScreen, serveScreens, type Looks, type Served } from './served.ts';

const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const card = '/submissions/01972000-0000-7000-8000-000000002000';

let served: Served;
beforeAll(async () => {
  served = await serveScreens();
}, 120_000);
afterAll(() => served.stop());

async function withScreen<Value>(looks: Looks, use: (page: Page, faults: readonly string[]) => Promise<Value>): Promise<Value> {
  const { page, faults } = await openScreen(served, looks);
  try {
    return await use(page, faults);
  } finally {
    await page.context().close();
  }
}

/** axe runs in a world of its own, as the page's policy lets no foreign script in. */
async function violations(page: Page): Promise<string[]> {
  await page.waitForTimeout(150);
  const client = await page.context().newCDPSession(page);
  const { frameTree } = (await client.send('Page.getFrameTree')) as { frameTree: { frame: { id: string } } };
  const { executionContextId } = await client.send('Page.createIsolatedWorld', { frameId: frameTree.frame.id });
  await client.send('Runtime.evaluate', { expression: axe, contextId: executionContextId });
  const run = 'axe.run(document, { resultTypes: ["violations"] }).then(({ violations }) => JSON.stringify(violations.map((one) => one.id + ": " + one.nodes.slice(0, 3).map((node) => node.target + " " + node.failureSummary).join("; "))))';
  const { result } = await client.send('Runtime.evaluate', { expression: run, contextId: executionContextId, awaitPromise: true });
  return JSON.parse(result.value as string) as string[];
}

const grid = (page: Page) => page.getByRole('grid');
const current = (page: Page) => page.locator('.grid-row.current').innerText();
const bars = (page: Page) => page.evaluate(() => location.hash);

describe('every screen can be used by everybody', () => {
  const screens: readonly [string, Looks, ((page: Page) => Promise<unknown>)?][] = [
    ['log-in', { query: 'stage=locked' }],
    ['wizard', { query: 'stage=none' }],
    ['submissions', { address: '/submissions' }],
    ['no submissions', { address: '/submissions', query: 'count=0' }],
    ['a failed list', { address: '/submissions', query: 'fail=submissions.page' }],
    ['documents of a card', { address: card }],
    ['verdict of a card', { address: `${card}?tab=verdict` }],
    ['flow of a card', { address: `${card}?tab=flow` }],
    ['journal of a card', { address: `${card}?tab=journal` }],
    ['command palette', { address: '/submissions' }, (page) => page.keyboard.press('Control+k')],
    ['sheet of keys', { address: '/submissions' }, (page) => page.keyboard.press('Shift+Slash')],
  ];
  it.each(screens.flatMap(([name, looks, before]) => [[name, 'light', 'ru', looks, before] as const, [name, 'dark', 'en', looks, before] as const]))('%s, %s, %s: no violation of axe, no fault in the console', (_name, theme, language, looks, before) =>
    withScreen({ ...looks, theme, language }, async (page, faults) => {
      // What is judged is the screen with its data, not the shape that stands there until it comes.
      await page.locator('h1').first().waitFor();
      await page.waitForTimeout(150);
      await before?.(page);
      expect(await violations(page)).toEqual([]);
      expect(faults).toEqual([]);
    }),
  );
});

describe('the table by keyboard', () => {
  it('goes by arrows, pages and to both ends, and opens the row and comes back to it', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await page.locator('.grid-row.current').waitFor();
      await grid(page).focus();
      await page.keyboard.press('ArrowDown');
      expect(await current(page)).toContain('00001999');
      await page.keyboard.press('End');
      await expect.poll(() => current(page)).toContain('00000001');
      await page.keyboard.press('Home');
      await page.keyboard.press('PageDown');
      const opened = (await current(page)).match(/7700-2026-\d+/)![0];
      await page.keyboard.press('Enter');
      await page.getByRole('article', { name: opened }).waitFor();
      await page.keyboard.press('Escape');
      await grid(page).waitFor();
      expect(await current(page)).toContain(opened);
    }));

  it('selects by Space and Shift, and refuses only after the question', () =>
    withScreen({ address: '/submissions?states=deciding' }, async (page) => {
      await page.locator('.grid-row.current').waitFor();
      await grid(page).focus();
      await page.keyboard.press('Space');
      await page.keyboard.press('Shift+ArrowDown');
      await page.keyboard.press('Shift+ArrowDown');
      await page.getByText('Выбрано 3 отправления').first().waitFor();
      await page.keyboard.press('r');
      const act = page.getByRole('alertdialog').getByRole('button', { name: 'Отказать в приёме 3 отправлений' });
      await act.waitFor();
      expect(await act.isDisabled()).toBe(true);
      await page.getByText('Файл не соответствует xsd-схеме.').click();
      await page.keyboard.press('Control+Enter');
      await act.waitFor({ state: 'detached' });
      const refused = await page.evaluate(() => (window as never as { fake: { calls: { method: string; args: { ids: string[]; reasons: unknown[] } }[] } }).fake.calls.filter((one) => one.method === 'submissions.refuse').map((one) => [one.args.ids.length, one.args.reasons.length]));
      expect(refused).toEqual([[3, 1]]);
    }));

  it('lets new rows wait while the person is scrolled down, and shows them when asked', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await page.locator('.grid-row.current').waitFor();
      await grid(page).hover();
      await page.mouse.wheel(0, 1400);
      await page.waitForTimeout(200);
      const seen = () => page.locator('.grid-body .grid-row').nth(16).innerText();
      const before = await seen();
      await page.evaluate(() => (window as never as { fake: { arrive: (count: number) => void } }).fake.arrive(14));
      await page.getByRole('button', { name: '14 новых' }).waitFor();
      expect(await seen()).toBe(before);
      await page.getByRole('button', { name: '14 новых' }).click();
      await page.getByText('7700-2026-00002014').first().waitFor();
    }));

  it('takes a new row in quietly at the top when nobody is scrolling', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await page.locator('.grid-row.current').waitFor();
      await grid(page).focus();
      await page.keyboard.press('ArrowDown');
      const before = await current(page);
      await page.evaluate(() => (window as never as { fake: { arrive: (count: number) => void } }).fake.arrive(1));
      await page.getByText('7700-2026-00002001').first().waitFor();
      expect(await current(page)).toBe(before);
    }));
});

describe('keys work in the Russian layout', () => {
  // What a keyboard sends there: the place of the key in `code`, a Cyrillic letter in `key`.
  const press = (page: Page, code: string, key: string, modifiers: { ctrlKey?: boolean; altKey?: boolean } = {}) =>
    page.evaluate((init) => (document.activeElement ?? document.body).dispatchEvent(new KeyboardEvent('keydown', { bubbles: true, cancelable: true, ...init })), { code, key, ...modifiers });

  it('Ctrl K opens the field for everything', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await grid(page).waitFor();
      await press(page, 'KeyK', 'л', { ctrlKey: true });
      await page.getByRole('combobox', { name: 'Найти или сделать…' }).waitFor();
    }));

  it('the slash key goes to the filter and Alt with a digit to a place', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await grid(page).waitFor();
      await press(page, 'Slash', '.');
      expect(await page.evaluate(() => document.activeElement?.getAttribute('placeholder'))).toContain('Номер');
      await press(page, 'Digit4', '4', { altKey: true });
      expect(await bars(page)).toBe('#/subscribers');
    }));
});

describe('the address', () => {
  it('keeps filters and the card, so that back comes back to the same list', () =>
    withScreen({ address: '/submissions' }, async (page) => {
      await page.locator('.grid-row.current').waitFor();
      await page.getByRole('button', { name: /Отказано/ }).click();
      expect(await bars(page)).toContain('states=refused');
      await page.locator('.grid-row.current').waitFor();
      await grid(page).focus();
      await page.keyboard.press('Enter');
      await page.getByRole('tab', { name: 'Проверка' }).click();
      expect(await bars(page)).toContain('tab=verdict');
      await page.keyboard.press('Alt+ArrowLeft');
      await expect.poll(() => bars(page)).toContain('states=refused');
    }));
});

describe('who may not', () => {
  it('sees no button for it', () =>
    withScreen({ address: '/submissions?states=deciding', query: 'role=clerk' }, async (page) => {
      await page.getByText('Вся проверка').waitFor();
      expect(await page.getByRole('button', { name: 'Принять', exact: true }).count()).toBe(0);
      expect(await page.getByRole('link', { name: 'Журнал', exact: true }).count()).toBe(1);
      expect(await page.getByRole('link', { name: 'Отчёты', exact: true }).count()).toBe(0);
    }));
});

describe('logging in', () => {
  it('says what is wrong with the password and keeps it out of the store', () =>
    withScreen({ query: 'stage=locked' }, async (page) => {
      await page.getByLabel('Пароль', { exact: true }).fill('wrong');
      await page.keyboard.press('Enter');
      await page.getByText('Имя или пароль не подходят.').waitFor();
      await page.getByLabel('Пароль', { exact: true }).fill('a good password');
      await page.keyboard.press('Enter');
      await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
    }));

  it('the wizard says in words what is missing before it goes on', () =>
    withScreen({ query: 'stage=none' }, async (page) => {
      await page.getByRole('button', { name: 'Далее' }).click();
      await page.getByText('Код органа — четыре цифры, например 7700.').waitFor();
      await page.getByLabel('Код органа').fill('7700');
      await page.getByLabel('ИНН').fill('7707083893');
      await page.getByLabel('КПП').fill('773601001');
      await page.getByLabel('Наименование').fill('Управление № 7');
      await page.getByRole('button', { name: 'Выбрать…' }).click();
      await page.getByRole('button', { name: 'Далее' }).click();
      await page.getByRole('heading', { name: 'Каналы' }).waitFor();
    }));
});
