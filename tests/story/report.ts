import { randomUUID } from 'node:crypto';
import { escaped, toWindows1251 } from './windows-1251.ts';

export type Taxpayer = { readonly name: string; readonly taxNumber: string; readonly kpp: string };
export type Report = { readonly name: string; readonly bytes: Uint8Array };

export const authority = { code: '0087', name: 'Инспекция ФНС № 87 (проверочная)', taxNumber: '7707329152', kpp: '770701001' };

/** A 6-НДФЛ of the test's own hand, in windows-1251. */
export function writeReport({ name, taxNumber, kpp }: Taxpayer, signatory = 'Лодыгина', id: string = randomUUID(), receiver = authority.code): Report {
  const day = new Date();
  const [year, month, date] = day.toISOString().slice(0, 10).split('-') as [string, string, string];
  const fileId = `NO_NDFL6_${receiver}_${receiver}_${taxNumber}${kpp}_${year}${month}${date}_${id}`;
  const dotted = `${date}.${month}.${year}`;
  const xml =
    `<?xml version="1.0" encoding="windows-1251"?>\n` +
    `<Файл ИдФайл="${fileId}" ВерсПрог="Рука 1" ВерсФорм="5.02">` +
    `<Документ КНД="1151099" ДатаДок="${dotted}" Период="33" ОтчетГод="${year}" КодНО="${receiver}" НомКорр="0" ПоМесту="214">` +
    `<СвНП ОКТМО="45000000" Тлф="84950000000"><НПЮЛ НаимОрг="${escaped(name)}" ИННЮЛ="${taxNumber}" КПП="${kpp}"/></СвНП>` +
    `<Подписант ПрПодп="1"><ФИО Фамилия="${signatory}" Имя="Мария" Отчество="Глебовна"/></Подписант>` +
    `<НДФЛ6><ОбобщПоказ КолФЛДоход="11" УдержНалИт="13" НеУдержНалИт="0" ВозврНалИт="0">` +
    `<СумСтавка Ставка="13" НачислДох="100" НачислДохДив="0" ВычетНал="0" ИсчислНал="13" ИсчислНалДив="0" АвансПлат="0"/></ОбобщПоказ>` +
    `<ДохНал><СумДата ДатаФактДох="${dotted}" ДатаУдержНал="${dotted}" СрокПрчслНал="${dotted}" ФактДоход="100" УдержНал="13"/></ДохНал></НДФЛ6>` +
    `</Документ></Файл>`;
  return { name: `${fileId}.xml`, bytes: toWindows1251(xml) };
}

/** The subscriber's own notice of receipt for a file of the authority. */
export function writeNotice({ name, taxNumber, kpp }: Taxpayer, about: string): Report {
  const day = new Date().toISOString();
  const [year, month, date] = day.slice(0, 10).split('-') as [string, string, string];
  const fileId = `IZ_${authority.code}_${taxNumber}${kpp}_${authority.code}_${year}${month}${date}_${randomUUID()}`;
  const xml =
    `<?xml version="1.0" encoding="windows-1251"?>\n` +
    `<Файл ИдФайл="${fileId}" ВерсПрог="Рука 1" ВерсФорм="5.01"><Документ КНД="1166010">` +
    `<ОтпрДок><ЮЛ НаимОрг="${escaped(name)}" ИННЮЛ="${taxNumber}" КПП="${kpp}"/></ОтпрДок><ПолДок КодНО="${authority.code}"/>` +
    `<СвИзвещП ДатаПол="${date}.${month}.${year}" ВремяПол="${day.slice(11, 19).replaceAll(':', '.')}"><СведПолФайл НаимПолФайла="${escaped(about)}"/></СвИзвещП>` +
    `</Документ></Файл>`;
  return { name: `${fileId}.xml`, bytes: toWindows1251(xml) };
}
