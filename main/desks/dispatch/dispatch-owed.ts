import type { Archive } from '../../archive/archive.ts';
import type { Channel } from '../../channels/channel.ts';
import { attemptsBeforeHeld, pauseAfter, type DispatchRow } from '../../domain/dispatch.ts';
import { isReceptionError } from '../../domain/errors.ts';
import { instantOf, type ChannelId, type DispatchId } from '../../domain/identifiers.ts';
import { archiveIsClosed } from '../archive-is-closed.ts';

export type DispatchDependencies = {
  readonly archive: Archive;
  readonly channel: (id: ChannelId) => Channel | undefined;
  readonly now: () => number;
  readonly onSent?: (row: DispatchRow) => void;
  readonly onFailed?: (row: DispatchRow, reason: string) => void;
};

const lanes = 4;
const pageSize = 200;

/**
 * Step 10: send what the outbox owes, then journal `dispatched`. A crash between the two sends the same
 * bytes under the same message id once more. What fails too often is held for a person.
 */
export async function dispatchOwed(on: DispatchDependencies, inFlight: Set<DispatchId>, signal: AbortSignal): Promise<{ sent: number; failed: number }> {
  const total = { sent: 0, failed: 0 };
  const broken = new Set<ChannelId>();
  for (;;) {
    const rows = await on.archive.owed(instantOf(on.now()), pageSize);
    const due = rows.filter((row) => !inFlight.has(row.id) && !broken.has(row.channel));
    if (due.length === 0 || signal.aborted) return total;
    for (const { id } of due) inFlight.add(id);
    try {
      await sendAll(on, due, broken, signal, total);
    } finally {
      for (const { id } of due) inFlight.delete(id);
    }
  }
}

async function sendAll(on: DispatchDependencies, due: DispatchRow[], broken: Set<ChannelId>, signal: AbortSignal, total: { sent: number; failed: number }): Promise<void> {
  const waiting = [...due];
  const lane = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined && !signal.aborted; row = waiting.shift()) {
      if (broken.has(row.channel)) continue;
      const sent = await sendOne(on, row, broken, signal);
      if (sent) total.sent++;
      else total.failed++;
    }
  };
  await Promise.all(Array.from({ length: lanes }, lane));
}

async function sendOne(on: DispatchDependencies, row: DispatchRow, broken: Set<ChannelId>, signal: AbortSignal): Promise<boolean> {
  try {
    const channel = on.channel(row.channel);
    if (channel === undefined) throw new Error('The channel is switched off or was removed from the settings');
    const payload = await on.archive.read(row.payload.digest);
    const { response } = await channel.send(row, payload, signal);
    await on.archive.append([{ kind: 'dispatch-sent', dispatch: row.id, response }]);
    on.onSent?.(row);
    return true;
  } catch (error) {
    if (archiveIsClosed(error) || signal.aborted || isReceptionError(error, 'cancelled')) throw error;
    await journalFailure(on, row, error);
    if (isReceptionError(error, 'channel-unreachable')) broken.add(row.channel);
    return false;
  }
}

async function journalFailure(on: DispatchDependencies, row: DispatchRow, error: unknown): Promise<void> {
  const reason = error instanceof Error ? error.message : String(error);
  const attempt = row.attempts + 1;
  const away = isReceptionError(error, 'channel-unreachable');
  const hopeless = isReceptionError(error, 'channel-refused') || (attempt >= attemptsBeforeHeld && !away);
  const retryAt = instantOf(on.now() + pauseAfter(attempt));
  await on.archive.append([
    hopeless ? { kind: 'dispatch-held', dispatch: row.id, attempt, reason } : { kind: 'dispatch-failed', dispatch: row.id, attempt, reason, retryAt },
  ]);
  on.onFailed?.(row, reason);
}
