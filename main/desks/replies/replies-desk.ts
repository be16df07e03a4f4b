import type { Archive } from '../../archive/archive.ts';
import type { StoredObject } from '../../domain/delivery.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { instantOf, newId, type ChannelId, type Digest, type DispatchId, type OfficerId, type ReplyId, type SubmissionId } from '../../domain/identifiers.ts';
import type { Officer } from '../../domain/officer.ts';
import type { Page } from '../../domain/records.ts';
import type { Reply, ReplyKind, ReplyRow } from '../../domain/reply.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { Draft, DraftsPaper } from '../../papers/drafts-paper.ts';
import type { KeyAndCertificate } from '../../signatures/material.ts';
import type { ReplyDraft, ReplyRoute } from '../../../preload/contract.ts';
import { deleteDraft, draftsOf, ownDraft, saveDraft, type DraftFile, type DraftInput } from './drafting.ts';
import { findRoute, type Route } from './route.ts';
import type { LetterDocument, ReplyToWrite, WrittenReply } from './write-reply.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type ReplyTools = {
  openPkcs12(bytes: Uint8Array, password: string): Awaitable<KeyAndCertificate>;
  readCertificate(der: Uint8Array): Awaitable<CertificateFacts>;
  /** write-reply.ts with the writers of the other rooms, perhaps in a worker thread. */
  write(input: ReplyToWrite): Promise<WrittenReply>;
  /** Sends what is owed soon. */
  nudge(): void;
};

/** Letters to subscribers: drafted, signed with the officer's own key, enciphered, queued. */
export interface RepliesDesk {
  page(query: { text?: string; offset: number; limit: number }): Promise<Page<ReplyRow>>;
  /** Throws record-missing. */
  record(id: ReplyId): Promise<ReplyRow>;
  drafts(officer: OfficerId): Promise<readonly ReplyDraft[]>;
  saveDraft(draft: DraftInput, add: readonly DraftFile[], remove: readonly Digest[], officer: OfficerId): Promise<ReplyDraft>;
  deleteDraft(id: ReplyId, officer: OfficerId): Promise<void>;
  /** Problems are values: the officer sees them before writing. */
  route(taxNumber: string, submission?: SubmissionId): Promise<ReplyRoute>;
  /** Throws key-missing, key-unusable, password-wrong, certificate-missing, channel-misconfigured, input-invalid. */
  send(id: ReplyId, key: DraftFile | undefined, password: string, officer: Officer): Promise<ReplyRow>;
  /** How many drafts of the officer wait to be signed. */
  waiting(officer: OfficerId): number;
}

export type RepliesDeskParts = {
  readonly archive: Pick<Archive, 'append' | 'depositAll' | 'read' | 'records'>;
  readonly drafts: DraftsPaper;
  readonly authority: () => { readonly code: string };
  /** Channels as they are set; `from` is a mailbox's own address. */
  readonly channels: () => readonly { readonly id: ChannelId; readonly enabled: boolean; readonly from?: string }[];
  readonly now: () => number;
  readonly tools: ReplyTools;
};

export function openRepliesDesk(parts: RepliesDeskParts): RepliesDesk {
  const { archive, drafts } = parts;
  const underWay = new Set<ReplyId>();

  return {
    page: (query) => archive.records.replies(query),
    record: (id) => record(parts, id),
    drafts: (officer) => draftsOf(drafts, archive, officer),
    saveDraft: (draft, add, remove, officer) => {
      mustRest(underWay, draft.id);
      return saveDraft(drafts, draft, add, remove, officer, parts.now());
    },
    deleteDraft: (id, officer) => {
      mustRest(underWay, id);
      return deleteDraft(drafts, id, officer);
    },
    route: async (taxNumber, submission) => (await findRoute(parts, taxNumber, submission, instantOf(parts.now()))).view,
    async send(id, key, password, officer) {
      mustRest(underWay, id);
      underWay.add(id);
      try {
        return await send(parts, id, key, password, officer);
      } finally {
        underWay.delete(id);
      }
    },
    waiting: (officer) => drafts.list().filter((draft) => draft.officer === officer).length,
  };
}

