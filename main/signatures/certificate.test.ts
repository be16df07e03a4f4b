import { readFileSync, writeFileSync } from 'node:fs';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { keyPairFor, makeOffice } from '../../tests/forge/ca.ts';
import { inFolder, openssl } from '../../tests/forge/openssl.ts';
import { instantOf } from '../domain/identifiers.ts';
import { fingerprint, pemOf, pemToDer, readCertificate, splitPem } from './certificate.ts';
import { issueCertificate, makeKeyPair, requestCertificate, type KeyKind } from './issue.ts';
import { readTrustStore, sortMaterial } from './trust-store.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const office = makeOffice(instantOf(Date.UTC(2026, 10, 22, 7, 42)));

describe('the facts of a certificate', () => {
  it('are the names, numbers and dates that people look for', () => {
    const facts = readCertificate(office.subscriber.certificate);
    expect(facts).toMatchObject({
      commonName: 'ООО «Ромашка»', organization: 'ООО «Ромашка»', surname: 'Иванов', givenName: 'Иван Иванович', title: 'Генеральный директор',
      email: 'report@subscriber.example', taxNumbers: ['7701000006', '770123456789'], insuranceNumber: '12345678901', keyAlgorithm: 'RSA-2048',
      notBefore: '2026-08-14T07:42:00.000Z', notAfter: '2027-09-18T07:42:00.000Z', fingerprint: fingerprint(office.subscriber.certificate),
      keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
    });
    expect(facts.subject).toContain('ИННЮЛ=7701000006');
    expect(facts.issuer).toBe('C=RU, O=Тестовый удостоверяющий центр, CN=Тестовый удостоверяющий центр');
    expect(facts.serial).toMatch(/^[1-9a-f][0-9a-f]*$/);
  });

  it('name the curve', () => {
    expect(readCertificate(office.subscriberP384.certificate).keyAlgorithm).toBe('ECDSA P-384');
  });

  it('give the ten digits of a number that was padded to twelve', () => {
    const { certificate } = office.issue({ subject: { commonName: 'Старая организация', taxNumber: '009800811710' } });
    expect(readCertificate(certificate).taxNumbers).toEqual(['9800811710']);
  });

  it('take the address from the alternative name where the subject has none', () => {
    const { certificate } = office.issue({ subject: { commonName: 'Без почты' }, alternativeEmail: 'san@subscriber.example' });
    expect(readCertificate(certificate).email).toBe('san@subscriber.example');
  });

  it('agree with openssl on a certificate that openssl made, before 2000 and after 2050', () => {
    inFolder((folder) => {
      openssl(folder, 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', 'k', '-out', 'c', '-subj', '/CN=Test, Inc/OU=a+OU=b', '-days', '20000', '-set_serial', '0x00ff01', '-multivalue-rdn');
      const der = pemToDer(new Uint8Array(readFileSync(join(folder, 'c'))));
      const facts = readCertificate(der);
      expect(facts).toMatchObject({ commonName: 'Test, Inc', subject: 'CN=Test\\, Inc, OU=a, OU=b', serial: 'ff01' });
      expect(facts.notAfter > '2070').toBe(true);
      const sha = openssl(folder, 'x509', '-in', 'c', '-noout', '-fingerprint', '-sha256').toString();
      expect(sha.trim().split('=')[1]!.replaceAll(':', '').toLowerCase()).toBe(facts.fingerprint);
    });
  });

  it('are read of a certificate with a GOST key', () => {
    const der = inFolder((folder) => {
      writeFileSync(join(folder, 'gost.cnf'), 'openssl_conf=o\n[o]\nengines=e\n[e]\ngost=g\n[g]\nengine_id=gost\ndefault_algorithms=ALL\n[req]\ndistinguished_name=dn\n[dn]\n');
      process.env['OPENSSL_CONF'] = join(folder, 'gost.cnf');
      try {
        openssl(folder, 'req', '-x509', '-newkey', 'gost2012_256', '-pkeyopt', 'paramset:A', '-nodes', '-keyout', 'k', '-out', 'c', '-subj', '/CN=GOST', '-md_gost12_256');
      } finally {
        delete process.env['OPENSSL_CONF'];
      }
      return pemToDer(new Uint8Array(readFileSync(join(folder, 'c'))));
    });
    expect(readCertificate(der)).toMatchObject({ commonName: 'GOST', keyAlgorithm: 'GOST R 34.10-2012 256' });
  });
});

describe('what the office issues', () => {
  it('openssl verifies with its lists', () => {
    inFolder((folder) => {
      const pem = (label: string, der: Uint8Array) => pemOf(label, der);
      writeFileSync(join(folder, 'root'), pem('CERTIFICATE', office.root.certificate));
      writeFileSync(join(folder, 'ca'), pem('CERTIFICATE', office.intermediate.certificate));
      writeFileSync(join(folder, 'crls'), office.trust.crls.map((der) => pem('X509 CRL', der)).join(''));
      const judge = (name: string, der: Uint8Array) => {
        writeFileSync(join(folder, name), pem('CERTIFICATE', der));
        return () => openssl(folder, 'verify', '-attime', String(Date.parse(office.at) / 1000), '-x509_strict', '-crl_check_all', '-CAfile', 'root', '-untrusted', 'ca', '-CRLfile', 'crls', name).toString();
      };
      expect(judge('good', office.subscriber.certificate)()).toContain('OK');
      expect(judge('revoked', office.revoked.certificate)).toThrow(/revoked/);
      expect(judge('expired', office.expired.certificate)).toThrow(/expired/);
    });
  });

  it.each(['rsa-2048', 'p-256', 'p-384', 'p-521'] satisfies KeyKind[])('requests for %s hold for openssl', (kind) => {
    const key = kind === 'rsa-2048' ? keyPairFor('Заявитель') : makeKeyPair(kind);
    const request = requestCertificate({ subject: { commonName: 'Заявитель', taxNumber: '500100732259' }, key, keyUsage: ['digitalSignature'] });
    inFolder((folder) => {
      writeFileSync(join(folder, 'r'), request);
      expect(openssl(folder, 'req', '-inform', 'DER', '-in', 'r', '-noout', '-verify', '-text').toString()).toContain('Digital Signature');
    });
  });

  it('has the serial number that was ordered', () => {
    const key = keyPairFor('Заявитель');
    const order = { subject: { commonName: 'X' }, publicKey: key.publicKey, issuer: { privateKey: key.privateKey }, notBefore: office.at, notAfter: office.at };
    expect(readCertificate(issueCertificate({ ...order, serial: 'f00' })).serial).toBe('f00');
  });
});

describe('PEM', () => {
  it('is split into its blocks, and DER is one block', () => {
    const ders = [office.root.certificate, office.intermediate.certificate];
    const text = Buffer.from(`\uFEFFкомментарий\r\n${ders.map((der) => pemOf('CERTIFICATE', der).replaceAll('\n', '\r\n')).join('между\r\n')}`);
    expect(splitPem(text)).toEqual(ders);
    expect(splitPem(ders[0]!)).toEqual([ders[0]]);
    expect(splitPem(new Uint8Array())).toEqual([]);
    expect(pemToDer(Buffer.from(Buffer.from(ders[0]!).toString('base64')))).toEqual(ders[0]);
  });
});

describe('the trust store', () => {
  it('reads its three folders and tells what it cannot read', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'reception-trust-'));
    try {
      await mkdir(join(folder, 'anchors'));
      await mkdir(join(folder, 'crls'));
      await writeFile(join(folder, 'anchors', 'root.cer'), office.root.certificate);
      await writeFile(join(folder, 'anchors', 'again.pem'), pemOf('CERTIFICATE', office.root.certificate));
      await writeFile(join(folder, 'crls', 'lists.pem'), office.trust.crls.map((der) => pemOf('X509 CRL', der)).join(''));
      await writeFile(join(folder, 'crls', 'wrong.crl'), office.root.certificate);
      const { trust, unreadable } = await readTrustStore(folder);
      expect(trust).toEqual({ anchors: [office.root.certificate], intermediates: [], crls: office.trust.crls });
      expect(unreadable.map((file) => file.name)).toEqual(['crls/wrong.crl']);
    } finally {
      await rm(folder, { recursive: true });
    }
  });

  it('knows what a file is', () => {
    const files = { 'root.cer': office.root.certificate, 'ca.cer': office.intermediate.certificate, 'person.cer': office.subscriber.certificate, 'list.crl': office.trust.crls[1]!, 'letter.txt': Buffer.from('привет'), 'nothing': new Uint8Array() };
    const sorted = sortMaterial(Object.entries(files).map(([name, bytes]) => ({ name, bytes })));
    expect(Object.fromEntries(sorted.map(({ name, kind }) => [name, kind]))).toEqual({
      'root.cer': 'anchor-candidate', 'ca.cer': 'authority', 'person.cer': 'end-entity', 'list.crl': 'crl', 'letter.txt': 'unknown', nothing: 'unknown',
    });
  });
});
