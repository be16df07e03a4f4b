import { mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Archive } from '../../main/archive/archive.ts';
import { openArchive } from '../../main/archive/open-archive.ts';
import type { Channel } from '../../main/channels/channel.ts';
import { openChannel, parseChannelSettings } from '../../main/channels/open-channel.ts';
import { makeContainer } from '../../demo/make-submission.ts';
import { demoAuthority, demoSubscribers } from '../../demo/parties.ts';
import { makeDemoPki, type DemoPki } from '../../demo/pki.ts';
import { OpenExchange } from '../../main/desks/dispatch/open-exchange.ts';
import type { Equipment } from '../../main/desks/intake/equipment.ts';
import { Intake } from '../../main/desks/intake/intake.ts';
import { ReceptionError } from '../../main/domain/errors.ts';
import type { NewEntry } from '../../main/domain/journal-entry.ts';
import { STANDARD_POLICY } from '../../main/signatures/policy.ts';
import { Workbench } from '../../main/workbench/workbench.ts';
import { sha256Of } from './digest.ts';

/**
 * The steps of a submission, each as the place of a fault. `dies`: nothing happens after it, as when the power goes.
 * `full`: the step itself fails because the disk takes no more, and the archive is closed from then on.
 */
type Point =
  | 'deposit' | 'append received' | 'acknowledge' | 'examine' | 'deposit of documents' | 'register'
  | 'deposit of receipts' | 'append decision' | 'send' | 'append sent' | 'append session ended';
type Fault = { readonly point: Point; readonly when: 'before' | 'after'; readonly how: 'dies' | 'full' };

const never = <Value>(): Promise<Value> => new Promise<Value>(() => undefined);

