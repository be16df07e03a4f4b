import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { localDate, localTime, optional, partyHolder, senderNames } from './receipt-parts.ts';
import { reasonsOf, violation } from './refusal.ts';

/** Сообщение об ошибке (document flow 07). No public description exists: the structure is this program's own. */
export function errorMessage(facts: ReceiptFacts, knd: string): Written {
  const { authority, receivedAt, offsetMinutes } = facts;
  return {
    name: 'Документ',
    attributes: { КНД: knd, КодНО: authority.code, НаимНО: cut(authority.name, 1000) || authority.code },
    children: [
      partyHolder('СвОтпр', facts.sender, senderNames),
      {
        name: 'ОбщСвОш',
        attributes: {
          ИмяПостФайла: cut(facts.fileName, 255) || 'файл',
          ДатаПост: localDate(receivedAt, offsetMinutes),
          ВремяПост: localTime(receivedAt, offsetMinutes),
          РегНом: optional(facts.registrationNumber, 50),
        },
        children: reasonsOf(facts).slice(0, 100).map(violation),
      },
    ],
  };
}
