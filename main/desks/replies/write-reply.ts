import { createHash } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import type { Day, DispatchId, Instant, ReplyId } from '../../domain/identifiers.ts';
import type { OutgoingContainer, OutgoingDocument, WrittenDocument } from '../../formats/readings.ts';
import type { KeyAndCertificate } from '../../signatures/material.ts';
import { contentTypeOf } from './content-type.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type LetterDocument = { readonly name: string; readonly mediaType: string; readonly content: Uint8Array };

/** Everything that a reply is made of: plain data, may be posted to a worker thread. */
export type ReplyToWrite = {
  readonly reply: ReplyId;
  readonly dispatch: DispatchId;
  readonly subject: string;
  readonly text: string;
  /** The letter first, then its attachments. */
  readonly documents: readonly LetterDocument[];
  readonly key: KeyAndCertificate;
  readonly recipients: readonly Uint8Array[];
  readonly at: Instant;
  readonly by:
    | { readonly way: 'container'; readonly sender: string; readonly receiver: string; readonly operator?: string; readonly answers?: string }
    | { readonly way: 'mail'; readonly from: string; readonly to: string; readonly answers?: string };
};

export type WrittenReply = {
  /** One for each document, in the same order. */
  readonly signatures: readonly Uint8Array[];
  readonly flowId: string;
  readonly messageId: string;
  readonly payload: WrittenDocument;
};

export type MailToWrite = {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly messageId: string;
  readonly inReplyTo?: string;
  readonly references?: readonly string[];
  readonly date: Instant;
  readonly text: string;
  readonly attachments: readonly LetterDocument[];
  readonly sign: (content: Uint8Array) => Uint8Array;
  readonly encrypt: (entity: Uint8Array) => Uint8Array;
};

/** The writers of other rooms, as the station hands them over. */
export type ReplyWriters = {
  sign(input: { content: Uint8Array; key: KeyAndCertificate; detached: boolean; at: Instant }): Uint8Array;
  encrypt(input: { content: Uint8Array; recipients: readonly Uint8Array[] }): Uint8Array;
  compressDocument(name: string, bytes: Uint8Array): Awaitable<Uint8Array>;
  writeContainer(container: OutgoingContainer): Awaitable<WrittenDocument>;
  writeMail(mail: MailToWrite): Awaitable<Uint8Array>;
  /** The описание of a letter: its subject, and for an answer the conversation that it answers, at most 32 characters. */
  writeLetterDescription(description: { subject: string; answerTo?: string }): WrittenDocument;
  /** Codes and names of the letter's flow, from the format pack in force. */
  readonly letterFlow: LetterFlow;
};

type Coded = { readonly code: string; readonly name: string };
export type LetterFlow = Coded & { readonly transaction: Coded; readonly letter: Coded; readonly description: Coded; readonly attachment: Coded };

const MEGABYTE = 1024 * 1024;
const LONGEST_TIE = 32;
/** Limits of the tax service's exchange on one file and on one container. */
const LARGEST_FILE = 4 * MEGABYTE;
const LARGEST_CONTAINER = 5 * MEGABYTE;

/** Signs every document, then packs and enciphers them as the channel's way demands. Throws input-invalid on what is too large. */
export async function writeReply(input: ReplyToWrite, writers: ReplyWriters): Promise<WrittenReply> {
  const signatures = input.documents.map(({ content }) => writers.sign({ content, key: input.key, detached: true, at: input.at }));
  const written = input.by.way === 'container' ? await inContainer(input, input.by, signatures, writers) : await inMail(input, input.by, signatures, writers);
  return { signatures, ...written };
}

type ByContainer = Extract<ReplyToWrite['by'], { way: 'container' }>;
type ByMail = Extract<ReplyToWrite['by'], { way: 'mail' }>;

