import { createHash } from 'node:crypto';
import type { Delivery, StoredObject } from '../../domain/delivery.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import type { ChannelId, DeliveryId, Digest, DispatchId, Instant, OfficerId, ReceiptId, RegistrationNumber, ReplyId, SubmissionId } from '../../domain/identifiers.ts';
import { instantOf } from '../../domain/identifiers.ts';
import type { Receipt, ReceiptKind } from '../../domain/receipt.ts';
import type { Reply } from '../../domain/reply.ts';
import type { Examination } from '../../domain/submission.ts';

/** Made-up but well-formed facts for tests and benches; every id and byte follows from a name, nothing from chance. */

export type Bytes = { readonly stored: StoredObject; readonly bytes: Uint8Array };

export function bytesOf(text: string): Bytes {
  const bytes = Buffer.from(text);
  return { bytes, stored: { digest: digestOf(text), size: bytes.length } };
}

export function digestOf(text: string): Digest {
  return createHash('sha256').update(text).digest('hex') as Digest;
}

export function idOf<Id extends string>(name: string): Id {
  const hex = createHash('sha256').update(`id ${name}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-7${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}` as Id;
}

export const names = {
  delivery: (name: string) => idOf<DeliveryId>(`delivery ${name}`),
  submission: (name: string) => idOf<SubmissionId>(`submission ${name}`),
  receipt: (name: string, kind: ReceiptKind) => idOf<ReceiptId>(`receipt ${kind} ${name}`),
  dispatch: (name: string) => idOf<DispatchId>(`dispatch ${name}`),
  reply: (name: string) => idOf<ReplyId>(`reply ${name}`),
  officer: (name: string) => idOf<OfficerId>(`officer ${name}`),
};

export const start = Date.parse('2026-11-01T06:00:00.000Z');

export function deliveryOf(name: string, raw: StoredObject, more: Partial<Delivery> = {}): Delivery {
  return {
    id: names.delivery(name), channel: 'mail' as ChannelId, channelKind: 'mailbox', messageId: `<${name}@example.org>`,
    receivedAt: instantOf(start), raw, name: `отчёт ${name}`, replyTo: `${name}@example.org`, ...more,
  };
}

export type Filed = { text: StoredObject; document: StoredObject; signature: StoredObject; protocol: StoredObject; certificate?: Digest };

export function examinationOf(name: string, filed: Filed, more: Partial<Examination> = {}): Examination {
  return {
    container: 'fns-container',
    flow: { id: `flow-${name}`, type: '01', transaction: '01', sender: `sender-${name}`, receiver: '7700', operator: '1AE' },
    form: { knd: '1151099', name: 'Расчёт сумм налога на доходы физических лиц', version: '5.03', prefix: 'NO_NDFL6', periodName: '9 месяцев 2026', year: 2026, correction: 0 },
    subscriber: { name: `ООО «Ромашка ${name}»`, taxNumber: taxNumberOf(name), kpp: '770101001' },
    documents: [
      {
        id: digestOf(name).slice(0, 32), role: 'declaration', name: `NO_NDFL6_7700_7700_${taxNumberOf(name)}770101001_20261101_${name}.xml`,
        mediaType: 'application/xml', content: filed.document, wasEncrypted: true,
        signatures: [{ role: 'subscriber', signature: filed.signature, indication: 'TOTAL_PASSED', signer: `Иванов Иван ${name}`, ...(filed.certificate === undefined ? {} : { certificate: filed.certificate }) }],
      },
    ],
    indication: 'TOTAL_PASSED',
    findings: [],
    duties: [
      { what: 'notice-of-receipt', dueAt: instantOf(start + 4 * 3600_000) },
      { what: 'decision', dueAt: instantOf(start + 24 * 3600_000) },
      { what: 'entry', dueAt: instantOf(start + 240 * 3600_000) },
    ],
    examinedAt: instantOf(start + 1000),
    protocol: filed.protocol,
    searchText: filed.text,
    ...more,
  };
}

export function taxNumberOf(name: string): string {
  return `77${String(parseInt(digestOf(name).slice(0, 8), 16) % 1e8).padStart(8, '0')}`;
}

export function receiptOf(name: string, kind: ReceiptKind, filed: Filed, more: Partial<Receipt> = {}): Receipt {
  return {
    id: names.receipt(name, kind), submission: names.submission(name), kind, issuedAt: instantOf(start + 2000),
    fileName: `${kind}_${name}.xml`, document: filed.document, signature: filed.signature, signedBy: 'Инспекция 7700', reasons: [], ...more,
  };
}

export function dispatchOf(name: string, payload: StoredObject, more: Partial<Dispatch> = {}): Dispatch {
  return {
    id: names.dispatch(name), channel: 'mail' as ChannelId, channelKind: 'mailbox', messageId: `<dispatch-${name}@7700>`,
    recipient: `${name}@example.org`, recipientName: `ООО «Ромашка ${name}»`, fileName: `answer_${name}.zip`, mediaType: 'application/zip',
    payload, receipts: [], ...more,
  };
}

export function replyOf(name: string, filed: Filed, more: Partial<Reply> = {}): Reply {
  return {
    id: names.reply(name), kind: 'letter', to: { name: `ООО «Ромашка ${name}»`, taxNumber: taxNumberOf(name) }, subject: `О представлении пояснений ${name}`,
    documents: [{ name: `letter_${name}.pdf`, mediaType: 'application/pdf', content: filed.document, signature: filed.signature }],
    officer: names.officer('a'), signedBy: 'Петрова А. С.', signedAt: instantOf(start + 3000), flowId: `reply-flow-${name}`, ...more,
  };
}

export function numberOf(ordinal: number, year = 2026): RegistrationNumber {
  return `7700-${year}-${String(ordinal).padStart(8, '0')}` as RegistrationNumber;
}

export function at(milliseconds: number): Instant {
  return instantOf(start + milliseconds);
}
