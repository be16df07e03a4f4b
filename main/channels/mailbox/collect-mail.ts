import type { ImapFlow } from 'imapflow';
import { isReceptionError } from '../../domain/errors.ts';
import { batchesOf } from '../batches.ts';
import type { Collected, CollectOptions, Remark, Take } from '../channel.ts';
import type { MailboxSettings } from '../settings.ts';
import { acknowledgeMail, openMailFolder, type MailFolder } from './acknowledge-mail.ts';
import { connectImap, stopped } from './imap-connection.ts';
import { imapFault, type Scrub } from './mail-fault.ts';
import { listWaiting, readBatch, uidSet, withoutDoubles, type Mail } from './read-mail.ts';

/** One connection, one pass over the folder. Commands follow one another: imapflow hangs on two at a time. */
export async function collectMail(settings: MailboxSettings, scrub: Scrub, take: Take, options: CollectOptions): Promise<Collected> {
  const done: Progress = { taken: 0, bytes: 0, remarks: [] };
  try {
    const client = await connectImap(settings, scrub, options.signal);
    const release = closeOnAbort(client, options.signal);
    try {
      await collectWith(client, settings, take, options, done, release);
    } finally {
      release.forget();
      await leave(client);
    }
  } catch (error) {
    const fault = error instanceof TakeRejected ? error.reason : imapFault(error, settings.imap.host, scrub);
    if (options.signal.aborted && isReceptionError(fault, 'cancelled')) return done;
    throw fault;
  }
  return done;
}

type Progress = { taken: number; bytes: number; remarks: Remark[] };
type Release = { readonly during: <Result>(work: () => Promise<Result>) => Promise<Result>; readonly forget: () => void };

async function collectWith(
  client: ImapFlow,
  settings: MailboxSettings,
  take: Take,
  options: CollectOptions,
  done: Progress,
  release: Release,
): Promise<void> {
  const { signal, progress } = options;
  const folder = await unlessAborted(signal, openMailFolder(client, settings));
  const waiting = await unlessAborted(signal, listWaiting(client, settings, folder, done.remarks));
  for (const batch of batchesOf(waiting, settings.limits)) {
    if (signal.aborted) return;
    const mails = await unlessAborted(signal, readBatch(client, settings, batch, signal));
    for (const part of withoutDoubles(mails)) {
      if (signal.aborted) return;
      await release.during(async () => {
        await take(part.map((mail) => mail.arrival)).catch((reason: unknown) => {
          throw new TakeRejected(reason);
        });
        await acknowledge(client, folder, part, done);
      });
      progress?.(done.taken, waiting.length);
    }
  }
}

async function acknowledge(client: ImapFlow, folder: MailFolder, mails: readonly Mail[], done: Progress): Promise<void> {
  const safe = mails.filter((mail) => mail.readToEnd());
  for (const mail of mails.filter((each) => !each.readToEnd())) {
    done.remarks.push({ what: 'not-read-to-end', about: mail.arrival.name, message: 'Not read to its end, so not acknowledged; it will come again.' });
  }
  if (safe.length === 0) return;
  await acknowledgeMail(client, folder, uidSet(safe.map((mail) => mail.uid)));
  done.taken += safe.length;
  done.bytes += safe.reduce((sum, mail) => sum + mail.arrival.size, 0);
}

/** Closing the line stops a command at once; but not while a batch is being taken: that one is still acknowledged. */
function closeOnAbort(client: ImapFlow, signal: AbortSignal): Release {
  let held = false;
  const close = (): void => {
    if (!held) client.close();
  };
  signal.addEventListener('abort', close, { once: true });
  return {
    async during(work) {
      held = true;
      try {
        return await work();
      } finally {
        held = false;
      }
    },
    forget: () => signal.removeEventListener('abort', close),
  };
}

async function unlessAborted<Result>(signal: AbortSignal, work: Promise<Result>): Promise<Result> {
  try {
    return await work;
  } catch (error) {
    throw signal.aborted ? stopped() : error;
  }
}

async function leave(client: ImapFlow): Promise<void> {
  if (client.usable) await client.logout().catch(() => undefined);
  client.close();
}

/** Carries what `take` threw past the translation of the mail server's faults. */
class TakeRejected extends Error {
  readonly reason: unknown;
  constructor(reason: unknown) {
    super('take rejected');
    this.reason = reason;
  }
}