function mustRest(underWay: ReadonlySet<ReplyId>, id: ReplyId): void {
  if (underWay.has(id)) throw new ReceptionError('entry-conflict', 'This reply is being signed and sent already.');
}

async function record({ archive }: RepliesDeskParts, id: ReplyId): Promise<ReplyRow> {
  const row = await archive.records.reply(id);
  if (!row) throw new ReceptionError('record-missing', 'There is no such reply.');
  return row;
}

async function send(parts: RepliesDeskParts, id: ReplyId, keyFile: DraftFile | undefined, password: string, officer: Officer): Promise<ReplyRow> {
  const draft = ownDraft(parts.drafts, id, officer.id);
  mustBeWritten(draft);
  const route = await passableRoute(parts, draft);
  const { key, certificate } = await officersKey(parts, keyFile, password, officer);
  const documents = await documentsOf(parts.drafts, draft);
  const input = toWrite(parts, draft, route, key, documents);
  const written = await parts.tools.write(input);
  await commit(parts, { draft, route, input, written, certificate, officer });
  // Signed and queued: from here on a crash leaves only the draft, which draftsOf() clears away.
  await parts.drafts.delete(id);
  parts.tools.nudge();
  return record(parts, id);
}

function mustBeWritten(draft: Draft): void {
  if (draft.subject.trim() === '' || draft.text.trim() === '') throw new ReceptionError('input-invalid', 'The reply needs a subject and a text.');
}

async function passableRoute(parts: RepliesDeskParts, draft: Draft): Promise<Route> {
  const { view, route } = await findRoute(parts, draft.toTaxNumber, draft.submission, instantOf(parts.now()));
  if (route) return route;
  const problem = view.problem ?? 'no-address';
  throw { 'no-address': noAddress, 'no-certificate': noCertificate, 'certificate-expired': certificateExpired, 'channel-missing': channelMissing }[problem]();
}

const noAddress = () => new ReceptionError('record-missing', 'No address of this subscriber is known: they have not submitted by any channel of this station.');
const noCertificate = () => new ReceptionError('certificate-missing', 'No certificate of this subscriber is known to encipher the reply to. Ask the subscriber for a signed submission first.');
const certificateExpired = () => new ReceptionError('certificate-missing', 'The certificate of this subscriber has expired. A reply can be enciphered when a submission with a new one has come.');
const channelMissing = () => new ReceptionError('channel-misconfigured', 'The channel that the subscriber uses is switched off or was removed. An administrator sets it in the settings.');

/** The key must be the officer's own: its certificate is the one that the officer has bound. */
async function officersKey({ tools, now }: RepliesDeskParts, file: DraftFile | undefined, password: string, officer: Officer): Promise<{ key: KeyAndCertificate; certificate: CertificateFacts }> {
  if (!officer.certificate) throw new ReceptionError('key-missing', 'You have not bound a signing key yet. Bind it in your profile, then sign.');
  if (!file) throw new ReceptionError('key-missing', 'Choose the file with your signing key.');
  const key = await opened(tools, file.bytes, password);
  const certificate = await tools.readCertificate(key.certificate);
  if (certificate.fingerprint !== officer.certificate) throw new ReceptionError('key-unusable', 'This is not the key that you have bound. Sign with your own key, or bind this one first.');
  const at = instantOf(now());
  if (at < certificate.notBefore || at > certificate.notAfter) throw new ReceptionError('key-unusable', 'The certificate of your key is not valid today. Ask for a new one and bind it.', { details: { from: certificate.notBefore, to: certificate.notAfter } });
  return { key, certificate };
}

