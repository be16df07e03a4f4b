import type { ImapFlow } from 'imapflow';
import type { ChannelCheck } from '../channel.ts';
import type { MailboxSettings } from '../settings.ts';
import { TAKEN_KEYWORD } from './acknowledge-mail.ts';
import { connectImap } from './imap-connection.ts';
import { imapFault, type Scrub } from './mail-fault.ts';
import type { Postman } from './send-mail.ts';

type Step = ChannelCheck['steps'][number];

/** Log in, look at the folders, ask what acknowledgement is possible, log in to the outgoing server. Changes nothing. */
export async function checkMailbox(settings: MailboxSettings, scrub: Scrub, postman: Postman, signal: AbortSignal): Promise<ChannelCheck> {
  const steps: Step[] = [];
  const attempt = async <Result>(what: string, work: () => Promise<readonly [string, Result]>): Promise<Result | undefined> => {
    try {
      const [message, result] = await work();
      steps.push({ what, ok: true, message });
      return result;
    } catch (error) {
      steps.push({ what, ok: false, message: imapFault(error, settings.imap.host, scrub).message });
      return undefined;
    }
  };
  const client = await attempt('log-in', async () => {
    const connected = await connectImap(settings, scrub, signal);
    return [`${settings.imap.host}:${settings.imap.port} ${connected.secureConnection ? 'TLS' : 'no TLS'}`, connected] as const;
  });
  if (client !== undefined) {
    await attempt('folder', () => lookAtFolder(client, settings));
    await attempt('processed-folder', () => lookAtProcessed(client, settings));
    await client.logout().catch(() => undefined);
  }
  await attempt('outgoing', async () => {
    await postman.verify();
    return [`${settings.smtp.host}:${settings.smtp.port}`, true] as const;
  });
  return { ok: steps.every((step) => step.ok), steps };
}

async function lookAtFolder(client: ImapFlow, settings: MailboxSettings): Promise<readonly [string, boolean]> {
  const opened = await client.mailboxOpen(settings.imap.folder);
  if (opened.readOnly === true) throw new Error(`${settings.imap.folder} may only be read`);
  const flags = opened.permanentFlags ?? new Set(['\\*']);
  const ways = [
    client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS') ? 'move' : undefined,
    flags.has('\\*') || flags.has(TAKEN_KEYWORD) ? 'mark' : undefined,
  ].filter((way) => way !== undefined);
  if (ways.length === 0) throw new Error(`${settings.imap.folder} lets mails neither be moved nor be marked`);
  return [`${opened.exists} waiting; taken mails: ${ways.join(', ')}`, true];
}

async function lookAtProcessed(client: ImapFlow, settings: MailboxSettings): Promise<readonly [string, boolean]> {
  const folders = await client.list();
  const there = folders.some((folder) => folder.path === settings.imap.processedFolder || folder.path.endsWith(`${folder.delimiter}${settings.imap.processedFolder}`));
  return [`${settings.imap.processedFolder}: ${there ? 'there' : 'will be made'}`, there];
}
