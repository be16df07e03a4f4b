import { isAscii, isUtf8 } from 'node:buffer';
import { SaxesParser } from 'saxes';

export type XmlElement = {
  readonly name: string;
  readonly attributes: Readonly<Record<string, string>>;
  readonly elements: readonly XmlElement[];
  readonly text: string;
  /** Text and elements in their order (undefined stands for an element); only where both are mixed. */
  readonly pieces?: readonly (string | undefined)[];
  readonly line: number;
};

export type XmlLimits = { readonly bytes: number; readonly depth: number; readonly elements: number };

export type XmlFault =
  | { readonly fault: 'empty' }
  | { readonly fault: 'too-large'; readonly limit: 'bytes' | 'depth' | 'elements' }
  | { readonly fault: 'doctype' }
  | { readonly fault: 'encoding'; readonly declared: string }
  | { readonly fault: 'malformed'; readonly line: number; readonly message: string };

export type XmlReading =
  | { readonly ok: true; readonly root: XmlElement; readonly encoding: XmlEncoding; readonly declared: boolean }
  | ({ readonly ok: false } & XmlFault);

export type XmlEncoding = 'utf-8' | 'windows-1251';

/**
 * XML as a plain tree. Only UTF-8 and windows-1251, no DOCTYPE of any kind (so no entities but the five),
 * and nothing above the limits. Time and memory grow linearly with the bytes.
 */
export function readXml(bytes: Uint8Array, limits: XmlLimits): XmlReading {
  if (bytes.length > limits.bytes) return { ok: false, fault: 'too-large', limit: 'bytes' };
  const decoded = decodeXml(bytes);
  if ('fault' in decoded) return { ok: false, ...decoded };
  if (hasDoctype(decoded.text)) return { ok: false, fault: 'doctype' };
  return parse(decoded.text, limits, decoded);
}

function decodeXml(bytes: Uint8Array): { text: string; encoding: XmlEncoding; declared: boolean } | XmlFault {
  const head = new TextDecoder('latin1').decode(bytes.subarray(0, 200));
  if (/^\s*$/.test(head) && bytes.length <= 200) return { fault: 'empty' };
  if (/^(\u00FE\u00FF|\u00FF\u00FE|\u0000|.\u0000)/s.test(head)) return { fault: 'encoding', declared: 'UTF-16' };
  const marked = head.startsWith('\u00EF\u00BB\u00BF');
  const declared = /^(?:\u00EF\u00BB\u00BF)?<\?xml[^>]{0,120}?encoding\s{0,8}=\s{0,8}["']([A-Za-z0-9._-]{1,40})["']/.exec(head)?.[1];
  const name = (declared ?? 'utf-8').toLowerCase();
  const encoding = name === 'utf-8' || name === 'utf8' ? 'utf-8' : ['windows-1251', 'cp1251', 'cp-1251'].includes(name) ? 'windows-1251' : undefined;
  if (encoding === undefined || (marked && encoding !== 'utf-8')) return { fault: 'encoding', declared: declared ?? '' };
  // Cyrillic text of windows-1251 is never valid UTF-8 by chance: such a file was recoded and its heading was not.
  if (encoding === 'windows-1251' && !isAscii(bytes) && isUtf8(bytes)) return { fault: 'encoding', declared: declared ?? '' };
  try {
    const text = new TextDecoder(encoding, { fatal: true }).decode(bytes);
    return { text, encoding, declared: declared !== undefined };
  } catch {
    return { fault: 'encoding', declared: declared ?? 'utf-8' };
  }
}

/** A DOCTYPE can stand only before the root: the prolog is white space, comments and instructions. */
function hasDoctype(text: string): boolean {
  let at = 0;
  for (;;) {
    while (at < text.length && text.charCodeAt(at) <= 0x20) at++;
    if (text.startsWith('<?', at)) at = after(text, '?>', at);
    else if (text.startsWith('<!--', at)) at = after(text, '-->', at);
    else return text.slice(at, at + 9).toUpperCase() === '<!DOCTYPE';
  }
}

function after(text: string, mark: string, from: number): number {
  const at = text.indexOf(mark, from);
  return at < 0 ? text.length : at + mark.length;
}

const none: Growing[] = [];

type Growing = { name: string; attributes: Record<string, string>; elements: Growing[]; text: string; pieces?: (string | undefined)[]; line: number };

class Stop extends Error {
  readonly fault: XmlFault;
  constructor(fault: XmlFault) {
    super(fault.fault);
    this.fault = fault;
  }
}

function parse(text: string, limits: XmlLimits, how: { encoding: XmlEncoding; declared: boolean }): XmlReading {
  try {
    const root = grow(text, limits);
    return { ok: true, root, encoding: how.encoding, declared: how.declared };
  } catch (error) {
    if (error instanceof Stop) return { ok: false, ...error.fault };
    throw error;
  }
}

function grow(text: string, limits: XmlLimits): XmlElement {
  const parser = new SaxesParser({ position: true });
  const open: Growing[] = [];
  let root: Growing | undefined;
  let count = 0;
  parser.on('error', (error) => {
    throw new Stop({ fault: 'malformed', line: parser.line, message: error.message.replace(/^[\d:.]+\s*/, '').slice(0, 200) });
  });
  parser.on('doctype', () => {
    throw new Stop({ fault: 'doctype' });
  });
  parser.on('opentag', (tag) => {
    if (++count > limits.elements) throw new Stop({ fault: 'too-large', limit: 'elements' });
    if (open.length >= limits.depth) throw new Stop({ fault: 'too-large', limit: 'depth' });
    const element: Growing = { name: tag.name, attributes: tag.attributes as Record<string, string>, elements: none, text: '', line: parser.line };
    const parent = open.at(-1);
    if (parent !== undefined) adopt(parent, element);
    if (parent !== undefined && (parent.pieces !== undefined || parent.text.trim() !== '')) (parent.pieces ??= [parent.text]).push(undefined);
    root ??= element;
    open.push(element);
  });
  parser.on('closetag', () => {
    open.pop();
  });
  const add = (piece: string) => {
    const element = open.at(-1);
    if (element === undefined) return;
    element.text += piece;
    if (element.pieces !== undefined) element.pieces.push(piece);
    else if (element.elements.length > 0 && piece.trim() !== '') element.pieces = [...element.elements.map(() => undefined), piece];
  };
  parser.on('text', add);
  parser.on('cdata', add);
  parser.write(text).close();
  if (root === undefined) throw new Stop({ fault: 'malformed', line: 1, message: 'no root element' });
  return root;
}

/** Most elements have no children: they share one empty list. */
function adopt(parent: Growing, element: Growing): void {
  if (parent.elements === none) parent.elements = [element];
  else parent.elements.push(element);
}

export function child(element: XmlElement | undefined, name: string): XmlElement | undefined {
  return element?.elements.find((one) => one.name === name);
}

export function children(element: XmlElement | undefined, name: string): readonly XmlElement[] {
  return element?.elements.filter((one) => one.name === name) ?? [];
}

/** Follows names from an element downwards: `at(root, 'Документ', 'СвНП')`. */
export function at(element: XmlElement | undefined, ...names: readonly string[]): XmlElement | undefined {
  return names.reduce<XmlElement | undefined>((here, name) => child(here, name), element);
}

/** An attribute's value without outer white space; absent when empty. */
export function attribute(element: XmlElement | undefined, name: string): string | undefined {
  if (element === undefined || !Object.hasOwn(element.attributes, name)) return undefined;
  const value = element.attributes[name]!.trim();
  return value === '' ? undefined : value;
}
