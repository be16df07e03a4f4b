import { access, readdir, readFile, rename, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Dispatch } from '../../domain/dispatch.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf } from '../../domain/identifiers.ts';
import type { Sent } from '../channel.ts';
import { sendersOwnId, sha256 } from '../message-id.ts';
import { syncFolder, writeAndSync, writeDurably } from './durable.ts';
import { spoolFault } from './spool-fault.ts';
import type { SpoolLayout } from './spool-layout.ts';
import { NOTE_SUFFIX, safeName } from './spool-names.ts';

const ledgerEntry = z.object({ messageId: z.string(), sha256: z.string(), name: z.string(), at: z.string() });
type LedgerEntry = z.infer<typeof ledgerEntry>;

/**
 * The order makes every repetition harmless: the bytes wait in station/pending, the ledger entry is made durable,
 * then one rename hands them over. An entry whose bytes still wait was not handed over; an entry whose bytes are
 * gone was, whether or not the partner has taken them away since.
 */
export async function sendToSpool(layout: SpoolLayout, dispatch: Dispatch, payload: Uint8Array, now: number): Promise<Sent> {
  const digest = sha256(payload);
  const key = sha256(dispatch.messageId);
  try {
    const earlier = await readLedger(layout, key);
    if (earlier !== undefined) return await finishEarlier(layout, key, earlier, dispatch, digest);
    const entry: LedgerEntry = { messageId: dispatch.messageId, sha256: digest, name: nameOf(dispatch), at: instantOf(now) };
    await writeAndSync(join(layout.pending, key), payload);
    await syncFolder(layout.pending);
    await writeDurably(join(layout.out, entry.name + NOTE_SUFFIX), noteOf(dispatch, entry, payload.length), layout.drafts);
    await writeDurably(join(layout.sent, `${key}.json`), JSON.stringify(entry), layout.drafts);
    return await handOver(layout, key, entry);
  } catch (error) {
    throw spoolFault(error, layout.out);
  }
}

async function finishEarlier(layout: SpoolLayout, key: string, entry: LedgerEntry, dispatch: Dispatch, digest: string): Promise<Sent> {
  if (entry.sha256 !== digest) {
    throw new ReceptionError('channel-refused', 'Other bytes were handed over under this message id before', {
      details: { messageId: dispatch.messageId },
    });
  }
  const waits = await access(join(layout.pending, key)).then(() => true, () => false);
  return waits ? handOver(layout, key, entry) : sentAs(entry);
}

async function handOver(layout: SpoolLayout, key: string, entry: LedgerEntry): Promise<Sent> {
  await rename(join(layout.pending, key), join(layout.out, entry.name));
  await Promise.all([syncFolder(layout.out), syncFolder(layout.pending)]);
  return sentAs(entry);
}

function sentAs(entry: LedgerEntry): Sent {
  return { response: `out/${entry.name} sha256 ${entry.sha256}`, at: instantOf(Date.parse(entry.at)) };
}

async function readLedger(layout: SpoolLayout, key: string): Promise<LedgerEntry | undefined> {
  const text = await readFile(join(layout.sent, `${key}.json`), 'utf8').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  return text === undefined ? undefined : ledgerEntry.parse(JSON.parse(text));
}

function nameOf(dispatch: Dispatch): string {
  return `${safeName(dispatch.messageId, 90)}__${safeName(dispatch.fileName, 100)}`;
}

function noteOf(dispatch: Dispatch, entry: LedgerEntry, size: number): string {
  const answers = dispatch.inReplyTo === undefined ? undefined : sendersOwnId(dispatch.inReplyTo);
  const note = {
    format: 'reception-spool/1',
    messageId: dispatch.messageId,
    ...(answers === undefined ? {} : { inReplyTo: answers }),
    recipient: dispatch.recipient,
    recipientName: dispatch.recipientName,
    fileName: dispatch.fileName,
    mediaType: dispatch.mediaType,
    size,
    sha256: entry.sha256,
    queuedAt: entry.at,
  };
  return `${JSON.stringify(note, undefined, 2)}\n`;
}

/** What the partner acknowledged in out-ack/ leaves out/; the ledger stays. */
export async function clearAcknowledged(layout: SpoolLayout): Promise<void> {
  const suffix = '.ack';
  for (const ack of (await readdir(layout.outAck)).filter((name) => name.endsWith(suffix) && !name.startsWith('.'))) {
    const name = ack.slice(0, -suffix.length);
    const paths = [join(layout.out, name), join(layout.out, name + NOTE_SUFFIX), join(layout.outAck, ack)];
    for (const path of paths) await unlink(path).catch(() => undefined);
  }
}

const DAY = 24 * 60 * 60 * 1000;

/** Drafts that a crash left behind. A day is longer than any writing takes. */
export async function clearDrafts(layout: SpoolLayout, now: number): Promise<void> {
  for (const name of await readdir(layout.drafts)) {
    const path = join(layout.drafts, name);
    const found = await stat(path).catch(() => undefined);
    if (found !== undefined && now - found.mtimeMs > DAY) await unlink(path).catch(() => undefined);
  }
}
