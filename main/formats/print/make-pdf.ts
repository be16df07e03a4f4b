import { join } from 'node:path';
import pdfmake from 'pdfmake';
import type { Content, TDocumentDefinitions } from 'pdfmake/interfaces.js';
import { resourcesFolder } from '../resources-folder.ts';

export type Language = 'ru' | 'en';

export type Page = {
  readonly title: string;
  readonly content: Content[];
  readonly landscape?: boolean;
  /** Left of the page number, on every page. */
  readonly foot: string;
  readonly language: Language;
  /** The instant that the file states as its making: the same input then gives the same bytes. */
  readonly printedAt: string;
};

let prepared = false;

/** A PDF in PT Sans. Nothing is fetched and no file but the fonts is read, whatever the content says. */
export async function makePdf(page: Page): Promise<Uint8Array> {
  prepare();
  const buffer = await pdfmake.createPdf(definition(page)).getBuffer();
  return new Uint8Array(buffer);
}

function prepare(): void {
  if (prepared) return;
  const folder = join(resourcesFolder(), 'fonts');
  const fonts = { normal: 'PTS55F.ttf', bold: 'PTS75F.ttf', italics: 'PTS56F.ttf', bolditalics: 'PTS76F.ttf' };
  const paths = Object.fromEntries(Object.entries(fonts).map(([style, file]) => [style, join(folder, file)]));
  const readable = new Set(Object.values(paths));
  pdfmake.setUrlAccessPolicy(() => false);
  pdfmake.setLocalAccessPolicy((path) => readable.has(path));
  pdfmake.setFonts({ PTSans: paths });
  prepared = true;
}

function definition({ title, content, landscape, foot, language, printedAt }: Page): TDocumentDefinitions {
  const moment = new Date(printedAt);
  return {
    content,
    pageSize: 'A4',
    pageOrientation: landscape === true ? 'landscape' : 'portrait',
    pageMargins: [40, 40, 40, 50],
    defaultStyle: { font: 'PTSans', fontSize: 9, lineHeight: 1.1 },
    styles: {
      title: { fontSize: 14, bold: true, margin: [0, 0, 0, 8] },
      section: { fontSize: 11, bold: true, margin: [0, 10, 0, 4] },
      head: { bold: true, fillColor: '#E8ECF1' },
      label: { color: '#555555' },
      small: { fontSize: 7.5, color: '#555555' },
    },
    info: { title: printable(title), creator: 'Reception', producer: 'Reception', creationDate: moment, modDate: moment },
    language: language === 'ru' ? 'ru-RU' : 'en-GB',
    footer: (current: number, count: number): Content => ({
      margin: [40, 12, 40, 0],
      fontSize: 7.5,
      color: '#555555',
      columns: [{ text: printable(foot), width: '*' }, { text: language === 'ru' ? `Страница ${current} из ${count}` : `Page ${current} of ${count}`, width: 90, alignment: 'right' }],
    }),
  };
}

/** Text that fonts can draw: control and direction characters go, bounded. */
export function printable(text: string, most = 4000): string {
  const clean = text
    .slice(0, most * 2)
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]/g, '');
  return clean.length > most ? `${clean.slice(0, most - 1)}…` : clean;
}

/** Two columns of label and value; what has no value is left out. */
export function facts(rows: readonly (readonly [string, string | undefined])[]): Content {
  const filled = rows.filter((row): row is readonly [string, string] => row[1] !== undefined && row[1] !== '');
  if (filled.length === 0) return { text: '' };
  return {
    layout: 'noBorders',
    table: { widths: [150, '*'], body: filled.map(([label, value]) => [{ text: printable(label), style: 'label' }, { text: printable(value) }]) },
  };
}

export function section(title: string): Content {
  return { text: printable(title), style: 'section' };
}

export function localMoment(instant: string, offsetMinutes: number): string {
  const time = Date.parse(instant);
  if (Number.isNaN(time)) return instant;
  const iso = new Date(time + offsetMinutes * 60_000).toISOString();
  return `${iso.slice(0, 10).split('-').reverse().join('.')} ${iso.slice(11, 19)}`;
}
