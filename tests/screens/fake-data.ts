import type { Day, Digest, FacetCount, Instant, Page, Reason, SavedSearch, SubmissionFacets, SubmissionFilter, SubmissionsQuery, SubmissionState, SubmissionSummary } from '../../preload/contract.ts';

/** Made-up subscribers and submissions, the same on every run. */
export type FakeData = ReturnType<typeof makeRows>;

export const now = '2026-11-22T07:42:00.000Z' as Instant;

const forms = [
  ['1151099', 'Расчет сумм налога на доходы физических лиц, исчисленных и удержанных налоговым агентом (форма 6-НДФЛ)', '9 месяцев 2026'],
  ['1151001', 'Налоговая декларация по налогу на добавленную стоимость', '3 квартал 2026'],
  ['0710099', 'Бухгалтерская (финансовая) отчетность', '2025'],
  ['1151006', 'Налоговая декларация по налогу на прибыль организаций', '9 месяцев 2026'],
  ['1151111', 'Расчет по страховым взносам', '9 месяцев 2026'],
  ['1151162', 'Персонифицированные сведения о физических лицах', 'октябрь 2026'],
] as const;

const names = [
  ['ООО «Ромашка»', '7701234567', '770101001'],
  ['АО «Северсталь-Метиз Череповецкий сталепрокатный завод имени 50-летия Октября»', '3528090760', '352801001'],
  ['Индивидуальный предприниматель Константинопольский Вячеслав Александрович', '770912345678', undefined],
  ['ПАО «Волжский оргсинтез»', '3435000470', '343501001'],
  ['ООО «Лён и пух»', '7604112233', '760401001'],
  ['МУП «Горводоканал» города Новосибирска', '5411100875', '540701001'],
  ['ООО «Торговый дом „Ягодка“»', '5027998811', '502701001'],
  ['АНО ДПО «Центр повышения квалификации»', '7816004455', '781601001'],
] as const;

const states: readonly SubmissionState[] = ['accepted', 'accepted', 'entered', 'accepted', 'deciding', 'accepted', 'refused', 'accepted', 'registered', 'accepted', 'entered', 'clarification', 'accepted', 'quarantined', 'accepted', 'accepted', 'entered'];

export function makeRows(count: number) {
  let rows: SubmissionSummary[] = Array.from({ length: count }, (_, at) => rowOf(count - at, Date.parse(now) - at * 347_000));
  let ordinal = count;
  return {
    now,
    subscribers: names.map(([name, taxNumber, kpp]) => ({ name, taxNumber, kpp })),
    reasons: [
      { code: '0300300001', text: 'Файл не соответствует xsd-схеме.' },
      { code: '0400200003', text: 'Электронная подпись не соответствует подписанному документу.' },
      { code: '0400200005', text: 'Срок действия сертификата подписанта истёк на дату получения.' },
      { code: '0400300002', text: 'Отчётность представлена не в тот налоговый орган.' },
    ] satisfies Reason[] as readonly Reason[],
    searches: [
      { id: 'search-0', name: 'НДС на решении', place: 'submissions', query: 'states=deciding&forms=1151001' },
      { id: 'search-1', name: 'Почта за сегодня', place: 'submissions', query: 'channels=mail&days=today' },
    ] as readonly SavedSearch[],
    get rows() {
      return rows;
    },
    set rows(next: SubmissionSummary[]) {
      rows = next;
    },
    arrive(more: number): SubmissionSummary[] {
      const fresh = Array.from({ length: more }, (_, at) => rowOf(++ordinal, Date.parse(now) + at * 1000)).reverse();
      rows = [...fresh, ...rows];
      return fresh;
    },
    page(query: SubmissionsQuery): Page<SubmissionSummary> {
      const found = rows.filter((row) => passes(row, query.filter)).sort(order(query));
      return { rows: found.slice(query.offset, query.offset + query.limit), total: found.length };
    },
    facets: (filter: SubmissionFilter) => facetsOf(rows, filter),
  };
}

