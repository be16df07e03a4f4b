import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isReceptionError, type ErrorCode } from '../../domain/errors.ts';
import type { Officer } from '../../domain/officer.ts';
import { forgeKey, openPkcs12, readCertificate, sign, verify } from '../testing/openssl.ts';
import { addOfficer, openTestStation, type TestStation } from '../testing/station.ts';
import { openOfficersDesk, type OfficersDesk } from './officers-desk.ts';

let station: TestStation;
let desk: OfficersDesk;
let petrov: Officer;

const tools = { openPkcs12, sign, verify, readCertificate, trust: () => ({ anchors: [], intermediates: [], crls: [] }) };
const failsWith = (code: ErrorCode) => (error: unknown) => isReceptionError(error, code);

beforeEach(async () => {
  station = await openTestStation();
  desk = openOfficersDesk({ archive: station.archive, officers: station.papers.officers, lockAfterMinutes: () => 15, now: () => station.clock.now, tools });
  await addOfficer(station, 'admin', 'administrator');
  petrov = await addOfficer(station, 'petrov', 'inspector');
});
afterEach(async () => {
  desk.close();
  await station.close();
});

const kinds = async () => (await station.journal()).map((entry) => entry.kind);

describe('signing in by password', () => {
  beforeEach(() => station.papers.officers.setPassword(petrov.id, 'верный-пароль-8820'));

  it('seats the officer at that window alone, journalled before', async () => {
    expect(await desk.signIn(1, ' Petrov ', 'верный-пароль-8820')).toMatchObject({ login: 'petrov' });
    expect(desk.at(1)?.id).toBe(petrov.id);
    expect(desk.at(2)).toBeUndefined();
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'officer-signed-in', officer: petrov.id, by: 'password' });
  });

  it('is refused with the same words for a wrong name and a wrong password, each journalled', async () => {
    const failures = [await desk.signIn(1, 'petrov', 'не тот').catch(String), await desk.signIn(1, 'верный-пароль-8820', 'x').catch(String)];
    expect(failures[0]).toBe(failures[1]);
    expect((await station.journal()).slice(-2)).toMatchObject([{ kind: 'sign-in-refused', login: 'petrov', reason: 'password' }, { kind: 'sign-in-refused', reason: 'unknown' }]);
    expect(desk.at(1)).toBeUndefined();
  });

  it('leaves no password in any file, even one typed into the field of the name', async () => {
    await desk.signIn(1, 'petrov', 'верный-пароль-8820');
    await desk.signIn(1, 'верный-пароль-8820', 'верный-пароль-8820').catch(() => undefined);
    await desk.changePassword(petrov.id, 'верный-пароль-8820', 'новый-пароль-6612');
    expect(station.holds('пароль-8820')).toBeUndefined();
    expect(station.holds('пароль-6612')).toBeUndefined();
    expect(station.holds('petrov')).toBeDefined();
  });

  it('locks the name after five wrong ones, and says until when', async () => {
    for (let wrong = 0; wrong < 5; wrong++) await expect(desk.signIn(1, 'petrov', 'не тот')).rejects.toSatisfy(failsWith('password-wrong'));
    await expect(desk.signIn(1, 'petrov', 'верный-пароль-8820')).rejects.toSatisfy(failsWith('account-locked'));
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'sign-in-refused', reason: 'locked' });
    station.clock.now += 61_000;
    expect(await desk.signIn(1, 'petrov', 'верный-пароль-8820')).toMatchObject({ login: 'petrov' });
  }, 60_000);

  it('ends after the lock time without an act, is journalled, and the window hears of it', async () => {
    const heard = vi.fn();
    desk.onSignedOut(heard);
    await desk.signIn(1, 'petrov', 'верный-пароль-8820');
    station.clock.now += 14 * 60_000;
    desk.touch(1);
    station.clock.now += 14 * 60_000;
    expect(desk.at(1)).toBeDefined();
    station.clock.now += 60_000;
    expect(desk.at(1)).toBeUndefined();
    expect(heard).toHaveBeenCalledWith(1);
    await vi.waitFor(async () => expect((await kinds()).at(-1)).toBe('officer-signed-out'));
  });

  it('is over at once for an officer who was deactivated', async () => {
    await desk.signIn(1, 'petrov', 'верный-пароль-8820');
    await desk.save({ ...petrov, active: false }, undefined, undefined);
    expect(desk.at(1)).toBeUndefined();
    await expect(desk.signIn(1, 'petrov', 'верный-пароль-8820')).rejects.toSatisfy(failsWith('password-wrong'));
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'sign-in-refused', reason: 'inactive' });
  });
});

