import type { Day } from '../../domain/identifiers.ts';
import type { FormFacts } from '../../domain/submission.ts';
import type { Packs } from '../packs/packs.ts';
import { attribute, child } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { bareName, parseExchangeName } from './file-name.ts';

/** What the head of an exchange file says of its form; absent when it names no КНД. */
export function readFormFacts(root: XmlElement, fileName: string, packs: Packs): FormFacts | undefined {
  const document = child(root, 'Документ');
  const knd = attribute(document, 'КНД');
  if (knd === undefined || !/^\d{7}$/.test(knd)) return undefined;
  const known = packs.forms.forms.find((form) => form.knd === knd);
  const periodCode = attribute(document, 'Период')?.slice(0, 2);
  const year = number(attribute(document, 'ОтчетГод'), /^\d{4}$/);
  const periodName = periodNameOf(knd, periodCode, year, packs);
  const correction = number(attribute(document, 'НомКорр'), /^\d{1,3}$/);
  const date = dayOf(attribute(document, 'ДатаДок') ?? attribute(document, 'ДатаУвед'));
  const authority = attribute(document, 'КодНО');
  return {
    knd,
    name: known?.name ?? serviceName(knd, packs) ?? `Форма по КНД ${knd}`,
    version: (attribute(root, 'ВерсФорм') ?? '').slice(0, 7),
    prefix: prefixOf(root, fileName) ?? known?.prefix ?? '',
    ...(periodCode === undefined ? {} : { periodCode }),
    ...(year === undefined ? {} : { year }),
    ...(periodName === undefined ? {} : { periodName }),
    ...(correction === undefined ? {} : { correction }),
    ...(date === undefined ? {} : { date }),
    ...(authority === undefined || !/^\d{4}$/.test(authority) ? {} : { authority }),
  };
}

function number(text: string | undefined, shape: RegExp): number | undefined {
  return text !== undefined && shape.test(text) ? Number(text) : undefined;
}

/** "9 месяцев 2026" */
export function periodNameOf(knd: string, code: string | undefined, year: number | undefined, packs: Packs): string | undefined {
  const words = code === undefined ? undefined : periodOf(knd, code, packs)?.name;
  if (words === undefined) return year === undefined ? undefined : `${year} год`;
  return year === undefined ? words : words === 'год' ? `${year} год` : `${words} ${year}`;
}

export function periodOf(knd: string, code: string, packs: Packs): { readonly name: string; readonly months?: number | undefined } | undefined {
  const own = Object.hasOwn(packs.periods.byForm, knd) ? packs.periods.byForm[knd] : undefined;
  if (own !== undefined && Object.hasOwn(own, code)) return own[code];
  return Object.hasOwn(packs.periods.periods, code) ? packs.periods.periods[code] : undefined;
}

function prefixOf(root: XmlElement, fileName: string): string | undefined {
  const fileId = attribute(root, 'ИдФайл') ?? '';
  return parseExchangeName(fileId)?.prefix ?? parseExchangeName(bareName(fileName))?.prefix ?? /^[A-Z]{2}_[A-Z0-9]{1,20}(?=_)/.exec(fileId)?.[0];
}

function serviceName(knd: string, packs: Packs): string | undefined {
  const names: Readonly<Record<string, string>> = {
    'notice-of-receipt': 'Извещение о получении',
    acceptance: 'Квитанция о приеме',
    refusal: 'Уведомление об отказе',
    entry: 'Извещение о вводе',
    clarification: 'Уведомление об уточнении',
    'error-message': 'Сообщение об ошибке',
  };
  const kind = Object.entries(packs.receipts.receipts).find(([, format]) => format.knd === knd)?.[0];
  return kind === undefined ? undefined : names[kind];
}

/** ДД.ММ.ГГГГ as a day, where it is one of the calendar. */
export function dayOf(text: string | undefined): Day | undefined {
  const match = /^(\d{2})\.(\d{2})\.(\d{4})$/.exec(text ?? '');
  if (match === null) return undefined;
  const day = `${match[3]}-${match[2]}-${match[1]}`;
  const time = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(day) ? (day as Day) : undefined;
}
