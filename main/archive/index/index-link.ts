import { Worker } from 'node:worker_threads';
import { ReceptionError } from '../../domain/errors.ts';
import type { DeliveryId, Instant } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';
import type { Calls } from './calls.ts';
import { fromWire, type Answer, type Appended, type Opening, type Question, type Registered } from './wire.ts';

/** The station's end of the line to the thread that owns the journal and the index. */
export type IndexLink = {
  ask<Call extends keyof Calls>(call: Call, ...values: Parameters<Calls[Call]>): Promise<ReturnType<Calls[Call]>>;
  append(facts: readonly NewEntry[], at: Instant): Promise<Appended>;
  register(delivery: DeliveryId, year: number, at: Instant): Promise<Registered>;
  rebuild(options: { signal?: AbortSignal; progress?: (done: number, total: number) => void }): Promise<{ entries: number }>;
  close(): Promise<void>;
};

type Waiting = { resolve: (value: unknown) => void; reject: (error: unknown) => void; progress?: (done: number, total: number) => void };
type Asked = Question extends infer One ? (One extends Question ? Omit<One, 'id'> : never) : never;

/** Resolves when the archive stands open. Throws archive-locked, archive-damaged. */
export async function linkIndex(opening: Opening): Promise<IndexLink> {
  const worker = new Worker(new URL(import.meta.url.endsWith('.ts') ? './index-worker.ts' : './index-worker.js', import.meta.url), { workerData: opening });
  const waiting = new Map<number, Waiting>();
  let last = 0;
  let closed: Promise<void> | undefined;
  const gone = new Promise<void>((resolve) => worker.once('exit', () => resolve()));

  worker.on('message', (answer: Answer) => {
    const one = waiting.get(answer.id);
    if ('progress' in answer) return one?.progress?.(...(answer.progress as [number, number]));
    waiting.delete(answer.id);
    if ('error' in answer) one?.reject(fromWire(answer.error));
    else one?.resolve(answer.value);
  });
  worker.on('error', (cause) => abandon(cause));
  worker.on('exit', () => abandon(undefined));

  function abandon(cause: unknown): void {
    const error = new ReceptionError('worker-failed', 'The archive is closed, or its thread has ended', { cause });
    for (const one of waiting.values()) one.reject(error);
    waiting.clear();
    closed ??= Promise.resolve();
  }

  function send<Value>(question: Asked, progress?: Waiting['progress']): { id: number; answer: Promise<Value> } {
    const id = ++last;
    const answer = new Promise<Value>((resolve, reject) => {
      if (closed !== undefined && !('close' in question)) return reject(new ReceptionError('worker-failed', 'The archive is closed'));
      waiting.set(id, { resolve: resolve as Waiting['resolve'], reject, ...(progress === undefined ? {} : { progress }) });
      worker.postMessage({ ...question, id });
    });
    return { id, answer };
  }

  async function rebuild(options: Parameters<IndexLink['rebuild']>[0]): Promise<{ entries: number }> {
    const { id, answer } = send<{ entries: number }>({ rebuild: true }, options.progress);
    const stop = () => worker.postMessage({ id, stop: true });
    if (options.signal?.aborted === true) stop();
    options.signal?.addEventListener('abort', stop, { once: true });
    return answer.finally(() => options.signal?.removeEventListener('abort', stop));
  }

  await new Promise<unknown>((resolve, reject) => waiting.set(0, { resolve, reject })).catch(async (error: unknown) => {
    await gone;
    throw error;
  });

  return {
    ask: (call, ...values) => send<never>({ call, values }).answer,
    append: (append, at) => send<Appended>({ append, at }).answer,
    register: (register, year, at) => send<Registered>({ register, year, at }).answer,
    rebuild,
    close: () => {
      if (closed === undefined) {
        const { answer } = send<void>({ close: true });
        closed = answer.then(() => gone);
      }
      return closed;
    },
  };
}
