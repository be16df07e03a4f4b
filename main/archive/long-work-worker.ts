import { setImmediate as turn } from 'node:timers/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { copyBackup, copyRestored } from './copy-archive.ts';
import { checkFixity } from './fixity.ts';
import { toWire } from './index/wire.ts';
import type { WorkOrder } from './long-work.ts';

/** How long work tells of itself and hears that it shall stop. */
export type Pace = { step(done: number, total: number): Promise<void>; readonly stopped: boolean };

const port = parentPort!;
let stopped = (workerData as { stopped: boolean }).stopped;
port.once('message', () => (stopped = true));
let told = 0;

const pace: Pace = {
  async step(done, total) {
    if (Date.now() - told < 50 && done < total) return;
    told = Date.now();
    port.postMessage({ id: 0, progress: [done, total] });
    await turn();
  },
  get stopped() {
    return stopped;
  },
};

function perform(order: WorkOrder): Promise<unknown> {
  if (order.work === 'fixity') return checkFixity(order.job, pace);
  if (order.work === 'backup') return copyBackup(order.job, pace);
  return copyRestored(order.job, pace);
}

perform(workerData as WorkOrder).then(
  (value) => port.postMessage({ id: 0, value }),
  (error: unknown) => port.postMessage({ id: 0, error: toWire(error) }),
);
