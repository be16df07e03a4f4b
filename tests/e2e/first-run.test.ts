import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { writeKeyAndTrust } from './key-and-trust.ts';
import { openOffice, violations, type Office } from './office.ts';

let folder: string;
let office: Office;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'reception-first-'));
  await writeKeyAndTrust(folder);
  await mkdir(path.join(folder, 'spool'));
  office = await openOffice(['--station=FOLDER/station'], folder);
}, 120_000);
afterAll(async () => {
  await office?.end();
  await rm(folder, { recursive: true, force: true, maxRetries: 5 });
});

test('the first run makes a station, and its administrator signs in', async () => {
  const { page } = office;
  const next = () => page.getByRole('button', { name: 'Далее' }).click();
  await page.getByLabel('Код органа').fill('7700');
  await page.getByLabel('ИНН').fill('7707083893');
  await page.getByLabel('КПП').fill('773601001');
  await page.getByLabel('Наименование').fill('Управление № 7');
  await page.getByLabel('Папка архива').fill(path.join(folder, 'archive'));
  expect(await violations(page)).toEqual([]);
  await next();
  await page.getByRole('heading', { name: 'Каналы' }).waitFor();
  await page.getByLabel('Папка обмена').fill(path.join(folder, 'spool'));
  await next();
  await page.getByRole('heading', { name: 'Ключ и доверие' }).waitFor();
  await page.locator('input[type=file]').nth(0).setInputFiles(path.join(folder, 'station.p12'));
  await page.getByLabel('Пароль к файлу ключа').fill('demo');
  await page.locator('input[type=file]').nth(1).setInputFiles([path.join(folder, 'anchor.cer'), path.join(folder, 'list.crl')]);
  await page.getByText('list.crl').waitFor();
  await next();
  await page.getByRole('heading', { name: 'Сотрудники' }).waitFor();
  await page.getByLabel('Фамилия, имя, отчество').fill('Иванова А. А.');
  await page.getByLabel('Имя для входа').fill('ivanova');
  await page.getByLabel('Первый пароль').fill('long enough words');
  expect(await violations(page)).toEqual([]);
  await next();
  await page.getByRole('heading', { name: 'Проверка' }).waitFor();
  await page.getByText('Управление № 7').first().waitFor();
  await page.getByRole('button', { name: 'Создать станцию' }).click();
  await page.getByLabel('Пароль', { exact: true }).fill('long enough words', { timeout: 60_000 });
  await page.keyboard.press('Enter');
  await page.getByRole('navigation', { name: 'Разделы' }).waitFor();
  await page.getByRole('link', { name: /^Настройки/ }).click();
  await page.getByRole('heading', { name: 'Орган' }).waitFor();
  expect(office.faults).toEqual([]);
});
