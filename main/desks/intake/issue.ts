import { createHash } from 'node:crypto';
import type { StoredObject } from '../../domain/delivery.ts';
import { ReceptionError } from '../../domain/errors.ts';
import type { Instant, RegistrationNumber } from '../../domain/identifiers.ts';
import type { ReceiptKind } from '../../domain/receipt.ts';
import type { ContainerKind, FlowKey, FormFacts, Party, Reason } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { compressDocument, writeContainer } from '../../formats/container/write-container.ts';
import { writeMail } from '../../formats/mail/write-mail.ts';
import type { Packs } from '../../formats/packs/packs.ts';
import type { OutgoingDocument, ReceiptFacts, WrittenDocument } from '../../formats/readings.ts';
import { writeReceipt } from '../../formats/receipts/write-receipt.ts';
import { readCertificate } from '../../signatures/certificate.ts';
import { encrypt } from '../../signatures/encrypt.ts';
import type { KeyAndCertificate } from '../../signatures/material.ts';
import { sign } from '../../signatures/sign.ts';
import type { Equipment } from './equipment.ts';
import { packsOf } from './examine.ts';
import { Objects } from './opened.ts';

export type IssueInput = {
  readonly kinds: readonly ReceiptKind[];
  readonly number: RegistrationNumber;
  readonly container: ContainerKind;
  readonly flow?: FlowKey;
  readonly form?: FormFacts;
  readonly subscriber: Party;
  readonly sender?: Party;
  readonly fileName: string;
  readonly files: readonly string[];
  readonly receivedAt: Instant;
  readonly now: Instant;
  readonly reasons: readonly Reason[];
  readonly findings: readonly Finding[];
  /** Certificates of the subscriber, DER: what is enciphered is enciphered to each. */
  readonly recipients: readonly Uint8Array[];
  /** The declaration, for the authority's second signature with an acceptance (order 535@, sample of the flow). */
  readonly declaration?: { readonly id: string; readonly name: string; readonly content: Uint8Array };
  readonly mail?: { readonly channel: string; readonly to: string; readonly subject: string; readonly inReplyTo?: string; readonly wasEncrypted: boolean };
  /** One for each kind, stable for the submission and the kind: makes names and message ids that do not change on a second try. */
  readonly seed: string;
};

export type IssuedReceipt = { readonly kind: ReceiptKind; readonly fileName: string; readonly document: StoredObject; readonly signature: StoredObject; readonly signedBy: string };

export type IssuedParcel = {
  readonly messageId: string;
  readonly fileName: string;
  readonly mediaType: string;
  readonly payload: StoredObject;
  readonly kinds: readonly ReceiptKind[];
};

export type Issued = { readonly receipts: readonly IssuedReceipt[]; readonly parcels: readonly IssuedParcel[]; readonly objects: readonly Uint8Array[] };

type Signed = { readonly kind: ReceiptKind; readonly written: WrittenDocument; readonly signature: Uint8Array };

/** Makes, signs and packs the service documents of one decision. Runs in a worker thread. */
export async function issue(input: IssueInput, equipment: Equipment): Promise<Issued> {
  const key = stationKeyOf(equipment);
  const signed = input.kinds.map((kind) => signReceipt(kind, input, equipment, key));
  const objects = new Objects();
  const signedBy = readCertificate(key.certificate).commonName;
  const receipts = signed.map(({ kind, written, signature }) => ({
    kind,
    fileName: written.fileName,
    document: objects.add(written.bytes),
    signature: objects.add(signature),
    signedBy,
  }));
  const parcels = input.flow === undefined ? [await mailParcel(signed, input, equipment, key, objects)] : await containerParcels(signed, input, equipment, key, objects);
  return { receipts, parcels, objects: objects.list() };
}

function stationKeyOf({ stationKey }: Equipment): KeyAndCertificate {
  if (stationKey === undefined) throw new ReceptionError('key-missing', 'The station has no key to sign service documents with');
  return stationKey;
}

