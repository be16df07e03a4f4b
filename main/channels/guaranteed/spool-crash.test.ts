import { mkdtemp, readdir, readFile, rename, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { dispatchBytes } from '../../../tests/conformance/dispatches.ts';
import { digestOf, journalOf, randomContent, runAndKill } from '../../../tests/conformance/killed.ts';
import { startSpoolFixture, type SpoolFixture } from '../../../tests/conformance/spool-fixture.ts';

const KILLS = 25;
const DELIVERIES = 300;
const DISPATCHES = 100;

describe('A program on a spool folder that is killed 25 times', { timeout: 180_000 }, () => {
  let fixture: SpoolFixture;
  let folder: string;
  beforeEach(async () => {
    fixture = await startSpoolFixture();
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
  });
  afterEach(async () => {
    await fixture.close();
    await rm(folder, { recursive: true, force: true });
  });
  const settings = () => ({ kind: 'spool', id: 'spool', name: 'Spool', folder: fixture.folder });

  it('loses none of 300 deliveries that arrive meanwhile, and shows doubles under the same id only', async () => {
    const put = new Map<string, string>();
    for (let kill = 0; kill < KILLS; kill++) {
      const running = runAndKill('collect', settings(), folder, 250);
      for (let at = 0; at < DELIVERIES / KILLS; at++) {
        const { bytes, digest } = randomContent();
        put.set(digest, `delivery-${kill}-${at}.zip`);
        await fixture.put(`delivery-${kill}-${at}.zip`, bytes);
        await pause(Math.random() * 40);
      }
      await running;
    }
    while ((await waitingIn(fixture.folder)).length > 0) await runAndKill('collect', settings(), folder, 1500);

    const idOf = new Map(journalOf(folder).map(({ messageId, digest }) => [messageId, digest]));
    expect([...idOf.values()].sort()).toEqual([...put.keys()].sort());
    for (const [digest, name] of put) {
      const ack = JSON.parse(await readFile(join(fixture.folder, 'ack', `${name}.ack`), 'utf8')) as { sha256: string };
      expect(ack.sha256).toBe(digest);
      expect(digestOf(await readFile(join(fixture.folder, 'taken', name)))).toBe(digest);
    }
  });

  it('hands every dispatch over exactly once, also when the partner takes the files away at once', async () => {
    const got = new Map<string, string[]>();
    const partner = takeAway(fixture.folder, got);
    let finished = false;
    for (let run = 0; run < KILLS || !finished; run++) {
      const owed = Math.min(DISPATCHES, (run + 1) * (DISPATCHES / KILLS));
      finished = await runAndKill('send', settings(), folder, run < KILLS ? 60 : 20_000, { DISPATCHES: String(owed) });
    }
    await partner.stop();
    expect(got.size).toBe(DISPATCHES);
    for (let at = 0; at < DISPATCHES; at++) expect(got.get(`<crash-${at}@authority.test>`)).toEqual([digestOf(dispatchBytes(at))]);
  });
});

async function waitingIn(folder: string): Promise<readonly string[]> {
  return (await readdir(join(folder, 'in'))).filter((name) => name !== 'tmp');
}

/** A partner that moves everything out of out/ as soon as it sees it. */
function takeAway(folder: string, got: Map<string, string[]>): { stop(): Promise<void> } {
  let stopped = false;
  const sweep = async (): Promise<void> => {
    for (const name of await readdir(join(folder, 'out')).catch(() => [])) {
      if (name.endsWith('.meta.json') || name.startsWith('.')) continue;
      const { messageId } = JSON.parse(await readFile(join(folder, 'out', `${name}.meta.json`), 'utf8')) as { messageId: string };
      const bytes = await readFile(join(folder, 'out', name));
      await rename(join(folder, 'out', name), join(folder, 'in', 'tmp', `got-${got.size}`));
      got.set(messageId, [...(got.get(messageId) ?? []), digestOf(bytes)]);
    }
  };
  const going = (async () => {
    while (!stopped) {
      await sweep();
      await pause(3);
    }
    await sweep();
  })();
  return {
    async stop() {
      stopped = true;
      await going;
    },
  };
}
