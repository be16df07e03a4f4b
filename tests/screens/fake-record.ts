import type { CertificateFacts, Check, Digest, DocumentView, Instant, JournalEntry, Protocol, SignatureVerdict, SubmissionRecord, SubmissionSummary } from '../../preload/contract.ts';
import type { FakeData } from './fake-data.ts';

/** One submission in full, made from its row. */
const digest = (seed: string) => Array.from({ length: 64 }, (_, at) => ((seed.charCodeAt(at % seed.length) * (at + 7)) % 16).toString(16)).join('') as Digest;
const later = (at: Instant, seconds: number) => new Date(Date.parse(at) + seconds * 1000).toISOString() as Instant;

export function recordOf(summary: SubmissionSummary, data: FakeData): SubmissionRecord {
  const { receivedAt } = summary;
  const station = 'Управление по крупнейшим плательщикам № 7';
  const bad = summary.state === 'refused';
  const name = `NO_NDFL6_7700_7700_${summary.subscriber.taxNumber}_20261122_5f7b9b6e-0a51-4c9b-9d6b-6f3b6d4d0b11.xml`;
  const receipt = (kind: 'notice-of-receipt' | 'acceptance' | 'refusal' | 'entry', seconds: number, confirmed: boolean) => ({
    id: `r${kind}` as never,
    submission: summary.id,
    kind,
    issuedAt: later(receivedAt, seconds),
    fileName: `${kind}.xml`,
    document: { digest: digest(kind), size: 1800 },
    signature: { digest: digest(`${kind}s`), size: 2400 },
    signedBy: station,
    reasons: kind === 'refusal' ? data.reasons.slice(1, 2) : [],
    dispatch: `x${kind}` as never,
    sentAt: later(receivedAt, seconds + 2),
    ...(confirmed ? { confirmedAt: later(receivedAt, seconds + 600) } : {}),
  });
  const receipts = [receipt('notice-of-receipt', 3, true), ...(summary.state === 'accepted' || summary.state === 'entered' ? [receipt('acceptance', 9, false)] : []), ...(bad ? [receipt('refusal', 9, false)] : []), ...(summary.state === 'entered' ? [receipt('entry', 4000, false)] : [])];
  const unread = summary.state === 'quarantined';
  return {
    summary,
    delivery: { id: summary.delivery, channel: summary.channel, channelKind: summary.channelKind, messageId: `${summary.id}@operator.example`, receivedAt, raw: { digest: summary.raw, size: summary.size }, name: `FNS_7701234567_7700_${summary.number}_01_01_01.zip`, sender: 'gateway@operator.example', replyTo: 'spool/out/7701' },
    ...(summary.state === 'registered'
      ? {}
      : {
          examination: {
            container: summary.container,
            flow: { id: summary.id, type: '01', transaction: '01', sender: '1AE0000', receiver: '7700', operator: '1AE' },
            subscriber: summary.subscriber,
            documents: unread
              ? []
              : [
                  document('1', 'declaration', name, 'application/xml', 41_212, true, bad),
                  document('2', 'description', 'TR_DEKL.xml', 'application/xml', 1_412, true, false),
                  document('3', 'power-of-attorney', 'ON_EMCHD_20260110_3c1f0d3b.xml', 'application/xml', 7_790, true, false),
                  document('4', 'attachment', 'Пояснительная записка к расчёту за девять месяцев 2026 года (исправленная, окончательная).pdf', 'application/pdf', 1_310_720, false, false),
                ],
            indication: summary.indication ?? 'INDETERMINATE',
            findings: [],
            duties: [
              { what: 'decision', dueAt: later(receivedAt, 86_400) },
              { what: 'entry', dueAt: later(receivedAt, 86_400 * 5) },
            ],
            examinedAt: later(receivedAt, 2),
            protocol: { digest: digest('protocol'), size: 9000 },
            searchText: { digest: digest('text'), size: 900 },
          },
        }),
    receipts,
    dispatches: receipts.map((one) => ({
      id: one.dispatch, channel: summary.channel, channelKind: summary.channelKind, messageId: one.id, recipient: 'spool/out/7701', recipientName: summary.subscriber.name, fileName: `${one.kind}.zip`, mediaType: 'application/zip', payload: one.document, receipts: [one.id],
      state: one.kind === 'refusal' ? ('held' as const) : ('sent' as const), queuedAt: one.issuedAt, attempts: 1, lastTriedAt: one.sentAt, ...(one.kind === 'refusal' ? { lastError: 'No space left on device' } : { sentAt: one.sentAt, response: 'ack 7701' }),
    })),
    replies: summary.repliesSent === 0 ? [] : [{ id: 'reply1' as never, submission: summary.id, kind: 'letter', to: summary.subscriber, subject: 'О представлении пояснений', documents: [], officer: 'officer-1' as never, signedBy: 'Петров Илья Андреевич', signedAt: later(receivedAt, 9000), flowId: summary.id, state: 'sent' }],
    ties: [{ at: later(receivedAt, 5), delivery: summary.delivery, tie: { what: 'date-confirmation', flowId: summary.id, note: 'Подтверждение даты отправки, спецоператор 1AE' } }],
    decisionReasons: bad ? data.reasons.slice(1, 2) : [],
  };
}

