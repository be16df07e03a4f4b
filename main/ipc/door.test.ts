import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReceptionError } from '../domain/errors.ts';
import type { OfficerId } from '../domain/identifiers.ts';
import { permissionsOf, type Officer, type Permission, type Role } from '../domain/officer.ts';
import { firstSettings } from '../../preload/settings-schema.ts';
import { schemas } from '../../preload/schemas.ts';
import type { Arguments, Method, StationEvent } from '../../preload/contract.ts';
import { openDoor, type Door } from './door.ts';
import { permissions } from './permissions.ts';
import type { Desks, Office } from './ports.ts';

const digest = 'd'.repeat(64);
const file = { name: 'a.p12', bytes: new Uint8Array([1]) };
const page = { offset: 0, limit: 10 };
const reasons = [{ code: '0300300001', text: 'Файл не соответствует схеме' }];
const report = { from: '2026-11-01', to: '2026-11-30', offsetMinutes: 180 };
const officerInput = { login: 'ivanov', name: 'Иванов', position: '', roles: ['clerk'], active: true };
const channel = { kind: 'spool', id: 'gd', name: 'GD', enabled: true, folder: '/var/spool/reception' };

/** Arguments that hold, for every method. */
const good = {
  'start.read': {},
  'wizard.create': { authority: firstSettings.authority, folder: '/archive', channels: [channel], stationKey: { file, password: '' }, trust: [file], officers: [{ login: 'a', name: 'A', position: '', roles: ['administrator'], password: 'long enough' }] },
  'session.signIn': { login: 'a', password: 'b' },
  'session.signInWithKey': { file, password: '' },
  'session.signOut': {},
  'session.changePassword': { old: 'a', next: 'long enough' },
  'session.setKey': { file, password: '' },
  'health.read': {},
  'needsAction.list': { limit: 5 },
  'submissions.page': { filter: { states: ['accepted'], text: 'ромашка' }, sort: 'receivedAt', descending: true, ...page },
  'submissions.facets': {},
  'submissions.summary': { id: 's1' },
  'submissions.record': { id: 's1' },
  'submissions.find': { reference: '7700-2026-1' },
  'submissions.protocol': { id: 's1' },
  'submissions.recheck': { id: 's1', at: 'now' },
  'submissions.certificate': { digest },
  'submissions.document': { digest, name: 'a.xml', mediaType: 'application/xml', as: 'hex', page: 0 },
  'submissions.accept': { ids: ['s1'] },
  'submissions.refuse': { ids: ['s1'], reasons },
  'submissions.enter': { ids: ['s1'] },
  'submissions.clarify': { id: 's1', reasons },
  'submissions.note': { id: 's1', text: 'note' },
  'submissions.reasons': {},
  'submissions.saveDocument': { digest, name: 'a.xml' },
  'submissions.saveProtocol': { id: 's1', format: 'pdf' },
  'submissions.export': { id: 's1' },
  'deliveries.retry': { id: 'd1' },
  'deliveries.setAside': { id: 'd1', reason: 'spam' },
  'replies.page': page,
  'replies.record': { id: 'r1' },
  'replies.drafts': {},
  'replies.saveDraft': { draft: { id: 'r1', kind: 'letter', toTaxNumber: '7701234567', toName: 'ООО', subject: '', text: '' }, add: [file], remove: [digest] },
  'replies.deleteDraft': { id: 'r1' },
  'replies.route': { taxNumber: '7701234567' },
  'replies.send': { id: 'r1', key: file, password: '' },
  'subscribers.page': page,
  'subscribers.record': { taxNumber: '7701234567' },
  'archive.search': { text: 'ромашка', ...page },
  'archive.status': {},
  'archive.fixity': {},
  'archive.seal': {},
  'archive.backup': { folder: '/backup' },
  'archive.rebuildIndex': {},
  'archive.searches': {},
  'archive.saveSearch': { name: 'Mine', place: 'archive', query: '{}' },
  'archive.deleteSearch': { id: 'x' },
  'signature.check': { signature: file, content: file },
  'reports.read': report,
  'reports.exportRegister': { filter: {}, format: 'xlsx', language: 'ru' },
  'reports.exportSummary': { ...report, format: 'pdf', language: 'en' },
  'journal.page': { limit: 10 },
  'exchange.overview': {},
  'exchange.dispatches': page,
  'exchange.run': {},
  'exchange.stop': {},
  'exchange.retryDispatch': { id: 'x1' },
  'exchange.giveUpDispatch': { id: 'x1', reason: 'moved away' },
  'settings.read': {},
  'settings.save': { settings: firstSettings },
  'settings.checkChannel': { channel },
  'settings.keys': {},
  'settings.installKey': { file, password: '', purpose: 'station' },
  'settings.trust': {},
  'settings.addTrust': { files: [file] },
  'settings.removeTrust': { fingerprint: digest },
  'officers.list': {},
  'officers.save': { officer: officerInput, password: 'long enough' },
  'jobs.stop': { job: 'j' },
  'files.chooseFolder': { title: 'Folder' },
  'demo.burst': { count: 5 },
  'demo.pace': { running: true },
} as unknown as { readonly [M in Method]: Arguments<M> };

