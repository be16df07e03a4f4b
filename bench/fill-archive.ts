import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { instantOf, type ChannelId, type DeliveryId, type DispatchId, type Instant, type ReceiptId, type SubmissionId } from '../main/domain/identifiers.ts';
import type { NewEntry } from '../main/domain/journal-entry.ts';
import type { ReceiptKind } from '../main/domain/receipt.ts';
import type { Reason } from '../main/domain/submission.ts';
import type { Indication } from '../main/domain/verdict.ts';
import type { StoredObject } from '../main/domain/delivery.ts';
import type { Archive } from '../main/archive/archive.ts';
import { openArchive } from '../main/archive/open-archive.ts';
import { dispatchOf, examinationOf, idOf, receiptOf, type Filed } from '../main/archive/testing/cases.ts';

/**
 * Fills an archive with made-up submissions through its own door:
 *   node bench/fill-archive.ts <folder> [submissions, 100000] [seed, 1]
 * The same seed gives the same submissions. Nothing is flushed, so this is no measure of intake.
 */
async function fill(path: string, total: number, seedNumber: number): Promise<void> {
  await mkdir(path, { recursive: true });
  let clock = Date.parse('2026-01-12T06:00:00.000Z');
  let moment = clock;
  const archive = await openArchive({ folder: join(path), create: true, authority: '7700', durability: 'none', now: () => clock });
  const random = randomOf(seedNumber);
  const shared = await sharedObjects(archive);
  const began = Date.now();
  let told: Pace = { done: 0, at: began, busy: busy() };
  const batch = 500;
  const prepare = (from: number) => {
    const cases = Array.from({ length: Math.max(0, Math.min(batch, total - from)) }, (_, i) => caseOf(random, from + i, (moment += Math.floor(random() * 400_000))));
    return { cases, stored: archive.depositAll(cases.flatMap((one) => [Buffer.from(`delivery ${one.name}`), Buffer.from(one.text)])) };
  };
  // The objects of the next batch go down while this one is journalled.
  for (let done = 0, ready = prepare(0); done < total; done += batch) {
    const { cases, stored } = ready;
    const objects = await stored;
    ready = prepare(done + batch);
    clock = cases[0]!.at;
    await fileCases(archive, shared, cases, objects);
    if ((done / batch) % 10 === 9) told = tellPace(done + batch, total, told);
  }
  const { entries, objects, bytes } = await archive.status();
  await archive.close();
  const seconds = (Date.now() - began) / 1000;
  console.log(`${total} submissions, ${entries} entries, ${objects} objects of ${(bytes / 1e6).toFixed(1)} MB in ${seconds.toFixed(1)} s: ${Math.round(total / seconds)} a second`);
  console.log(`${(busy() / total).toFixed(2)} ms of processor time each`);
}

type Pace = { done: number; at: number; busy: number };

/** Milliseconds of processor time of all threads: what others do on the machine does not count. */
function busy(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
}

/** The pace since the last telling, so that growth with size shows. */
function tellPace(done: number, total: number, last: Pace): Pace {
  const now = { done, at: Date.now(), busy: busy() };
  const more = done - last.done;
  console.log(`${done} of ${total}: ${Math.round((more * 1000) / (now.at - last.at))} a second, ${((now.busy - last.busy) / more).toFixed(2)} ms of processor time each`);
  return now;
}

