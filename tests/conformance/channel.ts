import { createHash, randomBytes } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Arrival, Channel, CollectOptions } from '../../main/channels/channel.ts';
import { isReceptionError } from '../../main/domain/errors.ts';
import { dispatchOf } from './dispatches.ts';

export type Received = { readonly messageId: string; readonly bytes: Uint8Array };

/** What the suite needs of the other side. Every method talks to the real server, past the channel. */
export type ChannelFixture = {
  /** A new channel object over the same settings each time, as a new start of the program would make. */
  open(): Promise<Channel>;
  /** The partner hands over one delivery; resolves when the channel could see it. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** The same for many at once, where one at a time would take long. */
  putAll?(items: readonly (readonly [name: string, bytes: Uint8Array])[]): Promise<void>;
  /** The bytes that were put, out of what the channel handed over (a mailbox wraps them in a mail). */
  unwrap(content: Uint8Array): Promise<Uint8Array>;
  /** What the receiver of dispatches has got so far. */
  sent(): Promise<readonly Received[]>;
  readonly recipient: string;
  /** How many copies the receiver holds of a dispatch that was sent twice. */
  readonly copiesOfTwice: number;
  /** The server goes away; nothing else changes. */
  breakLine(): Promise<void>;
  mendLine(): Promise<void>;
  close(): Promise<void>;
};

const MEGABYTE = 1024 * 1024;

