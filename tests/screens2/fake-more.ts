import type { Answer, DispatchRow, DispatchState, Instant, JobProgress, JournalEntry, Method, NeedsActionItem, ReceptionBridge, ReplyDraft, ReplyRow, Report, Result, SearchHit, Settings, StationEvent, SubscriberRow, TrustRow, UnfinishedDelivery } from '../../preload/contract.ts';
import { makeRows } from '../screens/fake-data.ts';
import { certificate, protocolOf } from '../screens/fake-record.ts';

/** What the screens of the second half ask for; everything else goes on to the fake station of tests/screens. */
type Handlers = { [M in Method]?: (args: never) => unknown };
type Station = ReceptionBridge & { readonly tell: (event: StationEvent) => void };

const data = makeRows(400);
const base = Date.parse(data.now);
const at = (minutes: number) => new Date(base - minutes * 60_000).toISOString() as Instant;
const digest = (seed: number) => Array.from({ length: 64 }, (_, place) => ((seed * 31 + place * 7) % 16).toString(16)).join('');
const subject = (n: number) => data.subscribers[n % data.subscribers.length]!;
const row = (n: number) => data.rows[n]!;

export function withMore(station: Station, options: URLSearchParams): Station {
  const empty = options.get('empty') === '1';
  const state = { drafts: empty ? [] : drafts(), settings: settings(empty), trust: empty ? [] : trust(), searches: [{ id: 's1', name: 'Оплата труда, 2026', place: 'archive', query: 'text=%22%D0%BE%D0%BF%D0%BB%D0%B0%D1%82%D0%B0+%D1%82%D1%80%D1%83%D0%B4%D0%B0%22&from=2026-01-01' }] };
  const paged = <Row>(rows: readonly Row[]) => (query: { offset: number; limit: number; text?: string; states?: readonly string[] }) => {
    const found = rows.filter((one) => (query.text === undefined || JSON.stringify(one).toLowerCase().includes(query.text.toLowerCase())) && (query.states === undefined || query.states.includes((one as { state: string }).state)));
    return { rows: found.slice(query.offset, query.offset + query.limit), total: found.length };
  };
  const job = (what: JobProgress['what']) => {
    const told: JobProgress = { job: `job-${what}`, what, done: 3_412, total: 9_120, note: 'objects/3f/3f9ac2e1774b00d1…', startedAt: at(1), state: 'running' };
    setTimeout(() => station.tell({ event: 'job', job: told }), 20);
    return { job: told.job };
  };
  const handlers: Handlers = {
    'needsAction.list': () => (empty ? { items: [], total: 0, unfinished: [] } : { items: needs(), total: 312, unfinished: unfinished() }),
    'deliveries.retry': () => null,
    'deliveries.setAside': () => null,
    'exchange.retryDispatch': () => null,
    'exchange.giveUpDispatch': () => null,
    'replies.page': paged(empty ? [] : replies()),
    'replies.record': ({ id }: { id: string }) => replies().find((reply) => reply.id === id) ?? replies()[0],
    'replies.drafts': () => state.drafts,
    'replies.saveDraft': ({ draft, add = [], remove = [] }: { draft: ReplyDraft; add?: { name: string; bytes: Uint8Array }[]; remove?: string[] }) => {
      const before = state.drafts.find(({ id }) => id === draft.id)?.attachments ?? [];
      const attachments = [...before.filter((one) => !remove.includes(one.digest)), ...add.map(({ name, bytes }, n) => ({ name, mediaType: 'application/octet-stream', size: bytes.length, digest: digest(before.length + n + 1) as never }))];
      const saved: ReplyDraft = { ...draft, attachments, changedAt: data.now, officer: 'officer-1' as never };
      state.drafts = [saved, ...state.drafts.filter(({ id }) => id !== draft.id)];
      return saved;
    },
    'replies.deleteDraft': ({ id }: { id: string }) => ((state.drafts = state.drafts.filter((draft) => draft.id !== id)), null),
    'replies.route': ({ taxNumber }: { taxNumber: string }) => {
      const problem = taxNumber === subject(1).taxNumber ? { problem: 'certificate-expired' as const } : {};
      return { possible: !('problem' in problem), channel: 'gd', address: 'spool/out/7701', certificate: { ...certificate('Иванова Мария Сергеевна', data), ...('problem' in problem ? { notAfter: at(40_000) } : {}) }, ...problem };
    },
    'replies.send': () => replies()[0],
    'subscribers.page': paged(empty ? [] : subscribers()),
    'subscribers.record': ({ taxNumber }: { taxNumber: string }) => subscribers().find((one) => one.taxNumber === taxNumber) ?? subscribers()[0],
    'submissions.certificate': ({ digest: which }: { digest: string }) => ({ ...certificate('Иванова Мария Сергеевна', data), fingerprint: which, ...(which === digest(2) ? { notAfter: at(60_000) } : {}) }),
    'archive.search': ({ text, offset, limit, kinds }: { text: string; offset: number; limit: number; kinds?: string[] }) => {
      const found = text.includes('zzz') ? [] : hits().filter(({ kind }) => kinds === undefined || kinds.includes(kind));
      return { rows: found.slice(offset, offset + limit), total: found.length };
    },
    'archive.searches': () => state.searches,
    'archive.status': () => ({ entries: 18_402, head: digest(4), objects: 9_120, bytes: 912_000_000, submissions: 2000, lastSealAt: at(102), lastSealUpTo: 18_211, lastFixityAt: at(3000), lastFixityDamaged: options.get('damaged') === '1' ? 2 : 0, ...(options.get('damaged') === '1' ? { broken: 'На диске нет места.' } : { lastBackupAt: at(1500) }) }),
    'archive.seal': () => ({ upTo: 18_402, at: data.now }),
    'archive.fixity': () => job('fixity'),
    'archive.backup': () => job('backup'),
    'archive.rebuildIndex': () => job('rebuild-index'),
    'jobs.stop': ({ job: id }: { job: string }) => (station.tell({ event: 'job', job: { job: id, what: 'fixity', done: 3_412, total: 9_120, note: '', startedAt: at(1), state: 'stopped', outcome: { objects: 3412, damaged: 0 } } }), null),
    'signature.check': () => ({ name: 'report.xml.sig', hasContent: true, verdicts: protocolOf(row(0), data).documents.flatMap(({ signatures }) => signatures.map(({ verdict }) => verdict)).slice(0, 1) }),
    'reports.read': () => (empty ? { ...report(), byState: [], byDay: [], byForm: [], refusals: [] } : report()),
    'reports.exportRegister': () => ({ path: '/home/officer/register.xlsx', rows: 2000 }),
    'reports.exportSummary': () => ({ path: '/home/officer/summary.pdf' }),
    'journal.page': ({ kinds, before, limit }: { kinds?: string[]; before?: number; limit: number }) => ({
      entries: (empty ? [] : journal()).filter((entry) => (kinds === undefined || kinds.includes(entry.kind)) && (before === undefined || entry.seq < before)).slice(0, limit),
      officers: { 'officer-1': 'Петров Илья Андреевич', 'officer-2': 'Соколова Дарья Константиновна' },
    }),
    'exchange.overview': async () => ({ health: await healthOf(station), statistics: empty ? [] : statistics() }),
    'exchange.dispatches': paged(empty ? [] : dispatches()),
    'exchange.run': () => {
      setTimeout(() => station.tell({ event: 'session', session: { id: 's9' as never, by: 'officer', startedAt: at(1), step: 'examining', collected: 48, doubled: 1, examined: 31, dispatched: 0, failed: 0, waiting: 17, stopped: false } }), 20);
      return { session: 's9' };
    },
    'exchange.stop': () => null,
    'settings.read': () => state.settings,
    'settings.save': ({ settings: next }: { settings: Settings }) => (state.settings = next),
    'settings.checkChannel': () => ({ ok: false, steps: [{ what: 'connect', ok: true, message: 'TLS 1.3, mail.example.org' }, { what: 'log-in', ok: false, message: 'Authentication failed (AUTHENTICATIONFAILED)' }] }),
    'settings.keys': () => [keyView('station', 'Управление № 7, подпись', true, 212), keyView('decryption', 'Управление № 7, шифрование', true, 19), keyView('decryption', 'Управление № 7, шифрование 2025', false, -90)],
    'settings.installKey': () => [],
    'settings.trust': () => state.trust,
    'settings.addTrust': () => state.trust,
    'settings.removeTrust': ({ fingerprint }: { fingerprint: string }) => (state.trust = state.trust.filter((one) => one.fingerprint !== fingerprint)),
    'officers.list': () => officers(),
    'officers.save': () => officers(),
    'session.setKey': () => certificate('Петров Илья Андреевич', data),
    'session.changePassword': () => null,
    'demo.burst': () => null,
    'demo.pace': () => null,
  };
  const failing = options.get('fail');
  return {
    ...station,
    call: async (method, args) => {
      const handler = handlers[method] as ((args: unknown) => unknown) | undefined;
      if (handler === undefined || failing === method) return station.call(method, args);
      await station.call('start.read', {});
      (station as unknown as { calls: unknown[] }).calls.push({ method, args });
      return { ok: true, value: await handler(args) } as Answer<Result<typeof method>>;
    },
  };
}

