import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { localDate, localTime, partyHolder, senderNames } from './receipt-parts.ts';

/** Извещение о получении: IZ, structure of the 2011 order (СвИзвещП, СведПолФайл). */
export function noticeOfReceipt(facts: ReceiptFacts, knd: string): Written {
  const { authority, receivedAt, offsetMinutes } = facts;
  return {
    name: 'Документ',
    attributes: { КНД: knd },
    children: [
      { name: 'ОтпрДок', attributes: { КодНО: authority.code, НаимНО: cut(authority.name, 1000) || authority.code } },
      partyHolder('ПолДок', facts.sender, senderNames),
      {
        name: 'СвИзвещП',
        attributes: { ДатаПол: localDate(receivedAt, offsetMinutes), ВремяПол: localTime(receivedAt, offsetMinutes) },
        children: receivedFiles(facts).map((file) => ({ name: 'СведПолФайл', attributes: { НаимПолФайла: cut(file, 255) } })),
      },
    ],
  };
}

function receivedFiles({ files, fileName }: ReceiptFacts): readonly string[] {
  const named = files.map((file) => file.trim()).filter((file) => file !== '');
  return named.length === 0 ? [fileName.trim() || 'файл'] : named;
}
