import type { TableFormat } from '../desks/reports/reports-desk.ts';
import type { Table } from '../desks/reports/tables.ts';
import { writeCsv } from '../formats/export/write-csv.ts';
import { writeXlsx } from '../formats/export/write-xlsx.ts';
import { printTable } from '../formats/print/print-table.ts';

/** A desk's table through the writers of the formats room. */
export async function writeTable(format: TableFormat, table: Table, printedAt: string): Promise<Uint8Array> {
  const { title, rows, language, offsetMinutes } = table;
  const columns = table.columns.map(({ title: head, kind, width }) => ({ title: head, type: kind, width }));
  switch (format) {
    case 'csv':
      return writeCsv({ title, columns, rows }, { offsetMinutes, separator: language === 'ru' ? ';' : ',' });
    case 'xlsx':
      return writeXlsx({ title, columns, rows }, { offsetMinutes });
    case 'pdf':
      return printTable({ title, columns, rows, language, offsetMinutes, printedAt });
  }
}
