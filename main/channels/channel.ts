import type { ChannelKind } from '../domain/delivery.ts';
import type { Dispatch } from '../domain/dispatch.ts';
import type { ChannelId, Instant } from '../domain/identifiers.ts';

/** What a channel hands over: raw bytes, the channel's name for them, hints about the sender. Never opened here. */
export type Arrival = {
  /** Unique within the channel for ever, the same when the channel shows the delivery again. */
  readonly messageId: string;
  readonly name: string;
  readonly sender?: string;
  readonly replyTo?: string;
  /** Bytes, as far as the channel knows before reading. */
  readonly size: number;
  /** Large deliveries come in pieces and must be drained or refused before the next arrival. */
  readonly content: Uint8Array | AsyncIterable<Uint8Array>;
};

/**
 * Resolves when every arrival of the batch is durable and journalled: only then may the channel
 * acknowledge them. A rejection means that nothing may be acknowledged; the same arrivals come again.
 */
export type Take = (batch: readonly Arrival[]) => Promise<void>;

export type CollectOptions = {
  readonly signal: AbortSignal;
  readonly progress?: (taken: number, expected: number | undefined) => void;
};

/** Something that waits at the door and was not taken, or was taken and is odd. It stays where it is. */
export type Remark = {
  readonly what: 'too-large' | 'unreadable' | 'name-unusable' | 'name-reused' | 'note-invalid' | 'not-read-to-end';
  /** File name or subject as the channel gave it. */
  readonly about: string;
  readonly message: string;
};

export type Collected = { readonly taken: number; readonly bytes: number; readonly remarks?: readonly Remark[] };

export type Sent = { readonly response: string; readonly at: Instant };

export type ChannelCheck = {
  readonly ok: boolean;
  /** One line for each thing tried: connect, log in, read folder, write. */
  readonly steps: readonly { readonly what: string; readonly ok: boolean; readonly message: string }[];
};

/**
 * A street door. Guarantees that the conformance suite (tests/conformance/channel.ts) checks:
 * an arrival is acknowledged only after `take` resolved; what is not acknowledged is shown again with
 * the same messageId; what is acknowledged is not shown again; sending the same dispatch twice gives
 * the receiver the same message id.
 */
export interface Channel {
  readonly id: ChannelId;
  readonly kind: ChannelKind;
  readonly name: string;
  /**
   * Everything that waits now, in batches; no messageId twice in one batch. An aborted signal ends it: a batch
   * that `take` holds is still acknowledged (a large arrival that is being read may break off with
   * `cancelled` instead, and comes again), nothing new is shown, and what was taken so far is returned. Throws channel-unreachable, channel-refused, and whatever `take` throws.
   */
  collect(take: Take, options: CollectOptions): Promise<Collected>;
  /** Hand one dispatch over. Throws channel-unreachable (try again) or channel-refused (trying again will not help). */
  send(dispatch: Dispatch, payload: Uint8Array, signal: AbortSignal): Promise<Sent>;
  /** Calls `hint` when something may have arrived (IDLE, folder watch); a hint may be missed or false. Returns how to stop. */
  watch(hint: () => void): Promise<() => Promise<void>>;
  /** Try everything that the settings claim, without taking or sending anything. */
  check(signal: AbortSignal): Promise<ChannelCheck>;
  close(): Promise<void>;
}
