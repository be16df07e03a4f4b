import { wellFormed } from '../text/well-formed.ts';
import { cellText } from './table.ts';
import type { Table, TableColumn, TableCell } from './table.ts';

/**
 * RFC 4180 in UTF-8 with a byte order mark (spreadsheets need it for Cyrillic); parted by `;` for Russian
 * settings when asked. A text that a spreadsheet would run as a formula gets an apostrophe before it.
 */
export function writeCsv(table: Table, options: { readonly offsetMinutes: number; readonly separator?: ',' | ';' }): Uint8Array {
  const separator = options.separator ?? ',';
  const head = table.columns.map((column) => quoted(neutral(column.title), separator));
  const rows = table.rows.map((row) => table.columns.map((column, index) => quoted(written(row[index], column, options.offsetMinutes), separator)));
  const text = [head, ...rows].map((cells) => `${cells.join(separator)}\r\n`).join('');
  return new TextEncoder().encode(`\ufeff${text}`);
}

function written(cell: TableCell, column: TableColumn, offsetMinutes: number): string {
  if (column.type === 'number' && typeof cell === 'number' && Number.isFinite(cell)) return String(cell);
  return neutral(cellText(cell, column.type, offsetMinutes));
}

function neutral(text: string): string {
  const clean = wellFormed(text).replaceAll('\u0000', '');
  return /^[\s\u00a0\ufeff]*[=+\-@\uff1d\uff0b\uff0d\uff20|%]|^[\t\r\n]/.test(clean) ? `'${clean}` : clean;
}

function quoted(text: string, separator: string): string {
  return text.includes('"') || text.includes(separator) || /[\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
