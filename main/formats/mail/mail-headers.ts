import type { MailHeaders } from '../readings.ts';
import { decodeWords } from './encoded-words.ts';
import { headerOf } from './mime-entity.ts';
import type { MimeHeader } from './mime-entity.ts';

export const noHeaders: MailHeaders = { references: [], to: [], subject: '' };

export function readMailHeaders(headers: readonly MimeHeader[]): MailHeaders {
  const value = (name: string) => headerOf(headers, name);
  const messageId = messageIds(value('message-id'))[0];
  const inReplyTo = messageIds(value('in-reply-to'))[0];
  const from = addresses(value('from'))[0];
  const replyTo = addresses(value('reply-to'))[0];
  const date = value('date')?.slice(0, 100);
  return {
    ...(messageId === undefined ? {} : { messageId }),
    ...(inReplyTo === undefined ? {} : { inReplyTo }),
    references: messageIds(value('references')).slice(-100),
    ...(from === undefined ? {} : { from }),
    ...(replyTo === undefined ? {} : { replyTo }),
    to: [...addresses(value('to')), ...addresses(value('cc'))],
    subject: decodeWords(value('subject') ?? '').slice(0, 2000),
    ...(date === undefined ? {} : { date }),
  };
}

function messageIds(text: string | undefined): string[] {
  const found = (text ?? '').slice(0, 20_000).match(/<[^<>\s]{1,500}>/g) ?? [];
  return found.map((id) => id.slice(1, -1));
}

/** The bare addresses, in their order; display names, comments and groups are left out. */
function addresses(text: string | undefined): string[] {
  const plain = withoutQuoted((text ?? '').slice(0, 20_000));
  const found = plain.match(/[^\s<>,;:()"@]{1,128}@[^\s<>,;:()"@]{1,253}/g) ?? [];
  return found.slice(0, 100);
}

/** An address in the display name must not pass for the sender: quoted texts and comments go first. */
function withoutQuoted(text: string): string {
  const cleaned = text.replace(/"(?:[^"\\]|\\.)*"/g, ' ').replace(/\([^()]*\)/g, ' ');
  const angled = cleaned.match(/<[^<>]{1,400}>/g);
  return angled === null ? cleaned : angled.join(' , ');
}
