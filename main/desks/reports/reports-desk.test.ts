import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Archive } from '../../archive/archive.ts';
import { isReceptionError } from '../../domain/errors.ts';
import { newId, type Day, type OfficerId } from '../../domain/identifiers.ts';
import type { RegisterRow } from '../../domain/records.ts';
import { forgeKey } from '../testing/openssl.ts';
import { openTestStation, seedSubmission, type Seeded, type TestStation } from '../testing/station.ts';
import { openReportsDesk, type ReportsDesk } from './reports-desk.ts';
import type { Table } from './tables.ts';

let station: TestStation;
let seeded: Seeded;
let table: Table | undefined;
const supervisor = newId<OfficerId>();
const saveFile = vi.fn<(name: string, bytes: Uint8Array) => Promise<{ path?: string }>>(async (name) => ({ path: `/chosen/${name}` }));

const deskOver = (archive: Pick<Archive, 'append' | 'records'>): ReportsDesk =>
  openReportsDesk({ archive, offsetMinutes: () => 180, now: () => station.clock.now, tools: { writeTable: async (_format, given) => ((table = given), Buffer.from(JSON.stringify(given))), saveFile } });

beforeEach(async () => {
  station = await openTestStation();
  seeded = await seedSubmission(station, forgeKey('Ромашка'));
  saveFile.mockClear();
});
afterEach(() => station.close());

describe('the register', () => {
  it('is exported in the officer’s language and journalled with the digest of the file', async () => {
    const saved = await deskOver(station.archive).exportRegister({}, 'xlsx', 'ru', supervisor);
    expect(saved.rows).toBe(1);
    expect(table!.columns[0]!.title).toBe('Рег. номер');
    expect(table!.rows[0]!.slice(0, 3)).toEqual([seeded.summary.number, seeded.summary.receivedAt, 'Принято']);
    const bytes = saveFile.mock.calls[0]![1];
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'records-exported', what: 'register.xlsx', count: 1, exported: createHash('sha256').update(bytes).digest('hex'), officer: supervisor });
  });

  it('is not journalled when the officer thought better of it', async () => {
    const before = (await station.journal()).length;
    saveFile.mockResolvedValueOnce({});
    expect(await deskOver(station.archive).exportRegister({}, 'csv', 'en', supervisor)).toEqual({ rows: 1 });
    expect(await station.journal()).toHaveLength(before);
  });

  it('of 100,000 rows is read page by page, in order, and is too long for print', async () => {
    const { rows } = await station.archive.records.register({}, 0, 1);
    const asked: number[] = [];
    const register = async (_filter: object, after: number, limit: number): Promise<{ rows: readonly RegisterRow[]; next?: number }> => {
      asked.push(after);
      const page = Array.from({ length: Math.min(limit, 100_000 - after) }, (_, index) => ({ ...rows[0]!, documents: after + index }));
      return { rows: page, ...(after + limit < 100_000 && { next: after + limit }) };
    };
    const desk = deskOver({ append: station.archive.append, records: { ...station.archive.records, register } });
    expect((await desk.exportRegister({}, 'xlsx', 'en', supervisor)).rows).toBe(100_000);
    expect(asked.length).toBeGreaterThan(10);
    const documents = table!.columns.findIndex(({ title }) => title === 'Documents');
    expect(table!.rows.every((row, index) => row[documents] === index)).toBe(true);
    await expect(desk.exportRegister({}, 'pdf', 'en', supervisor)).rejects.toSatisfy((error) => isReceptionError(error, 'input-invalid'));
  });
});

it('the summary is exported with the figures of the report', async () => {
  const day = new Date(station.clock.now).toISOString().slice(0, 10) as Day;
  const desk = deskOver(station.archive);
  const query = { from: day, to: day, offsetMinutes: 0 };
  const report = await desk.report(query);
  expect(await desk.exportSummary(query, 'pdf', 'ru', supervisor)).toEqual({ path: expect.stringMatching(/summary-.*\.pdf$/) as string });
  expect(report.byState).toContainEqual({ state: 'accepted', count: 1 });
  expect(table!.rows).toContainEqual(['По состоянию', 'Принято', 1]);
  expect((await station.journal()).at(-1)).toMatchObject({ kind: 'records-exported', what: 'summary.pdf', officer: supervisor });
});
