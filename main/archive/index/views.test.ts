import { afterEach, expect, test, vi } from 'vitest';
import type { ChannelId, Day, SubmissionId } from '../../domain/identifiers.ts';
import type { SubmissionFilter } from '../../domain/records.ts';
import type { Archive } from '../archive.ts';
import { at, deliveryOf, examinationOf, names, receiptOf } from '../testing/cases.ts';
import { file, temporaryArchives } from '../testing/folders.ts';

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

/** Six submissions, an hour apart: 0, 3 accepted, 1, 4 refused, 2, 5 left to an officer; odd ones came by the spool. */
async function office(): Promise<{ archive: Archive; ids: SubmissionId[] }> {
  let clock = Date.parse(at(0));
  const archive = await archives.open(archives.folder(), { now: () => clock, durability: 'none' });
  const ids: SubmissionId[] = [];
  for (let i = 0; i < 6; i++) {
    const name = String(i);
    const filed = await file(archive, name, i % 2 === 0 ? `Справка о ёлках ${i}` : `Annual report ${i}`);
    clock = Date.parse(at(i * 3_600_000));
    await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(name, filed.raw, { receivedAt: at(i * 3_600_000), ...(i % 2 === 1 ? { channel: 'spool' as ChannelId, channelKind: 'spool' as const } : {}) }) }]);
    const { submission } = await archive.register(names.delivery(name), 2026);
    ids.push(submission);
    clock += 60_000 * (i + 1);
    await archive.append([{ kind: 'submission-examined', submission, examination: examinationOf(name, filed) }, { kind: 'receipt-issued', receipt: receiptOf(name, 'notice-of-receipt', filed, { submission }) }]);
    if (i % 3 === 0) await archive.append([{ kind: 'submission-accepted', submission, duties: [] }]);
    if (i % 3 === 1) await archive.append([{ kind: 'submission-refused', submission, reasons: [{ code: '0300300001', text: 'Схема' }] }]);
    if (i % 3 === 2) await archive.append([{ kind: 'submission-left-to-officer', submission, reasons: [{ code: '', text: 'Нет СОС' }] }]);
  }
  return { archive, ids };
}

test('pages, filters and totals agree with each other, in either order', async () => {
  const { archive, ids } = await office();
  const page = async (filter: SubmissionFilter, descending = false) => {
    const { rows, total } = await archive.records.submissions({ filter, sort: 'receivedAt', descending, offset: 0, limit: 100 });
    expect(total).toBe(rows.length);
    return rows.map((row) => ids.indexOf(row.id));
  };
  expect(await page({})).toEqual([0, 1, 2, 3, 4, 5]);
  expect(await page({}, true)).toEqual([5, 4, 3, 2, 1, 0]);
  expect(await page({ states: ['accepted', 'refused'] })).toEqual([0, 1, 3, 4]);
  expect(await page({ channels: ['spool' as ChannelId], states: ['refused'] })).toEqual([1]);
  expect(await page({ from: at(3_600_000), to: at(2 * 3_600_000) })).toEqual([1, 2]);
  expect(await page({ text: 'елка справки' })).toEqual([0, 2, 4]);
  expect(await page({ text: 'reports', states: ['deciding'] })).toEqual([5]);
  expect(await page({ text: '7700-2026-00000003' })).toEqual([2]);
  const due = await archive.records.submissions({ filter: {}, sort: 'dueAt', descending: false, offset: 0, limit: 100 });
  expect(due.rows.map((row) => [ids.indexOf(row.id), row.dueWhat])).toEqual([[2, 'decision'], [5, 'decision'], [0, 'entry'], [3, 'entry'], [1, undefined], [4, undefined]]);
});

test('a facet counts what its own filter would give instead', async () => {
  const { archive } = await office();
  const facets = await archive.records.facets({ states: ['refused'] });
  expect(Object.fromEntries(facets.states.map((facet) => [facet.value, facet.count]))).toEqual({ accepted: 2, refused: 2, deciding: 2 });
  expect(facets.channels.map((facet) => [facet.value, facet.count])).toEqual([['mail', 1], ['spool', 1]]);
  expect(facets.forms).toEqual([{ value: '1151099', label: 'Расчёт сумм налога на доходы физических лиц', count: 2 }]);
  expect((await archive.records.facets({})).due).toBe(4);
  expect((await archive.records.facets({ text: 'ёлка' })).states.map((facet) => facet.count)).toEqual([1, 1, 1]);
});

