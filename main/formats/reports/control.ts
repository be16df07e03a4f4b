import type { Instant } from '../../domain/identifiers.ts';
import type { FormFacts } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { fault, faults, remark } from '../finding.ts';
import type { FormSchema, Packs } from '../packs/packs.ts';
import type { ReportReading } from '../readings.ts';
import { bareName, parseExchangeName } from './file-name.ts';
import type { ExchangeName } from './file-name.ts';
import { periodOf } from './form-facts.ts';
import { validateSchema } from './validate-schema.ts';

export type ControlContext = { readonly authority: string; readonly received: Instant; readonly packs: Packs };

/** Format and logical control of a report or a power of attorney, in the order in which an inspector reads it. */
export async function controlReport(reading: ReportReading, bytes: Uint8Array, fileName: string, context: ControlContext): Promise<Finding[]> {
  if (reading.findings.some((finding) => finding.severity === 'error')) return [];
  const { form } = reading;
  if (form === undefined) {
    return [fault(faults.unknownFormat, `Файл «${fileName}»: формат не определен, в нем нет кода формы по КНД.`, { fileName })];
  }
  const name = parseExchangeName(bareName(fileName));
  const structure = controlStructure(bytes, form, fileName, context.packs);
  const findings = [
    ...controlName(name, reading, fileName),
    ...controlAuthority(name, form, fileName, context.authority),
    ...controlTaxNumbers(name, reading, fileName),
    ...controlPeriod(form, fileName, context),
  ];
  return [...findings.filter((finding) => !structure.some((one) => saysTheSame(one, finding))), ...structure];
}

function saysTheSame(one: Finding, other: Finding): boolean {
  return one.code === other.code && one.path === other.path;
}

function controlName(name: ExchangeName | undefined, reading: ReportReading, fileName: string): Finding[] {
  const findings: Finding[] = [];
  if (name === undefined) {
    findings.push(fault(faults.fileName, `Имя файла «${fileName}» не построено по правилу R_T_A_K_O_GGGGMMDD_N.xml.`, { fileName }));
  } else {
    const prefix = reading.form?.prefix ?? '';
    if (prefix !== '' && prefix !== name.prefix) {
      findings.push(fault(faults.fileName, `Имя файла начинается с «${name.prefix}», а файл содержит форму «${prefix}».`, { fileName }));
    }
    if (!isDate(name.date)) findings.push(fault(faults.fileName, `В имени файла «${fileName}» стоит несуществующая дата ${name.date}.`, { fileName }));
  }
  const bare = bareName(fileName);
  if (reading.fileId !== bare) {
    findings.push(
      fault(faults.fileIdentifier, `Имя файла «${bare}» не совпадает с ИдФайл «${reading.fileId ?? ''}».`, {
        fileName,
        path: '/Файл/@ИдФайл',
        ...(reading.fileId === undefined ? {} : { value: reading.fileId }),
      }),
    );
  }
  return findings;
}

