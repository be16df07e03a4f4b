import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { instantOf, newId } from '../../domain/identifiers.ts';
import type { JobProgress } from '../../../preload/contract.ts';
import type { LongWork } from '../../archive/archive.ts';

export type JobOutcome = { readonly outcome: Readonly<Record<string, string | number>>; readonly stopped: boolean };
export type JobWork = (work: Required<LongWork>) => Promise<JobOutcome>;

/** Long work beside the daily work: one at a time, with progress, stoppable. */
export interface Jobs {
  /** Throws session-running while another is under way. */
  start(what: JobProgress['what'], work: JobWork): string;
  stop(job: string): void;
  current(): JobProgress | undefined;
  onProgress(listener: (job: JobProgress) => void): () => void;
  /** Stops what runs and waits for its end. */
  close(): Promise<void>;
}

const TELL_EVERY = 200;

export function openJobs(now: () => number, log: (error: unknown) => void): Jobs {
  const listeners = new Set<(job: JobProgress) => void>();
  let running: { view: JobProgress; controller: AbortController; ended: Promise<void> } | undefined;
  let toldAt = 0;

  function tell(view: JobProgress, always: boolean): void {
    if (running?.view.job === view.job) running.view = view;
    if (!always && now() - toldAt < TELL_EVERY) return;
    toldAt = now();
    for (const listener of listeners) listener(view);
  }

  async function run(first: JobProgress, controller: AbortController, work: JobWork): Promise<void> {
    let view = first;
    const progress = (done: number, total: number, note: string) => tell((view = { ...view, done, total, note }), false);
    try {
      controller.signal.throwIfAborted();
      const { outcome, stopped } = await work({ signal: controller.signal, progress });
      view = { ...view, outcome, state: stopped ? 'stopped' : 'done' };
    } catch (error) {
      view = ended(view, error, controller.signal.aborted);
      if (view.state === 'failed') log(error);
    }
    running = undefined;
    tell(view, true);
  }

  return {
    start(what, work) {
      if (running) throw new ReceptionError('session-running', 'Other long work is under way. Wait until it has ended, or stop it.', { details: { what: running.view.what } });
      const view: JobProgress = { job: newId<string>(now()), what, done: 0, total: 0, note: '', startedAt: instantOf(now()), state: 'running' };
      const controller = new AbortController();
      running = { view, controller, ended: Promise.resolve() };
      tell(view, true);
      // A turn later, so that the caller knows the job's name before its first word.
      running.ended = Promise.resolve().then(() => run(view, controller, work));
      return view.job;
    },
    stop(job) {
      if (running?.view.job === job) running.controller.abort();
    },
    current: () => running?.view,
    onProgress(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async close() {
      const last = running?.ended;
      running?.controller.abort();
      await last;
    },
  };
}

function ended(view: JobProgress, error: unknown, aborted: boolean): JobProgress {
  if (aborted || isReceptionError(error, 'cancelled')) return { ...view, state: 'stopped' };
  const known = isReceptionError(error);
  const wire = { code: known ? error.code : ('internal' as const), message: known ? error.message : 'The work failed for a reason that the program does not know.', details: known ? error.details : {} };
  return { ...view, state: 'failed', error: wire };
}