const methods = Object.keys(schemas) as Method[];
const roles: readonly Role[] = ['inspector', 'clerk', 'supervisor', 'administrator'];
const early: readonly Method[] = ['start.read', 'session.signIn', 'session.signInWithKey', 'session.signOut'];

type Reached = { desk: string; act: string };
type OfficeDouble = { office: Office; reached: Reached[]; commit: (touched: object) => void; signedOut: (window: number) => void; touches: number[] };

/** An office whose desks only note that they were reached: what is tested here is the door before them. */
function officeWith(officer: Officer | undefined, fail?: unknown): OfficeDouble {
  const reached: Reached[] = [];
  const touches: number[] = [];
  let commit: (touched: object) => void = () => undefined;
  let signedOut: (window: number) => void = () => undefined;
  const noted = (desk: string) => (act: string) => {
    reached.push({ desk, act });
    if (fail) throw fail;
    return {};
  };
  const deskOf = (desk: string, known: Record<string, unknown> = {}): never =>
    new Proxy(known, { get: (_target, act: string) => known[act] ?? ((..._args: unknown[]) => Promise.resolve().then(() => noted(desk)(act))) }) as never;
  const office: Office = {
    intake: deskOf('intake', { reasons: () => noted('intake')('reasons') }),
    exchange: deskOf('exchange', { view: () => ({ channels: [] }), onChange: () => () => undefined, stop: () => noted('exchange')('stop') }),
    replies: deskOf('replies', { waiting: () => 0 }),
    records: deskOf('records', { views: deskOf('records', { statistics: async () => [] }), needsAction: async () => ({ items: [], total: 0, unfinished: [] }), onCommit: (listener: typeof commit) => ((commit = listener), () => undefined), searches: () => [] }),
    registry: deskOf('registry'),
    reports: deskOf('reports'),
    audit: deskOf('audit', { jobs: { onProgress: () => () => undefined, stop: () => noted('audit')('stop') } }),
    officers: deskOf('officers', { at: () => officer, touch: (window: number) => touches.push(window), logins: () => [], list: () => [], onSignedOut: (listener: typeof signedOut) => ((signedOut = listener), () => undefined) }),
    settings: deskOf('settings', { read: () => firstSettings }),
    demo: { parties: { operator: '1BM', subscribers: [], note: { ru: '', en: '' } }, burst: async () => undefined, pace: async () => undefined },
  };
  return { office, reached, touches, commit: (touched) => commit(touched), signedOut: (window) => signedOut(window) };
}

const officerOf = (role: Role, active = true): Officer => ({ id: 'o1' as OfficerId, login: 'o', name: 'O', position: '', roles: [role], active });

const doors: Door[] = [];
const logged: unknown[] = [];
afterEach(() => {
  doors.splice(0).forEach((door) => door.close());
  logged.length = 0;
  vi.useRealTimers();
});

function doorOf(office: Office | undefined, more: Partial<Desks> = {}): Door {
  const door = openDoor({
    office: () => office,
    createStation: async () => undefined,
    about: { version: '1', runtime: 'test' },
    offsetMinutes: () => 180,
    chooseFolder: async () => ({}),
    log: (error) => logged.push(error),
    now: () => 0,
    ...more,
  });
  doors.push(door);
  return door;
}

const codeOf = (answer: { ok: boolean; error?: { code: string } }) => (answer.ok ? 'ok' : answer.error!.code);

