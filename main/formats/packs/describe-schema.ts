import { ReceptionError } from '../../domain/errors.ts';
import { readXml } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import type { FormSchema } from './packs.ts';

/**
 * Which form and version an XSD describes: the only values that it allows for КНД and ВерсФорм.
 * Throws ReceptionError 'settings-invalid' when the file is not such a schema.
 */
export function describeSchema(name: string, xsd: Uint8Array): FormSchema {
  const reading = readXml(xsd, { bytes: 8 * 2 ** 20, depth: 128, elements: 200_000 });
  const knd = reading.ok ? allowedValue(reading.root, 'КНД') : undefined;
  const version = reading.ok ? allowedValue(reading.root, 'ВерсФорм') : undefined;
  if (knd === undefined || version === undefined) {
    throw new ReceptionError('settings-invalid', `The schema ${name} names no КНД and ВерсФорм`, { details: { file: name } });
  }
  return { name, knd, version, xsd };
}

function allowedValue(element: XmlElement, attribute: string): string | undefined {
  for (const child of element.elements) {
    if (localName(child.name) === 'attribute' && child.attributes['name'] === attribute) {
      const value = child.attributes['fixed'] ?? enumeration(child);
      if (value !== undefined) return value;
    }
    const deeper = allowedValue(child, attribute);
    if (deeper !== undefined) return deeper;
  }
  return undefined;
}

function enumeration(element: XmlElement): string | undefined {
  if (localName(element.name) === 'enumeration') return element.attributes['value'];
  for (const child of element.elements) {
    const value = enumeration(child);
    if (value !== undefined) return value;
  }
  return undefined;
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1);
}
