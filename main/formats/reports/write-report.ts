import { randomUUID } from 'node:crypto';
import type { Day } from '../../domain/identifiers.ts';
import type { Party } from '../../domain/submission.ts';
import type { WrittenDocument } from '../readings.ts';
import { cut, writeXml } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';

export type SampleForm = 'NO_NDFL6' | 'NO_PRIB' | 'NO_NDS' | 'NO_BUHOTCH' | 'NO_RASCHSV' | 'NO_USN' | 'ON_DOV';

export type ReportOrder = {
  readonly form: SampleForm;
  readonly authority: string;
  readonly taxpayer: Party;
  /** Who sends for the taxpayer; then the signatory signs as a representative. */
  readonly representative?: Party;
  /** "Фамилия Имя Отчество" */
  readonly signatory: string;
  readonly period: { readonly code: string; readonly year: number };
  readonly correction: number;
  readonly date: Day;
  /** Roubles, by the form's attribute name; what is missing is made up from `base` (default 100 000). */
  readonly amounts?: Readonly<Record<string, number>>;
  /** The unique part of the name, 1 to 36 characters; a UUID when left out. */
  readonly id?: string;
};

/** Sample reports for the demonstration office and for tests; they pass the station's own control. */
export function writeReport(order: ReportOrder): WrittenDocument {
  const form = forms[order.form];
  const fileId = fileIdOf(order);
  const root: Written = {
    name: 'Файл',
    attributes: { ИдФайл: fileId, ВерсПрог: 'Reception 1.0', ВерсФорм: form.version },
    children: [form.document(order, form.knd)],
  };
  return { fileName: `${fileId}.xml`, bytes: writeXml(root), mediaType: 'application/xml' };
}

/** R_T_A_K_O_GGGGMMDD_N */
function fileIdOf({ form, authority, taxpayer, representative, date, id }: ReportOrder): string {
  const sender = representative ?? taxpayer;
  const owner = sender.taxNumber.length === 10 ? `${sender.taxNumber}${sender.kpp ?? '000000000'}` : sender.taxNumber;
  return `${form}_${authority}_${authority}_${owner}_${date.replaceAll('-', '')}_${id ?? randomUUID()}`;
}

type Form = { readonly knd: string; readonly version: string; readonly document: (order: ReportOrder, knd: string) => Written };

const forms: Readonly<Record<SampleForm, Form>> = {
  NO_NDFL6: { knd: '1151099', version: '5.02', document: (order, knd) => report(order, knd, { ОКТМО: '45000000' }, [incomeTax(order)]) },
  NO_PRIB: { knd: '1151006', version: '5.07', document: (order, knd) => report(order, knd, { ОКВЭД: '62.01' }, [profitTax(order)]) },
  NO_NDS: { knd: '1151001', version: '5.10', document: (order, knd) => report(order, knd, { ОКВЭД: '62.01' }, [valueAddedTax(order)]) },
  NO_BUHOTCH: { knd: '0710099', version: '5.07', document: (order, knd) => report(order, knd, { ОКВЭД: '62.01', ОКПО: '12345678' }, [accounts(order)]) },
  NO_RASCHSV: { knd: '1151111', version: '5.06', document: (order, knd) => report(order, knd, { СрЧисл: '10' }, [contributions(order)]) },
  NO_USN: { knd: '1152017', version: '5.08', document: (order, knd) => report(order, knd, {}, [simplifiedTax(order)]) },
  ON_DOV: { knd: '1167005', version: '5.01', document: power },
};

function report(order: ReportOrder, knd: string, taxpayer: Readonly<Record<string, string>>, parts: readonly Written[]): Written {
  const accounting = order.form === 'NO_BUHOTCH';
  return {
    name: 'Документ',
    attributes: {
      КНД: knd,
      ДатаДок: dotted(order.date),
      Период: order.period.code,
      ОтчетГод: String(order.period.year),
      КодНО: accounting ? undefined : order.authority,
      НомКорр: String(order.correction),
      ПоМесту: accounting ? undefined : order.taxpayer.taxNumber.length === 10 ? '214' : '120',
      ОКЕИ: accounting ? '384' : undefined,
    },
    children: [{ name: 'СвНП', attributes: taxpayer, children: [party(order.taxpayer)] }, signatory(order), ...parts],
  };
}

function party({ name, taxNumber, kpp }: Party): Written {
  if (taxNumber.length === 10) return { name: 'НПЮЛ', attributes: { НаимОрг: cut(name, 1000), ИННЮЛ: taxNumber, КПП: kpp } };
  return { name: 'НПФЛ', attributes: { ИННФЛ: taxNumber }, children: [person(name)] };
}

function person(name: string): Written {
  const [surname = '', given = '', ...patronymic] = name.trim().split(/\s+/);
  return {
    name: 'ФИО',
    attributes: { Фамилия: cut(surname, 60), Имя: cut(given || '-', 60), Отчество: patronymic.length === 0 ? undefined : cut(patronymic.join(' '), 60) },
  };
}

