import { randomBytes } from 'node:crypto';
import { instantOf, type Day } from '../main/domain/identifiers.ts';
import { inflateDocument } from '../main/formats/container/inflate-document.ts';
import { openContainer } from '../main/formats/container/open-container.ts';
import { compressDocument, writeContainer } from '../main/formats/container/write-container.ts';
import { openMail, openMailEntity } from '../main/formats/mail/open-mail.ts';
import { writeMail } from '../main/formats/mail/write-mail.ts';
import { builtInPacks } from '../main/formats/packs/load-packs.ts';
import type { ContainerReading, MailLayer, MailPart, WrittenDocument } from '../main/formats/readings.ts';
import { writeReceipt } from '../main/formats/receipts/write-receipt.ts';
import { decrypt } from '../main/signatures/decrypt.ts';
import { sign } from '../main/signatures/sign.ts';
import { verify } from '../main/signatures/verify.ts';
import { demoAuthority, demoMail } from './parties.ts';
import type { Sender } from './make-submission.ts';

/** What a simulated subscriber made of a message from the authority. */
export type Heard = {
  /** Codes of transactions and documents, or the mail's subject: for the log. */
  readonly what: string;
  readonly documents: readonly string[];
  /** Every signature of the authority held, and everything enciphered opened. */
  readonly trustworthy: boolean;
  /** The notice of receipt that goes back. */
  readonly answer?: { readonly fileName: string; readonly bytes: Uint8Array };
};

type FnsReading = Extract<ContainerReading, { kind: 'fns-container' }>;

/** Opens and checks a container from the authority as a subscriber would, and answers with a notice of receipt. */
export async function hearContainer(sender: Sender, anchors: readonly Uint8Array[], crls: readonly Uint8Array[], bytes: Uint8Array, now: number): Promise<Heard> {
  const reading = await openContainer({ bytes, name: 'answer.zip' });
  if (reading.kind !== 'fns-container') return { what: 'unreadable', documents: [], trustworthy: false };
  const names: string[] = [];
  let trustworthy = true;
  for (const document of reading.documents) {
    if (document.content === undefined) continue;
    const opened = document.encrypted ? decrypt(document.content, [sender.key]) : undefined;
    const packed = opened === undefined ? document.content : opened.ok ? opened.content : undefined;
    const inflated = packed !== undefined && document.compressed ? await inflateDocument(packed) : undefined;
    const content = inflated === undefined ? packed : inflated.ok ? inflated.content : undefined;
    if (content === undefined) {
      trustworthy = false;
      continue;
    }
    names.push(document.name);
    trustworthy &&= document.signatures.every((signature) =>
      verify({ signature: signature.bytes, content, trust: { anchors, intermediates: [], crls }, at: instantOf(now) }).verdicts.every(({ indication }) => indication === 'TOTAL_PASSED'),
    );
  }
  const what = transactionName(reading);
  const answer = await answerContainer(sender, reading, names, now);
  return { what, documents: names, trustworthy, ...(answer === undefined ? {} : { answer }) };
}

function transactionName({ flow }: FnsReading): string {
  const type = builtInPacks().docflows.flows.find(({ code }) => code === flow.type);
  return type?.transactions.find(({ code }) => code === flow.transaction)?.name ?? `${flow.type}/${flow.transaction}`;
}

/** The subscriber's own notices: 06 and 09 of a declaration, 06 of a letter to the authority, 03 of a letter from it. */
const answers: Readonly<Record<string, string>> = { '01/04': '06', '01/07': '09', '02/04': '06', '03/01': '03' };