function isDate(digits: string): boolean {
  const time = Date.parse(`${digits.slice(0, 4)}-${digits.slice(4, 6)}-${digits.slice(6, 8)}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().slice(0, 10).replaceAll('-', '') === digits;
}

function controlAuthority(name: ExchangeName | undefined, form: FormFacts, fileName: string, authority: string): Finding[] {
  const stated = form.authority ?? name?.authority;
  if (stated !== undefined && stated !== authority) {
    return [
      fault(faults.wrongAuthority, `Документ адресован органу ${stated}, а поступил в орган ${authority}, в компетенцию которого его прием не входит.`, {
        fileName,
        path: '/Файл/Документ/@КодНО',
        value: stated,
      }),
    ];
  }
  if (name !== undefined && form.authority !== undefined && name.authority !== form.authority) {
    return [fault(faults.fileName, `Код органа в имени файла (${name.authority}) не совпадает с КодНО документа (${form.authority}).`, { fileName })];
  }
  return [];
}

/** O in the name is the sender: the taxpayer itself unless a representative signs. */
function controlTaxNumbers(name: ExchangeName | undefined, { subscriber, sender, signatory }: ReportReading, fileName: string): Finding[] {
  if (name === undefined || subscriber === undefined || subscriber.taxNumber === '') return [];
  // A power of attorney has no Подписант: whoever else sends it is the representative that it names.
  if (signatory === undefined ? sender !== undefined : signatory.representative) return [];
  if (/^0+$/.test(name.taxNumber)) return [];
  if (name.taxNumber !== subscriber.taxNumber) {
    return [mismatch(`ИНН в имени файла (${name.taxNumber}) не совпадает с ИНН налогоплательщика в документе (${subscriber.taxNumber}).`, fileName, subscriber.taxNumber)];
  }
  if (name.kpp !== undefined && subscriber.kpp !== undefined && name.kpp !== subscriber.kpp && name.prefix.startsWith('NO_')) {
    return [mismatch(`КПП в имени файла (${name.kpp}) не совпадает с КПП налогоплательщика в документе (${subscriber.kpp}).`, fileName, subscriber.kpp)];
  }
  return [];
}

function mismatch(text: string, fileName: string, value: string): Finding {
  return fault(faults.taxNumber, text, { fileName, path: '/Файл/Документ/СвНП', value });
}

function controlPeriod(form: FormFacts, fileName: string, { received, packs }: ControlContext): Finding[] {
  const findings: Finding[] = [];
  const year = Number(received.slice(0, 4));
  const period = form.periodCode === undefined ? undefined : periodOf(form.knd, form.periodCode, packs);
  if (form.periodCode !== undefined && period === undefined) {
    findings.push(remark('0400300000', `Код периода «${form.periodCode}» не найден в справочнике периодов.`, { fileName, path: '/Файл/Документ/@Период', value: form.periodCode }));
  }
  if (form.year !== undefined && form.year > year) {
    findings.push(fault('0400300000', `Отчетный период еще не наступил: отчетный год ${form.year}.`, { fileName, path: '/Файл/Документ/@ОтчетГод', value: String(form.year) }));
  } else if (form.year === year && period?.months !== undefined && period.months > Number(received.slice(5, 7)) - 1) {
    findings.push(remark('0400300000', `Отчетный период (${form.periodName ?? ''}) к дате поступления еще не закончился.`, { fileName, path: '/Файл/Документ/@Период' }));
  }
  if (form.date !== undefined && Date.parse(form.date) > Date.parse(received) + 26 * 3_600_000) {
    findings.push(remark('0400300000', `Дата документа ${form.date.split('-').reverse().join('.')} позже даты его поступления.`, { fileName, path: '/Файл/Документ/@ДатаДок' }));
  }
  if (form.correction !== undefined && form.correction > 99) {
    findings.push(remark('0400300000', `Номер корректировки ${form.correction} необычно велик.`, { fileName, path: '/Файл/Документ/@НомКорр' }));
  }
  return findings;
}

function controlStructure(bytes: Uint8Array, form: FormFacts, fileName: string, packs: Packs): Finding[] {
  const schema = schemaFor(form, packs);
  if (schema !== undefined) return validateSchema(bytes, schema, { fileName, bareName: bareName(fileName) });
  const versions = [...new Set(packs.schemas.filter((one) => one.knd === form.knd).map((one) => one.version))];
  const known = versions.length === 0 ? '' : ` Известны версии: ${versions.join(', ')}.`;
  return [remark(faults.schema, `Структура не проверена: на станции нет схемы формы ${form.knd} версии ${form.version}.${known}`, { fileName })];
}

/** The last one wins: the station's own pack stands behind the built-in one. */
function schemaFor(form: FormFacts, packs: Packs): FormSchema | undefined {
  return packs.schemas.findLast((schema) => schema.knd === form.knd && schema.version === form.version);
}