async function opened(tools: ReplyTools, bytes: Uint8Array, password: string): Promise<KeyAndCertificate> {
  try {
    return await tools.openPkcs12(bytes, password);
  } catch (cause) {
    if (isReceptionError(cause)) throw cause;
    throw new ReceptionError('key-unusable', 'The key file cannot be opened. It must be a PKCS#12 file (.p12 or .pfx) and its password must be right.', { cause });
  }
}

const titles: Readonly<Record<ReplyKind, string>> = { letter: 'Письмо', demand: 'Требование', notification: 'Уведомление' };

async function documentsOf(drafts: DraftsPaper, draft: Draft): Promise<readonly LetterDocument[]> {
  const letter = { name: `${titles[draft.kind]}.txt`, mediaType: 'text/plain; charset=utf-8', content: new Uint8Array(Buffer.from(draft.text.replace(/\r?\n/g, '\r\n'), 'utf8')) };
  const attachments = await Promise.all(draft.attachments.map(async ({ name, mediaType, digest }) => ({ name, mediaType, content: await drafts.readAttachment(digest) })));
  return [letter, ...attachments];
}

function toWrite({ authority, channels, now }: RepliesDeskParts, draft: Draft, route: Route, key: KeyAndCertificate, documents: readonly LetterDocument[]): ReplyToWrite {
  const common = { reply: draft.id, dispatch: newId<DispatchId>(now()), subject: draft.subject, text: draft.text, documents, key, recipients: [route.certificateDer], at: instantOf(now()) };
  if (route.channelKind === 'mailbox') {
    const from = channels().find(({ id }) => id === route.channel)?.from;
    if (!from) throw new ReceptionError('channel-misconfigured', 'The mailbox has no address to send from. An administrator sets it in the settings.');
    const answers = route.inReplyTo?.mailId;
    return { ...common, by: { way: 'mail', from, to: route.address, ...(answers && { answers }) } };
  }
  const answers = route.inReplyTo?.flowId;
  return {
    ...common,
    by: { way: 'container', sender: authority().code, receiver: route.subject ?? route.address, ...(route.operator && { operator: route.operator }), ...(answers && { answers }) },
  };
}

type Signed = { draft: Draft; route: Route; input: ReplyToWrite; written: WrittenReply; certificate: CertificateFacts; officer: Officer };

/** All bytes first, then one transaction: the reply is signed and owed, or nothing happened. */
async function commit({ archive }: RepliesDeskParts, signed: Signed): Promise<void> {
  const { input, written, officer } = signed;
  const stored = await archive.depositAll([written.payload.bytes, input.key.certificate, ...input.documents.map(({ content }) => content), ...written.signatures]);
  const [payload, , ...parts] = stored;
  await archive.append([
    { kind: 'reply-signed', reply: replyOf(signed, parts), officer: officer.id },
    { kind: 'dispatch-queued', dispatch: dispatchOf(signed, payload!), officer: officer.id },
  ]);
}

function replyOf({ draft, route, input, written, certificate, officer }: Signed, stored: readonly StoredObject[]): Reply {
  const count = input.documents.length;
  return {
    id: draft.id,
    ...(draft.submission && { submission: draft.submission }),
    kind: draft.kind,
    to: route.to,
    subject: draft.subject,
    documents: input.documents.map(({ name, mediaType }, index) => ({ name, mediaType, content: stored[index]!, signature: stored[count + index]! })),
    officer: officer.id,
    signedBy: certificate.subject,
    signedAt: input.at,
    flowId: written.flowId,
  };
}

function dispatchOf({ draft, route, input, written }: Signed, payload: StoredObject): Dispatch {
  return {
    id: input.dispatch,
    channel: route.channel,
    channelKind: route.channelKind,
    messageId: written.messageId,
    ...(input.by.answers && { inReplyTo: input.by.answers }),
    recipient: route.address,
    recipientName: route.to.name,
    fileName: written.payload.fileName,
    mediaType: written.payload.mediaType,
    payload,
    ...(draft.submission && { submission: draft.submission }),
    reply: draft.id,
    receipts: [],
  };
}
