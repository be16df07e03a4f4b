import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { instantOf } from '../main/domain/identifiers.ts';
import { pemOf } from '../main/signatures/certificate.ts';
import { encrypt } from '../main/signatures/encrypt.ts';
import { issueCertificate, issueCrl, makeKeyPair, type KeyKind } from '../main/signatures/issue.ts';
import type { KeyAndCertificate, TrustMaterial } from '../main/signatures/material.ts';
import { sign } from '../main/signatures/sign.ts';

const DAY = 86_400_000;

/** A station and a subscriber under a root and an issuing authority, each with its list: all keys of one kind. */
export type Party = { readonly station: KeyAndCertificate; readonly subscriber: KeyAndCertificate; readonly trust: TrustMaterial };

export type BenchCase = Party & { readonly kind: KeyKind; readonly content: Uint8Array; readonly receipt: Uint8Array; readonly enveloped: Uint8Array; readonly signature: Uint8Array };

export const taxpayer = { name: 'ООО «Ромашка»', taxNumber: '7701234560', kpp: '770101001' };

export function makeParty(kind: KeyKind): Party {
  const day = (days: number) => instantOf(Date.now() + days * DAY);
  const rootKey = makeKeyPair(kind);
  const root = issueCertificate({ subject: { commonName: 'Root', country: 'RU' }, publicKey: rootKey.publicKey, issuer: { privateKey: rootKey.privateKey }, notBefore: day(-100), notAfter: day(1000), authority: true, keyUsage: ['keyCertSign', 'cRLSign'] });
  const caKey = makeKeyPair(kind);
  const ca = issueCertificate({ subject: { commonName: 'Issuing', country: 'RU' }, publicKey: caKey.publicKey, issuer: { privateKey: rootKey.privateKey, certificate: root }, notBefore: day(-90), notAfter: day(900), authority: true, keyUsage: ['keyCertSign', 'cRLSign'] });
  const list = (privateKey: Uint8Array, certificate: Uint8Array) => issueCrl({ issuer: { privateKey, certificate }, number: 1, thisUpdate: day(-1), nextUpdate: day(30), revoked: [] });
  const leaf = (commonName: string): KeyAndCertificate => {
    const key = makeKeyPair(kind);
    const certificate = issueCertificate({
      subject: { commonName, organization: commonName, organizationTaxNumber: taxpayer.taxNumber, country: 'RU' }, publicKey: key.publicKey, issuer: { privateKey: caKey.privateKey, certificate: ca },
      notBefore: day(-10), notAfter: day(300), authority: false, keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
    });
    return { privateKey: key.privateKey, certificate, chain: [ca] };
  };
  const trust = { anchors: [root], intermediates: [ca], crls: [list(rootKey.privateKey, root), list(caKey.privateKey, ca)] };
  return { station: leaf('Инспекция'), subscriber: leaf(taxpayer.name), trust };
}

export function makeCase(kind: KeyKind, party: Party, content: Uint8Array): BenchCase {
  const at = instantOf(Date.now());
  return {
    ...party, kind, content,
    receipt: new Uint8Array(2000).fill(0x41),
    enveloped: encrypt({ content, recipients: [party.station.certificate] }),
    signature: sign({ content, key: party.subscriber, detached: true, at }),
  };
}

/** The files that bench/limit/cms-limit.c reads. */
export function writeCase(folder: string, { enveloped, signature, content, receipt, station, trust }: BenchCase): void {
  mkdirSync(folder, { recursive: true });
  const files = {
    'enveloped.der': enveloped, 'signature.der': signature, 'content.bin': content, 'receipt.bin': receipt,
    'station.key.pem': pemOf('PRIVATE KEY', station.privateKey), 'station.pem': pemOf('CERTIFICATE', station.certificate),
    'anchor.pem': pemOf('CERTIFICATE', trust.anchors[0]!), 'intermediate.pem': pemOf('CERTIFICATE', trust.intermediates[0]!), 'crls.pem': trust.crls.map((crl) => pemOf('X509 CRL', crl)).join(''),
  };
  for (const [name, bytes] of Object.entries(files)) writeFileSync(join(folder, name), bytes, { mode: 0o600 });
}

/** The limit's program; undefined, and said so, where it cannot be compiled. */
export function compileLimit(): string | undefined {
  const program = join(mkdtempSync(join(tmpdir(), 'reception-limit-')), 'cms-limit');
  const source = new URL('./limit/cms-limit.c', import.meta.url).pathname;
  const made = spawnSync('gcc', ['-O2', '-o', program, source, '-lcrypto'], { encoding: 'utf8' });
  if (made.status === 0) return program;
  console.log(`The C limit cannot be compiled here, so that its column is empty. It needs gcc and the headers of libcrypto (apt install gcc libssl-dev).\n${made.error?.message ?? made.stderr.split('\n').slice(0, 3).join('\n')}`);
  return undefined;
}

/** Rounds of a processor second in C. */
export function measureLimit(program: string, folder: string, seconds: number): number {
  const ran = spawnSync(program, [folder, String(seconds)], { encoding: 'utf8' });
  if (ran.status !== 0) throw new Error(`cms-limit failed: ${ran.stderr}`);
  return Number(ran.stdout.trim());
}
