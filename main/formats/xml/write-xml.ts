import iconv from 'iconv-lite';
import { wellFormed } from '../text/well-formed.ts';

/** An element to write. Attributes and children that are undefined are left out. */
export type Written = {
  readonly name: string;
  readonly attributes?: Readonly<Record<string, string | undefined>>;
  readonly children?: readonly (Written | string | undefined)[];
};

/**
 * XML in windows-1251. Characters outside that table become numeric references, so nothing is lost;
 * characters that XML 1.0 forbids become spaces.
 */
export function writeXml(root: Written): Uint8Array {
  const text = `<?xml version="1.0" encoding="windows-1251"?>\n${element(root)}\n`;
  return new Uint8Array(iconv.encode(text, 'win1251'));
}

function element({ name, attributes = {}, children = [] }: Written): string {
  const written = Object.entries(attributes)
    .filter((pair): pair is [string, string] => pair[1] !== undefined)
    .map(([key, value]) => ` ${key}="${escaped(value, true)}"`)
    .join('');
  const inside = children.map((one) => (one === undefined ? '' : typeof one === 'string' ? escaped(one, false) : element(one))).join('');
  return inside === '' ? `<${name}${written}/>` : `<${name}${written}>${inside}</${name}>`;
}

const named: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

function escaped(value: string, inAttribute: boolean): string {
  let out = '';
  for (const character of wellFormed(value)) {
    const code = character.codePointAt(0)!;
    if (Object.hasOwn(named, character)) out += named[character]!;
    else if (code === 0x9 || code === 0xa || code === 0xd) out += inAttribute || code === 0xd ? `&#${code};` : character;
    else if (code < 0x20 || code === 0xfffe || code === 0xffff) out += ' ';
    else if (code < 0x7f || inWindows1251(character)) out += character;
    else out += `&#${code};`;
  }
  return out;
}

function inWindows1251(character: string): boolean {
  const bytes = iconv.encode(character, 'win1251');
  return bytes.length === 1 && bytes[0] !== 0x3f && bytes[0] !== 0x98 && iconv.decode(bytes, 'win1251') === character;
}

/** At most `length` characters (code points), the last one an ellipsis where something was cut. */
export function cut(value: string, length: number): string {
  const trimmed = value.trim();
  if (trimmed.length <= length) return trimmed;
  const points = [...trimmed];
  return points.length <= length ? trimmed : `${points.slice(0, length - 1).join('')}…`;
}
