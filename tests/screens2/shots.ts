import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openScreen, serveScreens, type Looks } from '../screens/served.ts';

/** Pictures of the screens, to be looked at: node tests/screens2/shots.ts <folder> [part of a name]. */
type Shot = Looks & { readonly name: string; readonly before?: (page: Page) => Promise<unknown> };

const dark = { theme: 'dark', language: 'en' } as const;
const large = { width: 1920, height: 1080 } as const;
const inspector = 'role=inspector';
const clerk = 'role=clerk';
const supervisor = 'role=supervisor';
const administrator = 'role=administrator';
const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();

const shots: readonly Shot[] = [
  { name: 'needs', address: '/needs-action', query: inspector },
  { name: 'needs-dark-en', address: '/needs-action', query: inspector, ...dark },
  { name: 'needs-1920', address: '/needs-action', query: inspector, ...large },
  { name: 'needs-aside', address: '/needs-action', query: inspector, before: press('Отложить…') },
  { name: 'needs-empty', address: '/needs-action', query: `${inspector}&empty=1` },
  { name: 'needs-fail', address: '/needs-action', query: `${inspector}&fail=needsAction.list` },
  { name: 'replies', address: '/replies', query: inspector },
  { name: 'replies-drafts-dark-en', address: '/replies?tab=drafts', query: inspector, ...dark },
  { name: 'replies-card', address: '/replies/reply-2', query: inspector },
  { name: 'replies-card-held-dark-en', address: '/replies/reply-4', query: inspector, ...dark },
  { name: 'replies-new', address: '/replies/new', query: inspector, before: async (page) => (await press('Проверить и подписать')(page), page.getByRole('combobox', { name: 'Кому' }).fill('ром')) },
  { name: 'replies-draft', address: '/replies/new?draft=draft-1', query: inspector },
  { name: 'replies-draft-dark-en', address: '/replies/new?draft=draft-1', query: inspector, ...dark, ...large },
  { name: 'replies-problem', address: '/replies/new?to=3528090760', query: inspector },
  { name: 'replies-review', address: '/replies/new?draft=draft-1', query: inspector, before: press('Проверить и подписать') },
  { name: 'replies-sign', address: '/replies/new?draft=draft-1', query: inspector, before: async (page) => (await page.keyboard.press('Control+Enter'), page.waitForTimeout(300), page.keyboard.press('Control+Enter')) },
  { name: 'subscribers', address: '/subscribers/7701234567', query: inspector },
  { name: 'subscribers-dark-en-1920', address: '/subscribers/7701234567', query: inspector, ...dark, ...large },
  { name: 'archive', address: '/archive?text=оплата', query: supervisor },
  { name: 'archive-dark-en', address: '/archive?text=оплата', query: supervisor, ...dark },
  { name: 'archive-help', address: '/archive', query: clerk, before: press('Как искать') },
  { name: 'archive-nothing', address: '/archive?text=zzz', query: clerk },
  { name: 'archive-status', address: '/archive?tab=status', query: clerk, before: press('Проверить') },
  { name: 'archive-status-dark-en', address: '/archive?tab=status', query: `${clerk}&damaged=1`, ...dark },
  { name: 'archive-check', address: '/archive?tab=check', query: clerk, before: checkSignature },
  { name: 'archive-check-dark-en', address: '/archive?tab=check', query: clerk, ...dark, before: checkSignature },
  { name: 'reports', address: '/reports', query: supervisor },
  { name: 'reports-dark-en-1920', address: '/reports', query: supervisor, ...dark, ...large },
  { name: 'reports-tables', address: '/reports', query: supervisor, before: async (page) => { for (const one of await page.getByRole('button', { name: /Таблицей/ }).all()) await one.click(); } },
  { name: 'reports-empty', address: '/reports', query: `${supervisor}&empty=1` },
  { name: 'journal', address: '/journal', query: clerk, before: async (page) => (await page.getByRole('grid').focus(), page.keyboard.press('ArrowDown')) },
  { name: 'journal-dark-en-1920', address: '/journal', query: clerk, ...dark, ...large, before: async (page) => (await page.getByRole('grid').focus(), page.keyboard.press('ArrowDown'), page.keyboard.press('ArrowDown')) },
  { name: 'journal-kinds', address: '/journal', query: clerk, before: press(/^Виды/) },
  { name: 'exchange', address: '/exchange', query: inspector },
  { name: 'exchange-running-dark-en', address: '/exchange', query: inspector, ...dark, before: press('Start a session') },
  { name: 'exchange-outbox', address: '/exchange?tab=outbox', query: inspector, before: async (page) => (await page.getByRole('grid').focus(), page.keyboard.press('ArrowDown')) },
  { name: 'exchange-held', address: '/exchange?tab=held', query: inspector },
  { name: 'exchange-sessions', address: '/exchange?tab=sessions', query: administrator },
  ...['authority', 'exchange', 'verification', 'limits', 'archive', 'keys', 'trust', 'officers', 'me', 'appearance', 'demo'].map((section): Shot => ({ name: `settings-${section}`, address: `/settings/${section}`, query: administrator })),
  { name: 'settings-channels', address: '/settings/channels', query: administrator, before: async (page) => (await press('Почта')(page), press('Проверить связь')(page)) },
  { name: 'settings-channels-dark-en', address: '/settings/channels', query: administrator, ...dark, before: press('Add mail') },
  { name: 'settings-trust-dark-en', address: '/settings/trust', query: administrator, ...dark },
  { name: 'settings-officer-edit', address: '/settings/officers', query: administrator, before: press('Изменить') },
  { name: 'settings-limits-inspector-dark-en', address: '/settings/limits', query: inspector, ...dark },
];

const [folder = 'screens2', only = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const served = await serveScreens('tests/screens2/page.ts');
try {
  for (const shot of shots.filter(({ name }) => new RegExp(only).test(name))) await take(shot);
} finally {
  await served.stop();
}

async function take(shot: Shot): Promise<void> {
  const { page, faults } = await openScreen(served, shot);
  page.setDefaultTimeout(4000);
  await page.waitForTimeout(500);
  await shot.before?.(page).catch((error: unknown) => faults.push(String(error)));
  await page.waitForTimeout(400);
  await page.screenshot({ path: path.join(folder, `${shot.name}.png`) });
  console.log(shot.name, faults.length === 0 ? '' : faults);
  await page.context().close();
}

async function checkSignature(page: Page): Promise<void> {
  await page.locator('input[type=file]').first().setInputFiles({ name: 'report.xml.sig', mimeType: 'application/octet-stream', buffer: Buffer.from('x') });
  await page.locator('.check .button.filled').click();
}
