import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { makeOffice } from '../../../tests/forge/ca.ts';
import { inFolder, openssl, writeKey } from '../../../tests/forge/openssl.ts';
import { pemOf } from '../certificate.ts';
import { makePkcs12, openPkcs12 } from './pkcs12.ts';
import { closePkcs8, openPkcs8 } from './pkcs8.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const office = makeOffice();
const keys = { RSA: office.subscriber, 'P-256': office.subscriberEc };
const password = 'пароль Иванова';

function exported(key: typeof office.subscriber, ...extra: string[]): Uint8Array {
  return inFolder((folder) => {
    writeKey(folder, 'own', key);
    openssl(folder, 'pkcs12', '-export', '-in', 'own.crt', '-inkey', 'own.key', '-certfile', 'own.chain', '-out', 'own.p12', '-passout', `pass:${password}`, ...extra);
    return new Uint8Array(readFileSync(join(folder, 'own.p12')));
  });
}

describe('a PKCS#12 file', () => {
  it.each(Object.entries(keys))('of openssl with %s is opened', (_, key) => {
    expect(openPkcs12(exported(key), password)).toEqual(key);
  });

  it.each(['-legacy', '-descert', '-nomac'])('of openssl %s is opened', (option) => {
    const extra = option === '-descert' ? ['-legacy', '-descert'] : [option];
    expect(openPkcs12(exported(office.subscriber, ...extra), password)).toEqual(office.subscriber);
  });

  it('with another password is refused as such', () => {
    const file = exported(office.subscriber);
    expect(() => openPkcs12(file, 'другой')).toThrow(expect.objectContaining({ code: 'password-wrong' }));
    expect(() => openPkcs12(exported(office.subscriber, '-nomac'), 'другой')).toThrow(expect.objectContaining({ code: 'password-wrong' }));
  });

  it('that is none is unusable', () => {
    const file = exported(office.subscriber);
    for (const bytes of [new Uint8Array(), Buffer.from('hello'), file.subarray(0, 500), office.subscriber.certificate]) {
      expect(() => openPkcs12(bytes, password)).toThrow(expect.objectContaining({ code: 'key-unusable' }));
    }
  });

  it.each(Object.entries(keys))('that the station makes with %s is opened by openssl and by the station', (_, key) => {
    const file = makePkcs12({ key, password });
    expect(openPkcs12(file, password)).toEqual(key);
    inFolder((folder) => {
      writeFileSync(join(folder, 'own.p12'), file);
      const text = openssl(folder, 'pkcs12', '-in', 'own.p12', '-passin', `pass:${password}`, '-nodes').toString();
      expect(text).toContain('BEGIN PRIVATE KEY');
      expect(text.match(/BEGIN CERTIFICATE/g)).toHaveLength(1 + key.chain.length);
    });
  });
});

describe('a PKCS#8 file with its certificate', () => {
  const certificates = Buffer.from([office.subscriber.certificate, ...office.subscriber.chain].map((der) => pemOf('CERTIFICATE', der)).join(''));
  const converted = (...parameters: string[]) =>
    inFolder((folder) => {
      writeKey(folder, 'own', office.subscriber);
      openssl(folder, ...parameters, '-in', 'own.key', '-out', 'out');
      return new Uint8Array(readFileSync(join(folder, 'out')));
    });

  it.each([
    ['plain PEM', ['pkcs8', '-topk8', '-nocrypt']],
    ['plain DER', ['pkcs8', '-topk8', '-nocrypt', '-outform', 'DER']],
    ['the older RSA form', ['rsa', '-traditional']],
  ])('%s is opened', (_, parameters) => {
    const opened = openPkcs8(converted(...parameters), certificates);
    expect(opened.certificate).toEqual(office.subscriber.certificate);
    expect(opened.chain).toEqual(office.subscriber.chain);
  });

  it.each([[[]], [['-v2', 'aes-128-cbc', '-v2prf', 'hmacWithSHA512']], [['-v2', 'des3']], [['-scrypt']], [['-outform', 'DER']]])('encrypted by openssl %j is opened by its password only', (options) => {
    const file = converted('pkcs8', '-topk8', '-passout', `pass:${password}`, ...options);
    expect(openPkcs8(file, certificates, password)).toEqual(office.subscriber);
    expect(() => openPkcs8(file, certificates, 'другой')).toThrow(expect.objectContaining({ code: 'password-wrong' }));
    expect(() => openPkcs8(file, certificates)).toThrow(expect.objectContaining({ code: 'password-wrong' }));
  });

  it('of the station is opened by the station and by openssl', () => {
    const file = closePkcs8(office.subscriber.privateKey, password);
    expect(openPkcs8(file, certificates, password)).toEqual(office.subscriber);
    inFolder((folder) => {
      writeFileSync(join(folder, 'own.p8'), file);
      openssl(folder, 'pkcs8', '-inform', 'DER', '-in', 'own.p8', '-passin', `pass:${password}`, '-outform', 'DER', '-out', 'plain');
    });
  });

  it('for another key is refused', () => {
    expect(() => openPkcs8(office.station.privateKey, certificates)).toThrow(expect.objectContaining({ code: 'key-unusable' }));
  });
});