const surnames = ['Иванов', 'Смирнов', 'Кузнецов', 'Попов', 'Васильев', 'Петров', 'Соколов', 'Михайлов', 'Новиков', 'Фёдоров', 'Морозов', 'Волков', 'Алексеев', 'Лебедев', 'Семёнов', 'Егоров', 'Павлов', 'Козлов', 'Степанов', 'Николаев', 'Орлов', 'Андреев', 'Макаров', 'Никитин', 'Захаров', 'Зайцев', 'Соловьёв', 'Борисов', 'Яковлев', 'Григорьев'];
const forenames = ['Александр', 'Сергей', 'Дмитрий', 'Андрей', 'Алексей', 'Максим', 'Евгений', 'Иван', 'Михаил', 'Артём', 'Пётр', 'Николай', 'Фёдор', 'Юрий'];
const patronymics = ['Александрович', 'Сергеевич', 'Дмитриевич', 'Андреевич', 'Алексеевич', 'Евгеньевич', 'Иванович', 'Петрович', 'Николаевич'];
const firmNames = ['Ромашка', 'Северное сияние', 'Стройинвест', 'Берёзка', 'Технопарк', 'Волга', 'Альянс', 'Горизонт', 'Медтехника', 'Агропром', 'Лесной край', 'Электросила', 'Транслогистика', 'Молочные реки', 'Уралмаш', 'Заря', 'Мебельный двор', 'Вектор', 'Гранит', 'Продторг', 'Каскад', 'Сибирь', 'Маяк', 'Дельта', 'Рубин'];
const firmKinds = ['ООО', 'АО', 'ПАО', 'ТОО'];
const forms = [
  ['1151099', 'Расчёт сумм налога на доходы физических лиц', 'NO_NDFL6', 28],
  ['1151001', 'Налоговая декларация по налогу на добавленную стоимость', 'NO_NDS', 24],
  ['1151111', 'Расчёт по страховым взносам', 'NO_RASCHSV', 16],
  ['1151006', 'Налоговая декларация по налогу на прибыль организаций', 'NO_PRIB', 12],
  ['1152017', 'Налоговая декларация по упрощённой системе налогообложения', 'NO_USN', 8],
  ['0710099', 'Бухгалтерская (финансовая) отчётность', 'NO_BUHOTCH', 6],
  ['1152028', 'Налоговая декларация по налогу на имущество организаций', 'NO_IMUSH', 3],
  ['1166108', 'Уведомление об исчисленных суммах', 'UT_UVISCHSUMNAL', 3],
] as const;
const periods = ['1 квартал', 'полугодие', '9 месяцев', 'год'];
const refusals: readonly Reason[] = [
  { code: '0400200005', text: 'Регистрация ранее представленного документа' },
  { code: '0300300001', text: 'Файл не соответствует xsd-схеме' },
  { code: '0100100001', text: 'Отсутствует ЭП отправителя' },
  { code: '0100100004', text: 'Сертификат подписи отозван' },
  { code: '0400300003', text: 'Нарушено условие равенства показателей' },
];
const words = 'сумма налога исчисленная удержанная к уплате в бюджет доход физического лица организация отчётный период раздел строка показатель код бюджетной классификации ОКТМО база вычет ставка аванс платёж работник договор выплата пособие страховой взнос тариф счёт фактура покупка продажа книга возмещение остаток актив пассив капитал резерв прибыль убыток выручка расход амортизация имущество земля транспорт'.split(' ');

type Random = () => number;

