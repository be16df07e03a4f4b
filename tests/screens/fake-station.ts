import type { Answer, Digest, Health, Instant, Method, ReceptionBridge, Result, Start, StationEvent, SubmissionSummary, WireError } from '../../preload/contract.ts';
import { permissionsOf } from '../../main/domain/officer.ts';
import { makeRows, type FakeData } from './fake-data.ts';
import { protocolOf, recordOf, documentOf, certificate, journalOf } from './fake-record.ts';

/**
 * A station that lives in the page: what the screens are looked at with. A test fixture only;
 * nothing of it is in the product. Its behaviour is chosen by the page's query:
 * ?stage=none|locked|open &count=2000 &role=inspector &fail=<method> &now=<instant> &demo=0
 */
export type FakeOptions = { readonly stage: Start['stage']; readonly count: number; readonly role: 'inspector' | 'clerk' | 'supervisor' | 'administrator'; readonly fail: string; readonly demo: boolean };

export function readOptions(query: string): FakeOptions {
  const params = new URLSearchParams(query);
  return {
    stage: (params.get('stage') as Start['stage'] | null) ?? 'open',
    count: Number(params.get('count') ?? 2000),
    role: (params.get('role') as FakeOptions['role'] | null) ?? 'inspector',
    fail: params.get('fail') ?? '',
    demo: params.get('demo') !== '0',
  };
}

type Handlers = { [M in Method]?: (args: never) => unknown };

export function fakeStation(options: FakeOptions): ReceptionBridge & { readonly calls: { method: string; args: unknown }[]; readonly tell: (event: StationEvent) => void; readonly arrive: (count: number) => void } {
  const data = makeRows(options.count);
  const listeners = new Set<(event: StationEvent) => void>();
  const calls: { method: string; args: unknown }[] = [];
  const tell = (event: StationEvent) => listeners.forEach((listener) => listener(event));
  let stage = options.stage;
  const start = () => startOf(options, stage, data);
  const changed = (rows: readonly SubmissionSummary[], kind: string) => tell({ event: 'changed', submissions: rows.map((row) => row.id), kinds: [kind], upTo: 1 as never });
  const decide = (ids: readonly string[], state: SubmissionSummary['state']) => {
    data.rows = data.rows.map((row) => (ids.includes(row.id) ? { ...row, state, decidedAt: data.now } : row));
    changed(data.rows.filter((row) => ids.includes(row.id)), `submission-${state}`);
    return { done: ids.length, failed: [] };
  };
  const handlers: Handlers = {
    'start.read': start,
    'session.signIn': ({ password }: { password: string }) => (password === 'wrong' ? refuse('password-wrong') : ((stage = 'open'), start())),
    'session.signInWithKey': () => ((stage = 'open'), start()),
    'session.signOut': () => ((stage = 'locked'), start()),
    'wizard.create': () => ((stage = 'locked'), start()),
    'health.read': () => healthOf(data),
    'submissions.page': (query: never) => data.page(query),
    'submissions.facets': (filter: never) => data.facets(filter),
    'submissions.summary': ({ id }: { id: string }) => data.rows.find((row) => row.id === id) ?? null,
    'submissions.record': ({ id }: { id: string }) => recordOf(data.rows.find((row) => row.id === id) ?? refuse('record-missing'), data),
    'submissions.protocol': ({ id }: { id: string }) => protocolOf(data.rows.find((row) => row.id === id)!, data),
    'submissions.recheck': ({ id }: { id: string }) => protocolOf(data.rows.find((row) => row.id === id)!, data),
    'submissions.certificate': () => certificate('Иванова Мария Сергеевна', data),
    'submissions.document': (args: never) => documentOf(args),
    'submissions.accept': ({ ids }: { ids: string[] }) => decide(ids, 'accepted'),
    'submissions.refuse': ({ ids }: { ids: string[] }) => decide(ids, 'refused'),
    'submissions.enter': ({ ids }: { ids: string[] }) => decide(ids, 'entered'),
    'submissions.clarify': ({ id }: { id: string }) => (decide([id], 'clarification'), null),
    'submissions.note': () => null,
    'submissions.reasons': () => data.reasons,
    'submissions.saveProtocol': () => ({ path: '/home/officer/protocol.pdf' }),
    'submissions.saveDocument': () => ({ path: '/home/officer/document.xml' }),
    'submissions.export': () => ({ path: '/home/officer/submission.zip' }),
    'journal.page': ({ submission }: { submission?: string }) => journalOf(data.rows.find((row) => row.id === submission) ?? data.rows[0]!, data),
    'archive.searches': () => data.searches,
    'archive.saveSearch': (search: { name: string; query: string; place: 'submissions' | 'archive' }) => {
      const saved = { ...search, id: `search-${data.searches.length + 1}` };
      data.searches = [...data.searches, saved];
      return saved;
    },
    'archive.deleteSearch': ({ id }: { id: string }) => ((data.searches = data.searches.filter((search) => search.id !== id)), null),
    'subscribers.page': () => ({ rows: [], total: 0 }),
    'exchange.run': () => ({ session: 's1' }),
    'settings.checkChannel': () => ({ ok: true, steps: [{ what: 'folder', ok: true, message: 'in, out: OK' }] }),
    'files.chooseFolder': () => ({ path: '/srv/reception' }),
  };
  return {
    calls,
    tell,
    arrive: (count) => changed(data.arrive(count), 'submission-registered'),
    onEvent: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    call: async (method, args) => {
      calls.push({ method, args });
      await new Promise((resolve) => setTimeout(resolve, 5));
      return answer(method, handlers[method] as ((args: unknown) => unknown) | undefined, args, options.fail);
    },
  };
}