async function healthOf(station: Station) {
  const health = await station.call('health.read', {});
  if (!health.ok) throw new Error('no health');
  return health.value;
}

function needs(): NeedsActionItem[] {
  const one = (n: number, part: Partial<NeedsActionItem>): NeedsActionItem => ({ what: 'decide', at: at(n * 37), submission: row(n).id, number: row(n).number, title: subject(n).name, reason: '', ...part });
  return [
    one(1, { what: 'overdue', dueAt: at(260), reason: 'Решение о приёме: 6-НДФЛ за 9 месяцев 2026' }),
    one(2, { what: 'overdue', dueAt: at(30), reason: 'Извещение о вводе: декларация по НДС, 3 квартал 2026' }),
    one(3, { what: 'due-soon', dueAt: at(-95), reason: 'Решение о приёме: расчёт по страховым взносам' }),
    one(4, { what: 'due-soon', dueAt: at(-200), reason: 'Извещение о получении' }),
    ...[5, 6, 7].map((n) => one(n, { reason: n === 6 ? 'Список отозванных сертификатов издателя устарел на 3 дня; отозван ли сертификат подписанта, установить нельзя. Загрузите свежий список или решите сами.' : 'Сертификат подписанта выдан на другое лицо: в подписи ИНН 7701234567, в отчёте 7709998877.' })),
    one(13, { what: 'quarantined', delivery: 'd13' as never, title: 'FNS_7701234567_7700.zip', reason: 'Архив повреждён: конец файла раньше конца оглавления.' }),
    { what: 'held-delivery', at: at(500), delivery: 'd99' as never, title: 'Письмо «Fwd: сверка» от buh@example.org', reason: 'Пять раз не удалось разобрать: вложение больше предела 100 МБ.' },
    { what: 'held-dispatch', at: at(700), dispatch: 'x7', submission: row(8).id, number: row(8).number, title: subject(8).name, reason: 'Квитанция о приёме: 550 5.1.1 Mailbox unavailable' },
  ];
}