function signatory({ signatory: name, representative }: ReportOrder): Written {
  const power: Written = { name: 'СвПред', attributes: { НаимДок: 'Доверенность', НаимОрг: representative === undefined ? undefined : cut(representative.name, 1000) } };
  return { name: 'Подписант', attributes: { ПрПодп: representative === undefined ? '1' : '2' }, children: [person(name), representative === undefined ? undefined : power] };
}

function incomeTax(order: ReportOrder): Written {
  const income = amount(order, 'НачислДох', 100_000);
  const tax = amount(order, 'ИсчислНал', Math.round(income * 0.13));
  const rate = { Ставка: '13', НачислДох: money(income), НачислДохДив: '0', ВычетНал: '0', ИсчислНал: whole(tax), ИсчислНалДив: '0', АвансПлат: '0' };
  const paid = { ДатаФактДох: dotted(order.date), ДатаУдержНал: dotted(order.date), СрокПрчслНал: dotted(order.date), ФактДоход: money(income), УдержНал: whole(tax) };
  return {
    name: 'НДФЛ6',
    children: [
      {
        name: 'ОбобщПоказ',
        attributes: { КолФЛДоход: whole(amount(order, 'КолФЛДоход', 10)), УдержНалИт: whole(tax), НеУдержНалИт: '0', ВозврНалИт: '0' },
        children: [{ name: 'СумСтавка', attributes: rate }],
      },
      { name: 'ДохНал', children: [{ name: 'СумДата', attributes: paid }] },
    ],
  };
}

function profitTax(order: ReportOrder): Written {
  const income = amount(order, 'ДохРеал', 100_000);
  const expenses = amount(order, 'РасхУмРеал', Math.round(income * 0.8));
  const base = amount(order, 'НалБаза', Math.max(income - expenses, 0));
  const calculation = { ТипНП: '1', ДохРеал: whole(income), РасхУмРеал: whole(expenses), ПрибУб: whole(income - expenses), НалБаза: whole(base), СтавНалВсего: '20', НалИсчисл: whole(amount(order, 'НалИсчисл', Math.round(base * 0.2))) };
  return { name: 'Прибыль', children: [{ name: 'РасчНал', attributes: calculation }] };
}

function valueAddedTax(order: ReportOrder): Written {
  const tax = amount(order, 'СумУплНП', 20_000);
  return { name: 'НДС', children: [{ name: 'СумУплНП', attributes: { ОКТМО: '45000000', КБК: '18210301000011000110', СумУплНП: whole(tax) } }] };
}

function accounts(order: ReportOrder): Written {
  const total = whole(amount(order, 'СумОтч', 5000));
  return { name: 'Баланс', attributes: { ОКУД: '0710001' }, children: [{ name: 'Актив', attributes: { СумОтч: total } }, { name: 'Пассив', attributes: { СумОтч: total } }] };
}

function contributions(order: ReportOrder): Written {
  const sum = money(amount(order, 'СумСВУплПер', 30_000));
  return { name: 'РасчетСВ', children: [{ name: 'ОбязПлатСВ', attributes: { ТипПлат: '1', ОКТМО: '45000000' }, children: [{ name: 'УплПерОПС', attributes: { КБК: '18210202010061010160', СумСВУплПер: sum } }] }] };
}

function simplifiedTax(order: ReportOrder): Written {
  const income = amount(order, 'Доход', 100_000);
  return { name: 'УСН', attributes: { ОбНал: '1' }, children: [{ name: 'РасчНал1', attributes: { Доход: whole(income), Ставка: '6', Исчисл: whole(Math.round(income * 0.06)) } }] };
}

function power(order: ReportOrder, knd: string): Written {
  const agent = order.representative ?? order.taxpayer;
  const until = `${Number(order.date.slice(0, 4)) + 2}${order.date.slice(4)}`.replace(/-02-29$/, '-02-28');
  return {
    name: 'Документ',
    attributes: { КНД: knd, КодНО: order.authority },
    children: [
      { name: 'УчСвДов', attributes: { НомДовер: (order.id ?? '1').slice(0, 20), ДатаНач: dotted(order.date), ДатаОкон: dotted(until) } },
      { name: 'СвПредст', children: [party(order.taxpayer)] },
      { name: 'СвДовер', attributes: { ПрДов: '1' } },
      {
        name: 'СвУпПред',
        children: [
          { name: 'ПрОблПолн', children: ['99'] },
          { name: 'СвПред', children: [{ name: 'СвОрг', attributes: { НаимОрг: agent.name, ИННЮЛ: agent.taxNumber.length === 10 ? agent.taxNumber : undefined, КПП: agent.kpp } }, { name: 'СведФизЛ', children: [person(order.signatory)] }] },
        ],
      },
    ],
  };
}

function amount({ amounts }: ReportOrder, name: string, otherwise: number): number {
  return amounts !== undefined && Object.hasOwn(amounts, name) ? amounts[name]! : otherwise;
}

function whole(value: number): string {
  return String(Math.round(value));
}

function money(value: number): string {
  return value.toFixed(2);
}

function dotted(day: string): string {
  return day.split('-').reverse().join('.');
}
