import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestOf, journalOf, randomContent, runAndKill } from '../../../tests/conformance/killed.ts';
import { mailWith } from '../../../tests/conformance/mail.ts';
import { startDovecot, type Dovecot } from '../../../tests/servers/dovecot.ts';

const KILLS = 25;
const DELIVERIES = 300;

describe('A program on a mailbox that is killed 25 times', { timeout: 180_000 }, () => {
  let dovecot: Dovecot;
  let folder: string;
  beforeEach(async () => {
    dovecot = await startDovecot([{ user: 'office', password: 'secret' }]);
    folder = await mkdtemp(join(tmpdir(), 'killed-'));
  });
  afterEach(async () => {
    await dovecot.stop();
    await rm(folder, { recursive: true, force: true });
  });

  it('loses none of 300 mails that arrive meanwhile, through two changes of UIDVALIDITY, doubles under the same id only', async () => {
    const settings = {
      kind: 'mailbox', id: 'mailbox', name: 'Mailbox',
      imap: { host: '127.0.0.1', port: dovecot.imapsPort, secure: 'tls', user: 'office', password: 'secret', tls: { ca: dovecot.certificate.ca } },
      smtp: { host: '127.0.0.1', port: 1, secure: 'tls', from: 'office@authority.test' },
    };
    const put = new Set<string>();
    for (let kill = 0; kill < KILLS; kill++) {
      if (kill === 8 || kill === 16) await newUidValidity(dovecot);
      const running = runAndKill('collect', settings, folder, 400);
      for (let at = 0; at < DELIVERIES / KILLS; at++) {
        const mail = mailWith(`delivery-${kill}-${at}.zip`, randomContent().bytes);
        put.add(digestOf(mail));
        await dovecot.drop('office', mail);
        await pause(Math.random() * 40);
      }
      await running;
    }
    while ((await dovecot.count('office')) > 0) await runAndKill('collect', settings, folder, 2000);

    const digests = new Map(journalOf(folder).map(({ messageId, digest }) => [messageId, digest]));
    expect([...digests.values()].sort()).toEqual([...put].sort());
    expect((await dovecot.mails('office', 'Processed')).map(digestOf).sort()).toEqual([...put].sort());
  });
});

/** UIDVALIDITY is the second in which the folder was first opened. */
async function newUidValidity(dovecot: Dovecot): Promise<void> {
  await dovecot.resetUidValidity('office');
  await pause(1100);
}
