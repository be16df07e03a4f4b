import type { Instant } from '../../domain/identifiers.ts';
import type { Duty, Examination, FormFacts, Party, Protocol, SubmissionDocument } from '../../domain/submission.ts';
import { gravest, type Finding, type Indication } from '../../domain/verdict.ts';
import { addDays, addHours, addWorkingDays } from '../../domain/deadline.ts';
import { loadPacks, builtInPacksFolder } from '../../formats/packs/load-packs.ts';
import type { Packs } from '../../formats/packs/packs.ts';
import type { ReportReading } from '../../formats/readings.ts';
import { controlReport } from '../../formats/reports/control.ts';
import { bareName, parseExchangeName } from '../../formats/reports/file-name.ts';
import { readReport } from '../../formats/reports/read-report.ts';
import { searchText } from '../../formats/search-text.ts';
import type { Equipment } from './equipment.ts';
import { judgeSignatures } from './judge-signatures.ts';
import { Objects, type Opened, type OpenedDocument, type Readings } from './opened.ts';
import { openDelivery } from './open-delivery.ts';
import { recogniseTie, type Recognised } from './recognise-tie.ts';

export type ExamineInput = {
  readonly raw: Uint8Array;
  readonly name: string;
  readonly receivedAt: Instant;
  /** The instant to judge validity for. */
  readonly at: Instant;
  /** The instant of the examination itself. */
  readonly now: Instant;
};

/** What one delivery turned out to be, with every byte that has to be archived before it is journalled. */
export type Examined =
  | { readonly as: 'submission'; readonly examination: Examination; readonly objects: readonly Uint8Array[] }
  | { readonly as: 'tie'; readonly tie: Recognised; readonly indication: Indication; readonly objects: readonly Uint8Array[] };

/** Steps 5 to 7: open, verify, control. Pure over its arguments; runs in a worker thread. */
export async function examine(input: ExamineInput, equipment: Equipment): Promise<Examined> {
  const packs = packsOf(equipment);
  const opened = await openDelivery(input.raw, input.name, input.at, equipment);
  const readings = await readDocuments(opened.documents);
  const tie = recogniseTie(opened, readings, packs);
  const indication = indicationOf(opened);
  const objects = new Objects();
  for (const evidence of opened.evidence.values()) objects.add(evidence);
  if (tie !== undefined) return { as: 'tie', tie: keepDocument(tie, opened, objects), indication, objects: objects.list() };
  const main = mainReading(opened, readings);
  const controlled = await control(opened, readings, main, input, equipment, packs);
  const findings = [...opened.findings, ...controlled, ...judgeSignatures(opened, main, equipment)];
  const documents = opened.documents.map((document) => archived(document, objects));
  const protocol = objects.add(protocolOf(opened, documents, findings, indication, input));
  const text = objects.add(new TextEncoder().encode(textOf(opened, readings, main)));
  return {
    as: 'submission',
    examination: {
      container: opened.container,
      ...(opened.flow === undefined ? {} : { flow: opened.flow }),
      ...(main?.form === undefined ? {} : { form: main.form }),
      ...partiesOf(opened, main),
      ...subjectOf(opened),
      documents,
      indication,
      findings,
      duties: dutiesOf(opened, main?.form, input.receivedAt, equipment),
      examinedAt: input.now,
      protocol,
      searchText: text,
    },
    objects: objects.list(),
  };
}

const packsByFolder = new Map<string, Packs>();

export function packsOf(equipment: Pick<Equipment, 'packs'>): Packs {
  const folder = equipment.packs ?? '';
  const known = packsByFolder.get(folder);
  if (known !== undefined) return known;
  const packs = loadPacks({ builtIn: builtInPacksFolder(), ...(folder === '' ? {} : { station: folder }) });
  packsByFolder.set(folder, packs);
  return packs;
}

async function readDocuments(documents: readonly OpenedDocument[]): Promise<Readings> {
  const readings = new Map<OpenedDocument, ReportReading>();
  for (const document of documents) {
    if (document.role === 'package-description') continue;
    readings.set(document, await readReport({ bytes: document.content, fileName: document.name, mediaType: document.mediaType }));
  }
  return readings;
}

/** The document that the submission is about: the declaration, or the first report among a mail's attachments. */
function mainReading(opened: Opened, readings: Readings): (ReportReading & { document: OpenedDocument }) | undefined {
  const candidates = opened.documents.filter((document) => ['declaration', 'attachment', 'letter', 'unknown'].includes(document.role));
  const main =
    candidates.find(({ role }) => role === 'declaration') ??
    candidates.find((document) => readings.get(document)?.form !== undefined) ??
    candidates.find(({ role }) => role === 'letter');
  const reading = main && readings.get(main);
  return main && reading ? { ...reading, document: main } : undefined;
}

