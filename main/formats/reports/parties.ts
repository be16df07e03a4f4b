import type { Party } from '../../domain/submission.ts';
import { attribute, at, child } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { bareName, parseExchangeName } from './file-name.ts';

export type Parties = {
  readonly subscriber?: Party;
  readonly sender?: Party;
  readonly signatory?: { readonly name: string; readonly representative: boolean };
};

/** The taxpayer, who sends for it where that is another, and who signs. */
export function readParties(root: XmlElement, fileName: string): Parties {
  const document = child(root, 'Документ');
  const subscriber = readTaxpayer(document);
  const sender = readSender(root, document, subscriber, fileName);
  const signatory = readSignatory(child(document, 'Подписант'));
  return { ...(subscriber === undefined ? {} : { subscriber }), ...(sender === undefined ? {} : { sender }), ...(signatory === undefined ? {} : { signatory }) };
}

function readTaxpayer(document: XmlElement | undefined): Party | undefined {
  for (const holder of [child(document, 'СвНП'), child(document, 'СвПредст'), child(document, 'СвОтпр')]) {
    const party = holder === undefined ? undefined : readParty(holder);
    if (party !== undefined) return party;
  }
  return undefined;
}

const organisations = ['НПЮЛ', 'СведЮЛ', 'ОтпрЮЛ', 'СвОрг'];
const persons = ['НПФЛ', 'НПИП', 'СведФЛ', 'ОтпрФЛ', 'НПФЛРоссия', 'СведФизЛ'];

function readParty(holder: XmlElement): Party | undefined {
  const organisation = holder.elements.find((one) => organisations.includes(one.name));
  if (organisation !== undefined) {
    const kpp = attribute(organisation, 'КПП');
    return {
      name: (attribute(organisation, 'НаимОрг') ?? '').slice(0, 1000),
      taxNumber: digits(attribute(organisation, 'ИННЮЛ'), 10),
      ...(kpp === undefined || !/^[0-9A-Z]{9}$/.test(kpp) ? {} : { kpp }),
    };
  }
  const person = holder.elements.find((one) => persons.includes(one.name));
  if (person === undefined) return undefined;
  return { name: fullName(child(person, 'ФИО')), taxNumber: digits(attribute(person, 'ИННФЛ') ?? attribute(person, 'ИНН'), 12) };
}

function digits(text: string | undefined, length: number): string {
  return text !== undefined && text.length === length && /^\d+$/.test(text) ? text : '';
}

export function fullName(element: XmlElement | undefined): string {
  return [attribute(element, 'Фамилия'), attribute(element, 'Имя'), attribute(element, 'Отчество')]
    .filter((part) => part !== undefined)
    .join(' ')
    .slice(0, 200);
}

/** The O part of the name is the one who sends: another than the taxpayer where a representative does. */
function readSender(root: XmlElement, document: XmlElement | undefined, subscriber: Party | undefined, fileName: string): Party | undefined {
  const name = parseExchangeName(attribute(root, 'ИдФайл') ?? '') ?? parseExchangeName(bareName(fileName));
  if (name === undefined || name.taxNumber === subscriber?.taxNumber || /^0+$/.test(name.taxNumber)) return undefined;
  if (!name.prefix.startsWith('NO_') && !name.prefix.startsWith('ON_')) return undefined;
  const representative = at(document, 'Подписант', 'СвПред') ?? at(document, 'СвУпПред', 'СвПред');
  const stated = representative === undefined ? undefined : readParty(representative);
  const called = stated?.name || attribute(representative, 'НаимОрг') || readSignatory(child(document, 'Подписант'))?.name || '';
  return { name: called.slice(0, 1000), taxNumber: name.taxNumber, ...(name.kpp === undefined ? {} : { kpp: name.kpp }) };
}

function readSignatory(element: XmlElement | undefined): Parties['signatory'] {
  if (element === undefined) return undefined;
  const name = fullName(child(element, 'ФИО') ?? at(element, 'СвПред', 'ФИО'));
  return { name, representative: attribute(element, 'ПрПодп') === '2' };
}
