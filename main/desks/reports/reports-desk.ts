import { createHash } from 'node:crypto';
import type { Archive } from '../../archive/archive.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Digest, type OfficerId } from '../../domain/identifiers.ts';
import type { Report, ReportQuery, SubmissionFilter } from '../../domain/records.ts';
import { registerCells, registerHead, summaryTable, type Cell, type Language, type Table } from './tables.ts';

export type TableFormat = 'xlsx' | 'csv' | 'pdf';

export type ReportTools = {
  /** Runs in a worker thread: a table may have 100,000 rows. */
  writeTable(format: TableFormat, table: Table, how: { language: Language; offsetMinutes: number }): Promise<Uint8Array>;
  /** No path: the person thought better of it. */
  saveFile(name: string, bytes: Uint8Array): Promise<{ path?: string }>;
};

export interface ReportsDesk {
  report(query: ReportQuery): Promise<Report>;
  /** Throws input-invalid when a PDF would be too long. */
  exportRegister(filter: SubmissionFilter, format: TableFormat, language: Language, by?: OfficerId): Promise<{ path?: string; rows: number }>;
  exportSummary(query: ReportQuery, format: TableFormat, language: Language, by?: OfficerId): Promise<{ path?: string }>;
}

export type ReportsDeskParts = {
  readonly archive: Pick<Archive, 'append' | 'records'>;
  readonly offsetMinutes: () => number;
  readonly now: () => number;
  readonly tools: ReportTools;
};

type RegisterPage = Awaited<ReturnType<Archive['records']['register']>>;

const PAGE = 2000;
/** Some 500 printed pages: longer ones are for a spreadsheet. */
const MOST_PRINTED_ROWS = 20_000;
const MOST_ROWS = 1_000_000;

export function openReportsDesk(parts: ReportsDeskParts): ReportsDesk {
  return {
    report: (query) => parts.archive.records.report(query, instantOf(parts.now())),
    exportRegister: (filter, format, language, by) => exportRegister(parts, filter, format, language, by),
    exportSummary: (query, format, language, by) => exportSummary(parts, query, format, language, by),
  };
}

async function exportRegister(parts: ReportsDeskParts, filter: SubmissionFilter, format: TableFormat, language: Language, by?: OfficerId) {
  const rows = await registerRows(parts, filter, language, format === 'pdf' ? MOST_PRINTED_ROWS : MOST_ROWS);
  const table = { ...registerHead(language), rows };
  const saved = await writeAndSave(parts, table, { format, language, offsetMinutes: parts.offsetMinutes(), what: 'register', count: rows.length }, by);
  return { ...saved, rows: rows.length };
}

async function exportSummary(parts: ReportsDeskParts, query: ReportQuery, format: TableFormat, language: Language, by?: OfficerId) {
  const report = await parts.archive.records.report(query, instantOf(parts.now()));
  const table = summaryTable(report, query, language);
  return writeAndSave(parts, table, { format, language, offsetMinutes: query.offsetMinutes, what: 'summary', count: table.rows.length }, by);
}

/** Page by page, so that other questions to the index are answered in between. */
async function registerRows({ archive }: ReportsDeskParts, filter: SubmissionFilter, language: Language, most: number): Promise<readonly (readonly Cell[])[]> {
  const rows: (readonly Cell[])[] = [];
  for (let after: number | undefined = 0; after !== undefined; ) {
    const page: RegisterPage = await archive.records.register(filter, after, PAGE);
    for (const row of page.rows) rows.push(registerCells(row, language));
    if (rows.length > most) throw new ReceptionError('input-invalid', `The register is too long for this format (more than ${most} rows). Choose a shorter time, or a spreadsheet.`, { details: { most } });
    after = page.next;
  }
  return rows;
}

type Export = { format: TableFormat; language: Language; offsetMinutes: number; what: 'register' | 'summary'; count: number };

async function writeAndSave({ archive, tools, now }: ReportsDeskParts, table: Table, { format, what, count, ...how }: Export, by?: OfficerId): Promise<{ path?: string }> {
  const bytes = await tools.writeTable(format, table, how);
  const saved = await tools.saveFile(`${what}-${instantOf(now()).slice(0, 10)}.${format}`, bytes);
  if (saved.path === undefined) return {};
  const digest = createHash('sha256').update(bytes).digest('hex') as Digest;
  await archive.append([{ kind: 'records-exported', what: `${what}.${format}`, count, exported: digest, ...(by && { officer: by }) }]);
  return { path: saved.path };
}