function unfinished(): UnfinishedDelivery[] {
  const one = (n: number, held: boolean): UnfinishedDelivery => ({ delivery: { id: `d${n}` as never, channel: (n % 2 === 0 ? 'mail' : 'gd') as never, channelKind: n % 2 === 0 ? 'mailbox' : 'spool', messageId: `m${n}`, receivedAt: at(n * 40), raw: { digest: digest(n) as never, size: 120_000 * n }, name: `FNS_${subject(n).taxNumber}_7700_${n}.zip` }, attempts: held ? 5 : 1, held, ...(held ? { lastReason: 'Архив повреждён: конец файла раньше конца оглавления.', submission: row(n).id } : {}) });
  return [one(1, false), one(2, true), one(3, true), one(4, false)];
}

function replies(): ReplyRow[] {
  const states = ['signed', 'sent', 'confirmed', 'confirmed', 'held', 'confirmed', 'given-up'] as const;
  const topics = ['О представлении пояснений к расчёту 6-НДФЛ за 9 месяцев 2026 года', 'Требование № 2026-118/7 о представлении документов', 'Уведомление о вызове', 'Ответ на обращение о сверке'];
  return Array.from({ length: 40 }, (_, n) => {
    const state = states[n % states.length]!;
    const sent = state === 'sent' || state === 'confirmed';
    return {
      id: `reply-${n}` as never, ...(n % 3 === 0 ? {} : { submission: row(n).id }), kind: (['letter', 'demand', 'notification'] as const)[n % 3]!, to: { name: subject(n).name, taxNumber: subject(n).taxNumber }, subject: topics[n % topics.length]!,
      documents: [{ name: 'Письмо.txt', mediaType: 'text/plain', content: { digest: digest(n) as never, size: 2412 }, signature: { digest: digest(n + 1) as never, size: 3100 } }, { name: 'Приложение 1. Расшифровка строки 140 за третий квартал.pdf', mediaType: 'application/pdf', content: { digest: digest(n + 2) as never, size: 812_412 }, signature: { digest: digest(n + 3) as never, size: 3100 } }],
      officer: 'officer-1' as never, signedBy: 'C=RU, O=Управление № 7, CN=Петров Илья Андреевич', signedAt: at(n * 190), flowId: '5f7b9b6e-0a51-4c9b-9d6b-6f3b6d4d0b11', state, ...(sent ? { sentAt: at(n * 190 - 3) } : {}), ...(state === 'confirmed' ? { confirmedAt: at(n * 190 - 60) } : {}),
    };
  });
}

