import type { Reason } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { isNamedInFull } from './official-format.ts';
import { examinedFiles, localDate, localTime, partyHolder, programName, reportAttributes, senderNames, taxpayerNames } from './receipt-parts.ts';

/** Уведомление об отказе: UO, КНД 1166006, 5.05. The identity may be unknown: the file may be unreadable. */
export function refusal(facts: ReceiptFacts, knd: string): Written {
  const { authority } = facts;
  const authorityName = cut(authority.name, 1000) || authority.code;
  // ОтпрЮЛ demands ИНН and КПП; a sender without them is written as an unnamed ОтпрФЛ, which demands nothing.
  const sender = facts.sender.taxNumber.length === 10 && !isNamedInFull(facts.sender) ? { name: '', taxNumber: '' } : facts.sender;
  return {
    name: 'Документ',
    attributes: { КНД: knd, КодНО: authority.code, НаимНО: authorityName },
    children: [
      partyHolder('СвНП', facts.subscriber, taxpayerNames),
      partyHolder('СвОтпр', sender, senderNames),
      { name: 'СвНалОргНап', attributes: { КодНО: authority.code, НаимНО: authorityName } },
      { name: 'СведУведУточ', children: [general(facts), ...reasonsOf(facts).map(violation), ...filesWithErrors(facts)] },
    ],
  };
}

function general(facts: ReceiptFacts): Written {
  const { receivedAt, issuedAt, offsetMinutes, form } = facts;
  return {
    name: 'ОбщСвУвед',
    attributes: {
      ДатаПредст: localDate(receivedAt, offsetMinutes),
      ВремПредст: localTime(receivedAt, offsetMinutes),
      ДатаПрием: localDate(receivedAt, offsetMinutes),
      ...reportAttributes(facts, false),
      ВерсФорм: form?.version ? form.version.slice(0, 7) : undefined,
      ПрогрКомпл: programName(facts.program, 80),
      ДатаФормУвед: localDate(issuedAt, offsetMinutes),
    },
    children: examinedFiles(facts, 255, 255),
  };
}

const unknown: Reason = { code: '0300100001', text: 'Формат файла не определен' };

/** A refusal always has a reason: those that were decided, else the errors that were found. */
export function reasonsOf({ reasons, findings }: ReceiptFacts): readonly Reason[] {
  if (reasons.length > 0) return reasons;
  const errors = findings.filter((finding) => finding.severity === 'error').map(({ code, text }) => ({ code, text }));
  return errors.length > 0 ? errors : [unknown];
}

export function violation({ code, text }: Reason): Written {
  return {
    name: 'ПеречВыявНар',
    children: [
      { name: 'КодОш', children: [tenDigits(code)] },
      { name: 'ТекстОш', children: [cut(text, 2000) || unknown.text] },
    ],
  };
}

export function tenDigits(code: string): string {
  return /^\d{10}$/.test(code) ? code : '0000000001';
}

function filesWithErrors({ findings, files }: ReceiptFacts): Written[] {
  const known = new Set(files.map((file) => file.trim()));
  const byFile = new Map<string, Finding[]>();
  for (const finding of findings) {
    if (finding.severity !== 'error' || finding.fileName === undefined || !known.has(finding.fileName)) continue;
    byFile.set(finding.fileName, [...(byFile.get(finding.fileName) ?? []), finding]);
  }
  return [...byFile].map(([fileName, errors]) => ({
    name: 'ВыявлНарФайл',
    children: [{ name: 'ИмяОбрабФайла', children: [cut(fileName, 255)] }, ...errors.slice(0, 100).map(violation)],
  }));
}
