import type { FlowKey, PartyRole } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { fault, faults, remark } from '../finding.ts';
import type { DocumentType, FlowType, Packs } from '../packs/packs.ts';
import type { ContainerDocument } from '../readings.ts';
import { shownName } from '../text/shown-name.ts';
import { attribute, child, children, readXml } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { xmlFaultText } from '../xml/xml-fault-text.ts';

export type DescriptionReading =
  | { readonly ok: true; readonly flow: FlowKey; readonly documents: readonly ContainerDocument[]; readonly findings: readonly Finding[] }
  | { readonly ok: false; readonly findings: readonly Finding[] };

const file = 'packageDescription.xml';

/** packageDescription.xml (ТрансИнф, version ФНС:1.0) with the files that it names. */
export function readDescription(bytes: Uint8Array, files: ReadonlyMap<string, Uint8Array>, packs: Packs): DescriptionReading {
  const { description, xmlDepth } = packs.limits.station;
  const xml = readXml(bytes, { bytes: description, depth: xmlDepth, elements: 10_000 });
  if (!xml.ok) return refused(`Описание контейнера ${file} не прочитано: ${xmlFaultText(xml)}.`);
  if (xml.root.name !== 'ТрансИнф') return refused(`Описание контейнера ${file} начинается с элемента «${xml.root.name.slice(0, 50)}», а не «ТрансИнф».`);
  const flow = readFlow(xml.root);
  if (flow === undefined) return refused(`В описании контейнера ${file} не указаны отправитель, получатель или идентификатор документооборота.`);
  const type = packs.docflows.flows.find((one) => one.code === flow.type);
  const findings: Finding[] = [...headFindings(xml.root, type, packs)];
  const documents = readDocuments(xml.root, type, files, packs, findings);
  return { ok: true, flow, documents, findings: [...findings, ...strangers(xml.root, files)] };
}

function refused(text: string): DescriptionReading {
  return { ok: false, findings: [fault(faults.schema, text)] };
}

function readFlow(root: XmlElement): FlowKey | undefined {
  const id = attribute(root, 'идентификаторДокументооборота');
  const sender = attribute(child(root, 'отправитель'), 'идентификаторСубъекта');
  const receiver = attribute(child(root, 'получатель'), 'идентификаторСубъекта');
  const operator = attribute(child(root, 'спецоператор'), 'идентификаторСубъекта');
  if (id === undefined || sender === undefined || receiver === undefined) return undefined;
  if (id.length > 64 || sender.length > 46 || receiver.length > 46) return undefined;
  return {
    id,
    type: attribute(root, 'кодТипаДокументооборота')?.slice(0, 2) ?? '',
    transaction: attribute(root, 'кодТипаТранзакции')?.slice(0, 2) ?? '',
    sender,
    receiver,
    ...(operator === undefined ? {} : { operator: operator.slice(0, 46) }),
  };
}

function headFindings(root: XmlElement, type: FlowType | undefined, packs: Packs): Finding[] {
  const findings: Finding[] = [];
  const version = attribute(root, 'версияФормата');
  if (version !== packs.docflows.formatVersion) findings.push(wrong('@версияФормата', version, `должна быть «${packs.docflows.formatVersion}»`));
  const id = attribute(root, 'идентификаторДокументооборота');
  if (id?.length !== 32) findings.push(wrong('@идентификаторДокументооборота', id, 'должен состоять из 32 знаков'));
  const code = attribute(root, 'кодТипаДокументооборота');
  if (type === undefined) {
    findings.push(wrong('@кодТипаДокументооборота', code, 'такого документооборота нет в справочнике'));
    return findings;
  }
  const name = attribute(root, 'типДокументооборота');
  if (name !== type.name) findings.push(mismatch('@типДокументооборота', name, type.name));
  const transaction = attribute(root, 'кодТипаТранзакции');
  const known = type.transactions.find((one) => one.code === transaction);
  if (type.transactions.length > 0 && known === undefined) {
    findings.push(wrong('@кодТипаТранзакции', transaction, `такой транзакции нет в документообороте «${type.name}»`));
  }
  return findings;
}

function wrong(path: string, value: string | undefined, why: string): Finding {
  const shown = value === undefined ? 'не указано' : `«${value.slice(0, 50)}»`;
  return fault(faults.schema, `Описание контейнера: ${path.replace('@', '')} — ${shown}; ${why}.`, {
    fileName: file,
    path: `/ТрансИнф/${path}`,
    ...(value === undefined ? {} : { value: value.slice(0, 200) }),
  });
}

function mismatch(path: string, value: string | undefined, expected: string): Finding {
  return remark(faults.schema, `Описание контейнера: ${path.replace(/.*@/, '')} — «${(value ?? '').slice(0, 50)}», по справочнику «${expected}».`, {
    fileName: file,
    path: `/ТрансИнф/${path}`,
  });
}