function signReceipt(kind: ReceiptKind, input: IssueInput, equipment: Equipment, key: KeyAndCertificate): Signed {
  const written = writeReceipt(factsOf(kind, input, equipment), packsOf(equipment));
  return { kind, written, signature: sign({ content: written.bytes, key, detached: true, at: input.now }) };
}

function factsOf(kind: ReceiptKind, input: IssueInput, equipment: Equipment): ReceiptFacts {
  return {
    kind,
    authority: equipment.authority,
    subscriber: input.subscriber,
    sender: input.sender ?? input.subscriber,
    ...(input.form === undefined ? {} : { form: input.form }),
    fileName: input.fileName,
    fileId: input.fileName.replace(/\.[^.]*$/, ''),
    files: input.files,
    receivedAt: input.receivedAt,
    issuedAt: input.now,
    registrationNumber: input.number,
    reasons: input.reasons,
    findings: input.findings,
    uniqueId: idOf(input.seed, kind),
    program: equipment.program,
    offsetMinutes: equipment.calendar.offsetMinutes,
  };
}

/** 32 hex digits from the submission and a purpose. */
function idOf(seed: string, purpose: string): string {
  return createHash('sha256').update(`${seed}|${purpose}`).digest('hex').slice(0, 32);
}

/** One container for each service document: each belongs to another transaction of the flow. */
async function containerParcels(signed: readonly Signed[], input: IssueInput, equipment: Equipment, key: KeyAndCertificate, objects: Objects): Promise<IssuedParcel[]> {
  const packs = packsOf(equipment);
  const parcels: IssuedParcel[] = [];
  for (const receipt of signed) {
    const place = placeOf(receipt.kind, input.flow!, packs);
    const documents = [await packedReceipt(receipt, place, input), ...secondSignature(receipt.kind, input, packs, key)];
    const flow = { ...input.flow!, type: place.flow, transaction: place.transaction.code, sender: equipment.authority.code, receiver: input.flow!.sender };
    const container = await writeContainer({
      flow,
      flowName: place.flowName,
      transactionCode: place.transaction.code,
      transaction: place.transaction.name,
      documents,
      date: input.now.slice(0, 10) as never,
    });
    parcels.push({
      messageId: `${idOf(input.seed, `parcel-${receipt.kind}`)}@${equipment.authority.code}`,
      fileName: container.fileName,
      mediaType: container.mediaType,
      payload: objects.add(container.bytes),
      kinds: [receipt.kind],
    });
  }
  return parcels;
}

type Place = {
  readonly flow: string;
  readonly flowName: string;
  readonly transaction: { readonly code: string; readonly name: string };
  readonly document: { readonly code: string; readonly name: string };
  readonly encrypted: boolean;
};

/** Flow, transaction and document code of a service document, from the pack's tables. */
function placeOf(kind: ReceiptKind, flow: FlowKey, packs: Packs): Place {
  const own = packs.docflows.flows.find(({ code }) => code === (kind === 'error-message' ? '07' : flow.type));
  const document = own?.documents.find(({ service }) => service === kind);
  const transaction = own?.transactions.find(({ carries }) => carries?.includes(kind));
  if (own === undefined || document === undefined || transaction === undefined) {
    throw new ReceptionError('settings-invalid', `The format pack has no place for ${kind} in document flow ${flow.type}`, { details: { kind, flow: flow.type } });
  }
  return { flow: own.code, flowName: own.name, transaction, document, encrypted: kind !== 'notice-of-receipt' && kind !== 'error-message' };
}

/** Signed over the plain document, then compressed, then enciphered (facts of the flow: the cipher covers the zip). */
async function packedReceipt({ written, signature, kind }: Signed, place: Place, input: IssueInput): Promise<OutgoingDocument> {
  const compressed = await compressDocument(written.fileName, written.bytes);
  const encrypted = place.encrypted && input.recipients.length > 0;
  return {
    id: idOf(input.seed, `document-${kind}`),
    typeCode: place.document.code,
    type: place.document.name,
    contentType: 'xml',
    name: written.fileName,
    content: encrypted ? encrypt({ content: compressed, recipients: input.recipients }) : compressed,
    encrypted,
    compressed: true,
    signatures: [{ role: 'authority', bytes: signature }],
  };
}

