import { openArchive } from '../main/archive/open-archive.ts';
import { instantOf } from '../main/domain/identifiers.ts';
import type { SubmissionFilter, SubmissionSort } from '../main/domain/records.ts';

/**
 * Asks a filled archive what the screens ask, and prints how long each answer takes: the wall clock, and beside it
 * the processor time of all threads (a mean), which says the same on a machine that others use:
 *   node bench/archive-queries.ts <folder> [repetitions, 50]
 */
const [folder, repetitions = '50'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node bench/archive-queries.ts <folder> [repetitions]');
  process.exit(2);
}
const times = Number(repetitions);
const rows: Record<string, { p50: string; p95: string; processor: string; found?: number }> = {};

const opened: number[] = [];
const openedFrom = busy();
for (let again = 0; again < 5; again++) {
  const before = performance.now();
  const archive = await openArchive({ folder });
  opened.push(performance.now() - before);
  await archive.close();
}
tell('open', opened, busy() - openedFrom);
const archive = await openArchive({ folder });
const { records } = archive;

const page = (filter: SubmissionFilter, sort: SubmissionSort = 'receivedAt', offset = 0, descending = true) =>
  async () => (await records.submissions({ filter, sort, descending, offset, limit: 50 })).total;
const some = (await records.submissions({ filter: {}, sort: 'receivedAt', descending: true, offset: 1000, limit: 1 })).rows[0]!;
const june = { from: instantOf(Date.parse('2026-06-01')), to: instantOf(Date.parse('2026-07-01')) };

await measure('page, newest', page({}));
await measure('page 1,000 rows down', page({}, 'receivedAt', 1000));
await measure('page 90,000 rows down', page({}, 'receivedAt', 90_000));
await measure('page by subscriber', page({}, 'subscriber', 0, false));
await measure('page by number', page({}, 'number'));
await measure('page by due time', page({}, 'dueAt', 0, false));
await measure('page by due time, latest first', page({}, 'dueAt'));
await measure('page by size', page({}, 'size'));
await measure('page by subscriber, 90,000 down', page({}, 'subscriber', 90_000));
await measure('page by form', page({}, 'form', 0, false));
await measure('filter: one state', page({ states: ['refused'] }));
await measure('filter: rare state', page({ states: ['quarantined'] }));
await measure('filter: form and state', page({ forms: ['1151001'], states: ['accepted', 'clarification'] }));
await measure('filter: form and state, by subscriber', page({ forms: ['1151099'], states: ['entered'] }, 'subscriber', 0, false));
await measure('filter: a month', page(june));
await measure('filter: a month, by subscriber', page(june, 'subscriber', 5000, false));
await measure('filter: a month, form', page({ ...june, forms: ['1151001'] }));
await measure('filter: tax number', page({ taxNumber: some.subscriber.taxNumber }));
await measure('filter: text, common', page({ text: 'налог' }));
await measure('filter: text, common, by subscriber, 10,000 down', page({ text: 'налог' }, 'subscriber', 10_000));
const common = ['налог', 'взносы', 'расчёт', 'доход', 'бюджет', 'сумма', 'строка', 'ставка', 'книга'];
let asked = 0;
const another = () => common[asked++ % common.length]!;
await measure('filter: another common word each time', async () => page({ text: another() })());
await measure('facets, another common word each time', async () => (await records.facets({ text: another() })).due);
await measure('filter: text, rare', page({ text: some.subscriber.taxNumber }));
await measure('facets, all', async () => (await records.facets({})).due);
await measure('facets, a state', async () => (await records.facets({ states: ['refused'] })).due);
await measure('facets, a month', async () => (await records.facets(june)).due);
await measure('facets, text', async () => (await records.facets({ text: 'налог' })).due);
const search = (text: string, more = {}) => async () => (await records.search({ text, offset: 0, limit: 20, ...more })).total;
await measure('search: common word', search('декларации'));
await measure('search: two words', search('страховые взносы'));
await measure('search: number', search(some.number));
await measure('search: name', search('Берёзка Попов'));
await measure('search: phrase', search('"по страховым взносам"'));
await measure('search: prefix', search('сев*'));
await measure('search: prefix, many words', search('7701*'));
await measure('search: prefix, two letters', search('на*'));
await measure('search: a month, kind', search('декларация', { ...june, kinds: ['submission'] }));
await measure('search: nothing found', search('ыыыыы'));
await measure('subscribers, page', async () => (await records.subscribers({ offset: 0, limit: 50 })).total);
await measure('subscribers by part of name', async () => (await records.subscribers({ text: 'ерёзк', offset: 0, limit: 50 })).total);
await measure('card', async () => (await records.submission(some.id))!.receipts.length);
await measure('journal, newest 100', async () => (await records.journal({ limit: 100 })).length);
await measure('journal of a submission', async () => (await records.journal({ submission: some.id, limit: 100 })).length);
await measure('needs action', async () => (await records.needsAction(instantOf(Date.now()), 50)).total);
await measure('statistics', async () => (await records.statistics()).length);
await measure('report, the year', async () => (await records.report({ from: '2026-01-01' as never, to: '2027-12-31' as never, offsetMinutes: 180 }, instantOf(Date.now()))).decisionTime.count);
await measure('register, 1,000 rows', async () => (await records.register({}, 50_000, 1000)).rows.length);
await measure('outbox, owed', async () => (await archive.owed(instantOf(Date.now() + 1e12), 50)).length);
await measure('status', async () => (await archive.status()).submissions);
await archive.close();
console.table(rows);

async function measure(name: string, ask: () => Promise<number>): Promise<void> {
  const taken: number[] = [];
  let found = 0;
  const from = busy();
  for (let again = 0; again < times; again++) {
    const before = performance.now();
    found = await ask();
    taken.push(performance.now() - before);
  }
  tell(name, taken, busy() - from, found);
}

function tell(name: string, taken: number[], spent: number, found?: number): void {
  const sorted = taken.sort((a, b) => a - b);
  const at = (share: number) => `${sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))]!.toFixed(2)} ms`;
  rows[name] = { p50: at(0.5), p95: at(0.95), processor: `${(spent / taken.length).toFixed(2)} ms`, ...(found === undefined ? {} : { found }) };
}

/** Milliseconds of processor time of all threads of this program. */
function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}