function answer<M extends Method>(method: M, handler: ((args: unknown) => unknown) | undefined, args: unknown, fail: string): Answer<Result<M>> {
  try {
    if (fail === method) refuse('archive-read-only');
    if (handler === undefined) refuse('internal', `The fake station has no ${method}.`);
    return { ok: true, value: handler!(args) as Result<M> };
  } catch (error) {
    return { ok: false, error: error as WireError };
  }
}

function refuse(code: WireError['code'], message = 'made by the test'): never {
  throw { code, message, details: {} } satisfies WireError;
}

function startOf(options: FakeOptions, stage: Start['stage'], data: FakeData): Start {
  const officer = { id: 'officer-1' as never, login: 'petrov', name: 'Петров Илья Андреевич', position: 'Старший государственный налоговый инспектор', roles: [options.role], active: true };
  return {
    stage,
    ...(stage === 'none' ? {} : { authority: { code: '7700', name: 'Управление по крупнейшим плательщикам № 7' } }),
    ...(stage === 'open' ? { officer } : {}),
    permissions: stage === 'open' ? [...permissionsOf([options.role])] : [],
    logins: [
      { login: 'petrov', name: 'Петров Илья Андреевич', position: 'Старший инспектор' },
      { login: 'sokolova', name: 'Соколова Дарья Константиновна', position: 'Архивариус' },
      { login: 'vlasov', name: 'Власов Григорий Павлович', position: 'Начальник отдела' },
    ],
    ...(options.demo ? { demo: { operator: 'ООО «Контур Связи»', subscribers: data.subscribers.map((one) => one.name), note: { ru: 'Стенд.', en: 'A demo.' } } } : {}),
    version: '0.1.0',
    runtime: 'Chromium',
    offsetMinutes: 180,
  };
}

function healthOf(data: FakeData): Health {
  const at = (minutes: number) => new Date(Date.parse(data.now) - minutes * 60_000).toISOString() as Instant;
  const session = { id: 's0' as never, by: 'background', startedAt: at(4), endedAt: at(3), step: 'ended', collected: 14, doubled: 0, examined: 14, dispatched: 12, failed: 0, waiting: 0, stopped: false } as const;
  return {
    channels: [
      { id: 'gd' as never, kind: 'spool', name: 'ГД', state: 'idle', lastContactAt: at(3) },
      { id: 'mail' as never, kind: 'mailbox', name: 'Почта', state: 'broken', lastError: 'Connection timed out', lastContactAt: at(48) },
    ],
    lastSession: session,
    owed: 2,
    held: 3,
    needsAction: 7,
    repliesWaiting: 2,
    archive: { entries: 18_402, head: 'a'.repeat(64) as Digest, objects: 9_120, bytes: 912_000_000, submissions: data.rows.length, lastSealAt: at(102), lastFixityAt: at(300), lastFixityDamaged: 0 },
  };
}