async function inContainer(input: ReplyToWrite, by: ByContainer, signatures: readonly Uint8Array[], writers: ReplyWriters): Promise<Omit<WrittenReply, 'signatures'>> {
  const codes = writers.letterFlow;
  const flowId = flowIdOf(input.reply);
  mustFit(input.documents, LARGEST_FILE);
  const documents: OutgoingDocument[] = [];
  for (const [index, document] of input.documents.entries()) documents.push(await enciphered(document, index === 0 ? codes.letter : codes.attachment, signatures[index]!, input, writers));
  // The letter stands first: the container's name takes the code of its first document.
  documents.splice(1, 0, await described(input, by, codes, writers));
  const payload = await writers.writeContainer({
    flow: { id: flowId, type: codes.code, transaction: codes.transaction.code, sender: by.sender, receiver: by.receiver, ...(by.operator && { operator: by.operator }) },
    flowName: codes.name,
    transactionCode: codes.transaction.code,
    transaction: codes.transaction.name,
    documents,
    date: input.at.slice(0, 10) as Day,
  });
  mustFit([{ name: payload.fileName, content: payload.bytes }], LARGEST_CONTAINER);
  return { flowId, messageId: `${input.dispatch.replaceAll('-', '')}@${by.sender}`, payload };
}

/** 32 hex digits, as the container's format demands; a reply's id is a UUID, anything else becomes its digest. */
function flowIdOf(reply: ReplyId): string {
  const bare = reply.replaceAll('-', '').toLowerCase();
  return /^[0-9a-f]{32}$/.test(bare) ? bare : createHash('sha256').update(reply).digest('hex').slice(0, 32);
}

/** Order of the flow: the signature covers the plain document, the cipher covers the zip. */
async function enciphered(document: LetterDocument, type: Coded, signature: Uint8Array, input: ReplyToWrite, writers: ReplyWriters): Promise<OutgoingDocument> {
  const compressed = await writers.compressDocument(document.name, document.content);
  return {
    id: documentId(input.reply, document),
    typeCode: type.code,
    type: type.name,
    contentType: contentTypeOf(document.name),
    name: document.name,
    content: writers.encrypt({ content: compressed, recipients: input.recipients }),
    encrypted: true,
    compressed: true,
    signatures: [{ role: 'authority', bytes: signature }],
  };
}

/** The description travels unsigned and open, like every description of the exchange. */
async function described(input: ReplyToWrite, by: ByContainer, codes: LetterFlow, writers: ReplyWriters): Promise<OutgoingDocument> {
  const name = 'TR_PISNO.xml';
  // Cut, the identifier of a conversation would name another one.
  const answerTo = by.answers !== undefined && by.answers.length <= LONGEST_TIE ? by.answers : undefined;
  const { bytes: content } = writers.writeLetterDescription({ subject: input.subject, ...(answerTo && { answerTo }) });
  return {
    id: documentId(input.reply, { name, content }),
    typeCode: codes.description.code,
    type: codes.description.name,
    contentType: 'xml',
    name,
    content: await writers.compressDocument(name, content),
    encrypted: false,
    compressed: true,
    signatures: [],
  };
}

async function inMail(input: ReplyToWrite, by: ByMail, signatures: readonly Uint8Array[], writers: ReplyWriters): Promise<Omit<WrittenReply, 'signatures'>> {
  const messageId = `${input.dispatch}@${by.from.slice(by.from.lastIndexOf('@') + 1)}`;
  const bytes = await writers.writeMail({
    from: by.from,
    to: [by.to],
    subject: input.subject,
    messageId,
    ...(by.answers && { inReplyTo: by.answers, references: [by.answers] }),
    date: input.at,
    text: input.text,
    attachments: input.documents.flatMap((document, index) => [document, { name: `${document.name}.p7s`, mediaType: 'application/pkcs7-signature', content: signatures[index]! }]),
    sign: (content) => writers.sign({ content, key: input.key, detached: true, at: input.at }),
    encrypt: (content) => writers.encrypt({ content, recipients: input.recipients }),
  });
  return { flowId: by.answers ?? messageId, messageId, payload: { fileName: `${input.reply}.eml`, bytes, mediaType: 'message/rfc822' } };
}

function mustFit(files: readonly { name: string; content: Uint8Array }[], most: number): void {
  const large = files.find(({ content }) => content.length > most);
  if (!large) return;
  const megabytes = most / MEGABYTE;
  throw new ReceptionError('input-invalid', `“${large.name.slice(0, 100)}” is larger than this exchange takes (${megabytes} MB). Send it in parts or by another channel.`, { details: { name: large.name.slice(0, 100), megabytes } });
}

function documentId(reply: ReplyId, { name, content }: { name: string; content: Uint8Array }): string {
  return createHash('sha256').update(`${reply}|${name}|`).update(content).digest('hex').slice(0, 32);
}