/** mulberry32: small, and the same on every machine. */
function randomOf(seedNumber: number): Random {
  let state = seedNumber >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

function pick<One>(random: Random, among: readonly One[]): One {
  return among[Math.floor(random() * among.length)]!;
}

type Case = {
  name: string; at: number; form: (typeof forms)[number]; subscriber: { name: string; taxNumber: string; kpp?: string }; signer: string; mail: boolean;
  outcome: 'accepted' | 'entered' | 'refused' | 'clarification' | 'deciding' | 'quarantined'; reason: Reason; period: string; text: string; sent: boolean;
};

function caseOf(random: Random, ordinal: number, moment: number): Case {
  const weight = random() * 100;
  let sum = 0;
  const form = forms.find((one) => (sum += one[3]) > weight) ?? forms[0];
  const firm = Math.floor(random() ** 1.5 * 20_000);
  const subscriber = subscriberOf(firm);
  const dice = random();
  const outcome = dice < 0.74 ? 'entered' : dice < 0.86 ? 'accepted' : dice < 0.95 ? 'refused' : dice < 0.98 ? 'clarification' : dice < 0.995 ? 'deciding' : 'quarantined';
  const text = Array.from({ length: 60 }, () => pick(random, words)).join(' ');
  return {
    name: String(ordinal), at: moment, form, subscriber, signer: personOf(firm), mail: random() < 0.3, outcome, reason: pick(random, refusals),
    period: pick(random, periods), text: `${form[1]} ${subscriber.name} ИНН ${subscriber.taxNumber} ${personOf(firm)} ${text} ${Math.floor(random() * 1e9)}`,
    sent: random() < 0.995,
  };
}

function personOf(firm: number): string {
  return `${surnames[firm % surnames.length]} ${forenames[Math.floor(firm / 7) % forenames.length]} ${patronymics[Math.floor(firm / 11) % patronymics.length]}`;
}

function subscriberOf(firm: number): Case['subscriber'] {
  const serial = String(firm).padStart(6, '0');
  if (firm % 5 === 0) return { name: `ИП ${personOf(firm)}`, taxNumber: `770${serial}123` };
  return { name: `${firmKinds[firm % firmKinds.length]} «${firmNames[firm % firmNames.length]}-${firm}»`, taxNumber: `7701${serial}`, kpp: '770101001' };
}

type Shared = { signature: StoredObject; certificate: StoredObject; protocol: StoredObject };

async function sharedObjects(archive: Archive): Promise<Shared> {
  const [signature, certificate, protocol] = await archive.depositAll(['signature', 'certificate', '{"documents":[]}'].map((text) => Buffer.from(text)));
  return { signature: signature!, certificate: certificate!, protocol: protocol! };
}

async function fileCases(archive: Archive, shared: Shared, cases: readonly Case[], stored: readonly StoredObject[]): Promise<void> {
  const raws = cases.map((_, i) => stored[i * 2]!);
  await archive.append(cases.map((one, i) => ({ kind: 'delivery-received', delivery: deliveryFor(one, raws[i]!) })));
  const registered = await Promise.all(cases.map((one) => archive.register(idOf<DeliveryId>(`d${one.name}`), 2026)));
  const filed = (i: number): Filed => ({ ...shared, text: stored[i * 2 + 1]!, document: raws[i]!, certificate: shared.certificate.digest });
  // As the desks do it: the facts of one submission are one transaction.
  await Promise.all(cases.map((one, i) => archive.append(factsOf(one, registered[i]!.submission, filed(i)))));
}

function deliveryFor(one: Case, raw: StoredObject) {
  return {
    id: idOf<DeliveryId>(`d${one.name}`), channel: (one.mail ? 'mailbox' : 'spool') as ChannelId, channelKind: one.mail ? ('mailbox' as const) : ('spool' as const),
    messageId: `message-${one.name}`, receivedAt: instantOf(one.at - 60_000), raw, name: `${one.form[2]}_${one.name}.zip`, replyTo: `${one.subscriber.taxNumber}@example.org`,
  };
}

function factsOf(one: Case, submission: SubmissionId, filed: Filed): NewEntry[] {
  const indication: Indication = one.outcome === 'refused' ? (one.reason.code.startsWith('01') ? 'TOTAL_FAILED' : 'TOTAL_PASSED') : one.outcome === 'deciding' ? 'INDETERMINATE' : 'TOTAL_PASSED';
  const base = examinationOf(one.name, filed);
  const due = (hours: number): Instant => instantOf(one.at + hours * 3_600_000);
  const examination = {
    ...base, subscriber: one.subscriber, indication, container: one.mail ? ('mail' as const) : ('fns-container' as const), examinedAt: instantOf(one.at),
    form: { knd: one.form[0], name: one.form[1], prefix: one.form[2], version: '5.01', periodName: `${one.period} 2026`, year: 2026 },
    documents: base.documents.map((document) => ({ ...document, name: `${one.form[2]}_7700_7700_${one.subscriber.taxNumber}_${one.name}.xml`, signatures: document.signatures.map((signature) => ({ ...signature, indication, signer: one.signer })) })),
    duties: [{ what: 'notice-of-receipt' as const, dueAt: due(24) }, { what: 'decision' as const, dueAt: due(48) }, { what: 'entry' as const, dueAt: due(240) }],
  };
  const facts: NewEntry[] = [{ kind: 'submission-examined', submission, examination }, issue(one, submission, 'notice-of-receipt', filed)];
  if (one.outcome === 'deciding') return [...facts, { kind: 'submission-left-to-officer', submission, reasons: [{ code: '', text: 'Нет списка отозванных сертификатов' }] }];
  if (one.outcome === 'quarantined') return [...facts, { kind: 'submission-quarantined', submission, reasons: [{ code: '0100300001', text: 'Контейнер не открывается' }] }];
  const kind: ReceiptKind = one.outcome === 'refused' ? 'refusal' : 'acceptance';
  facts.push(one.outcome === 'refused' ? { kind: 'submission-refused', submission, reasons: [one.reason] } : { kind: 'submission-accepted', submission, duties: [] });
  facts.push(issue(one, submission, kind, filed), ...send(one, submission, kind, filed));
  if (one.outcome === 'entered') facts.push({ kind: 'submission-entered', submission });
  if (one.outcome === 'clarification') facts.push({ kind: 'submission-clarified', submission, reasons: [{ code: '0400400001', text: 'Требуются пояснения' }] });
  return facts;
}

function receiptId(one: Case, kind: ReceiptKind): ReceiptId {
  return idOf<ReceiptId>(`r${kind}${one.name}`);
}

function issue(one: Case, submission: SubmissionId, kind: ReceiptKind, filed: Filed): NewEntry {
  return { kind: 'receipt-issued', receipt: receiptOf(one.name, kind, filed, { id: receiptId(one, kind), submission, issuedAt: instantOf(one.at) }) };
}

function send(one: Case, submission: SubmissionId, kind: ReceiptKind, filed: Filed): NewEntry[] {
  const id = idOf<DispatchId>(`o${one.name}`);
  const receipts = [receiptId(one, 'notice-of-receipt'), receiptId(one, kind)];
  const channel = (one.mail ? 'mailbox' : 'spool') as ChannelId;
  const queued: NewEntry = { kind: 'dispatch-queued', dispatch: dispatchOf(one.name, filed.signature, { id, channel, submission, receipts, recipientName: one.subscriber.name }) };
  return one.sent ? [queued, { kind: 'dispatch-sent', dispatch: id, response: '250 2.0.0 Ok' }] : [queued];
}

const [folder, count = '100000', seed = '1'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node bench/fill-archive.ts <folder> [submissions] [seed]');
  process.exit(2);
}
await fill(folder, Number(count), Number(seed));
