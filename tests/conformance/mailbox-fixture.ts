import { setTimeout as pause } from 'node:timers/promises';
import { openChannel, parseChannelSettings, type ChannelSettings } from '../../main/channels/open-channel.ts';
import { startDovecot, type Dovecot } from '../servers/dovecot.ts';
import { layLine } from '../servers/line.ts';
import { startPostfix, type Postfix } from '../servers/postfix.ts';
import type { ChannelFixture } from './channel.ts';
import { attachmentOf, mailWith, receivedMail } from './mail.ts';

export type MailboxFixture = ChannelFixture & { readonly dovecot: Dovecot; readonly postfix: Postfix; readonly settings: ChannelSettings };

const password = 'pa ss"wo\\rd é';
const accounts = [{ user: 'office', password }, { user: 'subscriber', password }];

/** A subscriber writes through Postfix into Dovecot; the channel reads over IMAPS and sends over SMTP with STARTTLS and a password. */
export async function startMailboxFixture(): Promise<MailboxFixture> {
  const dovecot = await startDovecot(accounts);
  const postfix = await startPostfix(dovecot, ['office', 'subscriber']);
  const [imapLine, smtpLine] = [await layLine(dovecot.imapsPort), await layLine(postfix.smtpPort)];
  const tls = { ca: dovecot.certificate.ca };
  const settings = parseChannelSettings({
    kind: 'mailbox', id: 'mailbox', name: 'Mailbox', pollSeconds: 30, timeoutSeconds: 20,
    imap: { host: '127.0.0.1', port: imapLine.port, secure: 'tls', user: 'office', password, tls },
    smtp: { host: '127.0.0.1', port: smtpLine.port, secure: 'starttls', user: 'office', password, from: 'office@authority.test', tls },
  });
  const putAll = async (items: readonly (readonly [string, Uint8Array])[]): Promise<void> => {
    const before = await dovecot.count('office');
    await Promise.all(items.map(([name, bytes]) => postfix.deliver('office', mailWith(name, bytes))));
    for (let tries = 0; (await dovecot.count('office')) < before + items.length; tries++) {
      if (tries > 600) throw new Error(`the mail did not arrive: ${await postfix.log()}`);
      await pause(50);
    }
  };
  return {
    dovecot, postfix, settings, putAll,
    recipient: 'subscriber@authority.test',
    copiesOfTwice: 2,
    open: async () => openChannel(settings),
    put: (name, bytes) => putAll([[name, bytes]]),
    unwrap: attachmentOf,
    sent: async () => Promise.all((await dovecot.mails('subscriber')).map(receivedMail)),
    async breakLine() {
      await Promise.all([imapLine.cut(), smtpLine.cut()]);
    },
    async mendLine() {
      await Promise.all([imapLine.mend(), smtpLine.mend()]);
    },
    async close() {
      await Promise.all([imapLine.stop(), smtpLine.stop()]);
      await postfix.stop();
      await dovecot.stop();
    },
  };
}
