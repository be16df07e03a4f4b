import { builtInPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import type { ReceiptFacts, WrittenDocument } from '../readings.ts';
import { writeXml } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { acceptance } from './acceptance.ts';
import { clarification } from './clarification.ts';
import { entry } from './entry.ts';
import { errorMessage } from './error-message.ts';
import { noticeOfReceipt } from './notice-of-receipt.ts';
import { receiptName } from './receipt-name.ts';
import { refusal } from './refusal.ts';
import { programName } from './receipt-parts.ts';
import { fitsOfficialFormat } from './official-format.ts';

type Kind = ReceiptFacts['kind'];

const writers: Readonly<Record<Kind, (facts: ReceiptFacts, knd: string) => Written>> = {
  'notice-of-receipt': noticeOfReceipt,
  acceptance,
  refusal,
  entry,
  clarification,
  'error-message': errorMessage,
};

/**
 * A service document in windows-1251, named R_T_A_K_O_GGGGMMDD_N.xml (order ММВ-7-6/602@). Where the facts
 * lack what the official format demands (a letter without a form, an organisation without КПП) the same
 * structure is written without those values, under the pack's own version instead of the official one.
 */
export function writeReceipt(facts: ReceiptFacts, packs: Packs = builtInPacks()): WrittenDocument {
  const format = packs.receipts.receipts[facts.kind];
  const name = receiptName(facts, format.prefix);
  const version = fitsOfficialFormat(facts) ? format.version : packs.receipts.ownVersion;
  const root: Written = {
    name: 'Файл',
    attributes: { ИдФайл: name, ВерсПрог: programName(facts.program, 40), ВерсФорм: version },
    children: [writers[facts.kind](facts, format.knd)],
  };
  return { fileName: `${name}.xml`, bytes: writeXml(root), mediaType: 'application/xml' };
}
