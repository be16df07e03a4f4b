import type { TableFormat } from '../desks/reports/reports-desk.ts';
import type { Table } from '../desks/reports/tables.ts';
import { writeCsv } from '../formats/export/write-csv.ts';
import { writeXlsx } from '../formats/export/write-xlsx.ts';
import { printTable } from '../formats/print/print-table.ts';

export type TableLayout = { readonly language: 'ru' | 'en'; readonly offsetMinutes: number };

/** A desk's table through the writers of the formats room. */
export async function writeTable(format: TableFormat, table: Table, { language, offsetMinutes }: TableLayout, printedAt: string): Promise<Uint8Array> {
  switch (format) {
    case 'csv':
      return writeCsv(table, { offsetMinutes, separator: language === 'ru' ? ';' : ',' });
    case 'xlsx':
      return writeXlsx(table, { offsetMinutes });
    case 'pdf':
      return printTable({ ...table, language, offsetMinutes, printedAt });
  }
}