function document(id: string, role: 'declaration' | 'description' | 'power-of-attorney' | 'attachment', name: string, mediaType: string, size: number, signed: boolean, bad: boolean) {
  const signature = { role: 'subscriber' as const, signature: { digest: digest(`sig${id}`), size: 3200 }, indication: bad ? ('TOTAL_FAILED' as const) : ('TOTAL_PASSED' as const), signer: 'Иванова Мария Сергеевна', certificate: digest('certificate') };
  return { id, role, name, mediaType, content: { digest: digest(`doc${id}`), size }, wasEncrypted: true, signatures: signed ? [signature] : [] };
}

export function certificate(commonName: string, data: FakeData): CertificateFacts {
  return {
    fingerprint: digest(commonName), subject: `CN=${commonName}, O=${data.subscribers[0]!.name}, C=RU`, issuer: 'CN=Учебный удостоверяющий центр, O=Учебный УЦ, C=RU', serial: '3f9ac2e1774b00d1', notBefore: '2026-01-12T06:00:00.000Z' as Instant, notAfter: '2027-04-12T06:00:00.000Z' as Instant,
    commonName, organization: data.subscribers[0]!.name, title: 'Главный бухгалтер', taxNumbers: ['7701234567', '770112345678'], keyAlgorithm: 'ECDSA P-256', keyUsage: ['digitalSignature', 'nonRepudiation'],
  };
}

const check = (block: Check['block'], key: string, clause: string, facts: Record<string, string> = {}, fault: Partial<Pick<Check, 'outcome' | 'subIndication'>> = {}): Check => ({ block, key, clause, facts, outcome: 'passed', ...fault });

export function protocolOf(summary: SubmissionSummary, data: FakeData): Protocol {
  const failed = summary.indication === 'TOTAL_FAILED';
  const unsure = summary.indication === 'INDETERMINATE';
  const verdict = (broken: boolean): SignatureVerdict => ({
    indication: broken ? 'TOTAL_FAILED' : unsure ? 'INDETERMINATE' : 'TOTAL_PASSED',
    ...(broken ? { subIndication: 'HASH_FAILURE' as const } : unsure ? { subIndication: 'TRY_LATER' as const } : {}),
    signer: certificate('Иванова Мария Сергеевна', data),
    path: [certificate('Иванова Мария Сергеевна', data), certificate('Учебный удостоверяющий центр', data)],
    claimedSigningTime: later(summary.receivedAt, -3600),
    validatedFor: summary.receivedAt,
    digestAlgorithm: 'SHA-256',
    signatureAlgorithm: 'ECDSA P-256',
    checks: [
      check('FC', 'format.cms', 'EN 319 102-1 5.2.2; RFC 5652 5.1'),
      check('ISC', 'signer.certificate', 'EN 319 102-1 5.2.3', { subject: 'CN=Иванова Мария Сергеевна', serial: '3f9ac2e1774b00d1' }),
      check('ISC', 'signer.signing-certificate', 'EN 319 102-1 5.2.3; RFC 5035 5'),
      check('XCV', 'chain.path', 'EN 319 102-1 5.2.6; RFC 5280 6.1', { anchor: 'CN=Учебный удостоверяющий центр', length: '2' }),
      check('XCV', 'signer.validity', 'EN 319 102-1 5.2.6', { notBefore: '2026-01-12T06:00:00.000Z', notAfter: '2027-04-12T06:00:00.000Z', at: summary.receivedAt }),
      check('XCV', 'chain.revocation', 'RFC 5280 6.3', unsure ? { subject: 'CN=Иванова Мария Сергеевна', reason: 'stale' } : { thisUpdate: '2026-11-22T00:00:00.000Z' }, unsure ? { outcome: 'indeterminate', subIndication: 'TRY_LATER' } : {}),
      check('CV', 'crypto.digest', 'EN 319 102-1 5.2.7; RFC 5652 5.4', broken ? { algorithm: 'SHA-256', reason: 'digest-differs' } : { algorithm: 'SHA-256', covers: 'attributes' }, broken ? { outcome: 'failed', subIndication: 'HASH_FAILURE' } : {}),
      check('CV', 'crypto.signature', 'EN 319 102-1 5.2.7; RFC 5652 5.6', { algorithm: 'ECDSA P-256' }),
      check('SAV', 'algorithm.digest', 'EN 319 102-1 5.2.8; TS 119 312', { algorithm: 'SHA-256' }),
    ],
    evidence: [],
  });
  return {
    version: 1, examinedAt: later(summary.receivedAt, 2), validatedFor: summary.receivedAt, indication: summary.indication ?? 'INDETERMINATE', container: summary.container,
    opening: [
      { key: 'read', file: 'packageDescription.xml', outcome: 'passed', facts: {} },
      { key: 'decrypt', file: '5f7b9b6e0a514c9b9d6b6f3b6d4d0b11.bin', outcome: 'passed', facts: { algorithm: 'AES-256-CBC' } },
    ],
    documents: ['NO_NDFL6_7700_7700.xml', 'TR_DEKL.xml', 'ON_EMCHD_20260110_3c1f0d3b.xml'].map((name, at) => ({ id: String(at + 1), name, digest: digest(name), signatures: [{ role: 'subscriber', signature: digest(`sig${at}`), verdict: verdict(failed && at === 0) }] })),
    findings: failed ? [{ code: '0300300001', severity: 'error', text: 'Файл не соответствует xsd-схеме: значение элемента не входит в перечень допустимых.', fileName: 'NO_NDFL6_7700_7700.xml', path: 'Файл/Документ/@КНД', value: '1151O99', line: 4 }] : [],
  };
}

