import type { Content, TableCell } from 'pdfmake/interfaces.js';
import type { Party, Protocol } from '../../domain/submission.ts';
import type { Check, Finding, SignatureVerdict } from '../../domain/verdict.ts';
import { facts, localMoment, makePdf, printable, section } from './make-pdf.ts';
import type { Language } from './make-pdf.ts';
import { printTexts } from './print-texts.ts';
import type { PrintTexts } from './print-texts.ts';

export type ProtocolHead = {
  readonly number?: string;
  readonly receivedAt?: string;
  readonly subscriber?: Party;
  readonly fileName?: string;
  readonly authority?: string;
  /** Who printed it and when. */
  readonly printedAt: string;
  readonly program: string;
  readonly offsetMinutes: number;
  /** Names of checks by their key, where the caller knows more than this room. */
  readonly checkNames?: Readonly<Record<string, string>>;
};

type Words = { readonly texts: PrintTexts; readonly head: ProtocolHead; readonly moment: (instant: string) => string };

/** The protocol as a PDF that a person reads and files: every check, none left out. */
export async function printProtocol(protocol: Protocol, head: ProtocolHead, language: Language): Promise<Uint8Array> {
  const texts = printTexts(language);
  const words: Words = { texts, head, moment: (instant) => localMoment(instant, head.offsetMinutes) };
  const title = head.number === undefined ? texts.protocol : `${texts.protocol} ${head.number}`;
  return makePdf({
    title,
    language,
    printedAt: head.printedAt,
    foot: `${head.program} · ${texts.printed} ${words.moment(head.printedAt)}`,
    content: [{ text: printable(title), style: 'title' }, headFacts(protocol, words), ...opening(protocol, words), ...documents(protocol, words), ...findingsTable(protocol.findings, texts)],
  });
}

function headFacts(protocol: Protocol, { texts, head, moment }: Words): Content {
  return facts([
    [texts.authority, head.authority],
    [texts.received, head.receivedAt === undefined ? undefined : moment(head.receivedAt)],
    [texts.file, head.fileName],
    [texts.subscriber, head.subscriber?.name],
    [texts.taxNumber, head.subscriber?.taxNumber],
    [texts.kpp, head.subscriber?.kpp],
    [texts.container, texts.containers[protocol.container]],
    [texts.examined, moment(protocol.examinedAt)],
    [texts.validatedFor, moment(protocol.validatedFor)],
    [texts.conclusion, texts.indications[protocol.indication]],
  ]);
}

function opening({ opening: steps }: Protocol, { texts }: Words): Content[] {
  if (steps.length === 0) return [];
  const rows = steps.map((step) => [texts.steps[step.key], step.file, texts.outcomes[step.outcome], factsText(step.facts)]);
  return [section(texts.opening), grid([texts.check, texts.file, texts.outcome, texts.details], ['auto', '*', 'auto', '*'], rows)];
}

function documents({ documents: all }: Protocol, words: Words): Content[] {
  const { texts } = words;
  if (all.length === 0) return [];
  return [
    section(texts.documents),
    ...all.flatMap((document): Content[] => [
      { text: printable(document.name), bold: true, margin: [0, 6, 0, 0] },
      { text: `${texts.digest}: ${document.digest}`, style: 'small' },
      ...(document.signatures.length === 0 ? [{ text: texts.noSignatures, italics: true }] : document.signatures.flatMap((one) => signature(one.role, one.verdict, words))),
    ]),
  ];
}

function signature(role: keyof PrintTexts['roles'], verdict: SignatureVerdict, { texts, head, moment }: Words): Content[] {
  const { signer } = verdict;
  const name = (check: Check) => head.checkNames?.[check.key] ?? texts.checks[check.key] ?? check.key;
  const outcome = (check: Check) => `${texts.outcomes[check.outcome]}${check.subIndication === undefined ? '' : `\n${check.subIndication}`}`;
  return [
    { text: `${texts.signature}: ${texts.roles[role]}`, margin: [0, 4, 0, 2], bold: true },
    facts([
      [texts.conclusion, `${texts.indications[verdict.indication]}${verdict.subIndication === undefined ? '' : `, ${verdict.subIndication}`}`],
      [texts.signer, signer?.subject],
      [texts.issuer, signer?.issuer],
      [texts.serial, signer?.serial],
      [texts.validity, signer === undefined ? undefined : texts.of(moment(signer.notBefore), moment(signer.notAfter))],
      [texts.algorithms, [verdict.signatureAlgorithm, verdict.digestAlgorithm].filter((one) => one !== undefined).join(', ')],
      [texts.claimedTime, verdict.claimedSigningTime === undefined ? undefined : moment(verdict.claimedSigningTime)],
      [texts.validatedFor, moment(verdict.validatedFor)],
    ]),
    grid([texts.check, texts.outcome, texts.details], [150, 90, '*'], verdict.checks.map((check) => [name(check), outcome(check), [factsText(check.facts), check.clause].filter((one) => one !== '').join('\n')])),
  ];
}

function factsText(values: Readonly<Record<string, string>>): string {
  return Object.entries(values)
    .slice(0, 40)
    .map(([key, value]) => `${key}: ${value}`)
    .join('; ')
    .slice(0, 1500);
}

const mostFindings = 500;

export function findingsTable(findings: readonly Finding[], texts: PrintTexts): Content[] {
  if (findings.length === 0) return [section(texts.findings), { text: texts.noFindings }];
  const rows = findings.slice(0, mostFindings).map((one) => {
    const line = one.line === undefined ? '' : `:${one.line}`;
    const place = [one.fileName === undefined ? '' : `${one.fileName}${line}`, one.path ?? '', one.value === undefined ? '' : `«${one.value}»`];
    return [`${one.code}\n${texts[one.severity]}`, one.text, place.filter((part) => part !== '').join('\n')];
  });
  const rest: Content[] = findings.length > mostFindings ? [{ text: texts.shown(mostFindings, findings.length), style: 'small' }] : [];
  return [section(texts.findings), grid([texts.code, texts.text, texts.place], [75, '*', 170], rows), ...rest];
}

/** A bordered table with a head that is repeated on each page. */
export function grid(head: readonly string[], widths: readonly (string | number)[], rows: readonly (readonly string[])[]): Content {
  const body: TableCell[][] = [
    head.map((text) => ({ text: printable(text), style: 'head' })),
    ...rows.map((row) => row.map((text) => ({ text: printable(text, 2000) }))),
  ];
  return { fontSize: 8, margin: [0, 2, 0, 4], layout: 'lightHorizontalLines', table: { headerRows: 1, widths: [...widths], body, dontBreakRows: false } };
}
