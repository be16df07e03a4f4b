import { describe, expect, it, vi } from 'vitest';
import { makeOffice } from '../../tests/forge/ca.ts';
import { opensslDecrypt, opensslEncrypt, opensslSign, opensslVerify, type OpensslEncryptOptions, type OpensslSignOptions } from '../../tests/forge/openssl.ts';
import { decrypt } from './decrypt.ts';
import { encrypt } from './encrypt.ts';
import type { KeyAndCertificate } from './material.ts';
import { sign } from './sign.ts';
import { verify } from './verify.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const office = makeOffice();
const content = new Uint8Array(Buffer.from('Налоговая декларация\r\n'.repeat(2000)));
const signers: Record<string, KeyAndCertificate> = { 'RSA-2048': office.subscriber, 'P-256': office.subscriberEc, 'P-384': office.subscriberP384, 'P-521': office.subscriberP521 };

const PSS = ['-keyopt', 'rsa_padding_mode:pss'];
const signings: [string, KeyAndCertificate, OpensslSignOptions][] = [
  ['RSA attached', office.subscriber, {}],
  ['RSA detached', office.subscriber, { detached: true }],
  ['RSA SHA-384', office.subscriber, { digest: 'sha384' }],
  ['RSA SHA-512', office.subscriber, { digest: 'sha512' }],
  ['RSA-PSS', office.subscriber, { extra: PSS }],
  ['RSA-PSS SHA-512 detached', office.subscriber, { digest: 'sha512', detached: true, extra: PSS }],
  ['by key identifier', office.subscriber, { extra: ['-keyid'] }],
  ['without attributes', office.subscriber, { extra: ['-noattr'] }],
  ['streamed BER', office.subscriber, { extra: ['-stream', '-indef'] }],
  ['streamed BER by P-256', office.subscriberEc, { extra: ['-stream', '-indef'] }],
  ['PEM', office.subscriber, { outform: 'PEM' }],
  ['CAdES', office.subscriber, { extra: ['-cades'] }],
  ['P-256', office.subscriberEc, {}],
  ['P-384 SHA-384', office.subscriberP384, { digest: 'sha384' }],
  ['P-521 SHA-512 detached', office.subscriberP521, { digest: 'sha512', detached: true }],
];

describe('signatures that openssl made', () => {
  it.each(signings)('%s is passed', (_, key, options) => {
    const signature = opensslSign(content, key, options);
    const { verdicts, content: carried } = verify({ signature, trust: office.trust, at: office.at, ...(options.detached === true ? { content } : {}) });
    expect(verdicts).toHaveLength(1);
    expect(verdicts[0]!.checks.filter((check) => check.outcome === 'failed' || check.outcome === 'indeterminate')).toEqual([]);
    expect(verdicts[0]!.indication).toBe('TOTAL_PASSED');
    expect(verdicts[0]!.path).toHaveLength(3);
    if (options.detached !== true) expect(Buffer.compare(carried!, content)).toBe(0);
  });

  it('of several signers yield one verdict each', () => {
    const signature = opensslSign(content, [office.subscriber, office.subscriberEc, office.revoked]);
    const indications = verify({ signature, trust: office.trust, at: office.at }).verdicts.map((verdict) => [verdict.signer?.commonName, verdict.indication]);
    expect(indications).toHaveLength(3);
    expect(new Map(indications as [string, string][])).toEqual(new Map([['ООО «Ромашка»', 'TOTAL_PASSED'], ['АО «Василёк»', 'TOTAL_PASSED'], ['Отозванная Ольга Олеговна', 'TOTAL_FAILED']]));
  });

  it('by SHA-1 are recognised and judged weak', () => {
    const [verdict] = verify({ signature: opensslSign(content, office.subscriber, { digest: 'sha1' }), trust: office.trust, at: office.at }).verdicts;
    expect(verdict).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CRYPTO_CONSTRAINTS_FAILURE', digestAlgorithm: 'SHA-1' });
  });
});

