import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import type { Archive } from '../../main/archive/archive.ts';
import { openArchive } from '../../main/archive/open-archive.ts';
import { dumpIndex } from '../../main/archive/testing/folders.ts';
import { sha256Of } from './digest.ts';
import type { CrashOffice, Made } from './crash-office.ts';

const child = fileURLToPath(new URL('./station-child.ts', import.meta.url));

export type BurstOptions = {
  readonly made: readonly Made[];
  readonly kills: number;
  /** Puts one submission before the station's door. */
  readonly handIn: (made: Made) => Promise<void> | void;
  readonly log?: (line: string) => void;
};

export type Burst = { readonly kills: number; readonly whileStarting: number; readonly whileWorking: number; readonly seconds: number };

/**
 * Starts the station again and again and kills it at random moments while submissions arrive: some die while they
 * open, most while they collect, decide and send. The last one is left to finish.
 */
export async function killInBurst({ folder }: CrashOffice, options: BurstOptions): Promise<Burst> {
  const { made, kills, handIn, log = () => undefined } = options;
  const began = Date.now();
  const waiting = [...made];
  const share = Math.ceil(made.length / Math.max(kills, 1));
  let whileStarting = 0;
  for (let kill = 0; kill < kills; kill++) {
    for (const one of waiting.splice(0, share)) await handIn(one);
    const started = await liveAndDie(folder);
    if (!started) whileStarting++;
    log(`kill ${kill + 1} of ${kills}: ${started ? 'at work' : 'while it opened'}, ${made.length - waiting.length} of ${made.length} handed in`);
  }
  for (const one of waiting) await handIn(one);
  await finish(folder, made.length);
  return { kills, whileStarting, whileWorking: kills - whileStarting, seconds: (Date.now() - began) / 1000 };
}

function start(folder: string): ChildProcess {
  return spawn(process.execPath, [child, folder], { stdio: ['pipe', 'pipe', 'inherit'], env: { ...process.env, NODE_OPTIONS: '' } });
}

/** Says whether it had opened before it was killed. */
async function liveAndDie(folder: string): Promise<boolean> {
  const running = start(folder);
  const ended = once(running, 'exit');
  const opened = once(running.stdout!, 'data').then(() => true);
  // One in eight is killed before it says that it is open.
  if (Math.random() < 0.125) await Promise.race([opened, pause(Math.random() * 1500)]);
  else {
    await Promise.race([opened, ended]);
    await pause(Math.random() * 1200);
  }
  const started = await Promise.race([opened, pause(0, false)]);
  running.kill('SIGKILL');
  const [code, signal] = (await ended) as [number | null, string | null];
  if (signal !== 'SIGKILL') throw new Error(`the station ended by itself with ${code}`);
  return started;
}

/** Lets it work until nothing is left to do, then ends it in order. */
async function finish(folder: string, expected: number): Promise<void> {
  const running = start(folder);
  const ended = once(running, 'exit');
  try {
    await once(running.stdout!, 'data');
    await untilDone(folder, expected);
  } finally {
    running.kill('SIGTERM');
    await Promise.race([ended, pause(30_000)]);
    running.kill('SIGKILL');
  }
}

async function untilDone(folder: string, expected: number): Promise<void> {
  const end = Date.now() + 300_000;
  const archive = await openArchive({ folder: join(folder, 'station', 'archive'), readOnly: true });
  try {
    for (;;) {
      const { submissions } = await archive.status();
      const left = (await archive.unfinished({ held: true })).length;
      const owed = (await archive.records.dispatches({ states: ['owed', 'held'], offset: 0, limit: 1 })).total;
      if (submissions >= expected && left === 0 && owed === 0) return;
      if (Date.now() > end) throw new Error(`the station does not finish: ${submissions} of ${expected} submissions, ${left} unfinished, ${owed} owed`);
      await pause(200);
    }
  } finally {
    await archive.close();
  }
}

/** With nothing but renames: docs/spool-folder.md. */
export function handIntoSpool({ spool }: CrashOffice, { name, bytes, sender }: Made): void {
  for (const [file, content] of [[`${name}.meta.json`, JSON.stringify({ sender, replyTo: sender })], [name, bytes]] as const) {
    writeFileSync(join(spool, 'in/tmp', file), content, { flush: true });
    renameSync(join(spool, 'in/tmp', file), join(spool, 'in', file));
  }
}

export type Sent = { readonly messageId: string; readonly sha256: string };

/** What lies in out/ and has its note. */
export function sentIntoSpool({ spool }: CrashOffice): Sent[] {
  const names = readdirSync(join(spool, 'out')).filter((name) => !name.endsWith('.meta.json'));
  return names.map((name) => {
    const note = JSON.parse(readFileSync(join(spool, 'out', `${name}.meta.json`), 'utf8')) as Sent;
    const sha256 = sha256Of(readFileSync(join(spool, 'out', name)));
    if (sha256 !== note.sha256) throw new Error(`${name} is not what its note says`);
    return { messageId: note.messageId, sha256 };
  });
}

export type Figures = { readonly submissions: number; readonly accepted: number; readonly refused: number; readonly receipts: number; readonly dispatches: number; readonly entries: number; readonly objects: number };

const decisions = new Set(['submission-accepted', 'submission-refused', 'submission-left-to-officer', 'submission-quarantined']);

