import { createHash } from 'node:crypto';
import { fsyncSync, openSync, readFileSync, writeSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { openChannel, parseChannelSettings } from '../../main/channels/open-channel.ts';
import type { Channel } from '../../main/channels/channel.ts';
import { dispatchBytes, dispatchOf } from './dispatches.ts';

/**
 * A program that is killed: `crash-child.ts collect|send SETTINGS JOURNAL`. Collecting writes "messageId digest" lines
 * and syncs them before take resolves, with pauses around it in which to be killed; sending sends the same dispatches from the first one on, again and again.
 */
const [, , mode, settingsFile, journal] = process.argv as [string, string, string, string, string];
const channel = openChannel(parseChannelSettings(JSON.parse(readFileSync(settingsFile, 'utf8'))));
process.stdout.write('go\n');
await (mode === 'send' ? sendAll(channel) : collectForEver(channel));

async function collectForEver(from: Channel): Promise<void> {
  const file = openSync(journal, 'a');
  for (;;) {
    await from.collect(async (batch) => {
      await pause(Math.random() * 20);
      for (const arrival of batch) {
        const hash = createHash('sha256');
        if (arrival.content instanceof Uint8Array) hash.update(arrival.content);
        else for await (const piece of arrival.content) hash.update(piece);
        writeSync(file, `${JSON.stringify([arrival.messageId, hash.digest('hex')])}\n`);
      }
      fsyncSync(file);
      await pause(Math.random() * 20);
    }, { signal: new AbortController().signal });
    await pause(5);
  }
}

async function sendAll(to: Channel): Promise<void> {
  for (let at = 0; at < Number(process.env['DISPATCHES']); at++) {
    const bytes = dispatchBytes(at);
    await to.send(dispatchOf(`crash-${at}`, 'operator', { size: bytes.length }), bytes, new AbortController().signal);
  }
}
