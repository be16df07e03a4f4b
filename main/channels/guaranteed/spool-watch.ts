import { watch, type FSWatcher } from 'node:fs';
import { readdir } from 'node:fs/promises';
import type { SpoolLayout } from './spool-layout.ts';
import { isPassedBy } from './spool-names.ts';

/** Hints from the file system where it gives them (network drives often do not), and a look now and then. */
export function watchSpool(layout: SpoolLayout, pollMilliseconds: number, hint: () => void): () => Promise<void> {
  let watcher: FSWatcher | undefined;
  let stopped = false;

  const begin = (): void => {
    try {
      watcher = watch(layout.in, (_event, name) => {
        if (name === null || !isPassedBy(name)) hint();
      });
      watcher.on('error', forget);
    } catch {
      forget();
    }
  };
  const forget = (): void => {
    watcher?.close();
    watcher = undefined;
  };
  const look = async (): Promise<void> => {
    if (watcher === undefined) begin();
    const names = await readdir(layout.in).catch(() => {
      forget();
      return [];
    });
    if (!stopped && names.some((name) => name !== 'tmp' && !isPassedBy(name))) hint();
  };

  begin();
  const timer = setInterval(() => void look(), pollMilliseconds);
  timer.unref();
  return async () => {
    stopped = true;
    clearInterval(timer);
    forget();
  };
}
