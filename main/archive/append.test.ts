import { afterEach, expect, test, vi } from 'vitest';
import type { DeliveryId } from '../domain/identifiers.ts';
import type { Archive } from './archive.ts';
import { deliveryOf, digestOf, dispatchOf, examinationOf, names, numberOf, receiptOf, replyOf } from './testing/cases.ts';
import { file, temporaryArchives } from './testing/folders.ts';

// Every archive here is flushed to a real disk, which others may be using.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });
const archives = temporaryArchives();
afterEach(() => archives.clear());

async function received(archive: Archive, name: string) {
  const filed = await file(archive, name);
  await archive.append([{ kind: 'delivery-received', delivery: deliveryOf(name, filed.raw) }]);
  return filed;
}

async function registered(archive: Archive, name: string) {
  const filed = await received(archive, name);
  await archive.append([{ kind: 'submission-registered', submission: names.submission(name), delivery: names.delivery(name), number: numberOf(1) }]);
  return filed;
}

test('two hundred registrations at once give the numbers from 1 to 200 without gaps', async () => {
  const archive = await archives.open(archives.folder());
  const raw = await archive.deposit(Buffer.from('raw'));
  const all = Array.from({ length: 200 }, (_, i) => String(i));
  await Promise.all(all.map((name) => archive.append([{ kind: 'delivery-received', delivery: deliveryOf(name, raw) }])));
  const given = await Promise.all([...all, ...all].map((name) => archive.register(names.delivery(name), 2026)));
  const numbers = given.slice(0, 200).map((one) => one.summary.number).sort();
  expect(numbers).toEqual(all.map((_, i) => numberOf(i + 1)));
  expect(given.slice(200)).toEqual(given.slice(0, 200));
  expect((await archive.register(names.delivery('0'), 2026)).submission).toBe(given[0]!.submission);
  expect((await archive.status()).entries).toBe(400);
});

test('numbers begin anew with the year', async () => {
  const archive = await archives.open(archives.folder());
  await received(archive, 'a');
  await received(archive, 'b');
  expect((await archive.register(names.delivery('a'), 2026)).summary.number).toBe('7700-2026-00000001');
  expect((await archive.register(names.delivery('b'), 2027)).summary.number).toBe('7700-2027-00000001');
});

test('a second delivery of a channel message id is a conflict, and so is one that came as a double before', async () => {
  const archive = await archives.open(archives.folder());
  const { raw } = await received(archive, 'a');
  const again = { ...deliveryOf('a', raw), id: names.delivery('other') };
  await expect(archive.append([{ kind: 'delivery-received', delivery: again }])).rejects.toMatchObject({ code: 'entry-conflict' });
  await archive.append([{ kind: 'delivery-doubled', original: names.delivery('a'), delivery: { ...again, messageId: 'm2' } }]);
  await expect(archive.append([{ kind: 'delivery-received', delivery: { ...again, messageId: 'm2' } }])).rejects.toMatchObject({ code: 'entry-conflict' });
  expect(await archive.findDelivery({ channel: 'mail', messageId: 'm2' })).toBe(names.delivery('a'));
  expect(await archive.findDelivery({ raw: raw.digest })).toBe(names.delivery('a'));
});

