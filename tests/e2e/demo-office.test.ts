import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openOffice, violations, type Office } from './office.ts';

let office: Office;
let page: Page;

beforeAll(async () => {
  office = await openOffice(['--demo']);
  page = office.page;
}, 120_000);
afterAll(() => office?.end());

/** One after another at the same workstation. */
async function signIn(login: string): Promise<void> {
  if ((await page.locator('.officer').count()) > 0) await signOut();
  await page.locator(`input[name=login][value=${login}]`).check({ force: true });
  await page.getByLabel('Пароль', { exact: true }).fill(`${login}-demo`);
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
}

async function signOut(): Promise<void> {
  await page.locator('.officer').click();
  await page.getByRole('menuitem', { name: 'Выйти' }).click();
  await page.locator('input[name=login]').first().waitFor({ state: 'attached' });
}

const place = (name: string) => page.getByRole('link', { name: new RegExp(`^${name}`) }).click();
const rows = () => page.locator('.grid-body .grid-row');
const saved = async (like: RegExp) => (await readdir(path.join(office.folder, 'saved'))).find((name) => like.test(name));

/** Every text is there, in words; nothing that axe objects to. */
async function expectSound(): Promise<void> {
  await page.waitForTimeout(250);
  expect(await violations(page)).toEqual([]);
  expect(await page.locator('body').innerText()).not.toMatch(/\{\{|undefined|NaN|\[object|(^|\n)[a-z]+(\.[a-z-]+)+(\n|$)/);
}

describe('a day in the demo office', () => {
  test('says on the log-in that all is simulated and how to get in, in the language of the window', async () => {
    await page.getByText('Пароли: inspector-demo').waitFor();
    await expectSound();
    await page.getByRole('button', { name: /^ru:/ }).click();
    await page.getByText('Passwords: inspector-demo').waitFor();
    await page.getByRole('button', { name: /^en:/ }).click();
    await page.getByText('Пароли: inspector-demo').waitFor();
  });

  let number: string;

  test('an inspector sees submissions arrive by themselves and be decided', async () => {
    await signIn('inspector');
    await place('Отправления');
    await rows().first().waitFor();
    await page.getByRole('button', { name: /^Принято \d/ }).waitFor();
    const before = Number((await page.locator('.toolbar-count').first().innerText()).replace(/\D/g, ''));
    await expect.poll(async () => Number((await page.locator('.toolbar-count').first().innerText()).replace(/\D/g, '')), { timeout: 30_000 }).toBeGreaterThan(before);
    await expectSound();
  });

  test('opens an accepted one, reads its verdict and saves the protocol', async () => {
    await page.getByRole('button', { name: /^Принято \d/ }).click();
    await rows().filter({ hasText: '6-НДФЛ' }).first().click();
    await page.keyboard.press('Enter');
    await page.getByRole('article').waitFor();
    number = (await page.getByRole('article').getAttribute('aria-label'))!;
    await page.getByRole('heading', { name: /6-НДФЛ/ }).first().waitFor();
    await expectSound();
    await page.getByRole('tab', { name: 'Проверка' }).click();
    await page.getByText('Подпись верна: документ не изменён').waitFor();
    await expectSound();
    await page.getByRole('button', { name: 'Сохранить протокол' }).click();
    await page.getByRole('menuitem', { name: 'PDF' }).click();
    await page.getByText(/^Сохранено: .*protocol-.*\.pdf$/).waitFor();
    expect((await stat(path.join(office.folder, 'saved', (await saved(/^protocol-.*\.pdf$/))!))).size).toBeGreaterThan(5000);
    await page.getByRole('tab', { name: 'Документооборот' }).click();
    await page.getByText('Подтвердил получение: Квитанция о приёме').waitFor();
    await expectSound();
  });

  test('finds it by search', async () => {
    await place('Архив');
    await page.getByRole('searchbox').or(page.getByRole('textbox')).first().fill(number);
    await page.keyboard.press('Enter');
    const hit = page.locator('.hit').filter({ hasText: number }).first();
    await hit.waitFor();
    await expectSound();
    await hit.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('article', { name: number }).waitFor();
  });

  test('answers with a reply signed by the own key, and the subscriber confirms it', async () => {
    await page.getByRole('button', { name: 'Ответить' }).first().click();
    await page.getByRole('textbox', { name: 'Тема' }).fill('О сверке');
    await page.locator('.letter textarea').fill('Просим сверить.');
    await page.getByText(/^Черновик сохранён/).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Проверьте перед подписью' }).waitFor();
    await page.keyboard.press('Control+Enter');
    await page.getByRole('alertdialog').locator('input[type=file]').setInputFiles(path.join(office.folder, 'office', 'keys', 'inspector.p12'));
    await page.getByLabel(/^Пароль ключа/).fill('wrong');
    await page.keyboard.press('Control+Enter');
    await page.getByText('Ключ не открылся или не годится.').waitFor();
    await page.getByLabel(/^Пароль ключа/).fill('demo');
    await page.keyboard.press('Control+Enter');
    await page.getByRole('heading', { name: 'Путь ответа' }).waitFor();
    await page.getByText('Получен абонентом').first().waitFor({ timeout: 30_000 });
    await page.getByText('Ждём извещения о получении').waitFor({ state: 'detached', timeout: 30_000 });
    await expectSound();
  });

  test('a supervisor reads the report and exports the register', async () => {
    await signIn('supervisor');
    await place('Отчёты');
    await page.getByRole('heading', { name: 'По дням' }).waitFor();
    await expectSound();
    await page.getByRole('button', { name: 'Выгрузить' }).click();
    await page.getByRole('menuitem').nth(4).click();
    await page.getByText(/\.csv/).waitFor();
    expect(await saved(/\.csv$/)).toBeDefined();
    await place('Журнал');
    await rows().filter({ hasText: 'Выгружен' }).first().waitFor();
    await expectSound();
  });

  test('a clerk checks that the archive is whole, and seals it', async () => {
    await signIn('clerk');
    await place('Архив');
    await page.getByRole('tab', { name: 'Сохранность' }).click();
    const fixity = page.getByRole('region', { name: 'Проверка сохранности' });
    await fixity.getByRole('button', { name: 'Проверить' }).click();
    await fixity.locator('strong.tone-good').waitFor({ timeout: 60_000 });
    await expectSound();
  });

  test('and nothing was written to the console', () => {
    expect(office.faults).toEqual([]);
  });
});
