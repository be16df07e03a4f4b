import { createHash } from 'node:crypto';
import type { ChannelId } from '../../main/domain/identifiers.ts';
import { demoMail, demoSubscribers } from '../../demo/parties.ts';
import { startDovecot } from '../servers/dovecot.ts';
import { startPostfix } from '../servers/postfix.ts';
import { makeCrashOffice, type CrashOffice, type Made } from './crash-office.ts';
import type { Sent } from './kill-burst.ts';

export type MailboxOffice = {
  readonly office: CrashOffice;
  readonly handIn: (made: Made) => Promise<void>;
  /** What the subscribers have in their mailboxes. */
  sent(): Promise<Sent[]>;
  stop(): Promise<void>;
};

const user = (address: string): string => address.slice(0, address.indexOf('@'));

/** The same station behind a real Dovecot and Postfix. */
export async function makeMailboxOffice(): Promise<MailboxOffice> {
  const authority = user(demoMail.authority);
  const readers = demoSubscribers.filter(({ by }) => by === 'mail').map((subscriber) => user(demoMail.of(subscriber)));
  const password = 'почта-17';
  const dovecot = await startDovecot([authority, ...readers].map((name) => ({ user: name, password })));
  // The demo's subscribers live in another domain than its authority: Postfix serves theirs.
  const postfix = await startPostfix(dovecot, readers, 'subscribers.demo');
  const server = { host: '127.0.0.1', security: 'tls', user: authority, password, ca: dovecot.certificate.ca } as const;
  const office = await makeCrashOffice((id: ChannelId) => ({
    kind: 'mailbox', id, name: 'Почта', enabled: true,
    imap: { ...server, port: dovecot.imapsPort, folder: 'INBOX', processedFolder: 'Processed' },
    smtp: { ...server, port: postfix.smtpsPort, from: demoMail.authority },
  }));
  return {
    office,
    handIn: ({ bytes }) => dovecot.drop(authority, bytes),
    async sent() {
      const mails = (await Promise.all(readers.map((reader) => dovecot.mails(reader)))).flat();
      return mails.map(sentOf);
    },
    async stop() {
      await office.remove();
      await postfix.stop();
      await dovecot.stop();
    },
  };
}

/** Without the lines that the carrying servers put above the mail. */
function sentOf(mail: Uint8Array): Sent {
  const text = Buffer.from(mail).toString('latin1').replaceAll('\r\n', '\n');
  const messageId = /^message-id:\s*(<[^>]*>)/im.exec(text)?.[1] ?? '';
  return { messageId, sha256: createHash('sha256').update(text.slice(text.indexOf('\n\n'))).digest('hex') };
}