test('a transaction with one bad fact leaves nothing of itself, and the ones beside it stand', async () => {
  const archive = await archives.open(archives.folder());
  const { raw } = await received(archive, 'a');
  const outcomes = await Promise.allSettled([
    archive.append([{ kind: 'delivery-received', delivery: deliveryOf('b', raw) }]),
    archive.append([
      { kind: 'delivery-received', delivery: deliveryOf('c', raw) },
      { kind: 'delivery-received', delivery: deliveryOf('a', raw) },
    ]),
    archive.append([{ kind: 'delivery-received', delivery: deliveryOf('d', raw) }]),
  ]);
  expect(outcomes.map((one) => one.status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  const journal = await archive.records.journal({ limit: 10 });
  expect(journal.map((entry) => entry.seq)).toEqual([3, 2, 1]);
  expect(journal.map((entry) => (entry.kind === 'delivery-received' ? entry.delivery.id : ''))).toEqual(['d', 'b', 'a'].map(names.delivery));
  expect((await archive.fixity({})).brokenAt).toBeUndefined();
});

test('an entry that names an object that is not there is refused', async () => {
  const archive = await archives.open(archives.folder());
  const raw = { digest: digestOf('never deposited'), size: 3 };
  await expect(archive.append([{ kind: 'delivery-received', delivery: deliveryOf('a', raw) }])).rejects.toMatchObject({ code: 'entry-refused' });
});

test('one decision, one registration, one receipt of a kind; a state forbids what it forbids', async () => {
  const archive = await archives.open(archives.folder());
  const filed = await registered(archive, 'a');
  const submission = names.submission('a');
  await expect(archive.append([{ kind: 'submission-registered', submission: names.submission('b'), delivery: names.delivery('a'), number: numberOf(2) }])).rejects.toMatchObject({ code: 'entry-conflict' });
  await expect(archive.append([{ kind: 'submission-entered', submission }])).rejects.toMatchObject({ code: 'entry-refused' });
  await archive.append([{ kind: 'submission-examined', submission, examination: examinationOf('a', filed) }, { kind: 'submission-accepted', submission, duties: [] }]);
  await expect(archive.append([{ kind: 'submission-refused', submission, reasons: [] }])).rejects.toMatchObject({ code: 'entry-conflict' });
  await expect(archive.append([{ kind: 'submission-accepted', submission, duties: [] }])).rejects.toMatchObject({ code: 'entry-conflict' });
  await expect(archive.append([{ kind: 'submission-examined', submission, examination: examinationOf('a', filed) }])).rejects.toMatchObject({ code: 'entry-refused' });
  const receipt = receiptOf('a', 'acceptance', filed);
  await archive.append([{ kind: 'receipt-issued', receipt }]);
  await expect(archive.append([{ kind: 'receipt-issued', receipt: { ...receipt, id: names.receipt('x', 'acceptance') } }])).rejects.toMatchObject({ code: 'entry-conflict' });
  await archive.append([{ kind: 'submission-entered', submission }]);
  expect((await archive.records.summary(submission))?.state).toBe('entered');
});

test('a number that is not the next one is refused', async () => {
  const archive = await archives.open(archives.folder());
  await received(archive, 'a');
  for (const number of [numberOf(2), numberOf(0), '7701-2026-00000001' as never])
    await expect(archive.append([{ kind: 'submission-registered', submission: names.submission('a'), delivery: names.delivery('a'), number }])).rejects.toMatchObject({ code: 'entry-refused' });
});

test('the outbox: owed, failed, held, retried, sent once', async () => {
  const archive = await archives.open(archives.folder(), { now: () => Date.parse('2026-11-02T00:00:00Z') });
  const filed = await registered(archive, 'a');
  const submission = names.submission('a');
  const receipt = receiptOf('a', 'notice-of-receipt', filed);
  const dispatch = dispatchOf('a', filed.raw, { submission, receipts: [receipt.id] });
  await expect(archive.append([{ kind: 'dispatch-queued', dispatch }])).rejects.toMatchObject({ code: 'entry-refused' });
  await archive.append([{ kind: 'receipt-issued', receipt }, { kind: 'dispatch-queued', dispatch }]);
  await expect(archive.append([{ kind: 'dispatch-queued', dispatch }])).rejects.toMatchObject({ code: 'entry-conflict' });
  const soon = '2026-11-02T00:00:10.000Z' as never;
  const later = '2026-11-02T01:00:00.000Z' as never;
  expect((await archive.owed(soon, 10)).map((row) => row.id)).toEqual([dispatch.id]);
  await archive.append([{ kind: 'dispatch-failed', dispatch: dispatch.id, attempt: 1, reason: 'нет связи', retryAt: later }]);
  expect(await archive.owed(soon, 10)).toEqual([]);
  expect((await archive.owed(later, 10))[0]).toMatchObject({ attempts: 1, lastError: 'нет связи', retryAt: later });
  await archive.append([{ kind: 'dispatch-held', dispatch: dispatch.id, attempt: 12, reason: 'нет связи' }]);
  expect((await archive.records.needsAction(later, 10)).items.map((item) => item.what)).toContain('held-dispatch');
  await archive.append([{ kind: 'dispatch-retried', dispatch: dispatch.id }]);
  await archive.append([{ kind: 'dispatch-sent', dispatch: dispatch.id, response: '250 Ok' }]);
  await expect(archive.append([{ kind: 'dispatch-sent', dispatch: dispatch.id, response: '250 Ok' }])).rejects.toMatchObject({ code: 'entry-conflict' });
  expect(await archive.records.summary(submission)).toMatchObject({ receiptsIssued: 1, receiptsSent: 1, receiptsConfirmed: 0 });
});

test('a notice of receipt that came back confirms what it is tied to', async () => {
  const archive = await archives.open(archives.folder());
  const filed = await registered(archive, 'a');
  const submission = names.submission('a');
  const receipt = receiptOf('a', 'acceptance', filed);
  const reply = replyOf('a', filed, { submission });
  const dispatch = dispatchOf('a', filed.raw, { submission, receipts: [receipt.id], reply: reply.id });
  await archive.append([{ kind: 'receipt-issued', receipt }, { kind: 'reply-signed', reply }, { kind: 'dispatch-queued', dispatch }, { kind: 'dispatch-sent', dispatch: dispatch.id, response: 'ok' }]);
  expect(await archive.findTie({ fileName: `${receipt.fileName.toUpperCase()}` })).toEqual({ receipt: receipt.id, dispatch: dispatch.id, submission });
  expect(await archive.findTie({ messageId: dispatch.messageId })).toEqual({ dispatch: dispatch.id, reply: reply.id, receipt: receipt.id, submission });
  expect(await archive.findTie({ flowId: reply.flowId })).toEqual({ reply: reply.id, submission });
  expect(await archive.findTie({ flowId: 'unknown' })).toEqual({});
  await received(archive, 'notice');
  const tie = { what: 'notice-of-receipt' as const, flowId: 'f', dispatch: dispatch.id, note: 'ИЗ' };
  await archive.append([{ kind: 'delivery-tied', delivery: names.delivery('notice'), tie }]);
  const record = (await archive.records.submission(submission))!;
  expect(record.summary).toMatchObject({ receiptsSent: 1, receiptsConfirmed: 1, repliesSent: 1 });
  expect(record.receipts[0]?.confirmedAt).toBeDefined();
  expect(record.replies[0]).toMatchObject({ state: 'confirmed', dispatch: dispatch.id });
  expect(record.ties.map((one) => one.tie)).toEqual([tie]);
  await expect(archive.append([{ kind: 'delivery-tied', delivery: names.delivery('notice'), tie }])).rejects.toMatchObject({ code: 'entry-conflict' });
});

test('unfinished work is what nobody has decided, tied, held or put aside', async () => {
  const archive = await archives.open(archives.folder());
  for (const name of ['a', 'b', 'c', 'd']) await received(archive, name);
  const waiting = async (held = false) => (await archive.unfinished({ held })).map((one) => one.delivery.id);
  expect(await waiting()).toEqual(['a', 'b', 'c', 'd'].map(names.delivery));
  await archive.append([{ kind: 'submission-registered', submission: names.submission('a'), delivery: names.delivery('a'), number: numberOf(1) }]);
  await archive.append([{ kind: 'delivery-failed', delivery: names.delivery('a'), attempt: 1, reason: 'сбой' }]);
  expect((await archive.unfinished())[0]).toMatchObject({ submission: names.submission('a'), number: numberOf(1), attempts: 1, lastReason: 'сбой', held: false });
  await archive.append([{ kind: 'submission-refused', submission: names.submission('a'), reasons: [{ code: '1', text: 'нет' }] }]);
  await archive.append([{ kind: 'delivery-held', delivery: names.delivery('b'), reason: 'часто' }]);
  await archive.append([{ kind: 'delivery-set-aside', delivery: names.delivery('c'), reason: 'реклама' }]);
  expect(await waiting()).toEqual([names.delivery('d')]);
  expect(await waiting(true)).toEqual(['b', 'd'].map(names.delivery));
  await archive.append([{ kind: 'delivery-retried', delivery: names.delivery('b') }]);
  expect(await waiting()).toEqual(['b', 'd'].map(names.delivery));
  expect(await waiting()).not.toContain('nothing' as DeliveryId);
});

test('listeners hear each transaction once, with what it touched', async () => {
  const archive = await archives.open(archives.folder());
  const heard: unknown[] = [];
  archive.onCommit((touched) => heard.push(touched));
  await registered(archive, 'a');
  await archive.append([{ kind: 'submission-noted', submission: names.submission('a'), text: 'заметка' }]);
  expect(heard).toEqual([
    { upTo: 1, submissions: [], kinds: ['delivery-received'] },
    { upTo: 2, submissions: [names.submission('a')], kinds: ['submission-registered'] },
    { upTo: 3, submissions: [names.submission('a')], kinds: ['submission-noted'] },
  ]);
});