function drafts(): ReplyDraft[] {
  return [
    { id: 'draft-1' as never, submission: row(3).id, kind: 'demand', toTaxNumber: subject(3).taxNumber, toName: subject(3).name, subject: 'Требование о представлении пояснений', text: 'Сообщаем, что в представленном расчёте обнаружены расхождения по строке 140.\n\nПросим представить пояснения в течение пяти рабочих дней.', attachments: [{ name: 'Расхождения.xlsx', mediaType: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', size: 48_213, digest: digest(9) as never }], changedAt: at(12), officer: 'officer-1' as never },
    { id: 'draft-2' as never, kind: 'letter', toTaxNumber: subject(0).taxNumber, toName: subject(0).name, subject: '', text: '', attachments: [], changedAt: at(300), officer: 'officer-1' as never },
  ];
}

function subscribers(): SubscriberRow[] {
  return Array.from({ length: 120 }, (_, n) => {
    const { name, taxNumber, kpp } = subject(n);
    return {
      taxNumber: n < 8 ? taxNumber : String(Number(taxNumber) + n), ...(kpp === undefined ? {} : { kpp }), name: n < 8 ? name : `${name} (филиал ${n})`, submissions: 412 - n * 3, lastSubmissionAt: at(n * 61), certificates: [digest(1), digest(2), digest(3), digest(5)] as never,
      addresses: [{ channel: 'gd' as never, channelKind: 'spool', address: 'spool/out/7701', subject: '1AE0000', operator: 'ООО «Контур Связи»', seenAt: at(n * 61) }, { channel: 'mail' as never, channelKind: 'mailbox', address: `buh${n}@example.org`, seenAt: at(n * 6100) }],
    };
  });
}

function hits(): SearchHit[] {
  return Array.from({ length: 74 }, (_, n) => {
    const kind = (['submission', 'receipt', 'submission', 'reply'] as const)[n % 4]!;
    return { kind, id: kind === 'reply' ? `reply-${n}` : row(n).id, submission: row(n).id, number: row(n).number, at: row(n).receivedAt, title: row(n).formName ?? row(n).subject ?? 'Письмо', subscriber: subject(n).name, taxNumber: subject(n).taxNumber, state: kind === 'submission' ? row(n).state : kind === 'reply' ? 'sent' : 'acceptance', snippet: '…начисленных в пользу физических лиц: \u0001оплата\u0002 \u0001труда\u0002 по трудовым договорам (код 2000), вознаграждения по договорам <b>подряда</b>…' };
  });
}

function report(): Report {
  const days = Array.from({ length: 22 }, (_, n) => ({ day: `2026-11-${String(n + 1).padStart(2, '0')}` as never, accepted: n % 7 === 0 || n % 7 === 6 ? 3 : 60 + ((n * 37) % 90), refused: (n * 5) % 9, other: n > 19 ? 12 : n % 3 }));
  return {
    byState: [{ state: 'accepted', count: 1210 }, { state: 'entered', count: 560 }, { state: 'refused', count: 88 }, { state: 'deciding', count: 41 }, { state: 'clarification', count: 22 }, { state: 'quarantined', count: 3 }],
    byForm: [['1151099', 'Расчет 6-НДФЛ', 610, 31, 12], ['1151001', 'Налоговая декларация по НДС', 480, 22, 20], ['0710099', 'Бухгалтерская отчетность', 301, 9, 4], ['1151006', 'Декларация по налогу на прибыль', 220, 14, 3], ['1151111', 'Расчет по страховым взносам', 119, 8, 2], ['', '', 62, 4, 3]].map(([knd, name, accepted, refused, other]) => ({ knd, name, accepted, refused, other })) as Report['byForm'],
    byDay: days.filter(({ day }) => !String(day).endsWith('-08')),
    refusals: [...data.reasons].map(({ code, text }, n) => ({ code, text, count: 40 - n * 9 })),
    deadlines: { overdue: 2, dueToday: 12, dueLater: 301, kept: 1802, broken: 7 },
    decisionTime: { median: 9, p95: 214, max: 90_480, count: 1880 },
  };
}

let entries: JournalEntry[] | undefined;
function journal(): readonly JournalEntry[] {
  entries ??= Array.from({ length: 1200 }, (_, n) => ({ ...factOf(n), seq: 18_402 - n, at: at(n * 3), digest: digest(n), ...(n % 5 === 3 ? { officer: n % 2 === 0 ? 'officer-1' : 'officer-2' } : {}) }) as unknown as JournalEntry);
  return entries;
}

function factOf(n: number): object {
  const stored = { digest: digest(n), size: 4_123 * (n + 1) };
  const submission = row(n % 300).id;
  const delivery = { id: `d${n}`, channel: n % 4 === 0 ? 'mail' : 'gd', channelKind: 'spool', messageId: `m${n}`, receivedAt: at(n * 3), raw: stored, name: `FNS_${subject(n).taxNumber}_7700_${n}.zip`, sender: 'gateway@operator.example' };
  const facts: object[] = [
    { kind: 'dispatch-sent', dispatch: `x${n}`, response: '250 2.0.0 Ok: queued as 4F2' },
    { kind: 'receipt-issued', receipt: { id: `r${n}`, submission, kind: 'acceptance', issuedAt: at(n), fileName: 'KV_7700_7701.xml', document: stored, signature: stored, signedBy: 'CN=Управление № 7, C=RU', reasons: [] } },
    { kind: 'submission-accepted', submission, duties: [] },
    { kind: 'submission-noted', submission, text: 'Звонила главный бухгалтер, пришлёт уточнённый расчёт в понедельник.' },
    { kind: 'submission-examined', submission, examination: { container: 'fns-container', subscriber: { name: subject(n).name, taxNumber: subject(n).taxNumber }, documents: [1, 2, 3], indication: 'TOTAL_PASSED', findings: [] } },
    { kind: 'submission-registered', submission, delivery: `d${n}`, number: row(n % 300).number },
    { kind: 'delivery-received', delivery },
    { kind: 'submission-refused', submission, reasons: data.reasons.slice(0, 1) },
    { kind: 'officer-signed-in', officer: 'officer-1', by: 'password' },
    { kind: 'session-ended', session: `s${n}`, collected: 14, doubled: 1, dispatched: 12, failed: n % 2, stopped: n % 22 === 9 },
    { kind: 'session-started', session: `s${n - 1}`, by: 'background' },
    { kind: 'channel-broken', channel: 'mail', reason: 'Connection timed out' },
    { kind: 'seal-made', upTo: 18_000 - n, head: digest(3), seal: stored },
    { kind: 'sign-in-refused', login: 'petrov', reason: 'password' },
  ];
  return facts[n % facts.length]!;
}

function statistics() {
  return [
    { channel: 'gd' as never, arrived: 18_204, doubled: 12, accepted: 17_410, refused: 612, waiting: 41, sent: 36_020, owed: 2, held: 0, lastArrivalAt: at(4), lastSentAt: at(3) },
    { channel: 'mail' as never, arrived: 1_120, doubled: 3, accepted: 902, refused: 180, waiting: 9, sent: 2_204, owed: 0, held: 3, lastArrivalAt: at(48), lastSentAt: at(50) },
  ];
}

function dispatches(): DispatchRow[] {
  const states: readonly DispatchState[] = ['owed', 'held', 'sent', 'sent', 'sent', 'given-up', 'sent'];
  return Array.from({ length: 90 }, (_, n) => {
    const state = states[n % states.length]!;
    return {
      id: `x${n}` as never, channel: (n % 4 === 0 ? 'mail' : 'gd') as never, channelKind: n % 4 === 0 ? 'mailbox' : 'spool', messageId: `<${digest(n).slice(0, 24)}@reception.example>`, recipient: n % 4 === 0 ? `buh${n}@example.org` : 'spool/out/7701', recipientName: subject(n).name, fileName: `KV_7700_${subject(n).taxNumber}_20261122.zip`, mediaType: 'application/zip', payload: { digest: digest(n) as never, size: 8_412 }, submission: row(n).id, receipts: [],
      state, queuedAt: at(n * 11), attempts: state === 'owed' ? n % 3 : state === 'held' ? 12 : 1, ...(state === 'sent' ? { sentAt: at(n * 11 - 1), response: '250 2.0.0 Ok: queued as 4F2' } : { lastError: '550 5.1.1 Mailbox unavailable', lastTriedAt: at(5), ...(state === 'owed' ? { retryAt: at(-15) } : {}) }),
    };
  });
}

function settings(empty: boolean): Settings {
  const server = { host: 'mail.example.org', security: 'tls' as const, user: 'reception', hasPassword: true };
  return {
    authority: { code: '7700', name: 'Управление по крупнейшим плательщикам № 7', taxNumber: '7707329152', kpp: '770701001' },
    channels: empty ? [] : [{ kind: 'spool', id: 'gd' as never, name: 'ГД', enabled: true, folder: '/srv/exchange' }, { kind: 'mailbox', id: 'mail' as never, name: 'Почта', enabled: false, imap: { ...server, port: 993, folder: 'INBOX', processedFolder: 'Processed' }, smtp: { ...server, port: 465, from: 'priem@example.org' } }],
    exchange: { mode: 'background', pollSeconds: 30 },
    verification: { revocationRequired: true, crlGraceHours: 24, onIndeterminate: 'leave-to-officer' },
    archive: { sealAt: '20:00', backupFolder: '/mnt/backup/reception' },
    limits: { deliveryMegabytes: 100, noticeHours: 4, decisionWorkingDays: 1, entryWorkingDays: 2, answerDays: 30 },
    calendar: { holidays: ['2027-01-01', '2027-01-07', '2027-02-23'] as never },
    session: { lockAfterMinutes: 15 },
  };
}

function keyView(purpose: 'station' | 'decryption', name: string, current: boolean, daysLeft: number) {
  return { purpose, certificate: { ...certificate(name, data), commonName: name, notAfter: at(-daysLeft * 1440) }, current, daysLeft };
}

function trust(): TrustRow[] {
  const one = (n: number, what: TrustRow['what'], name: string, state: TrustRow['state'], days: number): TrustRow => ({ what, fingerprint: digest(n) as never, subject: `C=RU, O=Учебный УЦ, CN=${name}`, issuer: 'C=RU, O=Учебный УЦ, CN=Учебный корень', from: at(400_000), to: at(-days * 1440), state });
  return [one(11, 'anchor', 'Учебный корень', 'good', 3000), one(12, 'intermediate', 'Учебный удостоверяющий центр', 'good', 700), one(13, 'crl', 'Учебный удостоверяющий центр', 'ending', 1), one(14, 'anchor', 'Прежний корень', 'ended', -20), one(15, 'intermediate', 'Учебный УЦ 2027', 'not-yet', 900)];
}

function officers() {
  const one = (n: number, login: string, name: string, position: string, roles: string[], active = true) => ({ id: `officer-${n}`, login, name, position, roles, active, ...(n === 1 ? { certificate: digest(1) } : {}) });
  return [one(1, 'petrov', 'Петров Илья Андреевич', 'Старший государственный налоговый инспектор', ['inspector', 'administrator']), one(2, 'sokolova', 'Соколова Дарья Константиновна', 'Архивариус', ['clerk']), one(3, 'vlasov', 'Власов Григорий Павлович', 'Начальник отдела', ['supervisor']), one(4, 'orlov', 'Орлов Семён Ильич', 'Инспектор', ['inspector'], false)];
}
