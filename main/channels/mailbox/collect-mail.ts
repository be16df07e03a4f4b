import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { batchesOf } from '../batches.ts';
import type { Arrival, Collected, CollectOptions, Remark, Take } from '../channel.ts';
import { arrivalId, sha256 } from '../message-id.ts';
import type { MailboxSettings } from '../settings.ts';
import { acknowledgeMail, openMailFolder, TAKEN_KEYWORD, type MailFolder } from './acknowledge-mail.ts';
import { connectImap, stopped } from './imap-connection.ts';
import { imapFault, type Scrub } from './mail-fault.ts';
import { readMailHeader } from './mail-header.ts';

const PIECE_BYTES = 1024 * 1024;
const LISTED_AT_ONCE = 1000;
const SUBJECT_CHARACTERS = 1000;

type Waiting = { readonly uid: number; readonly size: number; readonly date: string };
type Mail = { readonly uid: number; readonly arrival: Arrival; readonly readToEnd: () => boolean };

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
    if (options.signal.aborted && isReceptionError(error, 'cancelled')) return done;
    throw isOfTake(error) ? error.reason : imapFault(error, settings.imap.host, scrub);
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
  const shown = new Set<string>();
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
      part.forEach((mail) => shown.add(mail.arrival.messageId));
      progress?.(done.taken, waiting.length);
    }
  }
}

/** Uids and sizes of all that waits, oldest first. */
async function listWaiting(client: ImapFlow, settings: MailboxSettings, folder: MailFolder, remarks: Remark[]): Promise<readonly Waiting[]> {
  const found = await client.search(folder.canFlag ? { unKeyword: TAKEN_KEYWORD } : { all: true }, { uid: true });
  if (!Array.isArray(found)) throw new ReceptionError('channel-refused', `The mail server ${settings.imap.host} does not list the folder`);
  const uids = found.sort((a, b) => a - b);
  const waiting: Waiting[] = [];
  for (let at = 0; at < uids.length; at += LISTED_AT_ONCE) {
    const range = uidSet(uids.slice(at, at + LISTED_AT_ONCE));
    for await (const row of client.fetch(range, { uid: true, size: true, internalDate: true }, { uid: true })) {
      waiting.push({ uid: row.uid, size: row.size ?? 0, date: dateOf(row) });
    }
  }
  return waiting.sort((a, b) => a.uid - b.uid).filter((mail) => fits(mail, settings, remarks));
}

function dateOf(row: FetchMessageObject): string {
  return row.internalDate instanceof Date ? row.internalDate.toISOString() : String(row.internalDate ?? '');
}

function fits(mail: Waiting, settings: MailboxSettings, remarks: Remark[]): boolean {
  if (mail.size <= settings.limits.maximumBytes) return true;
  const message = `Not taken: ${mail.size} bytes are more than the limit of ${settings.limits.maximumBytes} in the settings.`;
  remarks.push({ what: 'too-large', about: `mail of ${mail.date}`, message });
  return false;
}

/** Mails that were removed in the meantime are simply not among them. */
async function readBatch(client: ImapFlow, settings: MailboxSettings, batch: readonly Waiting[], signal: AbortSignal): Promise<readonly Mail[]> {
  const [first] = batch;
  if (first !== undefined && first.size > settings.limits.wholeBytes) return largeMail(client, settings, first, signal);
  const mails: Mail[] = [];
  const range = uidSet(batch.map((mail) => mail.uid));
  for await (const row of client.fetch(range, { uid: true, source: true }, { uid: true })) {
    if (row.source !== undefined) mails.push(wholeMail(row.uid, row.source));
  }
  return mails;
}

function wholeMail(uid: number, source: Uint8Array): Mail {
  const header = readMailHeader(source);
  const messageId = arrivalId(header.messageId ?? '', `sha256:${sha256(source)}`);
  const arrival = { messageId, ...hints(header), size: source.length, content: source };
  return { uid, arrival, readToEnd: () => true };
}

/**
 * A large mail is known by its header, size and date: they are there before its bytes are, they outlive a change of
 * UIDVALIDITY, and the authority's own server wrote part of them (Received), so two mails never share them.
 */
async function largeMail(client: ImapFlow, settings: MailboxSettings, mail: Waiting, signal: AbortSignal): Promise<readonly Mail[]> {
  const first = await piece(client, mail.uid, 0);
  if (first === undefined) return [];
  const header = readMailHeader(first);
  const identity = Buffer.concat([header.bytes, Buffer.from(`\n${mail.size}\n${mail.date}`)]);
  let done = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    let read = 0;
    for (let next: Uint8Array | undefined = first; next !== undefined; ) {
      if (signal.aborted) throw stopped();
      read += next.length;
      if (read > settings.limits.maximumBytes) throw new ReceptionError('channel-refused', 'The mail is larger than its server said');
      yield next;
      next = next.length < PIECE_BYTES ? undefined : await piece(client, mail.uid, read).catch((error: unknown) => {
        throw signal.aborted ? stopped() : new ReceptionError('channel-unreachable', 'The line broke while a large mail was read', { details: { reason: (error as { code?: string }).code ?? 'unknown' } });
      });
    }
    done = true;
  }
  const messageId = arrivalId(header.messageId ?? '', `large:${sha256(identity)}`);
  return [{ uid: mail.uid, arrival: { messageId, ...hints(header), size: mail.size, content: content() }, readToEnd: () => done }];
}

/** Up to a megabyte from `start`; undefined at the end. A server that ignores the bounds gives all at once, which ends it. */
async function piece(client: ImapFlow, uid: number, start: number): Promise<Uint8Array | undefined> {
  const row = await client.fetchOne(String(uid), { uid: true, source: { start, maxLength: PIECE_BYTES } }, { uid: true });
  if (!row) {
    if (start === 0) return undefined;
    throw new ReceptionError('channel-unreachable', 'The mail was removed from the folder while it was read');
  }
  return row.source === undefined || row.source.length === 0 ? undefined : row.source;
}

function hints(header: ReturnType<typeof readMailHeader>): Pick<Arrival, 'name' | 'sender' | 'replyTo'> {
  const answersGoTo = header.replyTo ?? header.from;
  return {
    name: (header.subject ?? '').slice(0, SUBJECT_CHARACTERS),
    ...(header.from === undefined ? {} : { sender: header.from }),
    ...(answersGoTo === undefined ? {} : { replyTo: answersGoTo }),
  };
}

/** Copies of one mail follow each other in separate batches: the first is known when the second is shown. */
function withoutDoubles(mails: readonly Mail[]): readonly (readonly Mail[])[] {
  const rounds: Mail[][] = [];
  const seen = new Map<string, number>();
  for (const mail of mails) {
    const round = seen.get(mail.arrival.messageId) ?? 0;
    seen.set(mail.arrival.messageId, round + 1);
    (rounds[round] ??= []).push(mail);
  }
  return rounds;
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

/** "1:25,27" (RFC 9051, sequence-set) of ascending uids. */
export function uidSet(uids: readonly number[]): string {
  const runs: [number, number][] = [];
  for (const uid of uids) {
    const last = runs.at(-1);
    if (last !== undefined && uid === last[1] + 1) last[1] = uid;
    else runs.push([uid, uid]);
  }
  return runs.map(([from, to]) => (from === to ? String(from) : `${from}:${to}`)).join(',');
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

function isOfTake(error: unknown): error is TakeRejected {
  return error instanceof TakeRejected;
}
