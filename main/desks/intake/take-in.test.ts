import { afterAll, describe, expect, it } from 'vitest';
import type { Arrival } from '../../channels/channel.ts';
import type { ChannelId } from '../../domain/identifiers.ts';
import { temporaryArchives } from '../../archive/testing/folders.ts';
import { takeInto, turns } from './take-in.ts';

const archives = temporaryArchives();
afterAll(() => archives.clear());
const spool = { id: 'gd' as ChannelId, kind: 'spool' } as const;
const mail = { id: 'mail' as ChannelId, kind: 'mailbox' } as const;
const arrival = (messageId: string, text: string): Arrival => ({ messageId, name: messageId, size: text.length, content: Buffer.from(text) });

async function door() {
  const archive = await archives.open(archives.folder());
  const turn = turns();
  const taken: { received: number; doubled: number }[] = [];
  const into = (channel: typeof spool | typeof mail) => takeInto(archive, channel, turn, Date.now, ({ received, doubled }) => taken.push({ received: received.length, doubled }));
  return { archive, taken, bySpool: into(spool), byMail: into(mail) };
}

describe('taking in', () => {
  it('makes the bytes and the entry durable before it resolves', async () => {
    const { archive, bySpool } = await door();
    await bySpool([arrival('a', 'one'), arrival('b', 'two')]);
    const waiting = await archive.unfinished();
    expect(waiting.map(({ delivery }) => delivery.messageId)).toEqual(['a', 'b']);
    expect(Buffer.from(await archive.read(waiting[1]!.delivery.raw.digest)).toString()).toBe('two');
  });

  it('knows a delivery that the channel shows again, and records nothing for it', async () => {
    const { archive, bySpool, taken } = await door();
    await bySpool([arrival('a', 'one')]);
    const before = (await archive.status()).entries;
    await bySpool([arrival('a', 'one')]);
    expect((await archive.status()).entries).toBe(before);
    expect(taken.at(-1)).toEqual({ received: 0, doubled: 1 });
  });

  it('records the same bytes from another channel as a double of the first', async () => {
    const { archive, bySpool, byMail } = await door();
    await Promise.all([bySpool([arrival('a', 'same')]), byMail([arrival('b', 'same')])]);
    expect(await archive.unfinished()).toHaveLength(1);
    const [newest] = await archive.records.journal({ limit: 1 });
    expect(newest).toMatchObject({ kind: 'delivery-doubled', delivery: { channel: 'mail' } });
  });

  it('takes one of two doubles in one batch', async () => {
    const { archive, bySpool } = await door();
    await bySpool([arrival('a', 'same'), arrival('b', 'same'), arrival('a', 'same')]);
    expect(await archive.unfinished()).toHaveLength(1);
  });

  it('tells large deliveries under one id apart by their bytes', async () => {
    const { archive, byMail } = await door();
    await byMail([arrival('x#large:1', 'first')]);
    await byMail([arrival('x#large:1', 'second')]);
    await byMail([arrival('x#large:1', 'second')]);
    expect(await archive.unfinished()).toHaveLength(2);
  });

  it('drains a delivery that comes in pieces', async () => {
    const { archive, byMail } = await door();
    async function* pieces() {
      yield Buffer.from('par');
      yield Buffer.from('ts');
    }
    await byMail([{ messageId: 'p', name: 'p', size: 5, content: pieces() }]);
    const [waiting] = await archive.unfinished();
    expect(Buffer.from(await archive.read(waiting!.delivery.raw.digest)).toString()).toBe('parts');
  });

  it('rejects, and so leaves unacknowledged, what breaks off while it is read', async () => {
    const { archive, byMail } = await door();
    async function* broken() {
      yield Buffer.from('par');
      throw new Error('line cut');
    }
    await expect(byMail([{ messageId: 'p', name: 'p', size: 5, content: broken() }])).rejects.toThrow('line cut');
    expect(await archive.unfinished()).toHaveLength(0);
    await byMail([arrival('q', 'next')]);
    expect(await archive.unfinished()).toHaveLength(1);
  });
});