describe('signatures that the station makes', () => {
  it.each(Object.entries(signers))('%s attached and detached are verified by openssl and by the station', (_, key) => {
    const attached = sign({ content, key, detached: false, at: office.at });
    const detached = sign({ content, key, detached: true, at: office.at });
    expect(opensslVerify(attached, office.trust)).toMatchObject({ ok: true, content });
    expect(opensslVerify(detached, office.trust, content)).toMatchObject({ ok: true, message: '' });
    expect(opensslVerify(attached, office.trust, undefined, ['-cades'])).toMatchObject({ ok: true, message: '' });
    expect(verify({ signature: attached, trust: office.trust, at: office.at }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
    expect(verify({ signature: detached, content, trust: office.trust, at: office.at }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });
});

const oaep = (digest: string) => ['rsa_padding_mode:oaep', `rsa_oaep_md:${digest}`];
const kdf = (digest: string) => [`ecdh_kdf_md:${digest}`];
const envelopes: [string, KeyAndCertificate, OpensslEncryptOptions][] = [
  ['RSA PKCS#1 v1.5, AES-256-CBC', office.station, {}],
  ['AES-128-CBC', office.station, { cipher: 'aes-128-cbc' }],
  ['AES-192-CBC', office.station, { cipher: 'aes-192-cbc' }],
  ['3DES', office.station, { cipher: 'des3' }],
  ['AES-128-GCM', office.station, { cipher: 'aes-128-gcm' }],
  ['AES-256-GCM', office.station, { cipher: 'aes-256-gcm' }],
  ['by key identifier', office.station, { extra: ['-keyid'] }],
  ['streamed BER', office.station, { extra: ['-stream', '-indef'] }],
  ['PEM', office.station, { outform: 'PEM' }],
  ['OAEP SHA-1', office.station, { keyOptions: ['rsa_padding_mode:oaep'] }],
  ['OAEP SHA-256', office.station, { keyOptions: oaep('sha256') }],
  ['OAEP SHA-512', office.station, { keyOptions: oaep('sha512') }],
  ['OAEP SHA-256 with MGF1 SHA-1', office.station, { keyOptions: [...oaep('sha256'), 'rsa_mgf1_md:sha1'] }],
  ['P-256', office.subscriberEc, {}],
  ['P-256 streamed', office.subscriberEc, { extra: ['-stream', '-indef'] }],
  ['P-256 by key identifier', office.subscriberEc, { extra: ['-keyid'] }],
  ['P-256, AES-256-GCM', office.subscriberEc, { cipher: 'aes-256-gcm' }],
  ['P-256, AES-128', office.subscriberEc, { cipher: 'aes-128-cbc' }],
  ['P-256, 3DES', office.subscriberEc, { cipher: 'des3' }],
  ['P-256 KDF SHA-224', office.subscriberEc, { keyOptions: kdf('sha224') }],
  ['P-256 KDF SHA-256', office.subscriberEc, { keyOptions: kdf('sha256') }],
  ['P-384 KDF SHA-384', office.subscriberP384, { keyOptions: kdf('sha384') }],
  ['P-521 KDF SHA-512', office.subscriberP521, { keyOptions: kdf('sha512') }],
];

describe('envelopes that openssl made', () => {
  it.each(envelopes)('%s is opened', (_, key, options) => {
    const enveloped = opensslEncrypt(content, [office.otherSubscriber.certificate, key.certificate], options);
    const opened = decrypt(enveloped, [office.officers.inspector, key]);
    expect(opened).toMatchObject({ ok: true });
    expect(opened.ok && Buffer.compare(opened.content, content)).toBe(0);
  });

  it('for others are told from broken ones', () => {
    const enveloped = opensslEncrypt(content, [office.otherSubscriber.certificate]);
    expect(decrypt(enveloped, [office.station])).toMatchObject({ ok: false, failure: 'not-for-us', recipients: [expect.stringContaining('Тестовый удостоверяющий центр')] });
    expect(decrypt(enveloped.subarray(0, enveloped.length - 40), [office.station])).toMatchObject({ ok: false, failure: 'broken' });
    expect(decrypt(content, [office.station])).toMatchObject({ ok: false, failure: 'not-enveloped' });
    expect(decrypt(opensslSign(content, office.subscriber), [office.station])).toMatchObject({ ok: false, failure: 'not-enveloped' });
    expect(decrypt(opensslEncrypt(content, [office.station.certificate], { cipher: 'camellia-256-cbc' }), [office.station])).toMatchObject({ ok: false, failure: 'algorithm' });
  });

  it('with another key under our name do not open', () => {
    const enveloped = opensslEncrypt(content, [office.station.certificate], { cipher: 'aes-256-gcm' });
    const impostor = { ...office.station, privateKey: office.officers.inspector.privateKey };
    expect(decrypt(enveloped, [impostor])).toMatchObject({ ok: false });
    expect(decrypt(enveloped, [impostor, office.station])).toMatchObject({ ok: true });
  });
});

describe('envelopes that the station makes', () => {
  it.each(['aes-256-cbc', 'aes-256-gcm'] as const)('by %s for several recipients are opened by each through openssl and the station', (algorithm) => {
    const recipients = [office.subscriber, office.subscriberEc, office.subscriberP384, office.subscriberP521];
    const enveloped = encrypt({ content, recipients: recipients.map((key) => key.certificate), algorithm });
    for (const key of recipients) {
      expect(Buffer.compare(opensslDecrypt(enveloped, key), content)).toBe(0);
      expect(decrypt(enveloped, [key])).toMatchObject({ ok: true, algorithm: algorithm.toUpperCase() });
    }
  });
});
