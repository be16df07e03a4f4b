import { createHash, randomBytes } from 'node:crypto';
import { chmod, chown, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { setTimeout as pause } from 'node:timers/promises';
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { collectAll } from '../../../tests/conformance/channel.ts';
import { dispatchOf } from '../../../tests/conformance/dispatches.ts';
import { mailWith } from '../../../tests/conformance/mail.ts';
import { startDovecot, type Dovecot } from '../../../tests/servers/dovecot.ts';
import { startPostfix, type Postfix } from '../../../tests/servers/postfix.ts';
import { isReceptionError } from '../../domain/errors.ts';
import type { Channel } from '../channel.ts';
import { openChannel, parseChannelSettings, type ChannelSettingsInput } from '../open-channel.ts';

type Input = Extract<ChannelSettingsInput, { kind: 'mailbox' }>;
const password = 'Очень тайно!17';
const never = new AbortController().signal;
const users = ['office', 'subscriber', 'second', 'third', 'fourth'];

describe('The mailbox', { timeout: 120_000 }, () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  const opened: Channel[] = [];
  beforeAll(async () => {
    dovecot = await startDovecot(users.map((user) => ({ user, password })));
    postfix = await startPostfix(dovecot, users);
  }, 60_000);
  afterAll(async () => {
    for (const channel of opened) await channel.close();
    await postfix?.stop();
    await dovecot?.stop();
  }, 60_000);
  beforeEach(async () => {
    for (const part of ['new', 'cur']) {
      for (const name of await readdir(join(dovecot.mailFolder, 'office', part))) await rm(join(dovecot.mailFolder, 'office', part, name));
    }
  });

  const open = (change: { imap?: Partial<Input['imap']>; smtp?: Partial<Input['smtp']>; limits?: Input['limits'] } = {}): Channel => {
    const tls = { ca: dovecot.certificate.ca };
    const input: Input = {
      kind: 'mailbox', id: 'm', name: 'M', timeoutSeconds: 10, limits: change.limits,
      imap: { host: '127.0.0.1', port: dovecot.imapsPort, secure: 'tls', user: 'office', password, tls, ...change.imap },
      smtp: { host: '127.0.0.1', port: postfix.smtpPort, secure: 'starttls', user: 'office', password, from: 'office@authority.test', tls, ...change.smtp },
    };
    const channel = openChannel(parseChannelSettings(input));
    opened.push(channel);
    return channel;
  };

  it('says that the password is wrong without ever showing it', async () => {
    const wrong = 'wrong-Тайна-99';
    const channel = open({ imap: { password: wrong }, smtp: { password: wrong } });
    const faults = [
      await collectAll(channel).catch((error: unknown) => error),
      await channel.send(dispatchOf('s1', 'subscriber@authority.test', { size: 1 }), Buffer.from('x'), never).catch((error: unknown) => error),
    ];
    for (const fault of faults) {
      expect(isReceptionError(fault, 'channel-refused'), String(fault)).toBe(true);
      const shown = inspect(fault, { depth: 10, showHidden: true });
      for (const secret of [wrong, Buffer.from(wrong).toString('base64'), Buffer.from(`\0office\0${wrong}`).toString('base64')]) expect(shown).not.toContain(secret);
    }
  });

  it('trusts no certificate of an authority that it was not told of, nor one for another name', async () => {
    for (const tls of [{}, { ca: dovecot.certificate.ca, servername: 'mail.elsewhere.test' }]) {
      const channel = open({ imap: { tls }, smtp: { tls } });
      await expect(collectAll(channel)).rejects.toSatisfy((error) => isReceptionError(error, 'channel-refused') && /not trusted/.test(error.message));
      const sending = channel.send(dispatchOf('s2', 'subscriber@authority.test', { size: 1 }), Buffer.from('x'), never);
      await expect(sending).rejects.toSatisfy((error) => isReceptionError(error, 'channel-refused') && /not trusted/.test(error.message));
    }
  });

  it('refuses settings that would send a password in the clear to another machine', () => {
    expect(() => open({ imap: { host: 'mail.authority.test', secure: 'none-on-loopback' } })).toThrow(/Without TLS/);
    expect(() => open({ smtp: { host: '10.0.0.1', secure: 'none-on-loopback' } })).toThrow(/Without TLS/);
  });

  it('reads over STARTTLS, and with compression', async () => {
    await dovecot.drop('office', mailWith('a.zip', randomBytes(100)));
    expect(await collectAll(open({ imap: { port: dovecot.imapPort, secure: 'starttls' } }))).toHaveLength(1);
    await dovecot.drop('office', mailWith('b.zip', randomBytes(100)));
    expect(await collectAll(open({ imap: { compress: true } }))).toHaveLength(1);
  });

  it('keeps the ids of small and large mails through a change of UIDVALIDITY', async () => {
    await dovecot.drop('office', mailWith('small.zip', randomBytes(100)));
    await dovecot.drop('office', mailWith('large.zip', randomBytes(6_000_000)));
    const channel = open();
    const look = async (): Promise<string[]> => {
      const ids: string[] = [];
      await channel.collect(async (batch) => void ids.push(...batch.map((each) => each.messageId)), { signal: AbortSignal.timeout(20_000) }).catch(() => undefined);
      return ids;
    };
    const first: string[] = [];
    await channel.collect(async ([one]) => {
      first.push(one!.messageId);
      throw new Error('only looking');
    }, { signal: never }).catch(() => undefined);
    await dovecot.resetUidValidity('office');
    await pause(1100);
    const second = await look();
    expect(second).toHaveLength(2);
    expect(second).toEqual(expect.arrayContaining(first));
    expect(second.some((id) => id.includes('#large:'))).toBe(true);
    await dovecot.resetUidValidity('office');
    await pause(1100);
    expect(await look()).toEqual(second.filter((id) => id.includes('#large:')));
    expect(await collectAll(channel)).toHaveLength(1);
  });

  it('shows two copies of one mail under one id, never in one batch', async () => {
    const mail = mailWith('copy.zip', randomBytes(100));
    await dovecot.drop('office', mail);
    await dovecot.drop('office', mail);
    const batches: string[][] = [];
    await open().collect(async (batch) => void batches.push(batch.map((each) => each.messageId)), { signal: never });
    expect(batches).toHaveLength(2);
    expect(batches[0]).toEqual(batches[1]);
  });

  it('streams a mail of 100 MB byte for byte without holding it', async () => {
    const mail = mailWith('huge.zip', randomBytes(75_000_000));
    await dovecot.drop('office', mail);
    const hash = createHash('sha256');
    let largest = 0;
    const collected = await open().collect(async ([only]) => {
      for await (const piece of only!.content as AsyncIterable<Uint8Array>) {
        hash.update(piece);
        largest = Math.max(largest, piece.length);
      }
    }, { signal: never });
    expect(collected).toMatchObject({ taken: 1, bytes: mail.length });
    expect(hash.digest('hex')).toBe(createHash('sha256').update(mail).digest('hex'));
    expect(largest).toBeLessThanOrEqual(1024 * 1024);
  });

  it('leaves a mail over the limit in the folder, remarks on it, and takes the rest', async () => {
    await dovecot.drop('office', mailWith('big.zip', randomBytes(50_000)));
    await dovecot.drop('office', mailWith('fits.zip', randomBytes(100)));
    const { taken, remarks } = await open({ limits: { maximumBytes: 20_000 } }).collect(async () => undefined, { signal: never });
    expect(taken).toBe(1);
    expect(remarks).toMatchObject([{ what: 'too-large' }]);
    expect(await dovecot.count('office')).toBe(1);
  });

  it('goes on when mails vanish behind its back', async () => {
    for (const at of [1, 2, 3, 4]) await dovecot.drop('office', mailWith(`${at}.zip`, randomBytes(100)));
    let taken = 0;
    await open({ limits: { batchCount: 1 } }).collect(async () => {
      taken += 1;
      if (taken === 1) await expungeAll(dovecot, 2);
    }, { signal: never });
    expect(taken).toBe(2);
  });

  it('marks what it cannot move because the other folder takes nothing, and moves it when it can', async () => {
    await collectAll(open({ imap: { user: 'second' } }));
    const processed = join(dovecot.mailFolder, 'second', '.Processed');
    await chown(processed, 0, 0);
    for (const part of ['cur', 'new', 'tmp']) {
      await chown(join(processed, part), 0, 0);
      await chmod(join(processed, part), 0o500);
    }
    await dovecot.drop('second', mailWith('stuck.zip', randomBytes(100)));
    expect(await collectAll(open({ imap: { user: 'second' } }))).toHaveLength(1);
    expect(await collectAll(open({ imap: { user: 'second' } }))).toHaveLength(0);
    expect(await dovecot.count('second')).toBe(1);
    await chown(processed, 65534, 65534);
    for (const part of ['cur', 'new', 'tmp']) {
      await chown(join(processed, part), 65534, 65534);
      await chmod(join(processed, part), 0o700);
    }
    expect(await collectAll(open({ imap: { user: 'second' } }))).toHaveLength(0);
    expect(await dovecot.count('second')).toBe(0);
    expect(await dovecot.count('second', 'Processed')).toBe(1);
  });

  it('marks on a server that has neither MOVE nor UIDPLUS, and expunges nothing that another client deleted', async () => {
    const poor = await startDovecot([{ user: 'office', password }], { capability: 'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE LITERAL+ IDLE' });
    try {
      const channel = open({ imap: { port: poor.imapsPort, tls: { ca: poor.certificate.ca } } });
      await poor.drop('office', mailWith('deleted by hand.zip', randomBytes(100)));
      await collectAll(channel);
      await flag(poor, '1', '\\Deleted');
      await poor.drop('office', mailWith('new.zip', randomBytes(100)));
      expect(await collectAll(channel)).toHaveLength(1);
      expect(await collectAll(channel)).toHaveLength(0);
      expect(await poor.count('office')).toBe(2);
    } finally {
      await poor.stop();
    }
  });

  it('copies and expunges by uid on a server that has UIDPLUS but not MOVE', async () => {
    const old = await startDovecot([{ user: 'office', password }], { capability: 'IMAP4rev1 SASL-IR LOGIN-REFERRALS ID ENABLE LITERAL+ IDLE UIDPLUS' });
    try {
      const channel = open({ imap: { port: old.imapsPort, tls: { ca: old.certificate.ca } } });
      for (const at of [1, 2, 3]) await old.drop('office', mailWith(`${at}.zip`, randomBytes(100)));
      await flag(old, '2', '\\Deleted');
      expect(await collectAll(channel)).toHaveLength(3);
      expect([await old.count('office'), await old.count('office', 'Processed')]).toEqual([0, 3]);
    } finally {
      await old.stop();
    }
  });

  it('loses nothing when the server is ended and started again in the middle', async () => {
    for (let at = 0; at < 60; at++) await dovecot.drop('third', mailWith(`${at}.zip`, randomBytes(1000)));
    const channel = open({ imap: { user: 'third' }, limits: { batchCount: 10 } });
    const ids: string[] = [];
    const interrupted = channel.collect(async (batch) => {
      ids.push(...batch.map((each) => each.messageId));
      if (ids.length === 20) await dovecot.kill();
    }, { signal: never });
    await expect(interrupted).rejects.toSatisfy((error) => isReceptionError(error, 'channel-unreachable'));
    await dovecot.start();
    const rest = await collectAll(channel);
    expect(new Set([...ids, ...rest.map((each) => each.messageId)]).size).toBe(60);
    expect(await dovecot.count('third', 'Processed')).toBe(60);
  });

  it('goes on hinting after the line of the watch broke', async () => {
    const channel = open({ imap: { user: 'fourth' } });
    let hints = 0;
    const stop = await channel.watch(() => void (hints += 1));
    while (hints === 0) await pause(50);
    await dovecot.kill();
    await dovecot.start();
    for (const before = hints; hints === before; ) await pause(50);
    for (const before = hints; hints === before; await pause(200)) await dovecot.drop('fourth', mailWith('x.zip', randomBytes(10)));
    await stop();
  });

  it("passes on the server's own words: 5yz is final, 4yz is not", async () => {
    const channel = open();
    const send = (recipient: string) => channel.send(dispatchOf('s3', recipient, { size: 1 }), Buffer.from('x'), never);
    await expect(send('nobody@authority.test')).rejects.toSatisfy((error) => isReceptionError(error, 'channel-refused') && error.message.includes('550 5.1.1'));
    await expect(send('later@authority.test')).rejects.toSatisfy((error) => isReceptionError(error, 'channel-unreachable') && error.message.includes('450 4.2.1'));
    await expect(send('a@b.test>\r\nRCPT TO:<c@d.test')).rejects.toSatisfy((error) => isReceptionError(error, 'channel-refused'));
  });

  it('sends a finished mail as it is, adding a Message-ID only where there is none, and ties answers by In-Reply-To', async () => {
    const channel = open();
    const mail = Buffer.from('Date: Sun, 22 Nov 2026 10:00:00 +0300\r\nFrom: office@authority.test\r\nTo: subscriber@authority.test\r\nSubject: raw\r\nContent-Type: text/plain; charset=koi8-r\r\n\r\n\xf0\xd2\xc9\xd7\xc5\xd4\r\n.dot\r\n', 'latin1');
    await channel.send(dispatchOf('raw', 'subscriber@authority.test', { size: mail.length, mediaType: 'message/rfc822' }), mail, never);
    await channel.send(dispatchOf('answer', 'subscriber@authority.test', { size: 1, inReplyTo: `<1@subscriber.test>#sha256:${'0'.repeat(64)}` }), Buffer.from('x'), never);
    while ((await dovecot.count('subscriber')) < 2) await pause(50);
    const received = (await dovecot.mails('subscriber')).map((each) => Buffer.from(each).toString('latin1').replaceAll('\r\n', '\n'));
    const expected = mail.toString('latin1').replaceAll('\r\n', '\n');
    expect(received.some((each) => each.endsWith(`Message-ID: <raw@authority.test>\n${expected}`))).toBe(true);
    expect(received.some((each) => each.includes('\nIn-Reply-To: <1@subscriber.test>\n') && each.includes('\nMessage-ID: <answer@authority.test>\n'))).toBe(true);
  });
});

async function withInbox(dovecot: Dovecot, work: (client: ImapFlow) => Promise<unknown>): Promise<void> {
  const client = new ImapFlow({ host: '127.0.0.1', port: dovecot.imapsPort, secure: true, tls: { ca: dovecot.certificate.ca }, auth: { user: 'office', pass: password }, logger: false });
  await client.connect();
  await client.mailboxOpen('INBOX');
  await work(client);
  await client.logout();
}

function flag(dovecot: Dovecot, sequence: string, name: string): Promise<void> {
  return withInbox(dovecot, (client) => client.messageFlagsAdd(sequence, [name]));
}

/** Another client removes the mails at places 2 to 1 + count. */
function expungeAll(dovecot: Dovecot, count: number): Promise<void> {
  return withInbox(dovecot, (client) => client.messageDelete(`2:${1 + count}`));
}