export function documentOf({ name, as, page = 0 }: { name: string; as?: DocumentView['as']; page?: number }): DocumentView {
  const xml = name.endsWith('.xml');
  const wanted = as ?? (xml ? 'form' : 'hex');
  if (wanted === 'form') return { as: 'form', others: ['xml', 'text', 'hex'], form: { title: 'Расчет сумм налога на доходы физических лиц, исчисленных и удержанных налоговым агентом (форма 6-НДФЛ)', sections: formSections } };
  const text = `<?xml version="1.0" encoding="windows-1251"?>\n<Файл ИдФайл="NO_NDFL6_7700_7700" ВерсПрог="Учёт 3.1" ВерсФорм="5.04">\n${Array.from({ length: 120 }, (_, at) => `  <СведСумНал НомерСтр="${at + 1}" СумНал="${(at * 7919) % 100_000}" КБК="18210102010011000110"/>`).join('\n')}\n</Файл>`;
  if (wanted === 'xml') return { as: 'xml', text, cut: true, others: ['form', 'text', 'hex'] };
  if (wanted === 'text') return { as: 'text', text, charset: 'windows-1251', cut: false, others: ['form', 'xml', 'hex'] };
  const rows = Array.from({ length: 64 }, (_, at) => ({ offset: (page * 64 + at) * 16, hex: Array.from({ length: 16 }, (_, byte) => ((at * 31 + byte * 7) % 256).toString(16).padStart(2, '0')).join(' '), text: '0.1..D.PDF.%....' }));
  return { as: 'hex', rows, page, pages: 12, size: 12_288, others: xml ? ['form', 'xml', 'text'] : [] };
}

const formSections = [
  { title: 'Титульный лист', fields: [{ label: 'ИНН', value: '7701234567' }, { label: 'КПП', value: '770101001' }, { label: 'Номер корректировки', value: '0' }, { label: 'Отчётный период', value: '33 — девять месяцев' }, { label: 'Календарный год', value: '2026' }, { label: 'Наименование организации', value: 'ООО «Ромашка»' }], sections: [] },
  {
    title: 'Раздел 1. Данные об обязательствах налогового агента',
    fields: [{ label: 'Код бюджетной классификации', value: '18210102010011000110' }, { label: 'Сумма налога, подлежащая перечислению за последние три месяца отчётного периода', value: '1 204 517' }],
    sections: [{ title: 'По срокам перечисления', fields: [{ label: 'Первый срок', value: '201 004' }, { label: 'Второй срок', value: '198 770' }, { label: 'Третий срок', value: '204 118' }], sections: [] }],
  },
  { title: 'Подписант', fields: [{ label: 'Фамилия, имя, отчество', value: 'Иванова Мария Сергеевна' }, { label: 'Признак', value: '2 — представитель' }], sections: [] },
];

export function journalOf(row: SubmissionSummary, data: FakeData): { entries: readonly JournalEntry[]; officers: Readonly<Record<string, string>> } {
  const record = recordOf(row, data);
  const base = (seq: number, seconds: number) => ({ seq: (18_000 + seq) as never, at: later(row.receivedAt, seconds), digest: digest(`entry${seq}`) });
  const entries: JournalEntry[] = [
    { ...base(6, 700), kind: 'submission-noted', submission: row.id, text: 'Абонент звонил, ждёт квитанцию.', officer: 'officer-1' as never },
    { ...base(5, 11), kind: 'dispatch-sent', dispatch: 'x1' as never, response: 'ack 7701' },
    { ...base(4, 3), kind: 'receipt-issued', receipt: record.receipts[0]! },
    ...(record.examination === undefined ? [] : [{ ...base(3, 2), kind: 'submission-examined', submission: row.id, examination: record.examination } as JournalEntry]),
    { ...base(2, 1), kind: 'submission-registered', submission: row.id, delivery: row.delivery, number: row.number },
    { ...base(1, 0), kind: 'delivery-received', delivery: record.delivery },
  ];
  return { entries, officers: { 'officer-1': 'Петров И. А.' } };
}
