import type { DeliveryStatus } from '../readings.ts';
import { decodeWords } from './encoded-words.ts';
import { decodedBody, headerOf, readEntity, splitParts } from './mime-entity.ts';
import type { MimeEntity, MimeHeader } from './mime-entity.ts';

/** A report on the delivery of a mail that was sent (RFC 3464): the first recipient that it tells of. */
export function readDeliveryStatus(report: MimeEntity): DeliveryStatus | undefined {
  const boundary = report.type.parameters['boundary'] ?? '';
  const parts = splitParts(report.body, boundary, 10).flatMap((part) => readEntity(part) ?? []);
  const status = parts.find((part) => part.type.value === 'message/delivery-status' || part.type.value === 'message/global-delivery-status');
  if (status === undefined) return undefined;
  const fields = recipientFields(status);
  const originalMessageId = originalOf(parts);
  return {
    ...(originalMessageId === undefined ? {} : { originalMessageId }),
    action: (fields('action') ?? '').toLowerCase().slice(0, 40),
    status: /\d\.\d{1,3}\.\d{1,3}/.exec(fields('status') ?? '')?.[0] ?? '',
    diagnostic: decodeWords(withoutType(fields('diagnostic-code') ?? '')).slice(0, 1000),
    recipient: withoutType(fields('final-recipient') ?? fields('original-recipient') ?? '').slice(0, 320),
  };
}

/** Groups of fields are parted by empty lines: the first tells of the message, each other of one recipient. */
function recipientFields(status: MimeEntity): (name: string) => string | undefined {
  const groups = Buffer.from(decodedBody(status)).toString('utf8').slice(0, 200_000).split(/\r?\n\r?\n/).slice(0, 100);
  const headers: readonly MimeHeader[] = groups.flatMap((group) => readEntity(Buffer.from(`${group}\r\n\r\n`))?.headers ?? []);
  return (name) => headerOf(headers, name);
}

function withoutType(value: string): string {
  const semicolon = value.indexOf(';');
  return value.slice(semicolon + 1).trim();
}

function originalOf(parts: readonly MimeEntity[]): string | undefined {
  const original = parts.find((part) => ['message/rfc822', 'text/rfc822-headers', 'message/rfc822-headers', 'message/global'].includes(part.type.value));
  const headers = original === undefined ? undefined : readEntity(decodedBody(original))?.headers;
  return /<([^<>\s]{1,500})>/.exec(headers === undefined ? '' : (headerOf(headers, 'message-id') ?? ''))?.[1];
}
