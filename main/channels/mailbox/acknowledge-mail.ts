import type { ImapFlow } from 'imapflow';
import { ReceptionError } from '../../domain/errors.ts';
import type { MailboxSettings } from '../settings.ts';

/** Set on a taken mail where it cannot be moved; mails that carry it are not shown again. */
export const TAKEN_KEYWORD = 'ReceptionTaken';

export type MailFolder = {
  readonly processed: string;
  /** By MOVE, or COPY and UID EXPUNGE. A server with neither would expunge what others marked (RFC 4315, 2.1). */
  readonly canMove: boolean;
  readonly canFlag: boolean;
};

/** Opens the folder for writing and makes sure, before anything is taken, that it can be acknowledged. */
export async function openMailFolder(client: ImapFlow, settings: MailboxSettings): Promise<MailFolder> {
  const { folder: path, processedFolder: processed, host } = settings.imap;
  const canMove = client.capabilities.has('MOVE') || client.capabilities.has('UIDPLUS');
  if (canMove) await makeFolder(client, processed);
  const opened = await client.mailboxOpen(path);
  const flags = opened.permanentFlags ?? new Set(['\\*']);
  const canFlag = flags.has('\\*') || flags.has(TAKEN_KEYWORD);
  const words = opened.readOnly === true ? 'may only be read' : canMove || canFlag ? undefined : 'lets mails neither be moved nor be marked';
  if (words !== undefined) {
    throw new ReceptionError('channel-refused', `The folder ${path} on ${host} ${words}, so nothing can be acknowledged`, { details: { host, folder: path } });
  }
  const folder = { processed, canMove, canFlag };
  await clearFlagged(client, folder);
  return folder;
}

/** Looked for first: not every server says in words for programs that a folder is there already (RFC 5530). */
async function makeFolder(client: ImapFlow, path: string): Promise<void> {
  const there = await client.status(path, { uidNext: true }).catch((error: unknown) => {
    if (!client.usable) throw error;
    return false;
  });
  if (!there) await client.mailboxCreate(path);
}

/** Mails that could only be marked (the other folder was full) leave when they can. */
async function clearFlagged(client: ImapFlow, folder: MailFolder): Promise<void> {
  if (!folder.canMove || !folder.canFlag) return;
  const flagged = await client.search({ keyword: TAKEN_KEYWORD }, { uid: true });
  if (Array.isArray(flagged) && flagged.length > 0) await client.messageMove(flagged.join(','), folder.processed, { uid: true });
}

/** The results are looked at: imapflow answers false, without a throw, when the server said no. */
export async function acknowledgeMail(client: ImapFlow, folder: MailFolder, uids: string): Promise<void> {
  if (folder.canMove && (await client.messageMove(uids, folder.processed, { uid: true }))) return;
  if (folder.canFlag && (await client.messageFlagsAdd(uids, ['\\Seen', TAKEN_KEYWORD], { uid: true }))) return;
  if (!client.usable) throw new ReceptionError('channel-unreachable', 'The line to the mail server broke before the mails were acknowledged');
  throw new ReceptionError('channel-refused', 'The mail server neither moves nor marks the mails that were taken; they will be shown again', {
    details: { folder: folder.processed },
  });
}
