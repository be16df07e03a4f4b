import type { FetchMessageObject, ImapFlow } from 'imapflow';
import { ReceptionError } from '../../domain/errors.ts';
import type { Arrival, Remark } from '../channel.ts';
import { arrivalId, sha256 } from '../message-id.ts';
import type { MailboxSettings } from '../settings.ts';
import { TAKEN_KEYWORD, type MailFolder } from './acknowledge-mail.ts';
import { stopped } from './imap-connection.ts';
import { readMailHeader } from './mail-header.ts';

const PIECE_BYTES = 1024 * 1024;
const LISTED_AT_ONCE = 1000;
const SUBJECT_CHARACTERS = 1000;

export type Waiting = { readonly uid: number; readonly size: number; readonly date: string };
export type Mail = { readonly uid: number; readonly arrival: Arrival; readonly readToEnd: () => boolean };

/** Uids and sizes of all that waits, oldest first. */
export async function listWaiting(client: ImapFlow, settings: MailboxSettings, folder: MailFolder, remarks: Remark[]): Promise<readonly Waiting[]> {
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
export async function readBatch(client: ImapFlow, settings: MailboxSettings, batch: readonly Waiting[], signal: AbortSignal): Promise<readonly Mail[]> {
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
      next = next.length < PIECE_BYTES ? undefined : await nextPiece(client, mail.uid, read, signal);
    }
    done = true;
  }
  const messageId = arrivalId(header.messageId ?? '', `large:${sha256(identity)}`);
  return [{ uid: mail.uid, arrival: { messageId, ...hints(header), size: mail.size, content: content() }, readToEnd: () => done }];
}

async function nextPiece(client: ImapFlow, uid: number, start: number, signal: AbortSignal): Promise<Uint8Array | undefined> {
  try {
    return await piece(client, uid, start);
  } catch (error) {
    if (signal.aborted) throw stopped();
    if (error instanceof ReceptionError) throw error;
    const reason = (error as { code?: string }).code ?? 'unknown';
    throw new ReceptionError('channel-unreachable', 'The line broke while a large mail was read', { details: { reason } });
  }
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
export function withoutDoubles(mails: readonly Mail[]): readonly (readonly Mail[])[] {
  const rounds: Mail[][] = [];
  const seen = new Map<string, number>();
  for (const mail of mails) {
    const round = seen.get(mail.arrival.messageId) ?? 0;
    seen.set(mail.arrival.messageId, round + 1);
    (rounds[round] ??= []).push(mail);
  }
  return rounds;
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
