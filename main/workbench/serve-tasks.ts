import { parentPort, workerData } from 'node:worker_threads';
import { isReceptionError } from '../domain/errors.ts';
import type { TaskAnswer } from './workbench.ts';

export type Tasks<Equipment> = Readonly<Record<string, (input: never, equipment: Equipment) => unknown>>;

/** The other end of a Workbench: runs inside the worker thread, one task at a time. */
export function serveTasks<Equipment>(tasks: Tasks<Equipment>): void {
  let equipment = workerData as Equipment;
  parentPort?.on('message', async (message: { equipment: Equipment } | { id: number; name: string; input: never }) => {
    if ('equipment' in message) {
      equipment = message.equipment;
      return;
    }
    const answer = await perform(tasks, message, equipment);
    parentPort!.postMessage(answer, buffersOf(answer));
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

/** Whole buffers of a `{ transfer: [...] }` answer move instead of being copied. */
function buffersOf(answer: TaskAnswer): ArrayBuffer[] {
  if (!answer.ok || typeof answer.value !== 'object' || answer.value === null) return [];
  const { objects } = answer.value as { objects?: readonly Uint8Array[] };
  if (!Array.isArray(objects)) return [];
  const owned = objects.filter((bytes) => bytes.byteLength === bytes.buffer.byteLength && bytes.buffer instanceof ArrayBuffer);
  return [...new Set(owned.map((bytes) => bytes.buffer as ArrayBuffer))];
}