describe('signing in by key', () => {
  it('seats whoever has bound its certificate, and nobody else', async () => {
    const key = forgeKey('Петров');
    await expect(desk.signInWithKey(1, key.file, key.password)).rejects.toSatisfy(failsWith('not-permitted'));
    expect((await station.journal()).at(-1)).toMatchObject({ kind: 'sign-in-refused', reason: 'certificate' });
    const bound = await desk.setKey(petrov.id, key.file, key.password);
    expect(await station.archive.has(bound.fingerprint)).toBe(true);
    expect((await station.journal()).slice(-2)).toMatchObject([{ kind: 'key-installed', purpose: 'officer', officer: petrov.id }, { kind: 'officer-changed', whom: petrov.id, change: 'certificate-set' }]);
    expect(await desk.signInWithKey(1, key.file, key.password)).toMatchObject({ login: 'petrov' });
    expect(station.holds(key.password)).toBeUndefined();
    // The private number of a P-256 key in PKCS#8.
    expect(station.holds(key.privateKey.subarray(36, 68))).toBeUndefined();
  });

  it('is refused for a wrong password of the file and for an expired certificate', async () => {
    const key = forgeKey('Петров');
    await desk.setKey(petrov.id, key.file, key.password);
    await expect(desk.signInWithKey(1, key.file, 'не тот')).rejects.toSatisfy(failsWith('password-wrong'));
    const expired = forgeKey('Сидоров', { days: 1 });
    station.clock.now += 3 * 86_400_000;
    await expect(desk.signInWithKey(1, expired.file, expired.password)).rejects.toSatisfy(failsWith('key-unusable'));
    await expect(desk.setKey(petrov.id, expired.file, expired.password)).rejects.toSatisfy(failsWith('key-unusable'));
  });

  it('is refused when the key signs for another certificate', async () => {
    const [key, other] = [forgeKey('Петров'), forgeKey('Другой')];
    await desk.setKey(petrov.id, key.file, key.password);
    desk.close();
    // The file claims the bound certificate, but its private key is another one.
    const claiming = { ...tools, openPkcs12: () => ({ ...other, certificate: key.certificate }), sign: (input: Parameters<typeof sign>[0]) => sign({ ...input, key: other }) };
    desk = openOfficersDesk({ archive: station.archive, officers: station.papers.officers, lockAfterMinutes: () => 15, now: () => station.clock.now, tools: claiming });
    await expect(desk.signInWithKey(1, key.file, '')).rejects.toSatisfy(failsWith('key-unusable'));
    expect(desk.at(1)).toBeUndefined();
  });

  it('cannot be bound by two officers', async () => {
    const key = forgeKey('Петров');
    await desk.setKey(petrov.id, key.file, key.password);
    const other = await addOfficer(station, 'ivanov', 'clerk');
    await expect(desk.setKey(other.id, key.file, key.password)).rejects.toSatisfy(failsWith('not-permitted'));
  });
});

describe('officers', () => {
  it('are added, changed and deactivated, each journalled with whom and by whom', async () => {
    const [admin] = desk.list();
    const added = (await desk.save({ login: 'Sidorova', name: 'Сидорова', position: '', roles: ['clerk'], active: true }, 'первый-пароль', admin!.id)).at(-1)!;
    await desk.save({ ...added, roles: ['clerk', 'supervisor'] }, undefined, admin!.id);
    await desk.save({ ...added, active: false }, undefined, admin!.id);
    expect((await station.journal()).slice(-3)).toMatchObject([
      { kind: 'officer-changed', whom: added.id, change: 'added', login: 'sidorova', officer: admin!.id },
      { kind: 'officer-changed', whom: added.id, change: 'changed', roles: ['clerk', 'supervisor'] },
      { kind: 'officer-changed', whom: added.id, change: 'deactivated' },
    ]);
    expect(desk.names()[added.id]).toBe('Сидорова');
    expect(desk.logins().map(({ login }) => login)).toEqual(['admin', 'petrov']);
  });

  it('keep the last administrator; a refused change is not journalled', async () => {
    const before = (await station.journal()).length;
    const [admin] = desk.list();
    await expect(desk.save({ ...admin!, active: false }, undefined, admin!.id)).rejects.toSatisfy(failsWith('settings-invalid'));
    await expect(desk.save({ login: 'petrov', name: 'Другой', position: '', roles: ['clerk'], active: true }, 'a password', admin!.id)).rejects.toSatisfy(failsWith('settings-invalid'));
    expect(await station.journal()).toHaveLength(before);
  });
});
