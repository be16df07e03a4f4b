import type { Content, TableCell } from 'pdfmake/interfaces.js';
import { cellText } from '../export/table.ts';
import type { Table } from '../export/table.ts';
import { localMoment, makePdf, printable } from './make-pdf.ts';
import type { Language } from './make-pdf.ts';
import { printTexts } from './print-texts.ts';

/** Above this a list is no longer something to read on paper; the XLSX has every row. */
export const mostPrintedRows = 5000;

export type TableOrder = Table & {
  readonly language: Language;
  readonly offsetMinutes: number;
  readonly printedAt: string;
  readonly program?: string;
  /** What the table shows: period, filters. */
  readonly subtitle?: string;
};

/** A register as a PDF: landscape, the head on every page, page numbers. */
export async function printTable(order: TableOrder): Promise<Uint8Array> {
  const { title, subtitle, columns, rows, language, offsetMinutes, printedAt } = order;
  const texts = printTexts(language);
  const shown = rows.slice(0, mostPrintedRows);
  const count = shown.length < rows.length ? texts.shown(shown.length, rows.length) : `${texts.rows}: ${rows.length}`;
  const body: TableCell[][] = [
    columns.map((column) => ({ text: printable(column.title, 200), style: 'head' })),
    ...shown.map((row) => columns.map((column, index): TableCell => ({ text: printable(cellText(row[index], column.type, offsetMinutes), 500), alignment: column.type === 'number' ? 'right' : 'left' }))),
  ];
  const content: Content[] = [
    { text: printable(title, 300), style: 'title' },
    { text: printable([subtitle ?? '', count].filter((part) => part !== '').join(' · '), 500), style: 'small', margin: [0, 0, 0, 6] },
    { fontSize: 7.5, layout: 'lightHorizontalLines', table: { headerRows: 1, widths: widthsOf(order), body, dontBreakRows: true } },
  ];
  return makePdf({ title, language, printedAt, landscape: true, content, foot: `${order.program ?? 'Reception'} · ${texts.printed} ${localMoment(printedAt, offsetMinutes)}` });
}

/** Fixed widths: measuring every cell of a long table costs more than setting it. 762 pt is A4 across without margins. */
function widthsOf({ columns }: TableOrder): number[] {
  const padding = 16 * (columns.length - 1);
  const total = columns.reduce((sum, column) => sum + (column.width ?? 1), 0);
  return columns.map((column) => ((762 - padding) * (column.width ?? 1)) / total);
}
