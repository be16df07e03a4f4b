import { createHash } from 'node:crypto';
import type { Archive, Records, Touched } from '../../archive/archive.ts';
import type { DocumentView } from '../../domain/document-view.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, newId, type Digest, type OfficerId, type SubmissionId } from '../../domain/identifiers.ts';
import type { NeedsActionItem, SubmissionRecord, UnfinishedDelivery } from '../../domain/records.ts';
import type { Protocol, SubmissionSummary } from '../../domain/submission.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { KeptSearch, SearchesPaper } from '../../papers/searches-paper.ts';
import type { TrustMaterial, Verification, VerifyInput } from '../../signatures/material.ts';
import type { SignatureCheck } from '../../../preload/contract.ts';
import { collectExport } from './collect-export.ts';
import { writeExport } from './write-export.ts';

type Awaitable<Value> = Value | Promise<Value>;
export type Viewing = 'form' | 'xml' | 'text' | 'hex';
export type PrintHead = { readonly number: string; readonly subscriber: string; readonly taxNumber: string; readonly form: string; readonly receivedAt: string; readonly authority: string };

export type RecordsTools = {
  viewDocument(input: { bytes: Uint8Array; mediaType: string; name: string; as?: Viewing; page?: number }): Promise<DocumentView>;
  printProtocol(protocol: Protocol, head: PrintHead, language: 'ru' | 'en'): Promise<Uint8Array>;
  readCertificate(der: Uint8Array): Awaitable<CertificateFacts>;
  verify(input: VerifyInput): Awaitable<Verification>;
  trust(): Awaitable<TrustMaterial>;
  /** No path: the person thought better of it. */
  saveFile(name: string, bytes: Uint8Array): Promise<{ path?: string }>;
};

export type { Touched };
type Saved = { readonly path?: string };
type Search = Omit<KeptSearch, 'officer'>;

/** What the archive holds, as people look at it and take it away. */
export interface RecordsDesk {
  /** The index's questions, as they are. */
  readonly views: Pick<Records, 'submissions' | 'facets' | 'summary' | 'find' | 'search' | 'dispatches' | 'statistics'>;
  /** Throws record-missing. */
  record(id: SubmissionId): Promise<SubmissionRecord>;
  needsAction(limit: number): Promise<{ items: readonly NeedsActionItem[]; total: number; unfinished: readonly UnfinishedDelivery[] }>;
  certificate(digest: Digest): Promise<CertificateFacts>;
  document(input: { digest: Digest; name: string; mediaType: string; as?: Viewing; page?: number }): Promise<DocumentView>;
  /** Any signature file, with its content where that lies beside it; judged for now. */
  checkSignature(signature: { name: string; bytes: Uint8Array }, content?: { bytes: Uint8Array }): Promise<SignatureCheck>;
  note(id: SubmissionId, text: string, by: OfficerId): Promise<void>;
  saveDocument(digest: Digest, name: string, by: OfficerId): Promise<Saved>;
  saveProtocol(id: SubmissionId, format: 'pdf' | 'json', by: OfficerId): Promise<Saved>;
  /** Everything of one submission as a zip that a stranger can verify. */
  exportSubmission(id: SubmissionId, by?: OfficerId): Promise<Saved>;
  /** The same, as bytes (for a command line); journalled. */
  packSubmission(id: SubmissionId, by?: OfficerId): Promise<{ name: string; bytes: Uint8Array }>;
  searches(by: OfficerId): readonly Search[];
  saveSearch(search: Omit<Search, 'id'> & { id?: string }, by: OfficerId): Promise<Search>;
  deleteSearch(id: string, by: OfficerId): Promise<void>;
  onCommit(listener: (touched: Touched) => void): () => void;
}

export type RecordsDeskParts = {
  readonly archive: Archive;
  readonly searches: SearchesPaper;
  readonly authority: () => { readonly code: string; readonly name: string };
  readonly language: 'ru' | 'en';
  readonly now: () => number;
  readonly tools: RecordsTools;
};