/** The promises of main/channels/channel.ts, against a real other side. */
export function channelConformance(title: string, start: () => Promise<ChannelFixture>): void {
  describe(`${title} keeps the promises of a channel`, { timeout: 120_000 }, () => {
    let fixture: ChannelFixture;
    const opened: Channel[] = [];
    const open = async (): Promise<Channel> => {
      const channel = await fixture.open();
      opened.push(channel);
      return channel;
    };
    beforeAll(async () => {
      fixture = await start();
    }, 60_000);
    afterAll(async () => {
      for (const channel of opened) await channel.close();
      await fixture?.close();
    }, 60_000);

    it('collects nothing from an empty channel and never calls take', async () => {
      let calls = 0;
      const collected = await (await open()).collect(async () => void (calls += 1), going());
      expect(collected.taken).toBe(0);
      expect(calls).toBe(0);
    });

    it('hands over exactly the bytes that were put, whatever the names', async () => {
      const put = new Map<string, string>();
      for (const [at, name] of hostileNames.entries()) {
        const bytes = randomBytes(100 + at);
        put.set(digest(bytes), name);
        await fixture.put(name, bytes);
      }
      const took = await collectAll(await open());
      const got = await Promise.all(took.map(async (each) => digest(await fixture.unwrap(each.bytes))));
      expect(got.sort()).toEqual([...put.keys()].sort());
      expect(new Set(took.map((each) => each.messageId)).size).toBe(hostileNames.length);
      expect(took.every((each) => each.name.length > 0 && !each.name.includes('\0'))).toBe(true);
    });

    it('shows what was acknowledged never again, also to a new start of the program', async () => {
      await fixture.put('once.zip', randomBytes(200));
      expect(await collectAll(await open())).toHaveLength(1);
      expect(await collectAll(await open())).toHaveLength(0);
    });

    it('acknowledges nothing before take has resolved', async () => {
      await fixture.put('held.zip', randomBytes(300));
      const [first, second] = [await open(), await open()];
      const seenBySecond: string[] = [];
      const seenByFirst = await collectAll(first, async () => {
        await second.collect(async (batch) => {
          seenBySecond.push(...(await drain(batch)).map((each) => each.messageId));
          throw new Error('only looking');
        }, going()).catch(() => undefined);
      });
      expect(seenBySecond).toEqual(seenByFirst.map((each) => each.messageId));
    });

    it('shows the same arrivals under the same ids after take rejected, and throws what take threw', async () => {
      for (const at of [1, 2, 3]) await fixture.put(`again-${at}.zip`, randomBytes(100));
      const refusal = new Error('the disk is full');
      const first: string[] = [];
      const channel = await open();
      const collecting = channel.collect(async (batch) => {
        first.push(...(await drain(batch)).map((each) => each.messageId));
        throw refusal;
      }, going());
      await expect(collecting).rejects.toBe(refusal);
      const second = await collectAll(await open());
      expect(second).toHaveLength(3);
      expect(second.map((each) => each.messageId)).toEqual(expect.arrayContaining(first));
      expect(await collectAll(channel)).toHaveLength(0);
    });

    it('loses nothing when the program dies in the middle of a batch', async () => {
      for (const at of [1, 2, 3, 4]) await fixture.put(`crash-${at}.zip`, randomBytes(150));
      const seen = await seenWithoutEnd(await open());
      const after = await collectAll(await open());
      expect(after.map((each) => each.messageId)).toEqual(expect.arrayContaining(seen));
      expect(after).toHaveLength(4);
    });

    it('takes the same bytes put twice as two arrivals', async () => {
      const bytes = randomBytes(500);
      await fixture.put('twin-1.zip', bytes);
      await fixture.put('twin-2.zip', bytes);
      const took = await collectAll(await open());
      expect(took).toHaveLength(2);
      expect(new Set(took.map((each) => each.messageId)).size).toBe(2);
      for (const each of took) expect(digest(await fixture.unwrap(each.bytes))).toBe(digest(bytes));
    });

    it('takes an arrival without any bytes', async () => {
      await fixture.put('nothing.zip', new Uint8Array());
      const [only, ...more] = await collectAll(await open());
      expect(more).toHaveLength(0);
      expect(await fixture.unwrap(only!.bytes)).toHaveLength(0);
    });

    it('takes 300 arrivals in batches, each once, and tells how far it is', async () => {
      const put = new Set<string>();
      const items = Array.from({ length: 300 }, (_, at) => [`many-${at}.zip`, randomBytes(1000 + at)] as const);
      for (const [, bytes] of items) put.add(digest(bytes));
      await putAll(fixture, items);
      const sizes: number[] = [];
      const told: number[] = [];
      const took = await collectAll(await open(), async (batch) => void sizes.push(batch.length), { progress: (taken) => void told.push(taken) });
      expect(new Set(await Promise.all(took.map(async (each) => digest(await fixture.unwrap(each.bytes)))))).toEqual(put);
      expect(took).toHaveLength(300);
      expect(Math.max(...sizes)).toBeLessThanOrEqual(50);
      expect(told.at(-1)).toBe(300);
    });

    it('streams an arrival of 30 MB in pieces of a few megabytes at most', async () => {
      const bytes = randomBytes(30 * MEGABYTE);
      await fixture.put('large.zip', bytes);
      const ids: string[] = [];
      const rejected = (await open()).collect(async (batch) => {
        ids.push(...batch.map((each) => each.messageId));
        for (const each of batch) if (!(each.content instanceof Uint8Array)) for await (const _piece of each.content) break;
        throw new Error('refused after the first piece');
      }, going());
      await expect(rejected).rejects.toThrow('refused after the first piece');
      let largest = 0;
      const took = await collectAll(await open(), async (batch) => {
        for (const each of batch) expect(each.content).not.toBeInstanceOf(Uint8Array);
      }, { piece: (size) => void (largest = Math.max(largest, size)) });
      expect(took.map((each) => each.messageId)).toEqual(ids);
      expect(digest(await fixture.unwrap(took[0]!.bytes))).toBe(digest(bytes));
      expect(largest).toBeLessThanOrEqual(4 * MEGABYTE);
    });

    it('does not acknowledge a streamed arrival that nobody read to its end', async () => {
      await fixture.put('unread.zip', randomBytes(8 * MEGABYTE));
      const collected = await (await open()).collect(async () => undefined, going());
      expect(collected.taken).toBe(0);
      expect(await collectAll(await open())).toHaveLength(1);
    });

    it('stops at an abort after the batch in hand, which is acknowledged', async () => {
      await putAll(fixture, Array.from({ length: 120 }, (_, at) => [`stop-${at}.zip`, randomBytes(100)] as const));
      const stop = new AbortController();
      const first = await collectAll(await open(), async () => stop.abort(), { signal: stop.signal });
      expect(first.length).toBeGreaterThan(0);
      expect(first.length).toBeLessThanOrEqual(50);
      const rest = await collectAll(await open());
      expect(first.length + rest.length).toBe(120);
      expect(new Set([...first, ...rest].map((each) => each.messageId)).size).toBe(120);
    });

    it('takes a large arrival once in all when it is aborted in the middle of reading', async () => {
      await fixture.put('cut.zip', randomBytes(12 * MEGABYTE));
      const stop = new AbortController();
      const first = await (await open()).collect(async (batch) => void (await drain(batch, () => stop.abort())), { signal: stop.signal });
      const second = await collectAll(await open());
      expect(first.taken + second.length).toBe(1);
    });

    it('shows nothing when it was aborted before it began', async () => {
      await fixture.put('waits.zip', randomBytes(100));
      expect(await collectAll(await open(), async () => undefined, { signal: AbortSignal.abort() })).toHaveLength(0);
      expect(await collectAll(await open())).toHaveLength(1);
    });

    it('sends exactly the bytes, under the id of the dispatch, also a name in Cyrillic with quotes', async () => {
      const bytes = randomBytes(3000);
      const dispatch = dispatchOf('plain', fixture.recipient, { fileName: '../Квитанция "о приёме" №1.zip', size: bytes.length });
      const sent = await (await open()).send(dispatch, bytes, new AbortController().signal);
      expect(sent.response).not.toBe('');
      const [received, ...more] = await arrived(fixture, dispatch.messageId);
      expect(more).toHaveLength(0);
      expect(digest(received!.bytes)).toBe(digest(bytes));
    });

    it('gives the receiver the same id and bytes when the same dispatch is sent again by a new start', async () => {
      const bytes = randomBytes(3000);
      const dispatch = dispatchOf('twice', fixture.recipient, { size: bytes.length });
      await (await open()).send(dispatch, bytes, new AbortController().signal);
      await (await open()).send(dispatch, bytes, new AbortController().signal);
      const received = await arrived(fixture, dispatch.messageId, fixture.copiesOfTwice);
      expect(received).toHaveLength(fixture.copiesOfTwice);
      for (const each of received) expect(digest(each.bytes)).toBe(digest(bytes));
    });

    it('says channel-unreachable while the server is away, loses nothing, and works again when it is back', async () => {
      const channel = await open();
      await fixture.put('survives.zip', randomBytes(100));
      await fixture.breakLine();
      try {
        const collecting = await channel.collect(async () => undefined, going()).catch((error: unknown) => error);
        expect(isReceptionError(collecting, 'channel-unreachable'), String(collecting)).toBe(true);
        const sending = await channel.send(dispatchOf('away', fixture.recipient, { size: 3 }), Buffer.from('abc'), new AbortController().signal).catch((error: unknown) => error);
        expect(isReceptionError(sending, 'channel-unreachable'), String(sending)).toBe(true);
        const check = await channel.check(new AbortController().signal);
        expect(check.ok).toBe(false);
        expect(check.steps.some((step) => !step.ok && step.message !== '')).toBe(true);
      } finally {
        await fixture.mendLine();
      }
      expect(await collectAll(channel)).toHaveLength(1);
      await channel.send(dispatchOf('away', fixture.recipient, { size: 3 }), Buffer.from('abc'), new AbortController().signal);
      expect(await arrived(fixture, '<away@authority.test>')).toHaveLength(1);
    });

    it('hints at a new arrival while it is watched', async () => {
      const channel = await open();
      let hinted = (): void => undefined;
      const stop = await channel.watch(() => hinted());
      await pause(500);
      const hint = new Promise<void>((resolve) => (hinted = resolve));
      await fixture.put('hint.zip', randomBytes(100));
      await hint;
      await stop();
      expect(await collectAll(channel)).toHaveLength(1);
    });

    it('checks everything that it claims without taking or sending', async () => {
      await fixture.put('stays.zip', randomBytes(100));
      const before = (await fixture.sent()).length;
      const check = await (await open()).check(new AbortController().signal);
      expect(check.steps.filter((step) => !step.ok)).toEqual([]);
      expect(check.ok).toBe(true);
      expect(check.steps.length).toBeGreaterThanOrEqual(3);
      expect((await fixture.sent()).length).toBe(before);
      expect(await collectAll(await open())).toHaveLength(1);
    });
  });
}

