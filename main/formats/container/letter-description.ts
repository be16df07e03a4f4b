import type { WrittenDocument } from '../readings.ts';
import { attribute, readXml } from '../xml/read-xml.ts';
import type { XmlElement } from '../xml/read-xml.ts';
import { cut, writeXml } from '../xml/write-xml.ts';

/** The document "описание" of a letter, an appeal or a mailing. `answerTo` ties a reply to what it answers. */
export type LetterDescription = {
  readonly subject: string;
  /** идентификаторДокументооборота of the subscriber's appeal, 1 to 32 characters. */
  readonly answerTo?: string;
  readonly category?: string;
};

/** Fields by «Описание обращения, письма и рассылки»: ответНа T(1-32), категория T(1-255), тема T(1-255). */
export function writeLetterDescription(description: LetterDescription): WrittenDocument {
  const attributes = {
    ответНа: description.answerTo === undefined ? undefined : cut(description.answerTo, 32),
    категория: description.category === undefined ? undefined : cut(description.category, 255),
    тема: cut(description.subject, 255) || 'Без темы',
  };
  return { fileName: 'description.xml', bytes: writeXml({ name: 'описание', attributes }), mediaType: 'application/xml' };
}

/** The root's name is not published, so the fields are looked for at the root and one level below it. */
export function readLetterDescription(bytes: Uint8Array): Partial<LetterDescription> {
  const reading = readXml(bytes, { bytes: 2 ** 20, depth: 32, elements: 10_000 });
  if (!reading.ok) return {};
  const places = [reading.root, ...reading.root.elements.slice(0, 100)];
  const subject = valueOf(places, 'тема', 255);
  const answerTo = valueOf(places, 'ответНа', 32);
  const category = valueOf(places, 'категория', 255);
  return { ...(subject === undefined ? {} : { subject }), ...(answerTo === undefined ? {} : { answerTo }), ...(category === undefined ? {} : { category }) };
}

function valueOf(places: readonly XmlElement[], name: string, length: number): string | undefined {
  for (const place of places) {
    const value = attribute(place, name) ?? (place.name === name ? place.text.trim() : '');
    if (value !== '') return cut(value, length);
  }
  return undefined;
}
