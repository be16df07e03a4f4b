import { createHash, randomBytes, randomUUID } from 'node:crypto';
import { instantOf, type Day } from '../main/domain/identifiers.ts';
import { compressDocument, writeContainer } from '../main/formats/container/write-container.ts';
import { writeMail } from '../main/formats/mail/write-mail.ts';
import type { OutgoingDocument, WrittenDocument } from '../main/formats/readings.ts';
import { writeReport } from '../main/formats/reports/write-report.ts';
import { encrypt } from '../main/signatures/encrypt.ts';
import type { KeyAndCertificate } from '../main/signatures/material.ts';
import { sign } from '../main/signatures/sign.ts';
import { demoAuthority, demoMail, demoOperator, type DemoSubscriber } from './parties.ts';

/** Ways in which a simulated subscriber spoils a submission; the first is none. */
export const spoilings = [
  'none',
  'changed-after-signing',
  'unsigned',
  'wrong-authority',
  'wrong-period',
  'stranger-certificate',
  'somebody-else',
  'truncated',
  'not-for-us',
  'doctype',
  'zip-bomb',
  'empty',
] as const;
export type Spoiling = (typeof spoilings)[number];

export type Sender = { readonly subscriber: DemoSubscriber; readonly key: KeyAndCertificate; readonly stranger: KeyAndCertificate };

export type DemoForm = 'NO_NDFL6' | 'NO_PRIB' | 'NO_NDS';

export type Made = { readonly flowId: string; readonly fileName: string; readonly bytes: Uint8Array; readonly report: WrittenDocument };

const id32 = (): string => randomBytes(16).toString('hex');

/** A report in its transport container, as an operator would hand it over. */
export async function makeContainer(sender: Sender, station: Uint8Array, form: DemoForm, correction: number, now: number, spoiling: Spoiling): Promise<Made> {
  const report = reportOf(sender.subscriber, form, correction, now, spoiling);
  const flowId = id32();
  const bytes = await packReport(sender, station, report, flowId, now, spoiling);
  const fileName = `FNS_${sender.subscriber.id}_${demoAuthority.code}_${flowId}_01_01_01.zip`;
  return { flowId, fileName, bytes: spoilContainer(bytes, spoiling), report };
}

function reportOf(subscriber: DemoSubscriber, form: DemoForm, correction: number, now: number, spoiling: Spoiling): WrittenDocument {
  const date = new Date(now);
  return writeReport({
    form,
    authority: spoiling === 'wrong-authority' ? '5001' : demoAuthority.code,
    taxpayer: {
      name: subscriber.name,
      taxNumber: subscriber.taxNumber,
      ...(subscriber.kpp === undefined ? {} : { kpp: subscriber.kpp }),
    },
    signatory: `${subscriber.person.surname} ${subscriber.person.given}`,
    period: { code: form === 'NO_NDS' ? '23' : '33', year: spoiling === 'wrong-period' ? date.getUTCFullYear() + 3 : date.getUTCFullYear() },
    correction,
    date: instantOf(now).slice(0, 10) as Day,
    id: randomUUID(),
  });
}

async function packReport(sender: Sender, station: Uint8Array, report: WrittenDocument, flowId: string, now: number, spoiling: Spoiling): Promise<Uint8Array> {
  const declaration = await enclose(sender, station, { typeCode: '01', type: 'декларация', name: report.fileName }, { content: spoilReport(report.bytes, spoiling), signedBytes: report.bytes }, now, spoiling);
  const description = await describe(report);
  const container = await writeContainer({
    flow: { id: flowId, type: '01', transaction: '01', sender: sender.subscriber.id, receiver: demoAuthority.code, operator: demoOperator.id },
    flowName: 'Декларация',
    transactionCode: '01',
    transaction: 'ДекларацияНП',
    documents: [declaration, description],
    date: instantOf(now).slice(0, 10) as Day,
  });
  return container.bytes;
}

