import { createTransport } from 'nodemailer';
import type { Dispatch } from '../../domain/dispatch.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf } from '../../domain/identifiers.ts';
import type { Sent } from '../channel.ts';
import { sendersOwnId } from '../message-id.ts';
import type { MailboxSettings } from '../settings.ts';
import { stopped, tlsOptions } from './imap-connection.ts';
import { smtpFault, type Scrub } from './mail-fault.ts';
import { readMailHeader } from './mail-header.ts';

const ADDRESS = /^[^\s<>,;:"()[\]\\@]{1,64}@[^\s<>,;:"()[\]\\@]{1,253}$/;

export type Postman = {
  send(dispatch: Dispatch, payload: Uint8Array, signal: AbortSignal, now: number): Promise<Sent>;
  verify(): Promise<void>;
  close(): void;
};

/** Connections are kept: a new one for each mail costs a hundred milliseconds at many servers. */
export function openPostman(settings: MailboxSettings, scrub: Scrub): Postman {
  const transport = createTransport({ ...transportOptions(settings), pool: true, maxConnections: 2, maxMessages: Infinity });
  transport.on('error', () => undefined);
  return {
    async send(dispatch, payload, signal, now) {
      if (signal.aborted) throw stopped();
      const mail = composeMail(settings.smtp.from, dispatch, payload, now);
      try {
        const sent = await orStopped(transport.sendMail(mail), signal);
        return { response: scrub(sent.response), at: instantOf(now) };
      } catch (error) {
        throw smtpFault(error, settings.smtp.host, scrub);
      }
    },
    async verify() {
      await transport.verify().catch((error: unknown) => {
        throw smtpFault(error, settings.smtp.host, scrub);
      });
    },
    close: () => transport.close(),
  };
}

function transportOptions(settings: MailboxSettings) {
  const { host, port, secure, user, password, tls } = settings.smtp;
  const patience = settings.timeoutSeconds * 1000;
  return {
    host,
    port,
    secure: secure === 'tls',
    requireTLS: secure === 'starttls',
    ignoreTLS: secure === 'none-on-loopback',
    tls: tlsOptions(tls),
    ...(user === undefined ? {} : { auth: { user, pass: password ?? '' } }),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience,
    disableFileAccess: true,
    disableUrlAccess: true,
  };
}

/** A finished mail goes as it is, with an envelope; any other payload is attached to a mail of its own. */
export function composeMail(from: string, dispatch: Dispatch, payload: Uint8Array, now: number) {
  if (!ADDRESS.test(dispatch.recipient)) {
    throw new ReceptionError('channel-refused', 'The recipient is not a mail address', { details: { recipient: dispatch.recipient } });
  }
  const envelope = { from, to: [dispatch.recipient] };
  const messageId = mailMessageId(dispatch.messageId, from);
  if (dispatch.mediaType === 'message/rfc822') return { envelope, raw: withMessageId(payload, messageId) };
  const answers = dispatch.inReplyTo === undefined ? undefined : sendersOwnId(dispatch.inReplyTo);
  const reference = answers?.startsWith('<') === true ? answers : undefined;
  return {
    envelope,
    messageId,
    from,
    to: { name: dispatch.recipientName, address: dispatch.recipient },
    subject: dispatch.fileName,
    date: new Date(now),
    xMailer: false as const,
    text: `${dispatch.fileName}\n`,
    attachments: [{ filename: dispatch.fileName, content: Buffer.from(payload), contentType: dispatch.mediaType, encoding: 'base64' }],
    ...(reference === undefined ? {} : { inReplyTo: reference, references: reference }),
  };
}

/** "<x@y>" of whatever a dispatch is called: the same on every try. */
export function mailMessageId(messageId: string, from: string): string {
  if (/^<[\x21-\x3b\x3d\x3f-\x7e]{1,250}@[\x21-\x3b\x3d\x3f-\x7e]{1,250}>$/.test(messageId)) return messageId;
  const local = messageId.replace(/[^A-Za-z0-9.!#$%&'*+/=?^_`{|}~@-]/g, '_').slice(0, 200);
  return local.includes('@') ? `<${local}>` : `<${local}@${from.split('@')[1] ?? 'localhost'}>`;
}

function withMessageId(mail: Uint8Array, messageId: string): Buffer {
  const header = readMailHeader(mail);
  return header.messageId === undefined ? Buffer.concat([Buffer.from(`Message-ID: ${messageId}\r\n`), mail]) : Buffer.from(mail);
}

/** The mail may still leave after the stop: the outbox tries again under the same Message-ID. */
async function orStopped<Result>(work: Promise<Result>, signal: AbortSignal): Promise<Result> {
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(stopped());
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([work, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
    work.catch(() => undefined);
  }
}
