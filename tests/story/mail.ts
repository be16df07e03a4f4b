import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { simpleParser } from 'mailparser';
import { openssl } from '../forge/openssl.ts';
import type { Identity } from './openssl-authority.ts';
import { inFolder } from './zip.ts';

/** S/MIME mails by `openssl cms`; the MIME inside is written here. */
export type MailOrder = {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly { readonly name: string; readonly bytes: Uint8Array; readonly type?: string }[];
  readonly signer?: Identity;
  /** Attached (opaque) instead of multipart/signed. */
  readonly opaque?: boolean;
  readonly recipient?: string;
  readonly inReplyTo?: string;
  /** Further parameters of the recipient: -keyopt rsa_padding_mode:oaep. */
  readonly keyOptions?: readonly string[];
  readonly messageId?: string;
};

const encodedWord = (text: string): string => `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;

const lines = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/.{76}/g, '$&\r\n');

export function writeEntity({ text, attachments }: Pick<MailOrder, 'text' | 'attachments'>): string {
  const boundary = `=_${randomUUID()}`;
  const parts = [
    `Content-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n${lines(Buffer.from(text))}`,
    ...attachments.map(({ name, bytes, type }) => `Content-Type: ${type ?? 'application/xml'}\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment; filename="${encodedWord(name)}"\r\n\r\n${lines(bytes)}`),
  ];
  return `Content-Type: multipart/mixed; boundary="${boundary}"\r\n\r\n${parts.map((part) => `--${boundary}\r\n${part}\r\n`).join('')}--${boundary}--\r\n`;
}

export function writeMail(order: MailOrder): Uint8Array {
  const { from, to, subject, signer, recipient, inReplyTo, messageId = `<${randomUUID()}@subscribers.test>` } = order;
  const envelope = [`From: ${from}`, `To: ${to}`, `Subject: ${encodedWord(subject)}`, `Message-ID: ${messageId}`, `Date: ${new Date().toUTCString().replace('GMT', '+0000')}`, ...(inReplyTo === undefined ? [] : [`In-Reply-To: ${inReplyTo}`]), 'MIME-Version: 1.0'];
  const sealed = inFolder((folder) => {
    let entity = join(folder, 'entity');
    writeFileSync(entity, writeEntity(order));
    if (signer !== undefined) {
      openssl(folder, 'cms', '-sign', '-in', entity, '-out', 'signed', '-outform', 'SMIME', '-signer', signer.certificateFile, '-inkey', signer.keyFile, ...(order.opaque === true ? ['-nodetach'] : []));
      entity = join(folder, 'signed');
    }
    if (recipient !== undefined) {
      openssl(folder, 'cms', '-encrypt', '-in', entity, '-out', 'enveloped', '-outform', 'SMIME', '-aes-256-cbc', '-recip', recipient, ...(order.keyOptions ?? []).flatMap((option) => ['-keyopt', option]));
      entity = join(folder, 'enveloped');
    }
    return readFileSync(entity, 'latin1');
  });
  const body = sealed.replace(/^MIME-Version: 1\.0\r?\n/m, '').replace(/\r?\n/g, '\r\n');
  return Buffer.from(`${envelope.join('\r\n')}\r\n${body}`, 'latin1');
}

export type OpenedMail = {
  readonly subject: string;
  readonly messageId: string;
  readonly inReplyTo: string;
  readonly wasEncrypted: boolean;
  readonly text: string;
  readonly attachments: ReadonlyMap<string, Uint8Array>;
};

/** `openssl cms -decrypt`, then `openssl cms -verify` against the authority's files: throws what openssl says. */
export async function openMail(mail: Uint8Array, owner: Identity, authorityFolder: string): Promise<OpenedMail> {
  const outer = await simpleParser(Buffer.from(mail));
  const wasEncrypted = /enveloped-data/i.test(Buffer.from(mail).toString('latin1').split(/\r?\n\r?\n/)[0]!.replace(/\r?\n\s+/g, ' '));
  const plain = inFolder((folder) => {
    writeFileSync(join(folder, 'mail'), mail);
    if (wasEncrypted) openssl(folder, 'cms', '-decrypt', '-in', 'mail', '-out', 'inner', '-recip', owner.certificateFile, '-inkey', owner.keyFile);
    const at = (name: string) => join(authorityFolder, name);
    openssl(folder, 'cms', '-verify', '-in', wasEncrypted ? 'inner' : 'mail', '-out', 'plain', '-CAfile', at('trust.pem'), '-certfile', at('issuing.crt'), '-crl_check_all', '-purpose', 'any');
    return readFileSync(join(folder, 'plain'));
  });
  const inside = await simpleParser(plain);
  return {
    subject: outer.subject ?? '',
    messageId: outer.messageId ?? '',
    inReplyTo: outer.inReplyTo ?? '',
    wasEncrypted,
    text: inside.text ?? '',
    attachments: new Map(inside.attachments.map((one) => [one.filename ?? '', new Uint8Array(one.content)])),
  };
}
