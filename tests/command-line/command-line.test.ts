import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { demoSubscribers } from '../../demo/parties.ts';
import { makeContainer, type Sender } from '../../demo/make-submission.ts';
import type { ChannelId } from '../../main/domain/identifiers.ts';
import { openArchive } from '../../main/archive/open-archive.ts';
import { fileKeyProtection } from '../../main/key-protection.ts';
import { pemOf } from '../../main/signatures/certificate.ts';
import { makePkcs12 } from '../../main/signatures/keys/pkcs12.ts';
import { sign } from '../../main/signatures/sign.ts';
import { createStation } from '../../main/station.ts';
import { makeOffice, type Office } from '../forge/ca.ts';

const root = join(import.meta.dirname, '..', '..');
let folder: string;
let station: string;
let spool: string;
let office: Office;
let sender: Sender;

type Done = { code: number | null; out: string; err: string };

function reception(...args: string[]): Promise<Done> {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [join(root, 'main/cli.ts'), ...args], { cwd: folder });
    let out = '';
    let err = '';
    child.stdout.on('data', (text) => (out += text));
    child.stderr.on('data', (text) => (err += text));
    child.on('close', (code) => resolve({ code, out, err }));
  });
}

const onStation = (...args: string[]) => reception(...args, '--station', station, '--json');
const json = ({ out }: Done) => JSON.parse(out) as Record<string, never>;

async function submit(spoiling: 'none' | 'wrong-authority', name: string): Promise<void> {
  const { bytes } = await makeContainer(sender, office.station.certificate, 'NO_NDFL6', 0, Date.parse(office.at), spoiling);
  mkdirSync(join(spool, 'in/tmp'), { recursive: true });
  writeFileSync(join(spool, 'in/tmp', name), bytes);
  renameSync(join(spool, 'in/tmp', name), join(spool, 'in', name));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'reception-command-'));
  station = join(folder, 'station');
  spool = join(folder, 'spool');
  mkdirSync(spool);
  office = makeOffice();
  const subscriber = demoSubscribers[0]!;
  const names = { commonName: subscriber.name, organization: subscriber.name, organizationTaxNumber: subscriber.taxNumber };
  sender = { subscriber, key: office.issue({ subject: names }), stranger: office.stranger };
  await createStation(
    { folder: station, protection: fileKeyProtection(station), language: 'ru', version: 'test', saveFile: async () => ({}), log: () => undefined, threads: 1 },
    {
      authority: { code: '7700', name: 'Инспекция', taxNumber: '', kpp: '' },
      folder: join(station, 'archive'),
      channels: [{ kind: 'spool', id: 'gd' as ChannelId, name: 'GD', enabled: true, folder: spool }],
      stationKey: { file: { name: 'station.p12', bytes: makePkcs12({ key: office.station, password: 'secret' }) }, password: 'secret' },
      trust: [...office.trust.anchors, ...office.trust.intermediates, ...office.trust.crls].map((bytes, at) => ({ name: `${at}`, bytes })),
      officers: [{ login: 'admin', name: 'Администратор', position: '', roles: ['administrator'], password: 'long enough' }],
    },
  );
  await submit('none', 'good.zip');
  await submit('wrong-authority', 'bad.zip');
});

afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('the command line', () => {
  it('runs an exchange session from the spool to the receipts', async () => {
    const done = await onStation('exchange');
    expect(done.code, done.err).toBe(0);
    expect(json(done)).toEqual({ collected: 2, doubled: 0, examined: 2, dispatched: 4, failed: 0, owed: 0, held: 0, stopped: false });
    expect(readdirSync(join(spool, 'out')).filter((name) => name.endsWith('.zip'))).toHaveLength(4);
    expect(json(await onStation('exchange'))).toMatchObject({ collected: 0, dispatched: 0 });
  });

  it('finds and shows submissions, one JSON value on standard output', async () => {
    const found = await onStation('search', 'Ромашке');
    expect(found).toMatchObject({ code: 0, err: '' });
    expect(json(found)).toMatchObject({ total: 2 });
    const shown = await onStation('show', '7700-2026-00000001');
    expect(shown.code).toBe(0);
    expect(json(shown)).toMatchObject({ summary: { number: '7700-2026-00000001' } });
    expect((await reception('show', '7700-2026-00000001', '--station', station)).out).toContain('receipt   notice-of-receipt');
  });

  it('ends with 5 where nothing is found', async () => {
    expect(await onStation('search', 'нетакогослова')).toMatchObject({ code: 5 });
    const missing = await onStation('show', 'x');
    expect(missing.code).toBe(5);
    expect(json(missing)).toMatchObject({ error: { code: 'record-missing' } });
    expect(await reception('seal', '--station', join(folder, 'nowhere'))).toMatchObject({ code: 5 });
  });

  it('ends with 2 and a sentence on wrong usage', async () => {
    const wrong = await reception('verify');
    expect(wrong).toMatchObject({ code: 2, out: '' });
    expect(wrong.err).toContain('verify needs an argument');
  });

  it('exports a submission and the register', async () => {
    const exported = await onStation('export', '--id', '7700-2026-00000001', '--to', join(folder, 'exported'));
    expect(exported.code, exported.err).toBe(0);
    expect(existsSync(String(json(exported)["path"]))).toBe(true);
    for (const format of ['csv', 'xlsx', 'pdf']) {
      const register = await onStation('export', '--register', join(folder, `register.${format}`));
      expect(json(register), register.err).toMatchObject({ rows: 2 });
      expect(readFileSync(join(folder, `register.${format}`)).length).toBeGreaterThan(500);
    }
    expect(await onStation('export', '--register', join(folder, 'register.doc'))).toMatchObject({ code: 2 });
  });

  it('seals, checks, backs up, restores, and derives the index again', async () => {
    expect(json(await onStation('seal'))).toMatchObject({ upTo: expect.any(Number) });
    expect(json(await onStation('fixity'))).toMatchObject({ damaged: [], missing: [], falseSeals: [] });
    expect((await onStation('backup', join(folder, 'backup'))).code).toBe(0);
    const copy = join(folder, 'copy');
    expect((await reception('restore', join(folder, 'backup'), '--station', copy, '--json')).code).toBe(0);
    expect(json(await reception('search', 'Ромашка', '--station', copy, '--json'))).toMatchObject({ total: 2 });
    expect(json(await reception('search', 'Ромашка', '--station', join(folder, 'backup'), '--json'))).toMatchObject({ total: 2 });
    expect((await onStation('rebuild-index')).code).toBe(0);
    expect(json(await onStation('search', 'Ромашка'))).toMatchObject({ total: 2 });
  });

  it('ends with 1 and names the object when fixity finds damage', async () => {
    const archive = join(folder, 'copy', 'archive', 'objects');
    const shelf = readdirSync(archive).find((name) => name.length === 2 && readdirSync(join(archive, name)).length > 0)!;
    const [object] = readdirSync(join(archive, shelf));
    truncateSync(join(archive, shelf, object!), 0);
    const done = await reception('fixity', '--station', join(folder, 'copy'), '--json');
    expect(done.code).toBe(1);
    expect(done.out).toContain(object!);
  });

  it('ends with 4 while another program has the archive open, and still reads', async () => {
    const held = await openArchive({ folder: join(station, 'archive') });
    try {
      expect(await onStation('exchange')).toMatchObject({ code: 4 });
      expect(await onStation('search', 'Ромашка')).toMatchObject({ code: 0 });
    } finally {
      await held.close();
    }
  });

  it('judges a signature without a station, and says no with 1', async () => {
    const content = Buffer.from('договор');
    const trust = join(folder, 'trust');
    mkdirSync(trust);
    writeFileSync(join(trust, 'all.pem'), [...office.trust.anchors, ...office.trust.intermediates].map((der) => pemOf('CERTIFICATE', der)).join(''));
    writeFileSync(join(trust, 'lists.pem'), office.trust.crls.map((der) => pemOf('X509 CRL', der)).join(''));
    writeFileSync(join(folder, 'letter.txt'), content);
    writeFileSync(join(folder, 'letter.txt.p7s'), sign({ content, key: office.subscriber, detached: true, at: office.at }));
    const good = await reception('verify', join(folder, 'letter.txt.p7s'), '--trust', trust, '--at', office.at, '--json');
    expect(good.code, good.err).toBe(0);
    expect(json(good)).toMatchObject({ indication: 'TOTAL_PASSED', verdicts: [{ checks: expect.any(Array) }] });
    writeFileSync(join(folder, 'other.txt'), 'другой');
    const bad = await reception('verify', join(folder, 'letter.txt.p7s'), '--content', join(folder, 'other.txt'), '--trust', trust, '--at', office.at);
    expect(bad.code).toBe(1);
    expect(bad.out).toContain('TOTAL_FAILED');
    expect(await reception('verify', join(folder, 'absent.p7s'))).toMatchObject({ code: 5 });
  });
});
