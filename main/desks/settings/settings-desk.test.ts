import { X509Certificate } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isReceptionError, type ErrorCode } from '../../domain/errors.ts';
import { newId, type ChannelId, type OfficerId } from '../../domain/identifiers.ts';
import type { ChannelSettings, MailboxChannelSettings, Settings } from '../../../preload/settings.ts';
import { forgeKey, openPkcs12, readCertificate } from '../testing/openssl.ts';
import { openTestStation, type TestStation } from '../testing/station.ts';
import { openSettingsDesk, type SettingsDesk } from './settings-desk.ts';

let station: TestStation;
let desk: SettingsDesk;
const admin = newId<OfficerId>();
const checkChannel = vi.fn<(channel: ChannelSettings) => Promise<{ ok: boolean; steps: [] }>>(async () => ({ ok: true, steps: [] }));
const failsWith = (code: ErrorCode) => (error: unknown) => isReceptionError(error, code);

beforeEach(async () => {
  station = await openTestStation();
  const readCrl = () => {
    throw new Error('no list');
  };
  desk = openSettingsDesk({ archive: station.archive, papers: station.papers, now: () => station.clock.now, tools: { openPkcs12, readCertificate, readCrl, checkChannel } });
});
afterEach(() => station.close());

const secret = 'imap-пароль-3391';
const withMailbox = (password?: string): Settings => ({
  ...desk.read(),
  channels: [
    {
      kind: 'mailbox',
      id: 'mail' as ChannelId,
      name: 'Почта',
      enabled: true,
      imap: { host: 'localhost', port: 1143, security: 'none', user: 'priem', folder: 'INBOX', processedFolder: 'Done', ...(password !== undefined && { password }) },
      smtp: { host: 'localhost', port: 1025, security: 'none', user: 'priem', from: 'priem@example.org' },
    },
  ],
});

describe('settings', () => {
  it('are journalled section by section, from what to what, without a secret anywhere', async () => {
    const saved = await desk.save({ ...withMailbox(secret), session: { lockAfterMinutes: 5 } }, admin);
    expect(saved.session.lockAfterMinutes).toBe(5);
    const entries = (await station.journal()).filter((entry) => entry.kind === 'settings-changed');
    expect(entries).toMatchObject([
      { section: 'session', change: 'lockAfterMinutes: 15 → 5', officer: admin },
      { section: 'channel mail', officer: admin },
    ]);
    expect(JSON.stringify(entries)).toContain('imap.password set');
    expect(station.holds(secret)).toBeUndefined();
    expect(station.holds(Buffer.from(secret).toString('base64'))).toBeUndefined();
    expect(JSON.stringify(saved)).not.toContain(secret);
  });

  it('that are the same say nothing', async () => {
    await desk.save(desk.read(), admin);
    expect(await station.journal()).toEqual([]);
  });

  it('that do not hold change nothing, and the refusal names the place', async () => {
    const open = withMailbox();
    const away = { ...open, channels: open.channels.map((channel) => ({ ...channel, imap: { ...(channel as MailboxChannelSettings).imap, host: 'mail.example.org' } })) } as Settings;
    const failure = await desk.save(away, admin).catch((error: unknown) => error);
    expect(failure).toSatisfy(failsWith('settings-invalid'));
    expect(String(failure)).toContain('channels.0.imap.security');
    expect(await station.journal()).toEqual([]);
  });

  it('hand the kept password to a check of the channel and to nobody else', async () => {
    await desk.save(withMailbox(secret), admin);
    await desk.checkChannel(desk.read().channels[0]!);
    expect((checkChannel.mock.calls[0]![0] as MailboxChannelSettings).imap.password).toBe(secret);
  });
});

describe('station keys', () => {
  it('replace one another, the old one staying for deciphering, each journalled with its certificate', async () => {
    const [old, next] = [forgeKey('Старый'), forgeKey('Новый', { days: 90 })];
    await desk.installKey(old.file, old.password, 'station', admin);
    const views = await desk.installKey(next.file, next.password, 'station', admin);
    expect(views.map(({ current, daysLeft }) => [current, daysLeft])).toEqual([[false, 29], [true, 89]]);
    expect(station.papers.keys.station().certificate).toEqual(next.certificate);
    expect(station.papers.keys.decryption()).toHaveLength(2);
    const entry = (await station.journal()).at(-1)!;
    expect(entry).toMatchObject({ kind: 'key-installed', purpose: 'station', officer: admin });
    expect(new Uint8Array(await station.archive.read(readCertificate(next.certificate).fingerprint))).toEqual(next.certificate);
    expect(station.holds(next.password)).toBeUndefined();
    expect(station.holds(next.privateKey.subarray(36, 68))).toBeUndefined();
  });

  it('are refused with a wrong password or an expired certificate, and nothing is journalled', async () => {
    const key = forgeKey('Ключ', { days: 1 });
    await expect(desk.installKey(key.file, 'не тот', 'station', admin)).rejects.toSatisfy(failsWith('password-wrong'));
    station.clock.now += 3 * 86_400_000;
    await expect(desk.installKey(key.file, key.password, 'station', admin)).rejects.toSatisfy(failsWith('key-unusable'));
    expect(await station.journal()).toEqual([]);
    expect((await desk.installKey(key.file, key.password, 'decryption', admin))[0]).toMatchObject({ purpose: 'decryption', daysLeft: -3 });
  });
});

describe('trust', () => {
  const pem = (der: Uint8Array) => new X509Certificate(der).toString();

  it('takes DER and PEM, tells anchors by themselves, keeps what it removes in the archive', async () => {
    const [one, two] = [forgeKey('УЦ один'), forgeKey('УЦ два')];
    const both = { name: 'both.pem', bytes: new Uint8Array(Buffer.from(pem(one.certificate) + pem(two.certificate))) };
    const rows = await desk.addTrust([both, { name: 'one.cer', bytes: one.certificate }], admin);
    expect(rows.map(({ what, state }) => [what, state])).toEqual([['anchor', 'good'], ['anchor', 'good']]);
    expect(desk.trustMaterial().anchors).toHaveLength(2);
    const { fingerprint } = readCertificate(one.certificate);
    expect(await desk.removeTrust(fingerprint, admin)).toHaveLength(1);
    expect((await station.journal()).map((entry) => entry.kind === 'trust-changed' && entry.change)).toEqual(['added', 'added', 'removed']);
    expect(new Uint8Array(await station.archive.read(fingerprint))).toEqual(one.certificate);
    await expect(desk.removeTrust(fingerprint, admin)).rejects.toSatisfy(failsWith('record-missing'));
  });

  it('adds nothing when one of several files cannot be read', async () => {
    const good = forgeKey('УЦ');
    const bad = { name: 'bad.cer', bytes: new Uint8Array([0x30, 0x03, 1, 2, 3]) };
    await expect(desk.addTrust([{ name: 'good.cer', bytes: good.certificate }, bad], admin)).rejects.toSatisfy(failsWith('input-invalid'));
    expect(await desk.trust()).toEqual([]);
    expect(await station.journal()).toEqual([]);
  });
});
