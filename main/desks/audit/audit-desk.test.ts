import { appendFileSync, chmodSync, existsSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isReceptionError } from '../../domain/errors.ts';
import { instantOf, newId, type OfficerId, type Sequence } from '../../domain/identifiers.ts';
import type { JobProgress } from '../../../preload/contract.ts';
import { contentOf, forgeKey, sign } from '../testing/openssl.ts';
import { openTestStation, seedSubmission, type TestStation } from '../testing/station.ts';
import { openAuditDesk, type AuditDesk } from './audit-desk.ts';
import { latestSealTime, sealIsDue } from './seal-due.ts';

let station: TestStation;
let desk: AuditDesk;
const clerk = newId<OfficerId>();
const key = forgeKey('Станция');
const failures: unknown[] = [];
const sealAt = '20:00';

beforeEach(async () => {
  station = await openTestStation();
  await seedSubmission(station, forgeKey('Ромашка'));
  failures.length = 0;
  desk = openAuditDesk({
    archive: station.archive,
    settings: () => ({ sealAt }),
    offsetMinutes: () => 180,
    now: () => station.clock.now,
    tools: { sign, stationKey: () => key, officerNames: () => ({ [clerk]: 'Архивариус' }) },
    log: (error) => failures.push(error),
  });
});
afterEach(async () => {
  await desk.close();
  await station.close();
});

const ended = (job: string) =>
  new Promise<JobProgress>((resolve) => {
    const stop = desk.jobs.onProgress((progress) => {
      if (progress.job !== job || progress.state === 'running') return;
      stop();
      resolve(progress);
    });
  });

describe('a seal', () => {
  it('signs the journal’s length and head, carries its statement, and is journalled', async () => {
    const before = await station.archive.status();
    const { upTo } = await desk.seal(clerk);
    expect(upTo).toBe(before.entries);
    const entry = (await station.journal()).at(-1) as unknown as { kind: string; head: string; seal: { digest: never } };
    expect(entry).toMatchObject({ kind: 'seal-made', upTo, head: before.head, officer: clerk });
    const statement = Buffer.from(contentOf(await station.archive.read(entry.seal.digest))).toString();
    expect(statement).toContain(`entries: ${upTo}`);
    expect(statement).toContain(`head: ${before.head}`);
  });

  it('that was missed is made when the station starts, once', async () => {
    desk.startSealing();
    await vi.waitFor(async () => expect((await station.journal()).at(-1)!.kind).toBe('seal-made'), 5000);
    desk.startSealing();
    await desk.close();
    expect((await station.journal()).filter((entry) => entry.kind === 'seal-made')).toHaveLength(1);
    expect(failures).toEqual([]);
  });

  it('is due after its hour of the office’s day when there is something new', () => {
    const at = (text: string) => Date.parse(text);
    const sealed = (text: string, entries: number, upTo: number) => ({ entries, lastSealAt: instantOf(at(text)), lastSealUpTo: upTo as Sequence });
    // 20:00 in Moscow is 17:00 UTC.
    expect(latestSealTime(at('2026-11-22T17:00:00Z'), '20:00', 180)).toBe(at('2026-11-22T17:00:00Z'));
    expect(latestSealTime(at('2026-11-22T16:59:59Z'), '20:00', 180)).toBe(at('2026-11-21T17:00:00Z'));
    // 01:00 in Moscow belongs to the day before in UTC.
    expect(latestSealTime(at('2026-11-22T23:00:00Z'), '01:00', 180)).toBe(at('2026-11-22T22:00:00Z'));
    expect(sealIsDue(sealed('2026-11-21T17:00:05Z', 20, 10), at('2026-11-22T16:59:00Z'), '20:00', 180)).toBe(false);
    expect(sealIsDue(sealed('2026-11-21T17:00:05Z', 20, 10), at('2026-11-22T17:00:00Z'), '20:00', 180)).toBe(true);
    expect(sealIsDue(sealed('2026-11-10T17:00:05Z', 20, 10), at('2026-11-22T09:00:00Z'), '20:00', 180)).toBe(true);
    expect(sealIsDue(sealed('2026-11-10T17:00:05Z', 11, 10), at('2026-11-22T17:00:00Z'), '20:00', 180)).toBe(false);
    expect(sealIsDue({ entries: 0 }, at('2026-11-22T17:00:00Z'), '20:00', 180)).toBe(false);
  });
});

describe('long work', () => {
  it('checks every object, journals what it found, and finds damage', async () => {
    const whole = desk.fixity(clerk);
    expect(await ended(whole.job)).toMatchObject({ state: 'done', outcome: { damaged: 0, missing: 0 } });
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'fixity-checked', damaged: 0, missing: 0, officer: clerk });
    const { digest } = await station.archive.deposit(Buffer.from('raw one'));
    const file = station.archive.pathOf(digest);
    chmodSync(file, 0o600);
    appendFileSync(file, 'x');
    expect(await ended(desk.fixity(clerk).job)).toMatchObject({ state: 'done', outcome: { damaged: 1 } });
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'fixity-checked', damaged: 1 });
  });

  it('is one at a time', async () => {
    const { job } = desk.fixity(clerk);
    expect(() => desk.rebuildIndex(clerk)).toThrow(expect.objectContaining({ code: 'session-running' }) as Error);
    await ended(job);
    expect(await ended(desk.rebuildIndex(clerk).job)).toMatchObject({ state: 'done' });
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'index-rebuilt' });
  });

  it('copies the archive to a folder, and is journalled', async () => {
    const target = path.join(station.folder, 'backup');
    expect(await ended(desk.backup(target, clerk).job)).toMatchObject({ state: 'done' });
    expect(existsSync(path.join(target, 'archive.json'))).toBe(true);
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'backup-made', target, officer: clerk });
    expect(() => desk.backup(undefined, clerk)).toThrow(expect.objectContaining({ code: 'settings-invalid' }) as Error);
  });

  it('that is stopped says so and journals nothing', async () => {
    const before = (await station.journal()).length;
    const { job } = desk.fixity(clerk);
    const end = ended(job);
    desk.jobs.stop(job);
    expect((await end).state).toBe('stopped');
    expect(await station.journal()).toHaveLength(before);
  });

  it('that fails tells the window a sentence and the log the rest', async () => {
    vi.spyOn(station.archive, 'fixity').mockRejectedValueOnce(new Error('/secret/path'));
    const progress = await ended(desk.fixity(clerk).job);
    expect(progress).toMatchObject({ state: 'failed', error: { code: 'internal' } });
    expect(JSON.stringify(progress)).not.toContain('secret');
    expect(isReceptionError(failures[0])).toBe(false);
    expect(String(failures[0])).toContain('/secret/path');
  });
});

it('the journal comes with the names of officers', async () => {
  await desk.seal(clerk);
  const page = await desk.journal({ limit: 1 });
  expect(page.entries[0]).toMatchObject({ kind: 'seal-made', officer: clerk });
  expect(page.officers[clerk]).toBe('Архивариус');
});
