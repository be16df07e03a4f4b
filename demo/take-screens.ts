import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { demoOfficers } from './parties.ts';

type Login = (typeof demoOfficers)[number]['login'];

export type ScreenName =
  | 'sign-in'
  | 'needs-action'
  | 'submissions'
  | 'documents'
  | 'verdict'
  | 'flow'
  | 'compose'
  | 'archive'
  | 'preservation'
  | 'reports'
  | 'journal'
  | 'exchange'
  | 'settings';

export type ScreensWish = {
  /** Where the pictures go; made if it is not there. */
  readonly folder: string;
  readonly language: 'ru' | 'en';
  readonly theme: 'light' | 'dark';
  /** Only these; all of them where it is not said. */
  readonly only?: readonly ScreenName[];
  /** In CSS pixels. */
  readonly size?: { readonly width: number; readonly height: number };
};

/** `address` is asked after the sign-in; undefined where the office has nothing to show on that screen yet. */
type Screen = { readonly name: ScreenName; readonly by?: Login; readonly address: (page: Page) => Promise<string | undefined> };

const at = (address: string) => () => Promise.resolve(address);

/** Grouped by officer: each change of officer loads the page anew. */
const screens: readonly Screen[] = [
  { name: 'sign-in', address: at('/') },
  { name: 'needs-action', by: 'inspector', address: at('/needs-action') },
  { name: 'submissions', by: 'inspector', address: at('/submissions') },
  { name: 'documents', by: 'inspector', address: card('accepted') },
  { name: 'verdict', by: 'inspector', address: card('refused', 'verdict') },
  { name: 'flow', by: 'inspector', address: card('accepted', 'flow') },
  { name: 'compose', by: 'inspector', address: composer },
  { name: 'archive', by: 'clerk', address: at(`/archive?${new URLSearchParams({ text: 'прибыль' })}`) },
  { name: 'preservation', by: 'clerk', address: at('/archive?tab=status') },
  { name: 'reports', by: 'supervisor', address: at('/reports') },
  { name: 'journal', by: 'supervisor', address: at('/journal') },
  { name: 'exchange', by: 'supervisor', address: at('/exchange') },
  { name: 'settings', by: 'supervisor', address: at('/settings/channels') },
];

/**
 * Takes pictures of the main screens of a demo office whose window `page` shows, as the officers who use them.
 * Resolves with the paths of the PNG files, `<screen>.<language>[.dark].png`; afterwards nobody is signed in.
 */
export async function screensOf(page: Page, { folder, language, theme, only, size }: ScreensWish): Promise<string[]> {
  await mkdir(folder, { recursive: true });
  if (size !== undefined) await page.setViewportSize(size);
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await prefer(page, language, theme);
  const taken: string[] = [];
  let present: Login | undefined | 'unknown' = 'unknown';
  for (const screen of screens.filter(({ name }) => only === undefined || only.includes(name))) {
    if (present !== screen.by) await changeOfficer(page, screen.by);
    present = screen.by;
    const file = path.join(folder, `${screen.name}.${language}${theme === 'dark' ? '.dark' : ''}.png`);
    if (await take(page, screen, file)) taken.push(file);
  }
  await changeOfficer(page, undefined);
  return taken;
}

/** A call through the page's own door: the station judges it as it would judge a press of a button. */
export async function callStation<Value>(page: Page, method: string, args: unknown): Promise<Value> {
  const answer = await page.evaluate(
    ([method, args]) => (globalThis as unknown as { reception: { call(method: string, args: unknown): Promise<unknown> } }).reception.call(method as string, args),
    [method, args] as const,
  );
  const { ok, value, error } = answer as { ok: boolean; value: Value; error?: { message: string } };
  if (!ok) throw new Error(`${method}: ${error?.message ?? 'failed'}`);
  return value;
}

async function prefer(page: Page, language: string, theme: string): Promise<void> {
  await page.evaluate((wish) => localStorage.setItem('reception.preferences', wish), JSON.stringify({ language, theme, choices: { login: demoOfficers[0].login } }));
}

async function changeOfficer(page: Page, login: Login | undefined): Promise<void> {
  await callStation(page, 'session.signOut', {}).catch(() => undefined);
  const officer = demoOfficers.find((one) => one.login === login);
  if (officer !== undefined) await callStation(page, 'session.signIn', { login: officer.login, password: officer.password });
  await page.evaluate(() => (location.hash = '/'));
  await page.reload();
  await settled(page);
}

async function take(page: Page, screen: Screen, file: string): Promise<boolean> {
  const address = await screen.address(page);
  if (address === undefined) return false;
  await page.evaluate((to) => (location.hash = to), address);
  await settled(page);
  await page.screenshot({ path: file, caret: 'hide', animations: 'disabled' });
  return true;
}

/** Nothing loads any more, neither the screen nor what it asked the station for. */
async function settled(page: Page): Promise<void> {
  await page.waitForTimeout(150);
  for (let quiet = 0, tries = 0; quiet < 4 && tries < 100; tries++) {
    const busy = await page.locator('[aria-busy="true"]').count();
    quiet = busy === 0 && (await page.locator('main, form').count()) > 0 ? quiet + 1 : 0;
    await page.waitForTimeout(100);
  }
}

function card(state: string, tab?: string): Screen['address'] {
  return async (page) => {
    const id = await newestIn(page, state);
    return id === undefined ? undefined : `/submissions/${id}${tab === undefined ? '' : `?tab=${tab}`}`;
  };
}

async function composer(page: Page): Promise<string | undefined> {
  const id = await newestIn(page, 'accepted');
  return id === undefined ? undefined : `/replies/new?submission=${id}`;
}

async function newestIn(page: Page, state: string): Promise<string | undefined> {
  const found = await callStation<{ rows: readonly { id: string }[] }>(page, 'submissions.page', {
    filter: { states: [state] },
    sort: 'receivedAt',
    descending: true,
    offset: 0,
    limit: 1,
  });
  return found.rows[0]?.id;
}
