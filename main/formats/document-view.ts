import type { DocumentView } from '../domain/document-view.ts';
import { builtInPacks } from './packs/load-packs.ts';
import type { Packs } from './packs/packs.ts';
import { readReport } from './reports/read-report.ts';
import { decodeText } from './text/decode-text.ts';
import type { Charset } from './text/decode-text.ts';
import { plainTextOfHtml } from './text/plain-text-of-html.ts';
import { readXml } from './xml/read-xml.ts';
import type { XmlElement } from './xml/read-xml.ts';

const mostText = 400_000;
const hexPage = 4096;

export type Viewing = DocumentView['as'];

/**
 * A document for the screen: plain data, never HTML, bounded. Without `as` the view that a person reads best: the form,
 * else XML, else text, else bytes. `page` counts pages of 4096 bytes from 0. `others` names the views that there are besides.
 */
export async function viewDocument(
  input: { readonly bytes: Uint8Array; readonly mediaType: string; readonly name: string; readonly as?: Viewing; readonly page?: number },
  packs: Packs = builtInPacks(),
): Promise<DocumentView> {
  const { bytes, mediaType, name } = input;
  const root = bytes.length === 0 ? undefined : rootOf(bytes, packs);
  const text = bytes.length === 0 ? undefined : viewText(bytes, mediaType);
  const views = [...(root?.name === 'Файл' ? ['form'] : []), ...(root === undefined ? [] : ['xml']), ...(text === undefined ? [] : ['text']), 'hex'] as Viewing[];
  const as = input.as !== undefined && views.includes(input.as) ? input.as : views[0]!;
  const others = views.filter((view) => view !== as) as never;
  switch (as) {
    case 'form':
      return { as, form: (await readReport({ bytes, fileName: name, mediaType }, packs)).view, others };
    case 'xml':
      return { as, ...prettyXml(root!), others };
    case 'text':
      return { as, ...text!, others };
    case 'hex':
      return { as, ...hexRows(bytes, input.page ?? 0), others };
  }
}

function rootOf(bytes: Uint8Array, packs: Packs): XmlElement | undefined {
  if (!startsLikeXml(bytes)) return undefined;
  const { xml: most, xmlDepth, xmlElements } = packs.limits.station;
  const reading = readXml(bytes, { bytes: most, depth: xmlDepth, elements: xmlElements });
  return reading.ok ? reading.root : undefined;
}

function startsLikeXml(bytes: Uint8Array): boolean {
  const head = Buffer.from(bytes.subarray(0, 256)).toString('latin1');
  return /^(\u00ef\u00bb\u00bf)?\s{0,64}<[?A-Za-z_\u0080-\u00ff]/.test(head) && !/^\s*<(!doctype|html)/i.test(head);
}

/** The tree with one element a line, indented; values keep their own characters, markup signs escaped. */
function prettyXml(root: XmlElement): { text: string; cut: boolean } {
  const lines: string[] = [];
  let length = 0;
  const add = (line: string): boolean => {
    length += line.length + 1;
    if (length <= mostText) lines.push(line);
    return length <= mostText;
  };
  const write = (element: XmlElement, indent: string): boolean => {
    const attributes = Object.entries(element.attributes).map(([key, value]) => ` ${key}="${escaped(value)}"`);
    const open = `${indent}<${element.name}${attributes.join('')}`;
    const text = element.text.trim();
    if (element.elements.length === 0) return add(text === '' ? `${open}/>` : `${open}>${escaped(text)}</${element.name}>`);
    if (!add(`${open}>`)) return false;
    if (text !== '' && !add(`${indent}  ${escaped(text)}`)) return false;
    return element.elements.every((child) => write(child, `${indent}  `)) && add(`${indent}</${element.name}>`);
  };
  const whole = write(root, '');
  return { text: lines.join('\n'), cut: !whole };
}

function escaped(text: string): string {
  return text.slice(0, mostText).replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
}

function viewText(bytes: Uint8Array, mediaType: string): { text: string; charset: Charset; cut: boolean } | undefined {
  const sample = bytes.subarray(0, 65_536);
  const stated = mediaType.startsWith('text/') || mediaType.startsWith('message/');
  if (!looksLikeText(sample)) return undefined;
  if (!stated && /^(image|audio|video|font)\/|\/(pdf|zip|pkcs7|x-)/.test(mediaType)) return undefined;
  const { text, charset } = decodeText(bytes.subarray(0, 2 * mostText), stated ? mediaType : '');
  const plain = mediaType.startsWith('text/html') || /^\s*<(!doctype html|html)/i.test(text) ? plainTextOfHtml(text) : text;
  const clean = plain.replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/g, '\u00b7');
  return { text: clean.slice(0, mostText), charset, cut: bytes.length > 2 * mostText || clean.length > mostText };
}

/** Text of any charset has hardly any control characters; UTF-16 with its mark is text too. */
function looksLikeText(sample: Uint8Array): boolean {
  if ((sample[0] === 0xff && sample[1] === 0xfe) || (sample[0] === 0xfe && sample[1] === 0xff)) return true;
  if (Buffer.from(sample.subarray(0, 5)).toString('latin1') === '%PDF-') return false;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) return false;
    if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a) controls++;
  }
  return controls <= sample.length / 200;
}

type HexRows = Pick<Extract<DocumentView, { as: 'hex' }>, 'rows' | 'page' | 'pages' | 'size'>;

function hexRows(bytes: Uint8Array, wanted: number): HexRows {
  const pages = Math.max(1, Math.ceil(bytes.length / hexPage));
  const page = Math.min(Math.max(0, Math.trunc(wanted)), pages - 1);
  const end = Math.min(bytes.length, (page + 1) * hexPage);
  const rows: HexRows['rows'][number][] = [];
  for (let at = page * hexPage; at < end; at += 16) {
    const row = Buffer.from(bytes.subarray(at, Math.min(at + 16, end)));
    rows.push({ offset: at, hex: row.toString('hex').replace(/..(?=.)/g, '$& '), text: row.toString('latin1').replace(/[^\u0020-\u007e]/g, '.') });
  }
  return { rows, page, pages, size: bytes.length };
}
