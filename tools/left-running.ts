import { readdirSync, readFileSync, readlinkSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

/** Set for everything that a run of tests starts; its value is the run's temporary folder. */
export const RUN_MARK = 'RECEPTION_TEST_RUN';

type Running = { readonly pid: number; readonly command: string };

const PATIENCE = 5000;

/**
 * Processes that a run of tests has started and that still run: known by the mark in their environment, and where a server cleans its
 * environment, by the run's folder in its command line or under its feet. Those that are about to end are waited for.
 * Empty where there is no /proc to ask.
 */
export async function leftRunning(folder: string): Promise<readonly Running[]> {
  const until = Date.now() + PATIENCE;
  let left = runningOf(folder);
  while (left.length > 0 && Date.now() < until) {
    await pause(200);
    left = runningOf(folder);
  }
  return left;
}

function runningOf(folder: string): readonly Running[] {
  if (process.platform !== 'linux') return [];
  const pids = readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  return pids.filter((pid) => pid !== process.pid).flatMap((pid) => {
    const command = read(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8')).replaceAll('\0', ' ').trim();
    const marked = read(() => readFileSync(`/proc/${pid}/environ`, 'utf8')).split('\0').includes(`${RUN_MARK}=${folder}`);
    const inside = command.includes(folder) || read(() => readlinkSync(`/proc/${pid}/cwd`)).startsWith(folder);
    // A process that has ended and waits for its parent has no command line.
    return command !== '' && (marked || inside) ? [{ pid, command: command.slice(0, 200) }] : [];
  });
}

/** It may be gone by now, or be somebody else's. */
function read(from: () => string): string {
  try {
    return from();
  } catch {
    return '';
  }
}
