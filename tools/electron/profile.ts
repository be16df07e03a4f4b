import { readlinkSync, rmSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const PATIENCE = 5000;

/**
 * Waits until no other browser holds the profile. One may: it ends a moment after the program that it served
 * was killed, and a second browser would hand its window over to the dying one.
 */
export async function waitForProfile(profile: string): Promise<void> {
  const lock = path.join(profile, 'SingletonLock');
  const until = Date.now() + PATIENCE;
  for (let holder = holderOf(lock); holder !== undefined && isAlive(holder); holder = holderOf(lock)) {
    if (Date.now() > until) throw new Error(`The profile ${profile} is in use by another browser (process ${holder}).`);
    await sleep(50);
  }
  rmSync(lock, { force: true });
}

// A symbolic link to "host-pid".
function holderOf(lock: string): number | undefined {
  try {
    return Number(readlinkSync(lock).split('-').at(-1));
  } catch {
    return undefined;
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
