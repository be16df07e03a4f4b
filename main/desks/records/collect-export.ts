import { createHash } from 'node:crypto';
import type { Digest, Instant } from '../../domain/identifiers.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { SubmissionRecord } from '../../domain/records.ts';
import type { Protocol, SubmissionDocument } from '../../domain/submission.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { TrustMaterial } from '../../signatures/material.ts';
import { exportReadme, type SignedFile } from './export-readme.ts';
import type { ExportFile } from './write-export.ts';

type Awaitable<Value> = Value | Promise<Value>;

export type ExportSource = {
  read(digest: Digest): Promise<Uint8Array>;
  journal(): Promise<readonly JournalEntry[]>;
  printProtocol(json: Uint8Array): Promise<Uint8Array>;
  readCertificate(der: Uint8Array): Awaitable<CertificateFacts>;
  readonly authority: { readonly code: string; readonly name: string };
  /** Whom the station trusts now: its own signatures end there. */
  trust(): Awaitable<TrustMaterial>;
};

/** Everything of one submission, as files that a stranger can verify with openssl and sha256sum alone. */
export async function collectExport(record: SubmissionRecord, source: ExportSource): Promise<readonly ExportFile[]> {
  const raw = await rawFile(record, source);
  const documents = await documentFiles(record, source);
  const answers = await answerFiles(record, source);
  const protocol = await protocolFiles(record, source);
  const evidence = [...(await evidenceFiles(protocol.protocol, record, source)), ...(await authorityFiles(source))];
  const journal = journalFile(await source.journal());
  const files = [raw, ...documents.files, ...answers.files, ...protocol.files, ...evidence, journal];
  const signed = [...documents.signed, ...answers.signed];
  const bundles = new Set(evidence.map(({ name }) => name));
  return [...exportReadme(record, signed, bundles, source.authority), ...files, sums(files)];
}

async function rawFile({ delivery, summary }: SubmissionRecord, { read }: ExportSource): Promise<ExportFile> {
  const extension = summary.container === 'mail' ? 'eml' : summary.container === 'fns-container' ? 'zip' : 'bin';
  return { name: `raw/delivery.${extension}`, bytes: await read(delivery.raw.digest) };
}

type Collected = { files: ExportFile[]; signed: SignedFile[] };

async function documentFiles({ examination, delivery }: SubmissionRecord, source: ExportSource): Promise<Collected> {
  const collected: Collected = { files: [], signed: [] };
  for (const [index, document] of (examination?.documents ?? []).entries()) {
    const name = `documents/${number(index)}-${plain(document.name)}`;
    collected.files.push({ name, bytes: await source.read(document.content.digest) });
    await addSignatures(collected, name, `signatures/${number(index)}`, document, delivery.receivedAt, source);
  }
  return collected;
}

async function addSignatures(collected: Collected, content: string, stem: string, { signatures }: SubmissionDocument, at: Instant, { read }: ExportSource): Promise<void> {
  for (const [index, signature] of signatures.entries()) {
    const name = `${stem}-${index + 1}-${signature.role}.p7s`;
    const bytes = await read(signature.signature.digest);
    collected.files.push({ name, bytes });
    collected.signed.push(signedFile({ content, name, bytes, at, by: 'subscriber', ...(signature.signer && { signer: signature.signer }) }, collected));
  }
}

type Found = { readonly content: string; readonly name: string; readonly bytes: Uint8Array; readonly at: Instant; readonly by: SignedFile['by']; readonly signer?: string };

function signedFile({ name, bytes, ...found }: Found, collected: Collected): SignedFile {
  const form = formOf(bytes);
  if (form !== 'base64') return { ...found, signature: name, form };
  // openssl reads no bare base64: the same signature lies beside the original as DER.
  const der = `${name.slice(0, -'.p7s'.length)}.der.p7s`;
  collected.files.push({ name: der, bytes: new Uint8Array(Buffer.from(Buffer.from(bytes).toString('latin1'), 'base64')) });
  return { ...found, signature: der, form: 'DER' };
}

function formOf(bytes: Uint8Array): 'DER' | 'PEM' | 'base64' {
  if (bytes[0] === 0x30) return 'DER';
  return Buffer.from(bytes.subarray(0, 64)).toString('latin1').trimStart().startsWith('-----BEGIN') ? 'PEM' : 'base64';
}

async function answerFiles({ receipts, replies }: SubmissionRecord, { read }: ExportSource): Promise<Collected> {
  const collected: Collected = { files: [], signed: [] };
  const add = async (name: string, content: Digest, signature: Digest, at: Instant) => {
    collected.files.push({ name, bytes: await read(content) });
    const bytes = await read(signature);
    collected.files.push({ name: `${name}.p7s`, bytes });
    collected.signed.push(signedFile({ content: name, name: `${name}.p7s`, bytes, at, by: 'authority' }, collected));
  };
  for (const [index, receipt] of receipts.entries()) await add(`receipts/${number(index)}-${plain(receipt.fileName)}`, receipt.document.digest, receipt.signature.digest, receipt.issuedAt);
  for (const [index, reply] of replies.entries()) {
    for (const [part, document] of reply.documents.entries()) await add(`replies/${number(index)}-${part + 1}-${plain(document.name)}`, document.content.digest, document.signature.digest, reply.signedAt);
  }
  return collected;
}

