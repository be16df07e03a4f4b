import type { ChannelId, DeliveryId, Digest, Instant } from './identifiers.ts';

export type ChannelKind = 'mailbox' | 'spool' | 'broker' | 'peer';

/** An object of the archive as others refer to it. Size in bytes. */
export type StoredObject = { readonly digest: Digest; readonly size: number };

/** What a channel handed over: raw and unopened. */
export type Delivery = {
  readonly id: DeliveryId;
  readonly channel: ChannelId;
  readonly channelKind: ChannelKind;
  /** What the channel calls this delivery; unique within the channel for ever. */
  readonly messageId: string;
  readonly receivedAt: Instant;
  readonly raw: StoredObject;
  /** File name or subject as the channel gave it: a hint, never trusted. */
  readonly name: string;
  /** Sender as the channel knows it (mail address, broker user): a hint, never trusted. */
  readonly sender?: string;
  /** Where an answer on the same channel goes (mail address, folder, queue). */
  readonly replyTo?: string;
};
