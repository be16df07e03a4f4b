import type { Packs } from '../packs/packs.ts';
import type { FormSection, FormView } from '../readings.ts';
import type { XmlElement } from '../xml/read-xml.ts';

const limits = { elements: 3000, depth: 24, value: 2000, fields: 20_000 };

/** The document as people read it: labels from the pack, names split into words where it has none. */
export function formView(root: XmlElement, title: string, packs: Packs): FormView {
  const left = { elements: limits.elements, fields: limits.fields };
  const sections = [section(root, packs, left, 0)].flatMap((one) => (root.name === 'Файл' ? [{ ...one, sections: [] }, ...one.sections] : [one]));
  return { title: title.slice(0, 500), sections: sections.filter((one) => one.fields.length > 0 || one.sections.length > 0) };
}

function section(element: XmlElement, packs: Packs, left: { elements: number; fields: number }, depth: number): FormSection {
  left.elements--;
  const fields = fieldsOf(element, packs, left);
  const sections: FormSection[] = [];
  for (const child of element.elements) {
    if (left.elements <= 0 || depth >= limits.depth) {
      sections.push({ title: '…', fields: [], sections: [] });
      break;
    }
    if (isField(child)) fields.push(field(child.name, child.text, packs));
    else sections.push(section(child, packs, left, depth + 1));
  }
  return { title: labelOf(element.name, packs), fields, sections };
}

function fieldsOf(element: XmlElement, packs: Packs, left: { fields: number }): { label: string; value: string }[] {
  const fields: { label: string; value: string }[] = [];
  for (const [name, value] of Object.entries(element.attributes)) {
    if (name.startsWith('xmlns') || name.startsWith('xsi:')) continue;
    if (left.fields-- <= 0) break;
    fields.push(field(name, value, packs));
  }
  if (element.text.trim() !== '') fields.push(field('', element.text, packs));
  return fields;
}

/** An element that holds nothing but text is read like an attribute. */
function isField(element: XmlElement): boolean {
  return element.elements.length === 0 && Object.keys(element.attributes).length === 0 && element.text.trim() !== '';
}

function field(name: string, value: string, packs: Packs): { label: string; value: string } {
  return { label: labelOf(name, packs), value: value.trim().slice(0, limits.value) };
}

function labelOf(name: string, packs: Packs): string {
  if (Object.hasOwn(packs.labels.labels, name)) return packs.labels.labels[name]!;
  return splitWords(name.slice(0, 200));
}

/** "СумНалУпл" → "Сум нал упл": where no label is known the shortened words are at least apart. */
function splitWords(name: string): string {
  const words = name.replace(/_/g, ' ').match(/[А-ЯЁA-Z]{2,}(?![а-яёa-z])|[А-ЯЁA-Z]?[а-яёa-z]+|[А-ЯЁA-Z]|\d+/g) ?? [name];
  return words.map((word, index) => (index === 0 || /^[А-ЯЁA-Z]{2,}$/.test(word) ? word : word.toLowerCase())).join(' ');
}