describe('the door', () => {
  it('knows arguments that hold for every method', () => {
    for (const method of methods) expect(schemas[method].safeParse(good[method]).error, method).toBeUndefined();
  });

  it.each(roles)('lets %s do what the role is granted, and nothing else', async (role) => {
    const { office, reached } = officeWith(officerOf(role));
    const door = doorOf(office);
    for (const method of methods) {
      reached.length = 0;
      const guard = permissions[method] as Permission | 'anyone' | 'wizard' | 'setup' | 'signed-in' | ((args: unknown) => Permission);
      const permission = typeof guard === 'function' ? guard(good[method]) : guard;
      const allowed = permission === 'anyone' || permission === 'setup' || permission === 'signed-in' || (permission !== 'wizard' && permissionsOf([role]).has(permission));
      expect(codeOf(await door.call(1, method, good[method])), method).toBe(allowed ? 'ok' : 'not-permitted');
      if (!allowed) expect(reached, method).toEqual([]);
    }
  });

  it('refuses each permission to at least one role, so that the table above can fail', () => {
    const asked = new Set(methods.map((method) => permissions[method]).filter((guard): guard is Permission => typeof guard === 'string' && guard.includes('.')));
    const everyones = [...asked].filter((permission) => roles.every((role) => permissionsOf([role]).has(permission)));
    expect(everyones.sort()).toEqual(['archive.search', 'exchange.read', 'settings.read', 'submissions.read', 'subscribers.read']);
  });

  it('lets an inspector read the journal of one submission and not the whole', async () => {
    const door = doorOf(officeWith(officerOf('inspector')).office);
    expect(codeOf(await door.call(1, 'journal.page', { limit: 5, submission: 's1' }))).toBe('ok');
    expect(codeOf(await door.call(1, 'journal.page', { limit: 5 }))).toBe('not-permitted');
  });

  it('lets nobody in who is not signed in, whatever the arguments', async () => {
    const { office, reached } = officeWith(undefined);
    const door = doorOf(office);
    for (const method of methods.filter((method) => !early.includes(method) && method !== 'wizard.create')) {
      expect(codeOf(await door.call(1, method, good[method])), method).toBe('not-signed-in');
      expect(codeOf(await door.call(1, method, { nonsense: true })), method).toBe('not-signed-in');
    }
    expect(reached).toEqual([]);
  });

  it('lets only the wizard in while there is no station, and never afterwards', async () => {
    const created = vi.fn(async () => undefined);
    const door = doorOf(undefined, { createStation: created });
    for (const method of methods) {
      const expected = ['start.read', 'wizard.create', 'files.chooseFolder', 'session.signOut'].includes(method) ? 'ok' : 'not-signed-in';
      expect(codeOf(await door.call(1, method, good[method])), method).toBe(expected);
    }
    expect(created).toHaveBeenCalledTimes(1);
    expect(codeOf(await doorOf(officeWith(officerOf('administrator')).office, { createStation: created }).call(1, 'wizard.create', good['wizard.create']))).toBe('not-permitted');
    expect(created).toHaveBeenCalledTimes(1);
  });

  it('refuses wrong arguments of every method before any desk is reached', async () => {
    const { office, reached } = officeWith({ ...officerOf('administrator'), roles });
    const door = doorOf(office);
    const wrong: readonly unknown[] = [undefined, null, 7, 'text', [], { __unknown: 1 }];
    for (const method of methods.filter((method) => method !== 'wizard.create')) {
      for (const args of [...wrong, { ...(good[method] as object), smuggled: 1 }]) expect(codeOf(await door.call(1, method, args)), `${method} ${JSON.stringify(args)}`).toBe('input-invalid');
      for (const key of Object.keys(good[method])) {
        for (const value of [Symbol.iterator, () => 1, -1.5, { deep: { deeper: {} } }, 'x'.repeat(300_000)]) {
          expect(codeOf(await door.call(1, method, { ...(good[method] as object), [key]: value })), `${method}.${key}`).toBe('input-invalid');
        }
      }
    }
    expect(reached).toEqual([]);
  });

  it('knows no other method, and none of an object’s own', async () => {
    const door = doorOf(officeWith({ ...officerOf('administrator'), roles }).office);
    for (const method of ['', 'toString', '__proto__', 'constructor', 'settings.withSecrets', 'submissions.delete']) expect(codeOf(await door.call(1, method, {})), method).toBe('input-invalid');
  });

  it('does not let a deactivated officer do anything with the seat still warm', async () => {
    const { office, reached } = officeWith(officerOf('inspector', false));
    expect(codeOf(await doorOf(office).call(1, 'submissions.accept', good['submissions.accept']))).toBe('not-permitted');
    expect(reached).toEqual([]);
  });

  it('tells a window the code and the sentence of a failure, never its cause or stack', async () => {
    const cause = new Error('password=hunter2 at /secret/path');
    const { office } = officeWith(officerOf('inspector'), new ReceptionError('entry-refused', 'It was decided already.', { cause, details: { id: 's1' } }));
    const answer = await doorOf(office).call(1, 'submissions.clarify', good['submissions.clarify']);
    expect(answer).toEqual({ ok: false, error: { code: 'entry-refused', message: 'It was decided already.', details: { id: 's1' } } });
  });

  it('keeps what nobody foresaw for the log', async () => {
    const { office } = officeWith(officerOf('inspector'), new TypeError('password=hunter2 at /secret/path'));
    const answer = await doorOf(office).call(1, 'submissions.protocol', good['submissions.protocol']);
    expect(codeOf(answer)).toBe('internal');
    expect(JSON.stringify(answer)).not.toMatch(/hunter2|secret|door\.ts/);
    expect(String(logged[0])).toContain('hunter2');
  });

  it('does not repeat a secret that stood in wrong arguments', async () => {
    const answer = await doorOf(officeWith(undefined).office).call(1, 'session.signIn', { login: 'x', password: { hunter2: 'hunter2' }, hunter2: 1 });
    expect(codeOf(answer)).toBe('input-invalid');
    expect(JSON.stringify(answer)).not.toContain('hunter2');
  });

  it('says of many at once which ones were not decided, and stops when the station is broken', async () => {
    const { office } = officeWith(officerOf('inspector'));
    const accept = vi.fn(async (id: string) => {
      if (id === 's2') throw new ReceptionError('entry-refused', 'It was decided already.');
      if (id === 's9') throw new ReceptionError('archive-full', 'The disk is full.');
    });
    const door = doorOf({ ...office, intake: { ...office.intake, accept } as never });
    expect(await door.call(1, 'submissions.accept', { ids: ['s1', 's2', 's3'] })).toEqual({ ok: true, value: { done: 2, failed: [{ id: 's2', reason: 'It was decided already.' }] } });
    expect(codeOf(await door.call(1, 'submissions.accept', { ids: ['s9', 's3'] }))).toBe('archive-full');
    expect(accept).toHaveBeenCalledTimes(4);
  });

  it('takes a repeated question for the window’s own, not for an act of the officer', async () => {
    const { office, touches } = officeWith(officerOf('inspector'));
    const door = doorOf(office);
    await door.call(1, 'submissions.page', good['submissions.page']);
    await door.call(1, 'submissions.page', good['submissions.page']);
    await door.call(1, 'health.read', {});
    expect(touches).toEqual([1]);
    await door.call(1, 'submissions.record', { id: 's2' });
    await door.call(1, 'submissions.note', good['submissions.note']);
    await door.call(1, 'submissions.note', good['submissions.note']);
    expect(touches).toEqual([1, 1, 1, 1]);
  });
});