test('the report counts by state, form and day, and how long decisions took', async () => {
  const { archive } = await office();
  const day = '2026-11-01' as Day;
  const report = await archive.records.report({ from: day, to: day, offsetMinutes: 180 }, at(30 * 3_600_000));
  expect(report.byDay).toEqual([{ day, accepted: 2, refused: 2, other: 2 }]);
  expect(report.byForm).toMatchObject([{ knd: '1151099', accepted: 2, refused: 2, other: 2 }]);
  expect(report.refusals).toEqual([{ code: '0300300001', text: 'Схема', count: 2 }]);
  expect(report.decisionTime).toEqual({ median: 120, p95: 300, max: 300, count: 4 });
  // Decisions of 2 and 5 are overdue; the entries of all that is not refused run; see the clock of the office for the rest.
  expect(report.deadlines).toEqual({ overdue: 2, dueToday: 0, dueLater: 4, kept: 8, broken: 2 });
  const other = await archive.records.report({ from: '2026-11-02' as Day, to: '2026-11-03' as Day, offsetMinutes: 180 }, at(0));
  expect(other.byState).toEqual([]);
  expect(other.decisionTime).toEqual({ median: 0, p95: 0, max: 0, count: 0 });
});

test('what waits for a person comes with its reason, the most urgent first', async () => {
  const { archive, ids } = await office();
  const { items, total } = await archive.records.needsAction(at(239 * 3_600_000), 10);
  expect(total).toBe(4);
  expect(items.map((item) => [item.what, ids.indexOf(item.submission!)])).toEqual([['decide', 2], ['decide', 5], ['due-soon', 0], ['due-soon', 3]]);
  expect(items[0]).toMatchObject({ reason: 'Нет СОС', number: '7700-2026-00000003' });
  expect((await archive.records.needsAction(at(241 * 3_600_000), 10)).items[3]!.what).toBe('overdue');
});

test('the register goes through all rows in pages, and a card is found by number or beginning of id', async () => {
  const { archive, ids } = await office();
  const first = await archive.records.register({}, 0, 4);
  const second = await archive.records.register({}, first.next!, 4);
  expect([...first.rows, ...second.rows].map((row) => row.id)).toEqual(ids);
  expect(second.next).toBeUndefined();
  expect(first.rows[1]).toMatchObject({ reasons: '0300300001 Схема', signers: 'Иванов Иван 1' });
  expect(await archive.records.find(' 7700-2026-00000002 ')).toBe(ids[1]);
  expect(await archive.records.find(ids[4]!.toUpperCase())).toBe(ids[4]);
  expect(await archive.records.find('zzzz')).toBeUndefined();
});

test('subscribers are found by any part of a name, with what is known of them', async () => {
  const { archive } = await office();
  const { rows, total } = await archive.records.subscribers({ text: 'омашк 3', offset: 0, limit: 10 });
  expect(total).toBe(rows.length);
  const { rows: all } = await archive.records.subscribers({ text: 'РОМАШКА', offset: 0, limit: 10 });
  expect(all).toHaveLength(6);
  expect(all[1]).toMatchObject({ submissions: 1, addresses: [{ channel: 'spool', address: '1@example.org', subject: 'sender-1', operator: '1AE' }] });
  expect(all[1]!.certificates).toHaveLength(1);
});

test('search marks what it found and narrows by kind and time', async () => {
  const { archive, ids } = await office();
  const { rows } = await archive.records.search({ text: 'елки', offset: 0, limit: 10 });
  expect(rows.map((row) => [row.kind, ids.indexOf(row.submission!)])).toEqual([['submission', 4], ['submission', 2], ['submission', 0]]);
  expect(rows[0]!.snippet).toBe('Справка о \u0001ёлках\u0002 4');
  const receipts = await archive.records.search({ text: 'notice*', kinds: ['receipt'], offset: 0, limit: 2 });
  expect(receipts).toMatchObject({ total: 6, rows: [{ kind: 'receipt' }, { kind: 'receipt' }] });
  expect((await archive.records.search({ text: 'елки', from: at(3_600_000), to: at(3 * 3_600_000), offset: 0, limit: 10 })).total).toBe(1);
});
