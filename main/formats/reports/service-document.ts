import type { Packs, ServiceKind } from '../packs/packs.ts';
import type { ReportReading } from '../readings.ts';
import { attribute, child, children } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { bareName } from './file-name.ts';

/**
 * Recognises the service documents that subscribers and operators send back, by the prefix of ИдФайл or of
 * the file's name and by the form's code, and reads which files they are about.
 */
export function readServiceDocument(root: XmlElement, fileName: string, packs: Packs): Pick<ReportReading, 'service' | 'about' | 'aboutFiles'> {
  const fileId = attribute(root, 'ИдФайл') ?? '';
  const service = serviceOf(fileId, fileName, attribute(child(root, 'Документ'), 'КНД'), packs);
  if (service === undefined) return {};
  const named = namedFiles(root);
  const [first] = named;
  if (first === undefined) return { service };
  return { service, about: { fileName: first.fileName, fileId: first.fileId }, aboutFiles: named.map((one) => one.fileName) };
}

function serviceOf(fileId: string, fileName: string, knd: string | undefined, packs: Packs): ServiceKind | undefined {
  const prefix = /^([A-Z]{2})_/.exec(fileId)?.[1] ?? /^([A-Z]{2})_/.exec(fileName)?.[1];
  if (prefix === 'PD') return 'sending-confirmation';
  const formats = Object.entries(packs.receipts.receipts);
  const found = formats.find(([, format]) => format.prefix === prefix) ?? formats.find(([, format]) => format.knd === knd);
  return found?.[0] as ServiceKind | undefined;
}

const nameAttributes = ['НаимПолФайла', 'ИмяПостФайла', 'ИмяОбрабФайла', 'ИмяПолФайла', 'НаимФайл', 'ИмяФайл', 'ИмяФайла'];
const nameElements = ['ИмяОбрабФайла', 'СведПолФайл', 'ИмяПостФайла', 'НаимПолФайла', 'СведОтпрФайл'];

/** The files may stand in attributes or in elements, depending on the format's year. */
function namedFiles(root: XmlElement): { fileName: string; fileId: string }[] {
  const found = new Map<string, { fileName: string; fileId: string }>();
  const add = (name: string | undefined, fileId: string | undefined) => {
    if (name === undefined || name.length > 255 || found.size >= 300) return;
    const fileName = bareName(name);
    if (!found.has(fileName)) found.set(fileName, { fileName, fileId: fileId === undefined ? fileName : bareName(fileId).slice(0, 255) });
  };
  const visit = (element: XmlElement, depth: number): void => {
    for (const name of nameAttributes) add(attribute(element, name), depth === 0 ? undefined : attribute(element, 'ИдФайл'));
    if (nameElements.includes(element.name) && element.text.trim() !== '') add(element.text.trim(), undefined);
    if (depth < 12) for (const one of element.elements) visit(one, depth + 1);
  };
  for (const document of children(root, 'Документ')) visit(document, 1);
  return [...found.values()];
}
