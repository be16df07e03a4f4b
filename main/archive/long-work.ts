import { Worker } from 'node:worker_threads';
import { ReceptionError } from '../domain/errors.ts';
import type { FixityReport, LongWork } from './archive.ts';
import type { BackupJob, Copied, RestoreJob } from './copy-archive.ts';
import type { FixityJob } from './fixity.ts';
import { fromWire, type Answer } from './index/wire.ts';

export type Works = {
  fixity: { job: FixityJob; outcome: FixityReport };
  backup: { job: BackupJob; outcome: Copied };
  restore: { job: RestoreJob; outcome: Copied };
};

export type WorkOrder = { [Name in keyof Works]: { work: Name; job: Works[Name]['job'] } }[keyof Works];

/** Reading and hashing a whole archive takes a thread of its own: the station never waits for it. */
export async function workAside<Name extends keyof Works>(work: Name, job: Works[Name]['job'], options: LongWork): Promise<Works[Name]['outcome']> {
  const url = new URL(import.meta.url.endsWith('.ts') ? './long-work-worker.ts' : './long-work-worker.js', import.meta.url);
  const worker = new Worker(url, { workerData: { work, job, stopped: options.signal?.aborted === true } });
  const stop = () => worker.postMessage('stop');
  options.signal?.addEventListener('abort', stop, { once: true });
  try {
    return await new Promise<Works[Name]['outcome']>((resolve, reject) => {
      worker.on('message', (answer: Answer) => {
        if ('progress' in answer) options.progress?.(...answer.progress, work);
        else if ('error' in answer) reject(fromWire(answer.error));
        else resolve(answer.value as Works[Name]['outcome']);
      });
      worker.on('error', (cause) => reject(new ReceptionError('worker-failed', `The work on the archive failed: ${cause}`, { cause })));
      worker.on('exit', () => reject(new ReceptionError('worker-failed', 'The work on the archive ended without an answer')));
    });
  } finally {
    options.signal?.removeEventListener('abort', stop);
    await worker.terminate();
  }
}
