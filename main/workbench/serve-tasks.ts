import { parentPort, workerData } from 'node:worker_threads';
import { isReceptionError } from '../domain/errors.ts';
import type { TaskAnswer } from './workbench.ts';

export type Tasks<Equipment> = Readonly<Record<string, (input: never, equipment: Equipment) => unknown>>;

/** The other end of a Workbench: runs inside the worker thread, one task at a time. */
export function serveTasks<Equipment>(tasks: Tasks<Equipment>): void {
  let equipment = workerData as Equipment;
  parentPort?.on('message', (message: { equipment: Equipment } | { id: number; name: string; input: never }) => {
    if ('equipment' in message) {
      equipment = message.equipment;
      return;
    }
    // Copied, never transferred: an answer may share its bytes with trust material or keys that stay in this thread.
    void perform(tasks, message, equipment).then((answer) => parentPort!.postMessage(answer));
  });
}

async function perform<Equipment>(tasks: Tasks<Equipment>, message: { id: number; name: string; input: never }, equipment: Equipment): Promise<TaskAnswer> {
  try {
    const task = tasks[message.name];
    if (task === undefined) throw new Error(`No task is named ${message.name}`);
    return { id: message.id, ok: true, value: await task(message.input, equipment) };
  } catch (error) {
    const code = isReceptionError(error) ? error.code : 'worker-failed';
    return { id: message.id, ok: false, code, message: error instanceof Error ? error.message : String(error) };
  }
}
