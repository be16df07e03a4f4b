import { simpleParser } from 'mailparser';
import type { Attachment, ParsedMail } from 'mailparser';
import type { MailPart } from '../readings.ts';
import { shownName } from '../text/shown-name.ts';

/** mailparser's own conversions of HTML are off: they stall on hostile pages, and nothing here is rendered. */
const options = { skipHtmlToText: true, skipTextToHtml: true, skipTextLinks: true, skipImageLinks: true };

/** Texts as UTF-8 and attachments as their exact bytes; undefined where the mail cannot be taken apart. */
export async function readPlainParts(bytes: Uint8Array): Promise<MailPart[] | undefined> {
  const mail = await simpleParser(Buffer.from(bytes), options).catch(() => undefined);
  if (mail === undefined) return undefined;
  const parts = [...bodies(mail), ...mail.attachments.map(attachment)];
  return parts.map((part, index) => ({ id: `m${index + 1}`, ...part }));
}

type UnnumberedPart = Omit<MailPart, 'id'>;

function bodies({ text, html }: ParsedMail): UnnumberedPart[] {
  const parts: UnnumberedPart[] = [];
  if (text !== undefined && text.trim() !== '') parts.push(body('message.txt', 'text/plain; charset=utf-8', text));
  if (typeof html === 'string' && html.trim() !== '') parts.push(body('message.html', 'text/html; charset=utf-8', html));
  return parts;
}

function body(name: string, mediaType: string, text: string): UnnumberedPart {
  return { name, mediaType, isBody: true, content: new TextEncoder().encode(text) };
}

function attachment({ filename, contentType, content }: Attachment, index: number): UnnumberedPart {
  const mediaType = /^[\w!#$&^.+-]{1,100}\/[\w!#$&^.+-]{1,100}$/.test(contentType) ? contentType.toLowerCase() : 'application/octet-stream';
  const otherwise = mediaType === 'message/rfc822' ? `message-${index + 1}.eml` : `attachment-${index + 1}`;
  return { name: shownName(filename ?? '', otherwise), mediaType, isBody: false, content: new Uint8Array(content) };
}
