import type { Finding } from '../../domain/verdict.ts';
import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { examinedFiles, localDate, optional, partyHolder, programName, reportAttributes, senderNames, taxpayerNames } from './receipt-parts.ts';
import { reasonsOf, tenDigits } from './refusal.ts';

/** Уведомление об уточнении: UU, КНД 1166009, 5.07. */
export function clarification(facts: ReceiptFacts, knd: string): Written {
  return {
    name: 'Документ',
    attributes: { КНД: knd, КодНО: facts.authority.code },
    children: [
      partyHolder('СвОтпр', facts.sender, senderNames),
      partyHolder('СвНП', facts.subscriber, taxpayerNames),
      { name: 'СведУвед', children: [general(facts), ...errorsByFile(facts)] },
    ],
  };
}

function general(facts: ReceiptFacts): Written {
  const [first] = reasonsOf(facts);
  return {
    name: 'ОбщСвУвед',
    attributes: {
      ИдФайл: cut(facts.fileId ?? '', 255) || cut(facts.fileName, 255) || 'файл',
      ДатаПрием: localDate(facts.receivedAt, facts.offsetMinutes),
      ПрогрКомпл: programName(facts.program, 80),
      РегНом: cut(facts.registrationNumber, 50),
      ...reportAttributes(facts, true),
      РегНомУвед: twentyCharacters(facts.registrationNumber),
      ДатаФормУвед: localDate(facts.issuedAt, facts.offsetMinutes),
      КодОшОб: tenDigits(first!.code),
    },
    children: [...examinedFiles(facts, 255, 255), { name: 'ТекстОшОб', children: [cut(first!.text, 2000) || 'Требуется уточнение'] }],
  };
}

/** РегНомУвед has exactly 20 characters: the submission's number, filled up from the left. */
function twentyCharacters(number: string): string {
  return number.slice(-20).padStart(20, '0');
}

type Error = Pick<Finding, 'code' | 'text' | 'path' | 'value'>;

/** Reasons without a file belong to the main one. */
function errorsByFile(facts: ReceiptFacts): Written[] {
  const main = facts.files[0]?.trim() || facts.fileName.trim() || 'файл';
  const byFile = new Map<string, Error[]>();
  const add = (file: string, error: Error) => byFile.set(file, [...(byFile.get(file) ?? []), error]);
  for (const reason of facts.reasons) add(main, reason);
  for (const finding of facts.findings) {
    const doubled = facts.reasons.some(({ code, text }) => code === finding.code && text === finding.text);
    if (finding.severity === 'error' && !doubled) add(finding.fileName?.trim() || main, finding);
  }
  if (byFile.size === 0) add(main, reasonsOf(facts)[0]!);
  return [...byFile].map(([fileName, errors]) => ({
    name: 'ВыявлОшФайл',
    children: [{ name: 'ИмяОбрабФайла', children: [cut(fileName, 255)] }, ...errors.slice(0, 200).map(described)],
  }));
}

function described({ code, text, path, value }: Error): Written {
  return {
    name: 'СвПоОшибке',
    attributes: { ПолОшЭл: optional(path, 1000), ЗнЭлем: optional(value, 1000), КодОшибки: tenDigits(code) },
    children: [{ name: 'ТекстОш', children: [cut(text, 2000) || 'Требуется уточнение'] }],
  };
}
