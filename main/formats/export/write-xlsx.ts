import writeXlsxFile from 'write-excel-file/node';
import type { Cell, Row, SheetData } from 'write-excel-file/node';
import { wellFormed } from '../text/well-formed.ts';
import { momentOf } from './table.ts';
import type { Table, TableCell, TableColumn } from './table.ts';

/** A workbook of one sheet: dates are dates, numbers numbers, texts texts (never formulas); the head stays in view. */
export async function writeXlsx(table: Table, options: { readonly offsetMinutes: number }): Promise<Uint8Array> {
  const head: Row = table.columns.map((column) => ({ value: text(column.title), type: String, fontWeight: 'bold', backgroundColor: '#E8ECF1', wrap: true, alignVertical: 'top' }));
  const rows = table.rows.map((row): Row => table.columns.map((column, index) => cellOf(row[index], column, options.offsetMinutes)));
  const data: SheetData = [head, ...rows];
  const file = writeXlsxFile(data, {
    sheet: sheetName(table.title),
    stickyRowsCount: 1,
    orientation: 'landscape',
    columns: table.columns.map((column) => ({ width: Math.round(16 * (column.width ?? 1)) })),
  });
  return new Uint8Array(await file.toBuffer());
}

function cellOf(cell: TableCell, column: TableColumn, offsetMinutes: number): Cell {
  if (cell === null || cell === undefined || cell === '') return null;
  if (column.type === 'number' && typeof cell === 'number' && Number.isFinite(cell)) return { value: cell, type: Number };
  if (column.type === 'day' || column.type === 'instant') {
    const moment = momentOf(cell, column.type, offsetMinutes);
    if (moment !== undefined && moment.getUTCFullYear() >= 1900) return { value: moment, type: Date, format: column.type === 'day' ? 'dd.mm.yyyy' : 'dd.mm.yyyy hh:mm' };
  }
  return { value: text(String(cell)), type: String };
}

/** XML 1.0 and Excel bound what a cell can hold. */
function text(value: string): string {
  return wellFormed(value).replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, ' ').slice(0, 32_000);
}

/** Excel forbids some signs and more than 31 characters. */
function sheetName(title: string): string {
  return text(title).replace(/[[\]:*?/\\']/g, ' ').trim().slice(0, 31) || 'Sheet1';
}