/** Names as an enemy or a Russian office gives them; no two alike after the worst of clean-ups. */
export const hostileNames = [
  'Налоговая декларация по НДС № 1.zip',
  '«Ромашка» ООО "отчёт\' 2.zip',
  'x..%2f..%2fetc%2fpasswd 3.zip',
  'C:\\..\\..\\windows\\system32\\4.zip',
  '$(reboot) `id` ; rm -rf 5.zip',
  'CON 6.zip',
  '-rf 7.zip',
  'a\u202egpj.8.zip',
  '=?utf-8?B?PHNjcmlwdD4=?= 9.zip',
  '<script>alert(10)</script>.zip'.replaceAll('/', ''),
  `${'д'.repeat(80)} 11.zip`,
  'пробел в конце 12.zip ',
];

export type Taken = { readonly messageId: string; readonly name: string; readonly bytes: Uint8Array };

/** Collects to the end with a take that reads everything. `before` runs when the batch has been shown. */
export async function collectAll(
  channel: Channel,
  before: (batch: readonly Arrival[]) => Promise<void> = async () => undefined,
  options: Partial<CollectOptions> & { piece?: (size: number) => void } = {},
): Promise<Taken[]> {
  const took: Taken[] = [];
  const { piece, ...rest } = options;
  const collected = await channel.collect(async (batch) => {
    await before(batch);
    took.push(...(await drain(batch, piece)));
  }, { ...going(), ...rest });
  expect(collected.taken).toBe(took.length);
  return took;
}

