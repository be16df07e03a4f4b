import { startMailServer } from '../../demo/mail-server.ts';
import { openChannel, parseChannelSettings } from '../../main/channels/open-channel.ts';
import { layLine } from '../servers/line.ts';
import type { ChannelFixture } from './channel.ts';
import { attachmentOf, mailWith, receivedMail } from './mail.ts';

/** The same as the real one, on the demo's mail server. */
export async function startDemoMailboxFixture(): Promise<ChannelFixture> {
  const [office, subscriber] = ['office@authority.test', 'subscriber@authority.test'] as const;
  const server = await startMailServer({ accounts: [office, subscriber].map((address) => ({ address, password: 'pa ss"wo\\rd' })) });
  const [imapLine, smtpLine] = [await layLine(server.imapPort(office)), await layLine(server.smtpPort)];
  const account = { host: '127.0.0.1', secure: 'none-on-loopback', user: office, password: 'pa ss"wo\\rd' } as const;
  const settings = parseChannelSettings({
    kind: 'mailbox', id: 'mailbox', name: 'Demo mailbox', pollSeconds: 30, timeoutSeconds: 20,
    imap: { ...account, port: imapLine.port },
    smtp: { ...account, port: smtpLine.port, from: office },
  });
  return {
    recipient: subscriber,
    copiesOfTwice: 2,
    open: async () => openChannel(settings),
    put: async (name, bytes) => server.deliver(office, mailWith(name, bytes)),
    unwrap: attachmentOf,
    sent: () => Promise.all(server.inbox(subscriber).map(receivedMail)),
    async breakLine() {
      await Promise.all([imapLine.cut(), smtpLine.cut()]);
    },
    async mendLine() {
      await Promise.all([imapLine.mend(), smtpLine.mend()]);
    },
    async close() {
      await Promise.all([imapLine.stop(), smtpLine.stop()]);
      await server.stop();
    },
  };
}
