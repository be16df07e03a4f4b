import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Table } from './table.ts';
import { writeCsv } from './write-csv.ts';
import { writeXlsx } from './write-xlsx.ts';

const folder = mkdtempSync(join(tmpdir(), 'export-'));
afterAll(() => rmSync(folder, { recursive: true }));

const table: Table = {
  title: 'Реестр: отправления [ноябрь/2026]',
  columns: [
    { title: 'Номер', type: 'text' },
    { title: 'Поступило', type: 'instant', width: 2 },
    { title: 'Срок', type: 'day' },
    { title: 'Размер', type: 'number' },
  ],
  rows: [
    ['7700-2026-00000001', '2026-11-21T22:30:00.000Z', '2026-11-24', 1234.5],
    ['=cmd|\'/c calc\'!A1', 'не дата', '', -5],
    ['ООО "Ромашка", №1;\r\nвторая строка\u0000\u000b', null, undefined, null],
    ['-1+2', '', '', Number.NaN],
  ],
};

describe('A table as CSV', () => {
  const lines = (separator?: ',' | ';') => new TextDecoder('utf-8', { ignoreBOM: true }).decode(writeCsv(table, { offsetMinutes: 180, ...(separator === undefined ? {} : { separator }) }));

  it('has a byte order mark, CRLF, quotes where they are needed, and the zone\'s own time', () => {
    expect(lines()).toBe(
      '\ufeffНомер,Поступило,Срок,Размер\r\n' +
        '7700-2026-00000001,22.11.2026 01:30,24.11.2026,1234.5\r\n' +
        "'=cmd|'/c calc'!A1,не дата,,-5\r\n" +
        '"ООО ""Ромашка"", №1;\r\nвторая строка\u000b",,,\r\n' +
        "'-1+2,,,NaN\r\n",
    );
  });

  it('is parted by semicolons when asked', () => {
    expect(lines(';').split('\r\n')[1]).toBe('7700-2026-00000001;22.11.2026 01:30;24.11.2026;1234.5');
  });

  it('neutralises formulas behind white space and in full-width signs', () => {
    for (const evil of ['=1', '+1', '-1', '@x', ' =1', '\t=1', '\u00a0=1', '＝1', '|x']) {
      const text = new TextDecoder().decode(writeCsv({ title: '', columns: [{ title: 'a', type: 'text' }], rows: [[evil]] }, { offsetMinutes: 0 }));
      expect(text.split('\r\n')[1]?.replace(/^"/, '')).toMatch(/^'/);
    }
  });
});

describe('A table as XLSX', () => {
  it('keeps numbers, dates and texts apart, and no formula among them', async () => {
    writeFileSync(join(folder, 'a.xlsx'), await writeXlsx(table, { offsetMinutes: 180 }));
    const unzip = (name: string) => execFileSync('7z', ['x', '-so', join(folder, 'a.xlsx'), name], { encoding: 'utf8' });
    const sheet = unzip('xl/worksheets/sheet1.xml');
    const strings = unzip('xl/sharedStrings.xml');
    expect(sheet).toContain('<v>1234.5</v>');
    expect(sheet).toMatch(/<v>46348\.0625<\/v>/); // 22.11.2026 01:30 as a serial day
    expect(sheet).toContain('<v>46350</v>');
    expect(sheet).not.toContain('<f>');
    expect(strings).toContain('=cmd|');
    expect(strings).not.toContain('\u000b');
    expect(unzip('xl/workbook.xml')).toContain('Реестр  отправления  ноябрь 202');
  });
});