async function putAll(fixture: ChannelFixture, items: readonly (readonly [string, Uint8Array])[]): Promise<void> {
  if (fixture.putAll !== undefined) return fixture.putAll(items);
  for (const [name, bytes] of items) await fixture.put(name, bytes);
}

async function drain(batch: readonly Arrival[], piece?: (size: number) => void): Promise<Taken[]> {
  const took: Taken[] = [];
  for (const { messageId, name, content } of batch) {
    if (content instanceof Uint8Array) {
      took.push({ messageId, name, bytes: content });
      continue;
    }
    const pieces: Uint8Array[] = [];
    for await (const each of content) {
      piece?.(each.length);
      pieces.push(each);
    }
    took.push({ messageId, name, bytes: Buffer.concat(pieces) });
  }
  return took;
}

/** The ids of the first batch; its take never ends, as if the program had been killed there. */
async function seenWithoutEnd(channel: Channel): Promise<string[]> {
  return new Promise((resolve, reject) => {
    channel.collect(async (batch) => {
      resolve((await drain(batch)).map((each) => each.messageId));
      await new Promise(() => undefined);
    }, going()).catch(reject);
  });
}

async function arrived(fixture: ChannelFixture, messageId: string, copies = 1): Promise<readonly Received[]> {
  for (let tries = 0; ; tries++) {
    const found = (await fixture.sent()).filter((each) => each.messageId === messageId);
    if (found.length >= copies || tries > 100) return found;
    await pause(100);
  }
}

function going(): CollectOptions {
  return { signal: new AbortController().signal };
}

function digest(bytes: Uint8Array): string {
  return createHash('sha256').update(bytes).digest('hex');
}