describe('what the station tells', () => {
  it('is told once for many commits in a moment, and only where somebody is signed in', async () => {
    vi.useFakeTimers();
    let officer: Officer | undefined = officerOf('inspector');
    const double = officeWith(officer);
    const office = { ...double.office, officers: { ...double.office.officers, at: (window: number) => (window === 1 ? officer : undefined), onSignedOut: double.office.officers.onSignedOut } } as Office;
    const door = doorOf(office);
    const heard: { one: StationEvent[]; two: StationEvent[] } = { one: [], two: [] };
    door.onEvent(1, (event) => heard.one.push(event));
    door.onEvent(2, (event) => heard.two.push(event));
    for (let upTo = 1; upTo <= 50; upTo++) double.commit({ upTo, submissions: [`s${upTo % 3}`], kinds: ['submission-accepted'] });
    await vi.advanceTimersByTimeAsync(100);
    expect(heard.one).toEqual([{ event: 'changed', submissions: ['s1', 's2', 's0'], kinds: ['submission-accepted'], upTo: 50 }]);
    double.signedOut(2);
    expect(heard.two).toEqual([{ event: 'signed-out' }]);
    officer = undefined;
    double.commit({ upTo: 51, submissions: [], kinds: [] });
    await vi.advanceTimersByTimeAsync(5000);
    expect(heard.one).toHaveLength(1);
  });
});
