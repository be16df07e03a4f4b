import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomBytes } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const child = fileURLToPath(new URL('./crash-child.ts', import.meta.url));

export type Journalled = { readonly messageId: string; readonly digest: string };

/** Starts the program, waits until it works, kills it after up to `longest` milliseconds. Returns whether it ended by itself. */
export async function runAndKill(mode: 'collect' | 'send', settings: unknown, folder: string, longest: number, env: Record<string, string> = {}): Promise<boolean> {
  const settingsFile = join(folder, 'settings.json');
  writeFileSync(settingsFile, JSON.stringify(settings));
  const running = spawn(process.execPath, [child, mode, settingsFile, join(folder, 'journal')], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, NODE_OPTIONS: '', ...env },
  });
  await said(running);
  const timer = setTimeout(() => running.kill('SIGKILL'), Math.random() * longest);
  const [code, signal] = await ended(running);
  clearTimeout(timer);
  if (signal !== 'SIGKILL' && code !== 0) throw new Error(`the program failed with ${code}`);
  return signal !== 'SIGKILL';
}

function said(running: ChildProcess): Promise<void> {
  return new Promise((resolve, reject) => {
    running.stdout?.once('data', () => resolve());
    running.once('exit', (code) => reject(new Error(`the program ended with ${code} before it began`)));
  });
}

function ended(running: ChildProcess): Promise<[number | null, NodeJS.Signals | null]> {
  return new Promise((resolve) => running.once('exit', (code, signal) => resolve([code, signal])));
}

export function journalOf(folder: string): readonly Journalled[] {
  const path = join(folder, 'journal');
  if (!existsSync(path)) return [];
  const whole = readFileSync(path, 'utf8').split('\n').slice(0, -1);
  return whole.map((line) => JSON.parse(line) as [string, string]).map(([messageId, digest]) => ({ messageId, digest }));
}

export function randomContent(): { bytes: Buffer; digest: string } {
  const bytes = randomBytes(500 + Math.floor(Math.random() * 20_000));
  return { bytes, digest: digestOf(bytes) };
}

export function digestOf(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
