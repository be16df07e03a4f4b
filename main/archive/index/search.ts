import type { Digest, RegistrationNumber, SubmissionId } from '../../domain/identifiers.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Page, SearchHit, SearchHitKind, SearchQuery } from '../../domain/records.ts';
import type { Reply } from '../../domain/reply.ts';
import type { Examination } from '../../domain/submission.ts';
import type { Sql, Value } from './database.ts';
import { instant, known, ms } from './instants.ts';
import type { LateWords } from './late-words.ts';
import { textOf } from './objects.ts';
import { ftsQuery, snippetOf, stem, wordsOf } from './words.ts';

const kinds: readonly SearchHitKind[] = ['submission', 'receipt', 'reply'];

/** The kind stands in the lowest bits: a search for one kind needs no other table. */
function rowidOf(id: number, kind: SearchHitKind): number {
  return id * 4 + kinds.indexOf(kind);
}

type Index = { readonly sql: Sql; readonly folder: string; readonly words: LateWords };

function index({ sql, words: late }: Index, id: number, kind: SearchHitKind, at: number, text: string): void {
  const words = wordsOf(text);
  const stands = sql.get('SELECT 1 FROM search_rows WHERE id = ?', id) !== undefined;
  if (!stands) sql.run('INSERT INTO search_rows VALUES (?, ?, ?)', id, kind, at);
  late.keep('search', rowidOf(id, kind), stands, [words.join(' '), words.map(stem).join(' ')]);
}

type Registered = { number: string; name: string; received_at: number };

/** A submission is found by its number as soon as it has one, and by all its text once it is examined. */
export function indexSubmission(into: Index, id: number, examination?: Examination): void {
  const row = into.sql.get<Registered>('SELECT number, name, received_at FROM submissions WHERE id = ?', id)!;
  const told = examination === undefined ? [] : wordsOfExamination(into.folder, examination);
  index(into, id, 'submission', row.received_at, [row.number, row.name, ...told].join(' '));
}

function wordsOfExamination(folder: string, examination: Examination): string[] {
  const { subscriber, sender, form, subject, documents, flow } = examination;
  const signers = documents.flatMap((document) => document.signatures.map((signature) => signature.signer));
  return [
    subscriber.name, subscriber.taxNumber, subscriber.kpp, sender?.name, sender?.taxNumber, form?.knd, form?.name, form?.periodName, subject, flow?.id,
    ...documents.map((document) => document.name), ...signers, textOf(folder, examination.searchText.digest),
  ].filter((part) => part !== undefined);
}

export function indexReceipt(into: Index, seq: number, submission: number, receipt: Receipt): void {
  const number = into.sql.get<{ number: string }>('SELECT number FROM submissions WHERE id = ?', submission)!.number;
  index(into, seq, 'receipt', ms(receipt.issuedAt), [receipt.fileName, number, receipt.signedBy, ...receipt.reasons.map((reason) => reason.text)].join(' '));
}

export function indexReply(into: Index, seq: number, reply: Reply): void {
  index(into, seq, 'reply', ms(reply.signedAt), [reply.subject, reply.to.name, reply.to.taxNumber, ...reply.documents.map((document) => document.name)].join(' '));
}

type Found = { id: number; kind: SearchHitKind; at: number };
const plenty = 10_000;

/** Newest first. A total beyond ten thousand is told as ten thousand: nobody pages through more. */
export function search(sql: Sql, folder: string, query: SearchQuery): Page<SearchHit> {
  const match = ftsQuery(query.text);
  if (match === undefined) return { rows: [], total: 0 };
  const { where, values } = within(sql, query);
  const from = `FROM search CROSS JOIN search_rows r ON r.id = search.rowid >> 2 WHERE search MATCH ? ${where}`;
  const rows = sql.all<Found>(`SELECT r.id, r.kind, r.at ${from} ORDER BY search.rowid DESC LIMIT ? OFFSET ?`, match, ...values, query.limit, query.offset);
  return { rows: rows.map((row) => hitOf(sql, folder, row, query.text)), total: totalOf(sql, query, match, from, values) };
}

function totalOf(sql: Sql, query: SearchQuery, match: string, from: string, values: readonly Value[]): number {
  const timed = query.from !== undefined || query.to !== undefined;
  const counted = timed ? `SELECT 1 ${from}` : `SELECT 1 FROM search WHERE search MATCH ? ${ofKinds(query.kinds)}`;
  return sql.get<{ n: number }>(`SELECT count(*) n FROM (${counted} LIMIT ${plenty})`, match, ...(timed ? values : []))!.n;
}

