import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { examinedFiles, localDate, localTime, partyHolder, programName, reportAttributes, senderNames, taxpayerNames } from './receipt-parts.ts';

/** Квитанция о приёме: KV, КНД 1166002, 5.04. */
export function acceptance(facts: ReceiptFacts, knd: string): Written {
  const { authority, receivedAt, issuedAt, offsetMinutes } = facts;
  const authorityName = cut(authority.name, 1000) || authority.code;
  return {
    name: 'Документ',
    attributes: { КНД: knd, КодНОПодт: authority.code, НаимНОПодт: authorityName },
    children: [
      partyHolder('СвОтпр', facts.sender, senderNames),
      partyHolder('СвНП', facts.subscriber, taxpayerNames),
      {
        name: 'СвКвит',
        attributes: {
          ДатаПредст: localDate(receivedAt, offsetMinutes),
          ВремПредст: localTime(receivedAt, offsetMinutes),
          ...reportAttributes(facts, true),
          ДатаПост: localDate(receivedAt, offsetMinutes),
          ДатаПрин: localDate(issuedAt, offsetMinutes),
          РегНом: cut(facts.registrationNumber, 50),
          ПрогрКомпл: programName(facts.program, 80),
        },
        children: examinedFiles(facts, 150, 255),
      },
      { name: 'СвНалОргПост', attributes: { КодНО: authority.code, НаимНО: authorityName } },
    ],
  };
}