async function protocolFiles({ examination }: SubmissionRecord, source: ExportSource): Promise<{ files: ExportFile[]; protocol?: Protocol }> {
  if (!examination) return { files: [] };
  const json = await source.read(examination.protocol.digest);
  const files = [
    { name: 'protocol.json', bytes: json },
    { name: 'protocol.pdf', bytes: await source.printProtocol(json) },
  ];
  return { files, protocol: JSON.parse(Buffer.from(json).toString('utf8')) as Protocol };
}

/**
 * Certificates and revocation lists that the verdicts rest on. The ends of the paths are what the authority
 * trusted: they stand apart, because whoever verifies should compare them with anchors of their own.
 */
async function evidenceFiles(protocol: Protocol | undefined, record: SubmissionRecord, source: ExportSource): Promise<readonly ExportFile[]> {
  const verdicts = (protocol?.documents ?? []).flatMap((document) => document.signatures.map((signature) => signature.verdict));
  const ends = new Set(verdicts.map((verdict) => verdict.path.at(-1)?.fingerprint).filter((end) => end !== undefined));
  const onSignatures = (record.examination?.documents ?? []).flatMap((document) => document.signatures.flatMap(({ certificate }) => (certificate ? [certificate] : [])));
  const digests = new Set([...onSignatures, ...verdicts.flatMap((verdict) => [...verdict.evidence, ...verdict.path.map((certificate) => certificate.fingerprint)])]);
  const groups = { anchors: [] as string[], certificates: [] as string[], lists: [] as string[] };
  const files: ExportFile[] = [];
  for (const digest of digests) {
    const bytes = await source.read(digest).catch(() => undefined);
    if (!bytes) continue;
    const isCertificate = await certificateIn(bytes, source);
    const group = ends.has(digest) ? 'anchors' : isCertificate ? 'certificates' : 'lists';
    files.push({ name: `evidence/${group}/${digest}.${isCertificate ? 'cer' : 'crl'}`, bytes });
    groups[group].push(pem(isCertificate ? 'CERTIFICATE' : 'X509 CRL', bytes));
  }
  return [...files, ...(['anchors', 'certificates', 'lists'] as const).flatMap((group) => bundle(group, groups[group]))];
}

/** openssl takes no empty bundle, so there is none. */
function bundle(name: string, pieces: readonly string[]): readonly ExportFile[] {
  return pieces.length === 0 ? [] : [{ name: `evidence/${name}.pem`, bytes: text(pieces.join('')) }];
}

/** For receipts and replies: the anchors and intermediates of the station itself. */
async function authorityFiles(source: ExportSource): Promise<readonly ExportFile[]> {
  const { anchors, intermediates } = await source.trust();
  const pems = (ders: readonly Uint8Array[]) => ders.slice(0, 200).map((der) => pem('CERTIFICATE', der));
  return [...bundle('authority-anchors', pems(anchors)), ...bundle('authority-certificates', pems(intermediates))];
}

async function certificateIn(bytes: Uint8Array, { readCertificate }: ExportSource): Promise<boolean> {
  try {
    await readCertificate(bytes);
    return true;
  } catch {
    return false;
  }
}

function journalFile(entries: readonly JournalEntry[]): ExportFile {
  const oldestFirst = [...entries].sort((a, b) => a.seq - b.seq);
  return { name: 'journal.jsonl', bytes: text(oldestFirst.map((entry) => `${JSON.stringify(entry)}\n`).join('')) };
}

function sums(files: readonly ExportFile[]): ExportFile {
  return { name: 'SHA256SUMS', bytes: text(files.map(({ name, bytes }) => `${createHash('sha256').update(bytes).digest('hex')}  ${name}\n`).join('')) };
}

const number = (index: number) => String(index + 1).padStart(2, '0');
const text = (content: string) => new Uint8Array(Buffer.from(content, 'utf8'));

function pem(label: string, der: Uint8Array): string {
  const lines = Buffer.from(der).toString('base64').match(/.{1,64}/g) ?? [];
  return `-----BEGIN ${label}-----\n${lines.join('\n')}\n-----END ${label}-----\n`;
}

/** A name from a submission as a file name on every system: its number before it makes it distinct. */
function plain(name: string): string {
  const safe = name.replace(/[^\p{L}\p{N}._ -]/gu, '_').replace(/^[. ]+|[. ]+$/g, '');
  return safe.length <= 120 ? safe || 'document' : `${safe.slice(0, 100)}${safe.slice(-20)}`;
}