function readDocuments(
  root: XmlElement,
  type: FlowType | undefined,
  files: ReadonlyMap<string, Uint8Array>,
  packs: Packs,
  findings: Finding[],
): ContainerDocument[] {
  const elements = children(root, 'документ');
  if (elements.length === 0) findings.push(wrong('документ', undefined, 'в контейнере нет ни одного документа'));
  const ids = new Set<string>();
  return elements.map((element, index) => {
    const stated = attribute(element, 'идентификаторДокумента');
    const path = `документ[${index + 1}]`;
    if (stated?.length !== 32) findings.push(wrong(`${path}/@идентификаторДокумента`, stated, 'должен состоять из 32 знаков'));
    const id = stated === undefined || ids.has(stated) || stated.length > 64 ? `d${index + 1}` : stated;
    if (stated !== undefined && ids.has(stated)) findings.push(wrong(`${path}/@идентификаторДокумента`, stated, 'повторяется у другого документа'));
    ids.add(id);
    return readDocument({ element, id, path, type, files, packs, findings, index });
  });
}

type DocumentPlace = {
  readonly element: XmlElement;
  readonly id: string;
  readonly path: string;
  readonly type: FlowType | undefined;
  readonly files: ReadonlyMap<string, Uint8Array>;
  readonly packs: Packs;
  readonly findings: Finding[];
  readonly index: number;
};

function readDocument(place: DocumentPlace): ContainerDocument {
  const { element, id, path, findings, packs, index } = place;
  const documentType = typeOf(place);
  const contentType = attribute(element, 'типСодержимого') ?? 'unknown';
  const original = attribute(element, 'исходноеИмяФайла');
  const content = readContent(place);
  const typeCode = attribute(element, 'кодТипаДокумента');
  const type = attribute(element, 'типДокумента');
  return {
    id,
    role: documentType?.role ?? 'unknown',
    ...(typeCode === undefined ? {} : { typeCode: typeCode.slice(0, 2) }),
    ...(type === undefined ? {} : { type: type.slice(0, 50) }),
    ...(documentType?.service === undefined ? {} : { service: documentType.service }),
    name: shownName(original ?? '', `${documentType?.name ?? 'документ'}-${index + 1}`),
    mediaType: packs.contentTypes.types[contentType] ?? 'application/octet-stream',
    ...(content === undefined ? {} : { content }),
    encrypted: flag(element, 'зашифрован', path, findings),
    compressed: flag(element, 'сжат', path, findings),
    signatures: readSignatures(place),
  };
}

function typeOf({ element, type, path, findings }: DocumentPlace): DocumentType | undefined {
  const code = attribute(element, 'кодТипаДокумента');
  const name = attribute(element, 'типДокумента');
  const byCode = type?.documents.find((one) => one.code === code);
  if (type !== undefined && byCode === undefined) findings.push(wrong(`${path}/@кодТипаДокумента`, code, `такого документа нет в документообороте «${type.name}»`));
  if (byCode !== undefined && name !== byCode.name) findings.push(mismatch(`${path}/@типДокумента`, name, byCode.name));
  return byCode;
}

function flag(element: XmlElement, name: string, path: string, findings: Finding[]): boolean {
  const value = attribute(element, name);
  if (value === 'true' || value === '1') return true;
  if (value !== 'false' && value !== '0') findings.push(wrong(`${path}/@${name}`, value, 'должно быть true или false'));
  return false;
}

function readContent({ element, path, files, findings }: DocumentPlace): Uint8Array | undefined {
  const holder = child(element, 'содержимое');
  if (holder === undefined) return undefined;
  return fetched(attribute(holder, 'имяФайла'), `${path}/содержимое/@имяФайла`, files, findings);
}

const roles: Readonly<Record<string, PartyRole>> = { абонент: 'subscriber', спецоператор: 'operator', налоговыйОрган: 'authority' };

function readSignatures({ element, path, files, findings }: DocumentPlace): ContainerDocument['signatures'] {
  return children(element, 'подпись').flatMap((signature, index) => {
    const here = `${path}/подпись[${index + 1}]`;
    const fileName = attribute(signature, 'имяФайла');
    const stated = attribute(signature, 'роль') ?? '';
    const role = Object.hasOwn(roles, stated) ? roles[stated] : undefined;
    if (role === undefined) findings.push(wrong(`${here}/@роль`, stated, 'должна быть абонент, спецоператор или налоговыйОрган'));
    const bytes = fetched(fileName, `${here}/@имяФайла`, files, findings);
    return bytes === undefined || fileName === undefined ? [] : [{ role: role ?? 'subscriber', fileName, bytes }];
  });
}

function fetched(name: string | undefined, path: string, files: ReadonlyMap<string, Uint8Array>, findings: Finding[]): Uint8Array | undefined {
  const bytes = name === undefined ? undefined : files.get(name);
  if (bytes === undefined) findings.push(wrong(path, name, 'такого файла в контейнере нет'));
  return bytes;
}

function strangers(root: XmlElement, files: ReadonlyMap<string, Uint8Array>): Finding[] {
  const named = children(root, 'документ')
    .flatMap((document) => [...children(document, 'содержимое'), ...children(document, 'подпись')])
    .map((element) => attribute(element, 'имяФайла') ?? '');
  const doubled = named.filter((name, index) => name !== '' && named.indexOf(name) !== index);
  const known = new Set(named);
  return [
    ...[...new Set(doubled)].map((name) => fault(faults.schema, `Описание контейнера называет файл «${name.slice(0, 150)}» дважды.`, { fileName: file })),
    ...[...files.keys()]
      .filter((name) => !known.has(name))
      .map((name) => remark(faults.schema, `В контейнере есть файл «${name}», которого нет в его описании.`, { fileName: file })),
  ];
}
