import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { partyHolder, reportAttributes, senderNames, taxpayerNames } from './receipt-parts.ts';

/** Извещение о вводе: IV, КНД 1166007, 5.04 (КодНоОтпр is spelled so in the format). */
export function entry(facts: ReceiptFacts, knd: string): Written {
  const fileName = cut(facts.fileName, 250) || 'файл';
  return {
    name: 'Документ',
    attributes: { КНД: knd },
    children: [
      partyHolder('СвПол', facts.sender, senderNames),
      { name: 'КодНоОтпр', children: [facts.authority.code] },
      partyHolder('СвНП', facts.subscriber, taxpayerNames),
      { name: 'СвИзвещВ', attributes: { ИмяОбрабФайла: fileName, ИдФайл: cut(facts.fileId ?? '', 250) || fileName, ...reportAttributes(facts, true) } },
    ],
  };
}
