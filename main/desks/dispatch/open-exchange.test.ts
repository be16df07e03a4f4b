import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { openChannel, parseChannelSettings } from '../../channels/open-channel.ts';
import { takeInto, turns } from '../intake/take-in.ts';
import { openTestStation } from '../testing/station.ts';
import { OpenExchange } from './open-exchange.ts';

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).reverse()) await close();
});

/** An exchange by hand over a real archive and a real spool folder that takes 1000 bytes at most. */
async function exchangeOverSpool() {
  const station = await openTestStation();
  closing.push(() => station.close());
  const folder = await mkdtemp(path.join(tmpdir(), 'spool-'));
  closing.push(() => rm(folder, { recursive: true, force: true }));
  const channel = openChannel(parseChannelSettings({ kind: 'spool', id: 'gd', name: 'GD', folder, limits: { maximumBytes: 1000 } }));
  closing.push(() => channel.close());
  const { archive, clock } = station;
  const exchange: OpenExchange = new OpenExchange({
    archive,
    intake: { taker: (from) => takeInto(archive, from, turns(), () => clock.now, (taken) => exchange.taken(taken)), drain: async () => undefined },
    channels: () => [channel],
    openChannel: () => channel,
    mode: () => 'by-hand',
    pollSeconds: () => 30,
    now: () => clock.now,
    onFatal: (error) => {
      throw error;
    },
  });
  const session = async () => {
    await exchange.run('command');
    await exchange.settled();
    return exchange.view().channels[0]!;
  };
  await session();
  const put = (name: string, text: string) => writeFile(path.join(folder, 'in', name), text);
  return { session, put, waiting: async () => (await readdir(path.join(folder, 'in'))).filter((name) => name !== 'tmp') };
}

it('what waits at the door of a channel and is not taken is told for as long as it waits', async () => {
  const { session, put, waiting } = await exchangeOverSpool();
  expect((await session()).remarks).toBeUndefined();
  await put('big.zip', 'x'.repeat(1001));
  expect((await session()).remarks).toMatchObject([{ what: 'too-large', about: 'big.zip' }]);
  expect((await session()).remarks).toHaveLength(1);
  expect(await waiting()).toEqual(['big.zip']);
  await put('big.zip', 'x'.repeat(1000));
  expect((await session()).remarks).toBeUndefined();
});

it('what was taken and is odd is still told after the collecting that took it', async () => {
  const { session, put } = await exchangeOverSpool();
  await put('1.zip.meta.json', '{"sender": 5');
  await put('1.zip', 'one');
  expect((await session()).remarks).toMatchObject([{ what: 'note-invalid', about: '1.zip' }]);
  expect((await session()).remarks).toMatchObject([{ what: 'note-invalid', about: '1.zip' }]);
});