/** Every promise of docs/crash-matrix.md about what is left; throws with the list of those that do not hold. */
export async function mustHold({ folder }: CrashOffice, made: readonly Made[], sent: readonly Sent[], options: { repeatsAllowed: boolean }): Promise<Figures> {
  const path = join(folder, 'station', 'archive');
  const faults: string[] = [];
  const must = (holds: boolean, what: string): void => void (holds || faults.push(what));
  const archive = await openArchive({ folder: path });
  try {
    const { rows } = await archive.records.register({}, 0, 100_000);
    const raws = rows.map(({ raw }) => raw as string).sort();
    must(JSON.stringify(raws) === JSON.stringify(made.map(({ bytes }) => sha256Of(bytes)).sort()), `the raw bytes of ${made.length} submissions are not each there once: ${raws.length} rows`);
    must(rows.map(({ number }) => Number(number.slice(-8))).every((number, at) => number === at + 1), 'registration numbers have gaps or doubles');
    const counts = await countFacts(archive);
    for (const { id, number } of rows) {
      const facts = counts.get(id) ?? {};
      must(facts['decision'] === 1, `${number} has ${facts['decision'] ?? 0} decisions`);
      must(facts['examined'] === 1, `${number} was examined ${facts['examined'] ?? 0} times`);
      must(facts['notice-of-receipt'] === 1, `${number} has ${facts['notice-of-receipt'] ?? 0} notices of receipt`);
      must((facts['acceptance'] ?? 0) + (facts['refusal'] ?? 0) === 1, `${number} has ${(facts['acceptance'] ?? 0) + (facts['refusal'] ?? 0)} acceptances and refusals`);
    }
    const dispatches = (await archive.records.dispatches({ offset: 0, limit: 1000 })).rows;
    must(dispatches.every(({ state }) => state === 'sent'), 'something was not sent');
    checkSent(dispatches.map(({ messageId }) => messageId), sent, options.repeatsAllowed, must);
    const { damaged, missing, brokenAt, falseSeals, entries, objects } = await archive.fixity({});
    must(damaged.length + missing.length + falseSeals.length === 0 && brokenAt === undefined, `fixity: ${damaged.length} damaged, ${missing.length} missing, chain broken at ${brokenAt ?? '-'}`);
    await archive.close();
    await checkIndex(path, must);
    if (faults.length > 0) throw new Error(`after the kills:\n${faults.slice(0, 20).join('\n')}`);
    const by = (state: string) => rows.filter((row) => row.state === state).length;
    const receipts = rows.reduce((sum, row) => sum + row.receiptsIssued, 0);
    return { submissions: rows.length, accepted: by('accepted'), refused: by('refused'), receipts, dispatches: dispatches.length, entries, objects };
  } finally {
    await archive.close().catch(() => undefined);
  }
}

/** Decisions, examinations and receipts by submission, from the journal itself. */
async function countFacts(archive: Archive): Promise<Map<string, Record<string, number>>> {
  const counts = new Map<string, Record<string, number>>();
  const count = (id: string, what: string): void => {
    const facts = counts.get(id) ?? {};
    facts[what] = (facts[what] ?? 0) + 1;
    counts.set(id, facts);
  };
  for (let before: number | undefined; ; ) {
    const page = await archive.records.journal({ limit: 1000, ...(before === undefined ? {} : { before: before as never }) });
    for (const entry of page) {
      if (entry.kind === 'receipt-issued') count(entry.receipt.submission, entry.receipt.kind);
      else if (entry.kind === 'submission-examined') count(entry.submission, 'examined');
      else if (decisions.has(entry.kind) && 'submission' in entry) count(entry.submission as string, 'decision');
    }
    if (page.length < 1000) return counts;
    before = page.at(-1)!.seq;
  }
}

/** A folder takes each dispatch once; a mail may be repeated under its id, byte for byte. */
function checkSent(owed: readonly string[], sent: readonly Sent[], repeatsAllowed: boolean, must: (holds: boolean, what: string) => void): void {
  const bare = (id: string) => id.replace(/^<|>$/g, '');
  const bytesById = new Map<string, Set<string>>();
  for (const { messageId, sha256 } of sent) bytesById.set(bare(messageId), (bytesById.get(bare(messageId)) ?? new Set()).add(sha256));
  must(owed.length === new Set(owed).size, 'two dispatches have one message id');
  must(owed.every((id) => bytesById.has(bare(id))), 'a dispatch that is said to be sent is not there');
  must(bytesById.size === owed.length, `${bytesById.size} message ids were sent for ${owed.length} dispatches`);
  must([...bytesById.values()].every(({ size }) => size === 1), 'one message id was sent with different bytes');
  must(repeatsAllowed || sent.length === owed.length, `${sent.length} files were sent for ${owed.length} dispatches`);
}

async function checkIndex(path: string, must: (holds: boolean, what: string) => void): Promise<void> {
  const grown = dumpIndex(path);
  const archive = await openArchive({ folder: path });
  await archive.rebuildIndex({});
  await archive.close();
  for (const [table, rows] of Object.entries(dumpIndex(path))) {
    // Statistics for SQLite's planner are no facts.
    if (table.startsWith('sqlite_stat')) continue;
    const before = new Set(grown[table]);
    const fresh = rows.filter((row) => !before.has(row));
    const gone = [...before].filter((row) => !rows.includes(row));
    must(fresh.length + gone.length === 0, `the rebuilt index has another ${table}: ${fresh[0] ?? '-'} instead of ${gone[0] ?? '-'}`);
  }
}
