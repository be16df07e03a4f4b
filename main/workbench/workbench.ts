import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import { ReceptionError, type ErrorCode } from '../domain/errors.ts';

/** The answer of a worker thread to one task. */
export type TaskAnswer =
  | { id: number; ok: true; value: unknown }
  | { id: number; ok: false; code: ErrorCode; message: string };

type Task = {
  id: number;
  name: string;
  input: unknown;
  timeout: number;
  resolve: (value: unknown) => void;
  reject: (error: unknown) => void;
};

type Bench = { worker: Worker; task?: Task; timer?: NodeJS.Timeout };

export type WorkbenchOptions = {
  readonly url: URL;
  readonly threads?: number;
  /** Handed to every thread when it starts: keys, trust material. Replaced by `equip`. */
  readonly equipment: unknown;
  /** A task that needs more than this dies alone, not the station. */
  readonly memoryMegabytes?: number;
  readonly timeout?: number;
};

/**
 * Worker threads for everything that costs processor time. A task that hangs or eats memory loses its
 * thread and fails with worker-timeout or worker-failed; the others go on.
 */
export class Workbench {
  readonly #options: WorkbenchOptions;
  #equipment: unknown;
  readonly #benches: Bench[] = [];
  readonly #queue: Task[] = [];
  #next = 1;
  #closed = false;

  constructor(options: WorkbenchOptions) {
    this.#options = options;
    this.#equipment = options.equipment;
  }

  get threads(): number {
    return this.#options.threads ?? Math.max(2, availableParallelism());
  }

  run<Value>(name: string, input: unknown, options: { timeout?: number } = {}): Promise<Value> {
    if (this.#closed) return Promise.reject(new ReceptionError('cancelled', 'The station is closing'));
    return new Promise((resolve, reject) => {
      const timeout = options.timeout ?? this.#options.timeout ?? 120_000;
      const task: Task = { id: this.#next++, name, input, timeout, resolve: resolve as (value: unknown) => void, reject };
      this.#queue.push(task);
      this.#assign();
    });
  }

  /** New keys or trust material: threads take it up before their next task. */
  equip(equipment: unknown): void {
    this.#equipment = equipment;
    for (const bench of this.#benches) bench.worker.postMessage({ equipment });
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const task of this.#queue.splice(0)) task.reject(new ReceptionError('cancelled', 'The station is closing'));
    const benches = this.#benches.splice(0);
    for (const bench of benches) this.#fail(bench, new ReceptionError('cancelled', 'The station is closing'));
    await Promise.all(benches.map((bench) => bench.worker.terminate()));
  }

  #assign(): void {
    while (this.#queue.length > 0 && !this.#closed) {
      const bench = this.#benches.find(({ task }) => task === undefined) ?? this.#open();
      if (bench === undefined) return;
      this.#begin(bench, this.#queue.shift()!);
    }
  }

  #open(): Bench | undefined {
    if (this.#benches.length >= this.threads) return undefined;
    const worker = new Worker(this.#options.url, {
      workerData: this.#equipment,
      resourceLimits: { maxOldGenerationSizeMb: this.#options.memoryMegabytes ?? 1024 },
    });
    const bench: Bench = { worker };
    worker.on('message', (answer: TaskAnswer) => this.#finish(bench, answer));
    worker.on('error', (error) => this.#lose(bench, new ReceptionError('worker-failed', `A worker thread failed: ${error.message}`, { cause: error })));
    worker.on('exit', () => this.#lose(bench, new ReceptionError('worker-failed', 'A worker thread ended before its task')));
    this.#benches.push(bench);
    return bench;
  }

  #begin(bench: Bench, task: Task): void {
    bench.task = task;
    bench.timer = setTimeout(() => {
      this.#lose(bench, new ReceptionError('worker-timeout', `${task.name} took longer than ${task.timeout / 1000} s`, { details: { seconds: task.timeout / 1000 } }));
      void bench.worker.terminate();
    }, task.timeout);
    try {
      bench.worker.postMessage({ id: task.id, name: task.name, input: task.input });
    } catch (cause) {
      this.#fail(bench, new ReceptionError('internal', `${task.name} could not be handed to a worker thread`, { cause }));
      this.#assign();
    }
  }

  #finish(bench: Bench, answer: TaskAnswer): void {
    const task = bench.task;
    if (task === undefined || task.id !== answer.id) return;
    this.#release(bench);
    if (answer.ok) task.resolve(answer.value);
    else task.reject(new ReceptionError(answer.code, answer.message));
    this.#assign();
  }

  #lose(bench: Bench, error: ReceptionError): void {
    const place = this.#benches.indexOf(bench);
    if (place >= 0) this.#benches.splice(place, 1);
    this.#fail(bench, error);
    this.#assign();
  }

  #fail(bench: Bench, error: ReceptionError): void {
    const task = bench.task;
    this.#release(bench);
    task?.reject(error);
  }

  #release(bench: Bench): void {
    clearTimeout(bench.timer);
    delete bench.task;
    delete bench.timer;
  }
}
