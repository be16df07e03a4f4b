import { afterAll, describe, expect, it } from 'vitest';
import { deliveryOf, names } from '../../archive/testing/cases.ts';
import { temporaryArchives } from '../../archive/testing/folders.ts';
import type { Channel } from '../../channels/channel.ts';
import { ReceptionError, type ErrorCode } from '../../domain/errors.ts';
import { instantOf, type ChannelId } from '../../domain/identifiers.ts';
import { dispatchOwed } from './dispatch-owed.ts';

const archives = temporaryArchives();
afterAll(() => archives.clear());

/** An archive that owes three messages on one channel. */
async function owing() {
  const archive = await archives.open(archives.folder());
  const payload = await archive.deposit(Buffer.from('parcel'));
  const raw = await archive.deposit(Buffer.from('raw'));
  await archive.append([{ kind: 'delivery-received', delivery: deliveryOf('one', raw) }]);
  await archive.append(
    ['a', 'b', 'c'].map((name) => ({
      kind: 'dispatch-queued' as const,
      dispatch: { id: names.dispatch(name), channel: 'gd' as ChannelId, channelKind: 'spool' as const, messageId: `${name}@7700`, recipient: 's', recipientName: 'S', fileName: `${name}.zip`, mediaType: 'application/zip', payload, receipts: [] },
    })),
  );
  return archive;
}

/** A channel whose line does what the test says. */
function channelThat(send: (messageId: string) => void): { channel: Channel; sent: string[] } {
  const sent: string[] = [];
  const channel = {
    id: 'gd' as ChannelId,
    kind: 'spool',
    name: 'GD',
    send: async ({ messageId }: { messageId: string }) => {
      send(messageId);
      sent.push(messageId);
      return { response: 'taken', at: instantOf(0) };
    },
  } as unknown as Channel;
  return { channel, sent };
}

const failing = (code: ErrorCode) => () => {
  throw new ReceptionError(code, 'no');
};
const run = async (archive: Awaited<ReturnType<typeof owing>>, channel: Channel | undefined, now = Date.now()) =>
  dispatchOwed({ archive, channel: () => channel, now: () => now }, new Set(), new AbortController().signal);
const rowsOf = async (archive: Awaited<ReturnType<typeof owing>>) => (await archive.records.dispatches({ offset: 0, limit: 10 })).rows;

describe('dispatch', () => {
  it('sends what is owed once and journals the channel\'s word', async () => {
    const archive = await owing();
    const { channel, sent } = channelThat(() => undefined);
    expect(await run(archive, channel)).toEqual({ sent: 3, failed: 0 });
    expect(await run(archive, channel)).toEqual({ sent: 0, failed: 0 });
    expect(sent.sort()).toEqual(['a@7700', 'b@7700', 'c@7700']);
    expect((await rowsOf(archive)).every(({ state, response }) => state === 'sent' && response === 'taken')).toBe(true);
  });

  it('tries an unreachable channel again after a pause, and never gives it up by itself', async () => {
    const archive = await owing();
    const { channel } = channelThat(failing('channel-unreachable'));
    let now = Date.now();
    for (let round = 0; round < 15; round++) await run(archive, channel, (now += 3_700_000));
    expect((await rowsOf(archive)).map(({ state }) => state)).toEqual(['owed', 'owed', 'owed']);
    const better = channelThat(() => undefined);
    expect((await run(archive, better.channel, now + 3_700_000)).sent).toBe(3);
  });

  it('holds at once what the other side refuses for good', async () => {
    const archive = await owing();
    await run(archive, channelThat(failing('channel-refused')).channel);
    expect((await rowsOf(archive)).map(({ state, lastError }) => [state, lastError])).toEqual(Array.from({ length: 3 }, () => ['held', 'no']));
  });

  it('waits before the next try', async () => {
    const archive = await owing();
    const now = Date.now();
    await run(archive, channelThat(failing('internal')).channel, now);
    expect(await archive.owed(instantOf(now + 1000), 10)).toHaveLength(0);
    expect(await archive.owed(instantOf(now + 6000), 10)).toHaveLength(3);
  });

  it('says so when the channel is not there any more', async () => {
    const archive = await owing();
    await run(archive, undefined);
    expect((await rowsOf(archive))[0]?.lastError).toMatch(/switched off or was removed/);
  });

  it('stops, and leaves the message owed, when the archive takes no more', async () => {
    const archive = await owing();
    const { channel } = channelThat(() => undefined);
    const full = { ...archive, records: archive.records, owed: archive.owed.bind(archive), read: archive.read.bind(archive), append: () => Promise.reject(new ReceptionError('archive-full', 'full')) };
    await expect(dispatchOwed({ archive: full as typeof archive, channel: () => channel, now: Date.now }, new Set(), new AbortController().signal)).rejects.toMatchObject({ code: 'archive-full' });
    expect((await rowsOf(archive)).map(({ state }) => state)).toEqual(['owed', 'owed', 'owed']);
  });
});
