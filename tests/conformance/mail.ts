import { randomUUID } from 'node:crypto';
import { simpleParser } from 'mailparser';
import type { Received } from './channel.ts';

/** A mail with one attachment, written without any library of the product. */
export function mailWith(name: string, bytes: Uint8Array, headers: readonly string[] = []): Buffer {
  const boundary = `=_${randomUUID()}`;
  const lines = Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');
  return Buffer.from(
    [
      ...headers,
      'From: =?utf-8?B?0JjQstCw0L3QvtCy?= <ivanov@subscriber.test>',
      'To: office@authority.test',
      `Subject: =?utf-8?B?${Buffer.from(name).subarray(0, 200).toString('base64')}?=`,
      `Message-ID: <${randomUUID()}@subscriber.test>`,
      'MIME-Version: 1.0',
      `Content-Type: multipart/mixed; boundary="${boundary}"`,
      '',
      `--${boundary}`,
      'Content-Type: application/octet-stream',
      'Content-Transfer-Encoding: base64',
      `Content-Disposition: attachment; filename*=utf-8''${encodeURIComponent(name).replace(/['()*]/g, (c) => `%${c.charCodeAt(0).toString(16)}`)}`,
      '',
      lines,
      `--${boundary}--`,
      '',
    ].join('\r\n'),
  );
}

/** The attachment's bytes, read by mailparser. */
export async function attachmentOf(mail: Uint8Array): Promise<Uint8Array> {
  const { attachments } = await simpleParser(Buffer.from(mail));
  return attachments[0]?.content ?? new Uint8Array();
}

export async function receivedMail(mail: Uint8Array): Promise<Received> {
  const { messageId, attachments } = await simpleParser(Buffer.from(mail));
  return { messageId: messageId ?? '', bytes: attachments[0]?.content ?? new Uint8Array() };
}
