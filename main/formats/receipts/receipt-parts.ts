import type { Party } from '../../domain/submission.ts';
import type { ReceiptFacts } from '../readings.ts';
import { cut } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';
import { isKpp, isTaxNumber } from './official-format.ts';

/** СвОтпр, СвНП, СвПол: the choice of an organisation or a person, with what is known of it. */
export function partyHolder(holder: string, party: Party, names: { readonly organisation: string; readonly person: string }): Written {
  const one = party.taxNumber.length === 10 ? organisation(names.organisation, party) : person(names.person, party);
  return { name: holder, children: [one] };
}

export const senderNames = { organisation: 'ОтпрЮЛ', person: 'ОтпрФЛ' };
export const taxpayerNames = { organisation: 'НПЮЛ', person: 'НПФЛ' };

function organisation(name: string, { name: called, taxNumber, kpp }: Party): Written {
  return {
    name,
    attributes: {
      НаимОрг: optional(called, 1000),
      ИННЮЛ: isTaxNumber(taxNumber) ? taxNumber : undefined,
      КПП: isKpp(kpp) ? kpp : undefined,
    },
  };
}

function person(name: string, { name: called, taxNumber }: Party): Written {
  return { name, attributes: { ИННФЛ: taxNumber.length === 12 && isTaxNumber(taxNumber) ? taxNumber : undefined }, children: [fullName(called)] };
}

/** The formats demand a given name; a person known by one word only has a dash there. */
export function fullName(called: string): Written | undefined {
  const [surname, given, ...patronymic] = called.trim().split(/\s+/);
  if (surname === undefined || surname === '') return undefined;
  return {
    name: 'ФИО',
    attributes: { Фамилия: cut(surname, 60), Имя: cut(given ?? '-', 60), Отчество: patronymic.length === 0 ? undefined : cut(patronymic.join(' '), 60) },
  };
}

/** КНД, НаимОтч, НомКорр, Период, ПериодНаим, ОтчетГод of the report that the receipt is about. */
export function reportAttributes({ form }: ReceiptFacts, withPeriodName: boolean): Record<string, string | undefined> {
  return {
    КНД: form?.knd,
    НаимОтч: form === undefined ? undefined : cut(form.name, 500),
    НомКорр: form === undefined ? undefined : String(form.correction ?? 0).slice(0, 3),
    Период: form?.periodCode?.slice(0, 2),
    ...(withPeriodName ? { ПериодНаим: optional(form?.periodName, 100) } : {}),
    ОтчетГод: form?.year === undefined ? undefined : String(form.year),
  };
}

export function examinedFiles({ files, fileName }: ReceiptFacts, length: number, most: number): Written[] {
  const named = files.map((file) => file.trim()).filter((file) => file !== '');
  const all = named.length === 0 ? [fileName.trim() || 'файл'] : named;
  return all.slice(0, most).map((file) => ({ name: 'ИмяОбрабФайла', children: [cut(file, length)] }));
}

export function optional(text: string | undefined, length: number): string | undefined {
  const trimmed = text?.trim() ?? '';
  return trimmed === '' ? undefined : cut(trimmed, length);
}

export function programName(program: string, length: number): string {
  return cut(program, length) || 'Reception';
}

/** YYYY-MM-DD of an instant, `offset` minutes east of UTC. */
export function localDay(instant: string, offset: number): string {
  return new Date(Date.parse(instant) + offset * 60_000).toISOString().slice(0, 10);
}

/** ДД.ММ.ГГГГ */
export function localDate(instant: string, offset: number): string {
  return localDay(instant, offset).split('-').reverse().join('.');
}

/** ЧЧ.ММ.СС, with full stops */
export function localTime(instant: string, offset: number): string {
  return new Date(Date.parse(instant) + offset * 60_000).toISOString().slice(11, 19).replaceAll(':', '.');
}
