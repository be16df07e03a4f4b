import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openScreen, serveScreens, type Looks } from './served.ts';

/** Pictures of the screens, to be looked at: node tests/screens/shots.ts <folder> [part of a name]. */
type Shot = Looks & { readonly name: string; readonly before?: (page: Page) => Promise<unknown> };

const first = '/submissions/01972000-0000-7000-8000-000000002000';
const shots: readonly Shot[] = [
  { name: 'list-1366-ru', address: '/submissions' },
  { name: 'list-1366-en-dark', address: '/submissions', language: 'en', theme: 'dark' },
  { name: 'list-1920-ru', address: '/submissions', width: 1920, height: 1080 },
  { name: 'list-selected', address: '/submissions?states=deciding', before: selectThree },
  { name: 'refuse', address: '/submissions?states=deciding', before: async (page) => (await selectThree(page), page.keyboard.press('r')) },
  { name: 'list-empty', address: '/submissions', query: 'count=0' },
  { name: 'list-none', address: '/submissions?text=zzz' },
  { name: 'list-error', address: '/submissions', query: 'fail=submissions.page' },
  { name: 'card-documents', address: first },
  { name: 'card-xml-dark', address: first, theme: 'dark', before: (page) => page.getByRole('button', { name: 'XML', exact: true }).click() },
  { name: 'card-verdict-failed', address: '/submissions?states=refused', before: openTab('Проверка') },
  { name: 'card-verdict-unsure-en', address: '/submissions?states=deciding', language: 'en', before: openTab('Verdict') },
  { name: 'card-flow', address: `${first}?tab=flow` },
  { name: 'card-journal', address: `${first}?tab=journal` },
  { name: 'card-replies', address: `${first}?tab=replies` },
  { name: 'cards-beside-1920', address: `${first}/01971999-0000-7000-8000-000000001999`, width: 1920, height: 1080 },
  { name: 'palette', address: '/submissions', before: async (page) => (await page.keyboard.press('Control+k'), page.keyboard.type('ромашка'), page.waitForTimeout(500)) },
  { name: 'keys', address: '/submissions', before: (page) => page.keyboard.press('Shift+Slash') },
  { name: 'sign-in', query: 'stage=locked' },
  { name: 'sign-in-dark-en', query: 'stage=locked', theme: 'dark', language: 'en' },
  { name: 'wizard', query: 'stage=none' },
  { name: 'wizard-en-dark', query: 'stage=none', theme: 'dark', language: 'en' },
];

const [folder = 'screens', only = ''] = process.argv.slice(2);
mkdirSync(folder, { recursive: true });
const served = await serveScreens();
try {
  for (const shot of shots.filter(({ name }) => name.includes(only))) await take(shot);
} finally {
  await served.stop();
}

async function take(shot: Shot): Promise<void> {
  const { page, faults } = await openScreen(served, shot);
  await page.waitForTimeout(400);
  await shot.before?.(page);
  await page.waitForTimeout(300);
  await page.screenshot({ path: path.join(folder, `${shot.name}.png`) });
  console.log(shot.name, faults.length === 0 ? '' : faults);
  await page.context().close();
}

async function selectThree(page: Page): Promise<void> {
  await page.getByRole('grid').focus();
  for (const key of ['Space', 'ArrowDown', 'Space', 'ArrowDown', 'Space']) await page.keyboard.press(key);
}

function openTab(name: string): (page: Page) => Promise<unknown> {
  return async (page) => {
    await page.getByRole('grid').focus();
    await page.keyboard.press('Enter');
    await page.getByRole('tab', { name }).click();
  };
}