/** Signed over `signedBytes`, then compressed and enciphered: the two differ only in a spoiled submission. */
async function enclose(
  sender: Sender,
  station: Uint8Array,
  type: { typeCode: string; type: string; name: string },
  { content, signedBytes }: { readonly content: Uint8Array; readonly signedBytes: Uint8Array },
  now: number,
  spoiling: Spoiling,
): Promise<OutgoingDocument> {
  const key = spoiling === 'stranger-certificate' ? sender.stranger : sender.key;
  const recipient = spoiling === 'not-for-us' ? sender.key.certificate : station;
  const signature = sign({ content: signedBytes, key, detached: true, at: instantOf(now) });
  const packed = spoiling === 'zip-bomb' ? await compressDocument(type.name, new Uint8Array(200_000_000)) : await compressDocument(type.name, content);
  return {
    id: id32(),
    ...type,
    contentType: 'xml',
    content: encrypt({ content: packed, recipients: [recipient] }),
    encrypted: true,
    compressed: true,
    signatures: spoiling === 'unsigned' ? [] : [{ role: 'subscriber', bytes: signature }],
  };
}

async function describe(report: WrittenDocument): Promise<OutgoingDocument> {
  const xml = `<?xml version="1.0" encoding="windows-1251"?><TR_DEKL file="${report.fileName}"/>`;
  return {
    id: id32(),
    typeCode: '02',
    type: 'описание',
    contentType: 'xml',
    name: 'TR_DEKL.xml',
    content: await compressDocument('TR_DEKL.xml', new TextEncoder().encode(xml)),
    encrypted: false,
    compressed: true,
    signatures: [],
  };
}

function spoilReport(bytes: Uint8Array, spoiling: Spoiling): Uint8Array {
  const text = new TextDecoder('latin1').decode(bytes);
  if (spoiling === 'changed-after-signing') return Buffer.from(text.replace(/(="?)(\d+)("?\s*\/?>\s*<\/[^>]*>\s*$)/, '$1$20$3').replace(/\s*$/, ' '), 'latin1');
  if (spoiling === 'doctype') return Buffer.from(text.replace('?>', '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'), 'latin1');
  return bytes;
}

function spoilContainer(bytes: Uint8Array, spoiling: Spoiling): Uint8Array {
  if (spoiling === 'truncated') return bytes.subarray(0, Math.floor(bytes.length * 0.6));
  return spoiling === 'empty' ? new Uint8Array() : bytes;
}

/** The same report as a signed and enciphered mail. */
export async function makeMail(sender: Sender, station: Uint8Array, form: DemoForm, correction: number, now: number, spoiling: Spoiling): Promise<Made & { messageId: string }> {
  const report = reportOf(sender.subscriber, form, correction, now, spoiling);
  const messageId = `<${id32()}@subscribers.demo>`;
  const key = spoiling === 'stranger-certificate' ? sender.stranger : sender.key;
  const bytes = await writeMail({
    from: { name: sender.subscriber.name, address: demoMail.of(sender.subscriber) },
    to: [demoMail.authority],
    subject: `Отчётность: ${report.fileName.split('_').slice(0, 2).join('_')}, ${sender.subscriber.name}`,
    messageId,
    date: instantOf(now),
    text: `Направляем отчёт ${report.fileName}.\n\n${sender.subscriber.person.surname} ${sender.subscriber.person.given}\n${sender.subscriber.person.title}`,
    attachments: [{ name: report.fileName, mediaType: 'application/xml', content: spoiling === 'doctype' ? spoilReport(report.bytes, spoiling) : report.bytes }],
    ...(spoiling === 'unsigned' ? {} : { sign: (content: Uint8Array) => sign({ content: spoiling === 'changed-after-signing' ? Buffer.concat([content, Buffer.from(' ')]) : content, key, detached: true, at: instantOf(now) }) }),
    ...(spoiling === 'unsigned' ? {} : { encrypt: (entity: Uint8Array) => encrypt({ content: entity, recipients: [spoiling === 'not-for-us' ? sender.key.certificate : station] }) }),
  });
  const flowId = createHash('sha256').update(messageId).digest('hex').slice(0, 32);
  return { flowId, fileName: `${flowId}.eml`, bytes: spoilContainer(bytes, spoiling), report, messageId };
}