async function answerContainer(sender: Sender, { flow }: FnsReading, names: readonly string[], now: number): Promise<Heard['answer']> {
  const code = answers[`${flow.type}/${flow.transaction}`];
  const about = names.find((name) => name.toLowerCase().endsWith('.xml') || name.toLowerCase().endsWith('.txt')) ?? names[0];
  const type = builtInPacks().docflows.flows.find((each) => each.code === flow.type);
  const transaction = type?.transactions.find((each) => each.code === code);
  const document = type?.documents.find(({ service }) => service === 'notice-of-receipt');
  if (type === undefined || transaction === undefined || document === undefined || about === undefined) return undefined;
  const notice = noticeAbout(sender, about, now);
  const container = await writeContainer({
    flow: { ...flow, transaction: transaction.code, sender: sender.subscriber.id, receiver: demoAuthority.code },
    flowName: type.name,
    transactionCode: transaction.code,
    transaction: transaction.name,
    documents: [
      {
        id: randomBytes(16).toString('hex'),
        typeCode: document.code,
        type: document.name,
        contentType: 'xml',
        name: notice.fileName,
        content: await compressDocument(notice.fileName, notice.bytes),
        encrypted: false,
        compressed: true,
        signatures: [{ role: 'subscriber', bytes: sign({ content: notice.bytes, key: sender.key, detached: true, at: instantOf(now) }) }],
      },
    ],
    date: instantOf(now).slice(0, 10) as Day,
  });
  return { fileName: container.fileName, bytes: container.bytes };
}

function noticeAbout({ subscriber }: Sender, fileName: string, now: number): WrittenDocument {
  const party = { name: subscriber.name, taxNumber: subscriber.taxNumber, ...(subscriber.kpp === undefined ? {} : { kpp: subscriber.kpp }) };
  return writeReceipt({
    kind: 'notice-of-receipt',
    authority: { code: `${subscriber.taxNumber}${subscriber.kpp ?? ''}`, name: subscriber.name },
    subscriber: { name: demoAuthority.name, taxNumber: demoAuthority.taxNumber, kpp: demoAuthority.kpp },
    sender: party,
    fileName,
    fileId: fileName.replace(/\.[^.]*$/, ''),
    files: [fileName],
    receivedAt: instantOf(now),
    issuedAt: instantOf(now),
    registrationNumber: '',
    reasons: [],
    findings: [],
    uniqueId: randomBytes(16).toString('hex'),
    program: 'Имитация абонента',
    offsetMinutes: 180,
  });
}

/** The same for an answer by mail. */
export async function hearMail(sender: Sender, anchors: readonly Uint8Array[], crls: readonly Uint8Array[], bytes: Uint8Array, now: number): Promise<Heard> {
  const first = await openMail(bytes);
  let trustworthy = false;
  let layer: MailLayer = first;
  for (let depth = 0; depth < 5; depth++) {
    if (layer.body.layer === 'enveloped') {
      const opened = decrypt(layer.body.cms, [sender.key]);
      if (!opened.ok) return { what: first.headers.subject, documents: [], trustworthy: false };
      layer = await openMailEntity(opened.content);
    } else if (layer.body.layer === 'signed-detached') {
      const { verdicts } = verify({ signature: layer.body.cms, content: layer.body.content, trust: { anchors, intermediates: [], crls }, at: instantOf(now) });
      trustworthy = verdicts.every(({ indication }) => indication === 'TOTAL_PASSED');
      layer = await openMailEntity(layer.body.content);
    } else break;
  }
  const parts: readonly MailPart[] = layer.body.layer === 'plain' ? layer.body.parts : [];
  const documents = parts.filter(({ isBody }) => !isBody).map(({ name }) => name);
  const answer = await answerMail(sender, first, documents, now);
  return { what: first.headers.subject, documents, trustworthy, ...(answer === undefined ? {} : { answer }) };
}

/** Confirms an acceptance, a refusal or a letter; a bare notice of receipt is not confirmed in turn. */
async function answerMail(sender: Sender, { headers }: MailLayer, documents: readonly string[], now: number): Promise<Heard['answer']> {
  const about = documents.find((name) => !name.endsWith('.p7s') && !name.startsWith('IZ_'));
  if (about === undefined || headers.messageId === undefined) return undefined;
  const notice = noticeAbout(sender, about, now);
  const bytes = await writeMail({
    from: demoMail.of(sender.subscriber),
    to: [demoMail.authority],
    subject: `Извещение о получении: ${about}`,
    messageId: `<${randomBytes(16).toString('hex')}@subscribers.demo>`,
    inReplyTo: headers.messageId,
    references: [headers.messageId],
    date: instantOf(now),
    text: `Получено: ${about}`,
    attachments: [{ name: notice.fileName, mediaType: 'application/xml', content: notice.bytes }],
    sign: (content) => sign({ content, key: sender.key, detached: true, at: instantOf(now) }),
  });
  return { fileName: `${notice.fileName}.eml`, bytes };
}
