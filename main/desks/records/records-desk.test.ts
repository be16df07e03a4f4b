import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { newId, type OfficerId } from '../../domain/identifiers.ts';
import { forgeKey, readCertificate, verify } from '../testing/openssl.ts';
import { openTestStation, seedSubmission, type Seeded, type TestStation } from '../testing/station.ts';
import { openRecordsDesk, type RecordsDesk } from './records-desk.ts';

let station: TestStation;
let desk: RecordsDesk;
let seeded: Seeded;
const clerk = newId<OfficerId>();
const saveFile = vi.fn<(name: string, bytes: Uint8Array) => Promise<{ path?: string }>>(async (name) => ({ path: `/chosen/${name}` }));

beforeEach(async () => {
  station = await openTestStation();
  seeded = await seedSubmission(station, forgeKey('Иванов'));
  saveFile.mockClear();
  desk = openRecordsDesk({
    archive: station.archive,
    searches: station.papers.searches,
    authority: () => ({ code: '7700', name: 'Инспекция' }),
    language: 'ru',
    now: () => station.clock.now,
    tools: { viewDocument: vi.fn(), printProtocol: async () => Buffer.from('%PDF-'), readCertificate, verify, trust: () => ({ anchors: [], intermediates: [], crls: [] }), saveFile },
  });
});
afterEach(() => station.close());

describe('the export of a submission', () => {
  function unpack(bytes: Uint8Array): string {
    const folder = path.join(station.folder, 'unpacked');
    mkdirSync(folder);
    writeFileSync(path.join(folder, 'export.zip'), bytes);
    execFileSync('7z', ['x', '-y', 'export.zip'], { cwd: folder, stdio: 'ignore' });
    return folder;
  }

  it('is verified by a stranger with nothing but the commands of its README', async () => {
    const { bytes } = await desk.packSubmission(seeded.id, clerk);
    const folder = unpack(bytes);
    const readme = readFileSync(path.join(folder, 'README.en.txt'), 'utf8').replaceAll('\r\n', '\n');
    const commands = readme.split('\n').filter((line) => line.startsWith('openssl cms -verify') || line.startsWith('sha256sum'));
    expect(commands).toHaveLength(2);
    for (const command of commands) execFileSync('bash', ['-c', command], { cwd: folder, stdio: 'pipe' });
    const document = /-content "([^"]*)"/.exec(commands[1]!)![1]!;
    writeFileSync(path.join(folder, document), 'changed');
    for (const command of commands) expect(() => execFileSync('bash', ['-c', command], { cwd: folder, stdio: 'pipe' }), command).toThrow();
  });

  it('holds raw bytes, documents, evidence, protocol and the journal’s lines', async () => {
    const folder = unpack((await desk.packSubmission(seeded.id, clerk)).bytes);
    expect(readFileSync(path.join(folder, 'raw/delivery.zip'), 'utf8')).toBe('raw one');
    expect(JSON.parse(readFileSync(path.join(folder, 'protocol.json'), 'utf8'))).toMatchObject({ version: 1 });
    const lines = readFileSync(path.join(folder, 'journal.jsonl'), 'utf8').trim().split('\n').map((line) => JSON.parse(line) as { kind: string; seq: number });
    expect(lines.map(({ kind }) => kind)).toContain('submission-accepted');
    expect(lines.map(({ seq }) => seq)).toEqual(lines.map(({ seq }) => seq).sort((a, b) => a - b));
    expect(readFileSync(path.join(folder, 'evidence/anchors.pem'), 'utf8')).toMatch(/^-----BEGIN CERTIFICATE-----/);
  });

  it('is journalled with the digest of what was saved, and not when the officer thought better of it', async () => {
    const before = (await station.journal()).length;
    saveFile.mockResolvedValueOnce({});
    expect(await desk.exportSubmission(seeded.id, clerk)).toEqual({});
    expect(await station.journal()).toHaveLength(before);
    expect(await desk.exportSubmission(seeded.id, clerk)).toEqual({ path: `/chosen/${seeded.summary.number}.zip` });
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'records-exported', what: 'submission', officer: clerk });
  });
});

describe('saved searches', () => {
  it('are each officer’s own', async () => {
    const saved = await desk.saveSearch({ name: 'Мои', place: 'archive', query: '{}' }, clerk);
    expect(desk.searches(clerk)).toEqual([saved]);
    const other = newId<OfficerId>();
    await desk.deleteSearch(saved.id, other);
    expect(desk.searches(other)).toEqual([]);
    expect(desk.searches(clerk)).toEqual([saved]);
  });
});

it('a document is never saved under a path that its name claims', async () => {
  const { raw } = seeded.summary;
  await desk.saveDocument(raw, '../../etc/passwd', clerk);
  expect(saveFile.mock.calls[0]![0]).toBe('.._.._etc_passwd');
});
