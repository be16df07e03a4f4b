import type { Content } from 'pdfmake/interfaces.js';
import type { FormSection, FormView, ReceiptFacts } from '../readings.ts';
import type { Party } from '../../domain/submission.ts';
import { facts, localMoment, makePdf, printable, section } from './make-pdf.ts';
import type { Language } from './make-pdf.ts';
import { findingsTable, grid } from './print-protocol.ts';
import { printTexts } from './print-texts.ts';
import type { PrintTexts } from './print-texts.ts';

/** Whose electronic signature stands under the document. */
export type SignatureStamp = {
  readonly signer: string;
  readonly serial?: string;
  readonly notBefore?: string;
  readonly notAfter?: string;
  readonly signedAt?: string;
};

export type PrintOrder = {
  readonly fileName: string;
  readonly stamps: readonly SignatureStamp[];
  readonly printedAt: string;
  readonly program: string;
  readonly offsetMinutes: number;
};

/** A receipt as a PDF with the stamp of its signature. */
export async function printReceipt(receipt: ReceiptFacts, order: PrintOrder, language: Language): Promise<Uint8Array> {
  const texts = printTexts(language);
  const moment = (instant: string) => localMoment(instant, order.offsetMinutes);
  const { form } = receipt;
  const content: Content[] = [
    facts([
      [texts.authority, `${receipt.authority.code} ${receipt.authority.name}`],
      [texts.number, receipt.registrationNumber],
      [texts.received, moment(receipt.receivedAt)],
      [texts.issued, moment(receipt.issuedAt)],
      [texts.subscriber, partyText(receipt.subscriber, texts)],
      [texts.sender, receipt.sender.taxNumber === receipt.subscriber.taxNumber ? undefined : partyText(receipt.sender, texts)],
      [texts.form, form === undefined ? undefined : `${form.knd} ${form.name}`],
      [texts.period, form?.periodName],
      [texts.correction, form?.correction === undefined ? undefined : String(form.correction)],
    ]),
    section(texts.files),
    ...receipt.files.slice(0, 300).map((file): Content => ({ text: printable(file, 300) })),
    ...reasons(receipt, texts),
  ];
  return print(texts.receipts[receipt.kind], content, order, language);
}

function partyText({ name, taxNumber, kpp }: Party, texts: PrintTexts): string {
  return [name, taxNumber === '' ? '' : `${texts.taxNumber} ${taxNumber}`, kpp === undefined ? '' : `${texts.kpp} ${kpp}`].filter((part) => part !== '').join(', ');
}

function reasons({ kind, reasons: all, findings }: ReceiptFacts, texts: PrintTexts): Content[] {
  if (kind === 'acceptance' || kind === 'notice-of-receipt' || kind === 'entry') return [];
  const given: Content[] = all.length === 0 ? [] : [section(texts.reasons), grid([texts.code, texts.text], [75, '*'], all.slice(0, 500).map((reason) => [reason.code, reason.text]))];
  return findings.length === 0 ? given : [...given, ...findingsTable(findings, texts)];
}

const mostFields = 3000;

/** Any document of the exchange formats as people read it, with the stamps of its signatures. */
export async function printForm(view: FormView, order: PrintOrder, language: Language): Promise<Uint8Array> {
  const left = { fields: mostFields };
  const content = view.sections.flatMap((one) => formSection(one, 0, left));
  const cut: Content[] = left.fields < 0 ? [{ text: printTexts(language).cut, italics: true }] : [];
  return print(view.title, [...content, ...cut], order, language);
}

function formSection(one: FormSection, depth: number, left: { fields: number }): Content[] {
  if (left.fields < 0) return [];
  left.fields -= one.fields.length + 1;
  const indent = Math.min(depth, 8) * 10;
  return [
    { text: printable(one.title, 300), style: depth === 0 ? 'section' : 'label', bold: true, margin: [indent, depth === 0 ? 10 : 5, 0, 2] },
    { stack: [facts(one.fields.slice(0, mostFields).map((field) => [field.label, field.value] as const))], margin: [indent, 0, 0, 0] },
    ...one.sections.flatMap((inner) => formSection(inner, depth + 1, left)),
  ];
}

function print(title: string, content: Content[], order: PrintOrder, language: Language): Promise<Uint8Array> {
  const texts = printTexts(language);
  const moment = (instant: string) => localMoment(instant, order.offsetMinutes);
  return makePdf({
    title,
    language,
    printedAt: order.printedAt,
    foot: `${order.fileName} · ${order.program} · ${texts.printed} ${moment(order.printedAt)}`,
    content: [{ text: printable(title, 500), style: 'title' }, { text: printable(order.fileName, 300), style: 'small', margin: [0, 0, 0, 6] }, ...content, ...order.stamps.map((stamp) => stampBox(stamp, texts, moment))],
  });
}

function stampBox(stamp: SignatureStamp, texts: PrintTexts, moment: (instant: string) => string): Content {
  const validity = stamp.notBefore === undefined || stamp.notAfter === undefined ? undefined : texts.of(moment(stamp.notBefore), moment(stamp.notAfter));
  const rows: Content[] = [
    { text: texts.stamp, bold: true, color: '#1F4E8C', margin: [0, 0, 0, 3] },
    facts([
      [texts.signer, stamp.signer],
      [texts.serial, stamp.serial],
      [texts.validity, validity],
      [texts.issued, stamp.signedAt === undefined ? undefined : moment(stamp.signedAt)],
    ]),
  ];
  return { unbreakable: true, margin: [0, 14, 0, 0], table: { widths: [360], body: [[{ stack: rows, margin: [6, 4, 6, 4] }]] }, layout: { hLineColor: () => '#1F4E8C', vLineColor: () => '#1F4E8C' } };
}