function ofKinds(among: SearchQuery['kinds']): string {
  return among === undefined ? '' : `AND search.rowid & 3 IN (${among.map((kind) => kinds.indexOf(kind)).join(',')})`;
}

/** Ids grow with time, if not strictly: a stretch of time lies in a stretch of them, which FTS5 goes to at once. */
function within(sql: Sql, query: SearchQuery): { where: string; values: Value[] } {
  const parts: [string, Value[]][] = [[ofKinds(query.kinds), []]];
  if (query.from !== undefined || query.to !== undefined) {
    const { first, last } = stretch(sql, query);
    parts.push(['AND search.rowid BETWEEN ? AND ?', [first * 4, last * 4 + 3]]);
  }
  if (query.from !== undefined) parts.push(['AND r.at >= ?', [ms(query.from)]]);
  if (query.to !== undefined) parts.push(['AND r.at <= ?', [ms(query.to)]]);
  return { where: parts.map(([condition]) => condition).join(' '), values: parts.flatMap(([, given]) => given) };
}

function stretch(sql: Sql, { from, to }: SearchQuery): { first: number; last: number } {
  const row = sql.get<{ first: number | null; last: number | null }>(
    'SELECT min(id) first, max(id) last FROM search_rows WHERE at >= ? AND at <= ?',
    from === undefined ? 0 : ms(from), to === undefined ? Number.MAX_SAFE_INTEGER : ms(to),
  )!;
  return { first: row.first ?? 0, last: row.last ?? -1 };
}

function hitOf(sql: Sql, folder: string, row: Found, text: string): SearchHit {
  if (row.kind === 'reply') return replyHit(sql, row, text);
  if (row.kind === 'receipt') return receiptHit(sql, row, text);
  return submissionHit(sql, folder, row, text);
}

type Case = {
  submission_id: SubmissionId; number: RegistrationNumber; name: string; subscriber_name: string; tax_number: string; state: string;
  form_name: string | null; period: string | null; subject: string | null; search_text: Digest | null;
};
const caseColumns = 'submission_id, number, name, subscriber_name, tax_number, state, form_name, period, subject, search_text';
const readForSnippet = 256 * 1024;

function submissionHit(sql: Sql, folder: string, row: Found, text: string): SearchHit {
  const found = sql.get<Case>(`SELECT ${caseColumns} FROM submissions WHERE id = ?`, row.id)!;
  const title = [found.form_name, found.period].filter((part) => part !== null).join(', ') || found.subject || found.name;
  return {
    kind: 'submission', id: found.submission_id, submission: found.submission_id, number: found.number, at: instant(row.at), title,
    subscriber: found.subscriber_name, taxNumber: found.tax_number, state: found.state,
    snippet: snippetOf(textOf(folder, found.search_text, readForSnippet) || found.name, text),
  };
}

type ReceiptCase = Case & { receipt_id: string; kind: string; file: string };

function receiptHit(sql: Sql, row: Found, text: string): SearchHit {
  const found = sql.get<ReceiptCase>(
    `SELECT ${caseColumns}, receipt_id, kind, file_name file
     FROM receipts r JOIN submissions s ON s.id = r.submission WHERE r.id = ?`, row.id,
  )!;
  return {
    kind: 'receipt', id: found.receipt_id, submission: found.submission_id, number: found.number, at: instant(row.at), title: found.kind,
    subscriber: found.subscriber_name, taxNumber: found.tax_number, state: found.state, snippet: snippetOf(found.file, text),
  };
}

type ReplyCase = { reply_id: string; submission_id: SubmissionId | null; number: RegistrationNumber | null; subject: string; to_name: string; tax_number: string; state: string };

function replyHit(sql: Sql, row: Found, text: string): SearchHit {
  const found = sql.get<ReplyCase>(
    `SELECT reply_id, s.submission_id, s.number, r.subject, to_name, r.tax_number, r.state
     FROM replies r LEFT JOIN submissions s ON s.id = r.submission WHERE r.id = ?`, row.id,
  )!;
  return {
    kind: 'reply', id: found.reply_id, ...known('submission', found.submission_id), ...known('number', found.number), at: instant(row.at),
    title: found.subject, subscriber: found.to_name, taxNumber: found.tax_number, state: found.state,
    snippet: snippetOf(`${found.subject} ${found.to_name}`, text),
  };
}