/** With an acceptance the authority also signs the declaration itself; only the signature travels. */
function secondSignature(kind: ReceiptKind, input: IssueInput, packs: Packs, key: KeyAndCertificate): OutgoingDocument[] {
  const { declaration } = input;
  if (kind !== 'acceptance' || declaration === undefined) return [];
  const type = packs.docflows.flows.find(({ code }) => code === input.flow!.type)?.documents.find(({ role }) => role === 'declaration');
  if (type === undefined) return [];
  return [
    {
      id: declaration.id,
      typeCode: type.code,
      type: type.name,
      contentType: 'xml',
      name: declaration.name,
      encrypted: true,
      compressed: true,
      signatures: [{ role: 'authority', bytes: sign({ content: declaration.content, key, detached: true, at: input.now }) }],
    },
  ];
}

/** All service documents of a mail in one signed answer; enciphered where the mail was. */
async function mailParcel(signed: readonly Signed[], input: IssueInput, equipment: Equipment, key: KeyAndCertificate, objects: Objects): Promise<IssuedParcel> {
  const { mail } = input;
  const from = mail === undefined ? undefined : equipment.mailFrom[mail.channel];
  if (mail === undefined || from === undefined) throw new ReceptionError('channel-misconfigured', 'There is no address to answer this mail from');
  const messageId = `${idOf(input.seed, `mail-${input.kinds.join('-')}`)}@${domainOf(from)}`;
  const recipients = mail.wasEncrypted ? input.recipients : [];
  const bytes = await writeMail({
    from,
    to: [mail.to],
    subject: `Re: ${mail.subject}`,
    messageId,
    ...(mail.inReplyTo === undefined ? {} : { inReplyTo: mail.inReplyTo, references: [mail.inReplyTo] }),
    date: input.now,
    text: letterOf(input, equipment),
    attachments: signed.flatMap(({ written, signature }) => [
      { name: written.fileName, mediaType: written.mediaType, content: written.bytes },
      { name: `${written.fileName}.p7s`, mediaType: 'application/pkcs7-signature', content: signature },
    ]),
    sign: (content) => sign({ content, key, detached: true, at: input.now }),
    ...(recipients.length === 0 ? {} : { encrypt: (entity) => encrypt({ content: entity, recipients }) }),
  });
  return { messageId, fileName: `${input.number}.eml`, mediaType: 'message/rfc822', payload: objects.add(bytes), kinds: input.kinds };
}

const sentences: Readonly<Record<ReceiptKind, string>> = {
  'notice-of-receipt': 'Ваше отправление получено; извещение о получении приложено.',
  acceptance: 'Отправление принято; квитанция о приёме приложена.',
  refusal: 'В приёме отказано; уведомление об отказе с причинами приложено.',
  entry: 'Сведения введены; извещение о вводе приложено.',
  clarification: 'Требуется уточнение; уведомление об уточнении приложено.',
  'error-message': 'Отправление не удалось обработать; сообщение об ошибке приложено.',
};

function letterOf(input: IssueInput, equipment: Equipment): string {
  const reasons = input.reasons.map(({ code, text }) => `  ${code}  ${text}`);
  return [
    `${equipment.authority.name} (${equipment.authority.code})`,
    `Регистрационный номер: ${input.number}`,
    '',
    ...input.kinds.map((kind) => sentences[kind]),
    ...(reasons.length === 0 ? [] : ['', 'Причины:', ...reasons]),
    '',
  ].join('\n');
}

function domainOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1).replace(/[^A-Za-z0-9.-]/g, '') || 'reception.local';
}
