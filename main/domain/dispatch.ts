import type { StoredObject, ChannelKind } from './delivery.ts';
import type { ChannelId, DispatchId, Instant, ReceiptId, ReplyId, SubmissionId } from './identifiers.ts';

/** owed -> sent, or owed -> held (failed too often) -> owed again or given-up by a person. */
export type DispatchState = 'owed' | 'sent' | 'held' | 'given-up';

/** One row of the outbox: bytes that were promised to somebody, with an id that stays the same on every try. */
export type Dispatch = {
  readonly id: DispatchId;
  readonly channel: ChannelId;
  readonly channelKind: ChannelKind;
  /** Derived from the dispatch id; the receiver recognises a repetition by it. */
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly recipient: string;
  readonly recipientName: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly payload: StoredObject;
  readonly submission?: SubmissionId;
  readonly reply?: ReplyId;
  readonly receipts: readonly ReceiptId[];
};

export type DispatchRow = Dispatch & {
  readonly state: DispatchState;
  readonly queuedAt: Instant;
  readonly attempts: number;
  readonly lastTriedAt?: Instant;
  readonly lastError?: string;
  readonly retryAt?: Instant;
  readonly sentAt?: Instant;
  /** The channel's own word on success, e.g. "250 2.0.0 Ok: queued as 4F2". */
  readonly response?: string;
};

const SECOND = 1000;
const pauses = [5, 15, 60, 300, 900, 3600].map((seconds) => seconds * SECOND);
export const attemptsBeforeHeld = 12;

/** The pause before the next try, in milliseconds: grows, then stays at an hour. */
export function pauseAfter(attempts: number): number {
  return pauses[Math.min(Math.max(attempts, 1), pauses.length) - 1]!;
}