function rowOf(ordinal: number, received: number): SubmissionSummary {
  const pick = <Item>(from: readonly Item[], salt: number): Item => from[(ordinal * 7919 + salt * 104_729) % 1_000_003 % from.length]!;
  const [name, taxNumber, kpp] = pick(names, 1);
  const [knd, formName, period] = pick(forms, 2);
  const state = pick(states, 3);
  const mail = ordinal % 9 === 0;
  const receivedAt = new Date(received).toISOString() as Instant;
  const id = `0197${String(ordinal).padStart(4, '0')}-0000-7000-8000-${String(ordinal).padStart(12, '0')}`;
  const open = state === 'deciding' || state === 'registered' || state === 'accepted';
  return {
    id: id as never,
    delivery: `d${id}` as never,
    number: `7700-2026-${String(ordinal).padStart(8, '0')}` as never,
    receivedAt,
    state,
    ...(state === 'deciding' || state === 'registered' || state === 'quarantined' ? {} : { decidedAt: receivedAt }),
    channel: (mail ? 'mail' : 'gd') as never,
    channelKind: mail ? 'mailbox' : 'spool',
    container: state === 'quarantined' ? 'unreadable' : mail ? 'mail' : 'fns-container',
    subscriber: { name: state === 'quarantined' ? '' : name, taxNumber: state === 'quarantined' ? '' : taxNumber, ...(kpp === undefined ? {} : { kpp }) },
    ...(mail ? { subject: 'Пояснения к требованию от 12.11.2026 № 2026-118/7' } : { operator: 'ООО «Контур Связи»' }),
    ...(state === 'quarantined' || mail ? {} : { formKnd: knd, formName, period, year: 2026, correction: ordinal % 11 === 0 ? 1 : 0 }),
    indication: state === 'refused' ? 'TOTAL_FAILED' : state === 'deciding' || state === 'quarantined' ? 'INDETERMINATE' : 'TOTAL_PASSED',
    flowId: id,
    flowType: mail ? 'mail' : '01',
    documents: 2 + (ordinal % 4),
    size: 18_000 + ((ordinal * 7919) % 4_000_000),
    ...(open ? { dueAt: new Date(received + (state === 'accepted' ? 5 : 1) * 86_400_000 - (ordinal % 5) * 20_000_000).toISOString() as Instant, dueWhat: state === 'accepted' ? ('entry' as const) : ('decision' as const) } : {}),
    receiptsIssued: state === 'registered' ? 1 : 2,
    receiptsSent: state === 'registered' ? 1 : 2,
    receiptsConfirmed: 1,
    repliesSent: ordinal % 13 === 0 ? 1 : 0,
    raw: 'b'.repeat(64) as Digest,
  };
}

function passes(row: SubmissionSummary, filter: SubmissionFilter, without?: keyof SubmissionFilter): boolean {
  const among = (key: 'states' | 'forms' | 'channels' | 'indications', value: string | undefined) => key === without || filter[key] === undefined || filter[key].length === 0 || (value !== undefined && (filter[key] as readonly string[]).includes(value));
  const text = filter.text?.toLowerCase().replaceAll('*', '').replaceAll('"', '');
  return (
    among('states', row.state) &&
    among('forms', row.formKnd) &&
    among('channels', row.channel) &&
    among('indications', row.indication) &&
    (filter.from === undefined || row.receivedAt >= filter.from) &&
    (filter.to === undefined || row.receivedAt < filter.to) &&
    (filter.dueBefore === undefined || (row.dueAt !== undefined && row.dueAt < filter.dueBefore)) &&
    (text === undefined || text === '' || `${row.number} ${row.subscriber.name} ${row.subscriber.taxNumber} ${row.formName ?? ''} ${row.subject ?? ''}`.toLowerCase().includes(text))
  );
}

function order({ sort, descending }: SubmissionsQuery): (one: SubmissionSummary, other: SubmissionSummary) => number {
  const keyOf = (row: SubmissionSummary): string | number => ({ receivedAt: row.receivedAt, number: row.number, subscriber: row.subscriber.name, form: row.formName ?? '', state: row.state, dueAt: row.dueAt ?? '9', size: row.size })[sort];
  return (one, other) => (keyOf(one) < keyOf(other) ? -1 : keyOf(one) > keyOf(other) ? 1 : 0) * (descending ? -1 : 1);
}

function facetsOf(rows: readonly SubmissionSummary[], filter: SubmissionFilter): SubmissionFacets {
  const count = (key: 'states' | 'forms' | 'channels' | 'indications', valueOf: (row: SubmissionSummary) => string | undefined, labelOf: (row: SubmissionSummary) => string): FacetCount[] => {
    const found = new Map<string, FacetCount>();
    for (const row of rows.filter((one) => passes(one, filter, key))) {
      const value = valueOf(row);
      if (value !== undefined) found.set(value, { value, label: labelOf(row), count: (found.get(value)?.count ?? 0) + 1 });
    }
    return [...found.values()].sort((one, other) => other.count - one.count);
  };
  return {
    states: count('states', (row) => row.state, (row) => row.state),
    forms: count('forms', (row) => row.formKnd, (row) => row.formName ?? ''),
    channels: count('channels', (row) => row.channel, (row) => (row.channel === ('mail' as never) ? 'Почта' : 'ГД')),
    indications: count('indications', (row) => row.indication, (row) => row.indication ?? ''),
    due: rows.filter((row) => passes(row, filter, 'dueBefore') && row.dueAt !== undefined && row.dueAt < (new Date(Date.parse(now) + 86_400_000).toISOString() as Instant)).length,
  };
}

export const today = now.slice(0, 10) as Day;
