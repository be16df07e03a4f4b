import type { Channel } from '../channel.ts';
import type { MailboxSettings } from '../settings.ts';
import { checkMailbox } from './check-mail.ts';
import { collectMail } from './collect-mail.ts';
import { scrubber } from './mail-fault.ts';
import { openPostman, type Postman } from './send-mail.ts';
import { watchMail } from './watch-mail.ts';

/** A plain mailbox: IMAP in, SMTP out. One session collects at a time; the folder is a queue. */
export function openMailbox(settings: MailboxSettings, now: () => number): Channel {
  const scrub = scrubber([settings.imap, settings.smtp]);
  const watches = new Set<() => Promise<void>>();
  let opened: Postman | undefined;
  const postman = (): Postman => (opened ??= openPostman(settings, scrub));
  return {
    id: settings.id,
    kind: 'mailbox',
    name: settings.name,
    collect: (take, options) => collectMail(settings, scrub, take, options),
    send: (dispatch, payload, signal) => postman().send(dispatch, payload, signal, now()),
    async watch(hint) {
      const stop = watchMail(settings, scrub, hint);
      watches.add(stop);
      return async () => {
        watches.delete(stop);
        await stop();
      };
    },
    check: (signal) => checkMailbox(settings, scrub, postman(), signal),
    async close() {
      await Promise.all(Array.from(watches, (stop) => stop()));
      watches.clear();
      opened?.close();
      opened = undefined;
    },
  };
}
