import type { Archive } from '../../archive/archive.ts';
import type { Arrival, Channel, Take } from '../../channels/channel.ts';
import type { Delivery, StoredObject } from '../../domain/delivery.ts';
import { instantOf, newId, type Digest } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';

export type Taken = { readonly received: readonly Delivery[]; readonly doubled: number };

/**
 * Steps 2 and 3 for one channel: deposit the raw bytes, journal `received`. The channel acknowledges
 * only after this resolved; a crash before that shows the same arrivals again, and they are known by
 * channel and message id. One batch at a time over all channels, so that a double on two channels is seen.
 */
export function takeInto(archive: Archive, channel: Pick<Channel, 'id' | 'kind'>, turn: Turn, now: () => number, onTaken: (taken: Taken) => void): Take {
  return (batch) =>
    turn(async () => {
      const stored = await depositBatch(archive, batch);
      const facts = await factsOf(archive, channel, batch, stored, now);
      if (facts.length > 0) await archive.append(facts);
      onTaken({
        received: facts.flatMap((fact) => (fact.kind === 'delivery-received' ? [fact.delivery] : [])),
        doubled: batch.length - facts.filter(({ kind }) => kind === 'delivery-received').length,
      });
    });
}

export type Turn = <Value>(work: () => Promise<Value>) => Promise<Value>;

/** Runs one piece of work after another, whatever became of the one before. */
export function turns(): Turn {
  let last: Promise<unknown> = Promise.resolve();
  return (work) => {
    const mine = last.then(work, work);
    last = mine.catch(() => undefined);
    return mine;
  };
}

async function depositBatch(archive: Archive, batch: readonly Arrival[]): Promise<StoredObject[]> {
  const whole = batch.filter((arrival): arrival is Arrival & { content: Uint8Array } => arrival.content instanceof Uint8Array);
  const deposited = await archive.depositAll(whole.map(({ content }) => content));
  const byArrival = new Map<Arrival, StoredObject>(whole.map((arrival, at) => [arrival, deposited[at]!]));
  for (const arrival of batch) {
    if (!byArrival.has(arrival)) byArrival.set(arrival, await archive.deposit(arrival.content));
  }
  return batch.map((arrival) => byArrival.get(arrival)!);
}

async function factsOf(archive: Archive, channel: Pick<Channel, 'id' | 'kind'>, batch: readonly Arrival[], stored: readonly StoredObject[], now: () => number): Promise<NewEntry[]> {
  const facts: NewEntry[] = [];
  const inBatch = new Map<Digest, Delivery>();
  for (const [at, arrival] of batch.entries()) {
    const delivery = await named(archive, deliveryOf(channel, arrival, stored[at]!, now()));
    if (delivery === undefined) continue;
    if (facts.some((fact) => 'delivery' in fact && typeof fact.delivery === 'object' && fact.delivery.messageId === delivery.messageId)) continue;
    const original = inBatch.get(delivery.raw.digest)?.id ?? (await archive.findDelivery({ raw: delivery.raw.digest }));
    if (original !== undefined) {
      facts.push({ kind: 'delivery-doubled', original, delivery });
      continue;
    }
    inBatch.set(delivery.raw.digest, delivery);
    facts.push({ kind: 'delivery-received', delivery });
  }
  return facts;
}

/**
 * Undefined where the channel shows a delivery again. The id of a large one is not made from its bytes: where it is
 * known but the bytes are not, this is another delivery, and it gets an id of its own.
 */
async function named(archive: Archive, delivery: Delivery): Promise<Delivery | undefined> {
  const known = (messageId: string) => archive.findDelivery({ channel: delivery.channel, messageId });
  if ((await known(delivery.messageId)) === undefined) return delivery;
  if (!delivery.messageId.includes('#large:') || (await archive.findDelivery({ raw: delivery.raw.digest })) !== undefined) return undefined;
  const messageId = `${delivery.messageId}+sha256:${delivery.raw.digest}`;
  return (await known(messageId)) === undefined ? { ...delivery, messageId } : undefined;
}

function deliveryOf(channel: Pick<Channel, 'id' | 'kind'>, arrival: Arrival, raw: StoredObject, now: number): Delivery {
  return {
    id: newId(now),
    channel: channel.id,
    channelKind: channel.kind,
    messageId: arrival.messageId,
    receivedAt: instantOf(now),
    raw,
    name: arrival.name,
    ...(arrival.sender === undefined ? {} : { sender: arrival.sender }),
    ...(arrival.replyTo === undefined ? {} : { replyTo: arrival.replyTo }),
  };
}