async function control(
  opened: Opened,
  readings: Readings,
  main: { document: OpenedDocument } | undefined,
  input: ExamineInput,
  equipment: Equipment,
  packs: Packs,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const [document, reading] of readings) {
    const isReport = document.role === 'declaration' || document.role === 'power-of-attorney' || document === main?.document || isBrokenReport(document, reading);
    if (!isReport || document.role === 'letter') continue;
    if (document.wasEncrypted && opened.steps.some(({ key, file, outcome }) => key !== 'read' && file === document.name && outcome === 'failed')) continue;
    const context = { authority: equipment.authority.code, received: input.receivedAt, packs };
    // What could not be read at all is a fault of the reading; the control has nothing to say about it then.
    findings.push(...reading.findings, ...(await controlReport(reading, document.content, document.name, context)));
  }
  return findings;
}

/** An attachment that is named as a report but cannot be read as one: no letter is to be made of it. */
function isBrokenReport({ role, name }: OpenedDocument, { findings }: ReportReading): boolean {
  return role === 'attachment' && findings.some(({ severity }) => severity === 'error') && parseExchangeName(bareName(name)) !== undefined;
}

export function indicationOf(opened: Opened): Indication {
  return gravest(opened.documents.flatMap(({ signatures }) => signatures.map(({ verdict }) => verdict.indication)));
}

function archived(document: OpenedDocument, objects: Objects): SubmissionDocument {
  return {
    id: document.id,
    role: document.role,
    name: document.name,
    mediaType: document.mediaType,
    content: objects.add(document.content),
    ...(document.asReceived === undefined ? {} : { asReceived: objects.add(document.asReceived) }),
    wasEncrypted: document.wasEncrypted,
    signatures: document.signatures.map(({ role, bytes, verdict }) => ({
      role,
      signature: objects.add(bytes),
      indication: verdict.indication,
      ...(verdict.subIndication === undefined ? {} : { subIndication: verdict.subIndication }),
      ...(verdict.signer === undefined ? {} : { signer: verdict.signer.commonName, certificate: verdict.signer.fingerprint }),
    })),
  };
}

function protocolOf(opened: Opened, documents: readonly SubmissionDocument[], findings: readonly Finding[], indication: Indication, input: ExamineInput): Uint8Array {
  const protocol: Protocol = {
    version: 1,
    examinedAt: input.now,
    validatedFor: input.at,
    indication,
    container: opened.container,
    opening: opened.steps,
    documents: documents.map((document, place) => ({
      id: document.id,
      name: document.name,
      digest: document.content.digest,
      signatures: document.signatures.map(({ role, signature }, at) => ({
        role,
        signature: signature.digest,
        verdict: opened.documents[place]!.signatures[at]!.verdict,
      })),
    })),
    findings,
  };
  return new TextEncoder().encode(JSON.stringify(protocol));
}

function partiesOf(opened: Opened, main: ReportReading | undefined): { subscriber: Party; sender?: Party } {
  const signer = opened.documents.flatMap(({ signatures }) => signatures).find(({ role }) => role === 'subscriber')?.verdict.signer;
  const fromSigner: Party | undefined = signer && {
    name: signer.organization ?? signer.commonName,
    taxNumber: signer.taxNumbers[0] ?? '',
  };
  const fromMail: Party | undefined = opened.mail?.from === undefined ? undefined : { name: opened.mail.from, taxNumber: '' };
  const subscriber = main?.subscriber ?? fromSigner ?? fromMail ?? { name: opened.flow?.sender ?? '', taxNumber: '' };
  return { subscriber, ...(main?.sender === undefined ? {} : { sender: main.sender }) };
}

function subjectOf(opened: Opened): { subject?: string; mailId?: string } {
  const subject = opened.mail?.subject.trim() ?? '';
  const mailId = opened.mail?.messageId;
  return { ...(subject === '' ? {} : { subject }), ...(mailId === undefined ? {} : { mailId }) };
}

function dutiesOf(opened: Opened, form: FormFacts | undefined, received: Instant, equipment: Equipment): Duty[] {
  const { limits, calendar } = equipment;
  if (opened.container === 'unreadable') return [];
  const notice: Duty = { what: 'notice-of-receipt', dueAt: addHours(received, limits.noticeHours) };
  const isReport = form !== undefined || opened.flow?.type === '01';
  return isReport
    ? [notice, { what: 'decision', dueAt: addWorkingDays(received, limits.decisionWorkingDays, calendar) }]
    : [notice, { what: 'answer', dueAt: addDays(received, limits.answerDays, calendar) }];
}

function textOf(opened: Opened, readings: Readings, main: ReportReading | undefined): string {
  const { subscriber, sender } = partiesOf(opened, main);
  const people = opened.documents.flatMap(({ signatures }) => signatures.map(({ verdict }) => verdict.signer?.subject ?? ''));
  return searchText([
    subscriber.name,
    subscriber.taxNumber,
    sender?.name ?? '',
    opened.mail?.subject ?? '',
    opened.mail?.from ?? '',
    main?.form?.name ?? '',
    ...opened.documents.map(({ name }) => name),
    ...new Set(people),
    ...[...readings.values()].map(({ text }) => text),
  ]);
}

function keepDocument(tie: Recognised, opened: Opened, objects: Objects): Recognised {
  for (const document of opened.documents) for (const { bytes } of document.signatures) objects.add(bytes);
  return tie.source === undefined ? tie : { ...tie, document: objects.add(tie.source.content) };
}
