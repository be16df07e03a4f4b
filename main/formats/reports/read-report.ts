import { faults, fault, remark } from '../finding.ts';
import { builtInPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import type { FormView, ReportReading } from '../readings.ts';
import { searchText } from '../search-text.ts';
import { decodeText } from '../text/decode-text.ts';
import { plainTextOfHtml } from '../text/plain-text-of-html.ts';
import { readXml } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { xmlFaultText } from '../xml/xml-fault-text.ts';
import { readFormFacts } from './form-facts.ts';
import { formView } from './form-view.ts';
import { readParties } from './parties.ts';
import { readServiceDocument } from './service-document.ts';

/**
 * A report, power of attorney or service document after its bytes were read. What is no XML of the exchange
 * formats yields an empty view with the text for search; broken XML yields findings. Never throws for content.
 */
export async function readReport(
  input: { readonly bytes: Uint8Array; readonly fileName: string; readonly mediaType: string },
  packs: Packs = builtInPacks(),
): Promise<ReportReading> {
  if (!isXml(input)) return plainReading(input.bytes, input.mediaType);
  const { xml, xmlDepth, xmlElements } = packs.limits.station;
  const reading = readXml(input.bytes, { bytes: xml, depth: xmlDepth, elements: xmlElements });
  if (!reading.ok) {
    const finding = fault(faults.unknownFormat, `Файл «${input.fileName}» не прочитан: ${xmlFaultText(reading)}.`, {
      fileName: input.fileName,
      ...(reading.fault === 'malformed' ? { line: reading.line } : {}),
    });
    return { findings: [finding], view: nothing, text: '' };
  }
  if (reading.root.name !== 'Файл' && reading.root.name !== 'Доверенность') return strangeReading(reading.root, packs);
  const encodingRemarks = reading.encoding === 'windows-1251' || reading.root.name === 'Доверенность' ? [] : [wrongEncoding(input.fileName)];
  return { ...readExchangeFile(reading.root, input.fileName, packs), findings: encodingRemarks };
}

const nothing: FormView = { title: '', sections: [] };

function isXml({ bytes, fileName, mediaType }: { bytes: Uint8Array; fileName: string; mediaType: string }): boolean {
  if (/\bxml\b/.test(mediaType) && !mediaType.includes('html')) return true;
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 256));
  if (/^(\u00ef\u00bb\u00bf)?\s{0,64}<\?xml/.test(head)) return true;
  return fileName.toLowerCase().endsWith('.xml');
}

function wrongEncoding(fileName: string) {
  return remark(faults.unknownFormat, `Файл «${fileName}» записан в UTF-8, а форматы обмена требуют windows-1251.`, { fileName });
}

function plainReading(bytes: Uint8Array, mediaType: string): ReportReading {
  const [type = ''] = mediaType.split(';');
  if (!type.startsWith('text/')) return { findings: [], view: nothing, text: '' };
  const { text } = decodeText(bytes.subarray(0, 4 * 2 ** 20), mediaType);
  return { findings: [], view: nothing, text: searchText([type === 'text/html' ? plainTextOfHtml(text) : text]) };
}

function strangeReading(root: XmlElement, packs: Packs): ReportReading {
  const view = formView(root, root.name.slice(0, 200), packs);
  return { findings: [], view, text: textOf(root) };
}

function readExchangeFile(root: XmlElement, fileName: string, packs: Packs): Omit<ReportReading, 'findings'> {
  const form = readFormFacts(root, fileName, packs);
  const parties = readParties(root, fileName);
  const fileId = root.attributes['ИдФайл']?.trim();
  const service = readServiceDocument(root, fileName, packs);
  return {
    ...(form === undefined ? {} : { form }),
    ...(fileId === undefined || fileId === '' ? {} : { fileId: fileId.slice(0, 255) }),
    ...parties,
    ...service,
    view: formView(root, form?.name ?? root.name, packs),
    text: textOf(root),
  };
}

/** Every value of the document, up to the bound of the search text. */
function textOf(root: XmlElement): string {
  const values: string[] = [];
  let length = 0;
  const visit = (element: XmlElement): boolean => {
    for (const value of [...Object.values(element.attributes), element.text]) {
      const trimmed = value.trim();
      if (trimmed === '') continue;
      values.push(trimmed);
      length += trimmed.length;
    }
    return length < 2 ** 20 && element.elements.every(visit);
  };
  visit(root);
  return searchText(values);
}