export function openRecordsDesk(parts: RecordsDeskParts): RecordsDesk {
  const { archive, tools, searches } = parts;
  return {
    views: archive.records,
    record: (id) => recordOf(parts, id),
    needsAction: (limit) => needsAction(parts, limit),
    certificate: async (digest) => tools.readCertificate(await archive.read(digest)),
    document: async ({ digest, ...how }) => tools.viewDocument({ bytes: await archive.read(digest), ...how }),
    checkSignature: (signature, content) => checkSignature(parts, signature, content),
    note: async (id, text, by) => void (await archive.append([{ kind: 'submission-noted', submission: id, text, officer: by }])),
    saveDocument: async (digest, name, by) => save(parts, 'document', name.replace(/[/\\:\u0000-\u001f]/g, '_'), await archive.read(digest), 1, by),
    saveProtocol: (id, format, by) => saveProtocol(parts, id, format, by),
    async exportSubmission(id, by) {
      const { name, bytes, count } = await pack(parts, id);
      return save(parts, 'submission', name, bytes, count, by);
    },
    async packSubmission(id, by) {
      const { name, bytes, count } = await pack(parts, id);
      await journalExport(parts, 'submission', bytes, count, by);
      return { name, bytes };
    },
    searches: (by) => searches.list(by).map(shown),
    async saveSearch({ id, ...search }, by) {
      const kept = { ...search, id: id ?? newId<string>(parts.now()), officer: by };
      await searches.save(kept);
      return shown(kept);
    },
    deleteSearch: (id, by) => searches.delete(by, id),
    onCommit: (listener) => archive.onCommit(listener),
  };
}

function shown({ officer: _officer, ...search }: KeptSearch): Search {
  return search;
}

async function recordOf({ archive }: RecordsDeskParts, id: SubmissionId): Promise<SubmissionRecord> {
  const record = await archive.records.submission(id);
  if (!record) throw new ReceptionError('record-missing', 'There is no such submission in the archive.');
  return record;
}

async function needsAction({ archive, now }: RecordsDeskParts, limit: number) {
  const { items, total } = await archive.records.needsAction(instantOf(now()), limit);
  return { items, total, unfinished: await archive.unfinished({ held: true, limit }) };
}

async function checkSignature({ tools, now }: RecordsDeskParts, signature: { name: string; bytes: Uint8Array }, content?: { bytes: Uint8Array }): Promise<SignatureCheck> {
  const verification = await tools.verify({ signature: signature.bytes, ...(content && { content: content.bytes }), trust: await tools.trust(), at: instantOf(now()) });
  return { name: signature.name, verdicts: verification.verdicts, hasContent: verification.content !== undefined };
}

async function saveProtocol(parts: RecordsDeskParts, id: SubmissionId, format: 'pdf' | 'json', by: OfficerId): Promise<Saved> {
  const { summary, examination } = await recordOf(parts, id);
  if (!examination) throw new ReceptionError('record-missing', 'This submission has not been examined yet, so there is no protocol.');
  const json = await parts.archive.read(examination.protocol.digest);
  const bytes = format === 'json' ? json : await printed(parts, summary, json);
  return save(parts, `protocol.${format}`, `protocol-${summary.number}.${format}`, bytes, 1, by);
}

function printed({ tools, authority, language }: RecordsDeskParts, summary: SubmissionSummary, json: Uint8Array): Promise<Uint8Array> {
  return tools.printProtocol(JSON.parse(Buffer.from(json).toString('utf8')) as Protocol, headOf(summary, authority()), language);
}

function headOf(summary: SubmissionSummary, authority: { code: string; name: string }): PrintHead {
  return {
    number: summary.number,
    subscriber: summary.subscriber.name,
    taxNumber: summary.subscriber.taxNumber,
    form: summary.formName ?? summary.subject ?? '',
    receivedAt: summary.receivedAt,
    authority: `${authority.code} ${authority.name}`,
  };
}

async function pack(parts: RecordsDeskParts, id: SubmissionId): Promise<{ name: string; bytes: Uint8Array; count: number }> {
  const record = await recordOf(parts, id);
  const files = await collectExport(record, {
    read: (digest) => parts.archive.read(digest),
    journal: () => parts.archive.records.journal({ submission: id, limit: 1000 }),
    printProtocol: (json) => printed(parts, record.summary, json),
    readCertificate: parts.tools.readCertificate,
    authority: parts.authority(),
    trust: () => parts.tools.trust(),
  });
  return { name: `${record.summary.number}.zip`, bytes: await writeExport(files), count: files.length };
}

async function save(parts: RecordsDeskParts, what: string, name: string, bytes: Uint8Array, count: number, by: OfficerId | undefined): Promise<Saved> {
  const saved = await parts.tools.saveFile(name, bytes);
  if (saved.path === undefined) return {};
  await journalExport(parts, what, bytes, count, by);
  return { path: saved.path };
}

async function journalExport({ archive }: RecordsDeskParts, what: string, bytes: Uint8Array, count: number, by: OfficerId | undefined): Promise<void> {
  const digest = createHash('sha256').update(bytes).digest('hex') as Digest;
  await archive.append([{ kind: 'records-exported', what, count, exported: digest, ...(by && { officer: by }) }]);
}