/** Watches over every step; at the point of the fault the world stops. */
class Fate {
  readonly #fault: Fault | undefined;
  #stopped = false;
  #tell!: () => void;
  readonly stopped = new Promise<void>((resolve) => (this.#tell = resolve));

  constructor(fault?: Fault) {
    this.#fault = fault;
  }

  async step<Value>(point: Point | undefined, work: () => Promise<Value>): Promise<Value> {
    if (this.#stopped) return this.#end();
    if (this.#meets(point, 'before')) return this.#end();
    const value = await work();
    if (this.#stopped || this.#meets(point, 'after')) return this.#end();
    return value;
  }

  #meets(point: Point | undefined, when: Fault['when']): boolean {
    const meets = point !== undefined && this.#fault?.point === point && this.#fault.when === when;
    if (meets) {
      this.#stopped = true;
      this.#tell();
    }
    return meets;
  }

  #end<Value>(): Promise<Value> {
    if (this.#fault?.how === 'full') return Promise.reject(new ReceptionError('archive-full', 'The disk is full'));
    return never();
  }
}

function pointOfFacts(facts: readonly NewEntry[]): Point | undefined {
  const kinds = facts.map(({ kind }) => kind);
  if (kinds.includes('delivery-received')) return 'append received';
  if (kinds.includes('submission-examined')) return 'append decision';
  if (kinds.includes('dispatch-sent')) return 'append sent';
  return kinds.includes('session-ended') ? 'append session ended' : undefined;
}

/** The archive with fate between it and the desks. Which deposit it is, the workbench's last answers tell. */
function fatefulArchive(archive: Archive, fate: Fate, made: { examined: unknown; issued: unknown }): Archive {
  const pointOfObjects = (contents: unknown): Point => (contents === made.examined ? 'deposit of documents' : contents === made.issued ? 'deposit of receipts' : 'deposit');
  return {
    ...archive,
    deposit: (content) => fate.step('deposit', () => archive.deposit(content)),
    depositAll: (contents) => fate.step(pointOfObjects(contents), () => archive.depositAll(contents)),
    append: (facts) => fate.step(pointOfFacts(facts), () => archive.append(facts)),
    register: (delivery, year) => fate.step('register', () => archive.register(delivery, year)),
  };
}

function fatefulChannel(channel: Channel, fate: Fate): Channel {
  return {
    id: channel.id, kind: channel.kind, name: channel.name,
    collect: (take, options) => channel.collect((batch) => take(batch).then(() => fate.step('acknowledge', () => Promise.resolve())), options),
    send: (dispatch, payload, signal) => fate.step('send', () => channel.send(dispatch, payload, signal)),
    watch: (hint) => channel.watch(hint),
    check: (signal) => channel.check(signal),
    close: () => channel.close(),
  };
}

let pki: DemoPki;
let equipment: Equipment;
let bench: Workbench;

beforeAll(() => {
  pki = makeDemoPki(Date.now());
  equipment = {
    authority: demoAuthority, stationKey: pki.station, decryptionKeys: [pki.station],
    trust: { anchors: [pki.anchor], intermediates: [], crls: [pki.crl] },
    calendar: { offsetMinutes: 180, holidays: [] },
    limits: { noticeHours: 4, decisionWorkingDays: 1, entryWorkingDays: 2, answerDays: 30 },
    program: 'Reception', mailFrom: {}, policy: STANDARD_POLICY,
  };
  bench = new Workbench({ url: new URL('../../main/workbench/tasks-worker.ts', import.meta.url), equipment, threads: 2 });
}, 60_000);

afterAll(() => bench?.close());

/** One exchange session over the folder; resolves when it has ended, or when fate has stopped it. */
async function session(folder: string, fault?: Fault): Promise<void> {
  const fate = new Fate(fault);
  const real = await openArchive({ folder: join(folder, 'archive'), create: true, authority: '7700' });
  const channel = openChannel(parseChannelSettings({ kind: 'spool', id: 'gd', name: 'Папка', folder: join(folder, 'spool') }));
  const made: { examined: unknown; issued: unknown } = { examined: undefined, issued: undefined };
  const archive = fatefulArchive(real, fate, made);
  const workbench = {
    threads: 1,
    run: async (name: string, input: unknown) => {
      const run = () => bench.run<{ objects: unknown }>(name, input);
      const answer = await (name === 'examine' ? fate.step('examine', run) : run());
      if (name === 'examine') made.examined = answer.objects;
      else made.issued = answer.objects;
      return answer;
    },
  } as unknown as Workbench;
  const intake = new Intake({ archive, workbench, equipment: () => equipment, policy: () => ({ onIndeterminate: 'leave-to-officer' }), now: Date.now });
  const exchange = new OpenExchange({
    archive, intake, channels: () => [fatefulChannel(channel, fate)], openChannel: () => channel,
    mode: () => 'by-hand', pollSeconds: () => 60, now: Date.now, onFatal: () => undefined,
  });
  await exchange.run('command');
  await (fault?.how === 'dies' ? fate.stopped : exchange.settled());
  if (fault?.how !== 'dies') await intake.drain().catch(() => undefined);
  // The dead close nothing: a channel that is closed waits for what it has under way.
  if (fault?.how !== 'dies') await channel.close();
  await real.close();
}

type Outcome = { readonly raws: readonly string[]; readonly numbers: readonly string[]; readonly kinds: Readonly<Record<string, number>>; readonly out: number; readonly fixity: boolean; readonly unfinished: number; readonly owed: number };

async function outcome(folder: string): Promise<Outcome> {
  const archive = await openArchive({ folder: join(folder, 'archive') });
  try {
    const { rows } = await archive.records.register({}, 0, 100);
    const kinds: Record<string, number> = {};
    for (const entry of await archive.records.journal({ limit: 1000 })) {
      const name = entry.kind === 'receipt-issued' ? entry.receipt.kind : entry.kind;
      if (!name.startsWith('session-') && !name.startsWith('channel-')) kinds[name] = (kinds[name] ?? 0) + 1;
    }
    const { damaged, missing, brokenAt } = await archive.fixity({});
    return {
      raws: rows.map(({ raw }) => raw as string).sort(),
      numbers: rows.map(({ number }) => number),
      kinds,
      out: readdirSync(join(folder, 'spool/out')).filter((name) => !name.endsWith('.meta.json')).length,
      fixity: damaged.length + missing.length === 0 && brokenAt === undefined,
      unfinished: (await archive.unfinished({ held: true })).length,
      owed: (await archive.records.dispatches({ states: ['owed', 'held'], offset: 0, limit: 1 })).total,
    };
  } finally {
    await archive.close();
  }
}

const points: Point[] = ['deposit', 'append received', 'acknowledge', 'examine', 'deposit of documents', 'register', 'deposit of receipts', 'append decision', 'send', 'append sent', 'append session ended'];
const writing = points.filter((point) => !['acknowledge', 'examine', 'send'].includes(point));

describe('a station that stops at one step comes to the same outcome when it is started again:', () => {
  it.each(points.flatMap((point) => (['before', 'after'] as const).map((when): Fault => ({ point, when, how: 'dies' }))))('it dies $when $point', same, 120_000);
  it.each(writing.map((point): Fault => ({ point, when: 'before', how: 'full' })))('the disk is full at $point', same, 120_000);

  async function same(fault: Fault): Promise<void> {
    const folder = mkdtempSync(join(tmpdir(), 'reception-fate-'));
    try {
      for (const name of ['spool/in/tmp', 'spool/out']) mkdirSync(join(folder, name), { recursive: true });
      const digests = await handInThree(folder);
      await session(folder, fault);
      await session(folder);
      expect(await outcome(folder)).toEqual({
        raws: digests,
        numbers: [1, 2, 3].map((number) => expect.stringMatching(new RegExp(`^7700-\\d{4}-0{7}${number}$`)) as string),
        kinds: {
          'delivery-received': 3, 'submission-registered': 3, 'submission-examined': 3, 'submission-accepted': 2, 'submission-refused': 1,
          'notice-of-receipt': 3, acceptance: 2, refusal: 1, 'dispatch-queued': 6, 'dispatch-sent': 6,
        },
        out: 6, fixity: true, unfinished: 0, owed: 0,
      });
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
});

/** Two that will be accepted and one that will be refused. */
async function handInThree(folder: string): Promise<string[]> {
  const digests: string[] = [];
  for (const [at, spoiling] of (['none', 'changed-after-signing', 'none'] as const).entries()) {
    const subscriber = demoSubscribers[at]!;
    const made = await makeContainer({ subscriber, key: pki.subscriber(subscriber), stranger: pki.station }, pki.station.certificate, 'NO_NDFL6', 0, Date.now(), spoiling);
    digests.push(sha256Of(made.bytes));
    for (const [name, bytes] of [[`${made.fileName}.meta.json`, JSON.stringify({ sender: subscriber.id, replyTo: subscriber.id })], [made.fileName, made.bytes]] as const) {
      writeFileSync(join(folder, 'spool/in/tmp', name), bytes);
      renameSync(join(folder, 'spool/in/tmp', name), join(folder, 'spool/in', name));
    }
  }
  return digests.sort();
}
