import { execFileSync } from 'node:child_process';
import { createHash, X509Certificate } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Digest, type Instant } from '../../domain/identifiers.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { KeyAndCertificate, Verification, VerifyInput } from '../../signatures/material.ts';

/** The tools that desks are handed, made of the openssl command: a second opinion, for tests only. */

function inFolder<Value>(work: (file: (name: string, content?: Uint8Array | string) => string) => Value): Value {
  const folder = mkdtempSync(path.join(tmpdir(), 'openssl-'));
  try {
    return work((name, content) => {
      const file = path.join(folder, name);
      if (content !== undefined) writeFileSync(file, content);
      return file;
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

const openssl = (...args: readonly string[]): void => void execFileSync('openssl', args, { stdio: 'pipe' });
const bytesOf = (file: string) => new Uint8Array(readFileSync(file));

export type ForgedKey = KeyAndCertificate & { readonly file: { readonly name: string; readonly bytes: Uint8Array }; readonly password: string };

/** A key with a self-signed certificate, and its PKCS#12 file. */
export function forgeKey(name: string, { days = 30, password = 'ключ-пароль-4417' }: { days?: number; password?: string } = {}): ForgedKey {
  return inFolder((file) => {
    openssl('req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', file('key.pem'), '-out', file('cert.pem'), '-days', String(days), '-subj', `/CN=${name}`, '-utf8');
    openssl('pkcs12', '-export', '-inkey', file('key.pem'), '-in', file('cert.pem'), '-out', file('key.p12'), '-passout', `pass:${password}`);
    return { ...pemKey(file), file: { name: 'key.p12', bytes: bytesOf(file('key.p12')) }, password };
  });
}

function pemKey(file: (name: string) => string): KeyAndCertificate {
  openssl('pkcs8', '-topk8', '-nocrypt', '-in', file('key.pem'), '-outform', 'DER', '-out', file('key.p8'));
  openssl('x509', '-in', file('cert.pem'), '-outform', 'DER', '-out', file('cert.der'));
  return { privateKey: bytesOf(file('key.p8')), certificate: bytesOf(file('cert.der')), chain: [] };
}

export function openPkcs12(bytes: Uint8Array, password: string): KeyAndCertificate {
  return inFolder((file) => {
    try {
      openssl('pkcs12', '-in', file('key.p12', bytes), '-passin', `pass:${password}`, '-nodes', '-nocerts', '-out', file('key.pem'));
      openssl('pkcs12', '-in', file('key.p12'), '-passin', `pass:${password}`, '-nokeys', '-clcerts', '-out', file('cert.pem'));
    } catch {
      throw new ReceptionError('password-wrong', 'The password of the key file is wrong.');
    }
    return pemKey(file);
  });
}

export function sign({ content, key, detached }: { content: Uint8Array; key: KeyAndCertificate; detached: boolean; at: Instant }): Uint8Array {
  return inFolder((file) => {
    openssl('x509', '-inform', 'DER', '-in', file('cert.der', key.certificate), '-out', file('cert.pem'));
    const signer = ['-signer', file('cert.pem'), '-inkey', file('key.p8', key.privateKey), '-keyform', 'DER'];
    openssl('cms', '-sign', '-binary', ...(detached ? [] : ['-nodetach']), '-in', file('content', content), ...signer, '-outform', 'DER', '-out', file('signature'));
    return bytesOf(file('signature'));
  });
}

/** Cryptography only, as one check; trust is no matter of the desks under test. */
export function verify({ signature, content, at }: VerifyInput): Verification {
  const found = signerOf(signature, content);
  const check = { block: 'CV', key: 'crypto.signature', outcome: found ? 'passed' : 'failed', facts: {}, clause: '5.2.7' } as const;
  const signer = found && { signer: readCertificate(found) };
  return { verdicts: [{ indication: found ? 'INDETERMINATE' : 'TOTAL_FAILED', ...signer, path: [], validatedFor: at, checks: [check], evidence: [] }], evidence: new Map() };
}

export function signerOf(signature: Uint8Array, content?: Uint8Array): Uint8Array | undefined {
  return inFolder((file) => {
    try {
      const over = content ? ['-content', file('content', content)] : [];
      openssl('cms', '-verify', '-binary', '-noverify', '-inform', 'DER', '-in', file('signature', signature), ...over, '-signer', file('signer.pem'), '-out', file('out'));
      openssl('x509', '-in', file('signer.pem'), '-outform', 'DER', '-out', file('signer.der'));
      return bytesOf(file('signer.der'));
    } catch {
      return undefined;
    }
  });
}

/** The signed bytes of an attached signature, when it holds. */
export function contentOf(signature: Uint8Array): Uint8Array {
  return inFolder((file) => {
    openssl('cms', '-verify', '-binary', '-noverify', '-inform', 'DER', '-in', file('signature', signature), '-out', file('out'));
    return bytesOf(file('out'));
  });
}

export function encrypt({ content, recipients }: { content: Uint8Array; recipients: readonly Uint8Array[] }): Uint8Array {
  return inFolder((file) => {
    const certificates = recipients.map((der, index) => {
      openssl('x509', '-inform', 'DER', '-in', file(`${index}.der`, der), '-out', file(`${index}.pem`));
      return file(`${index}.pem`);
    });
    openssl('cms', '-encrypt', '-binary', '-aes-256-cbc', '-in', file('content', content), '-outform', 'DER', '-out', file('enveloped'), ...certificates);
    return bytesOf(file('enveloped'));
  });
}

export function decrypt(enveloped: Uint8Array, key: KeyAndCertificate): Uint8Array {
  return inFolder((file) => {
    openssl('cms', '-decrypt', '-binary', '-inform', 'DER', '-in', file('enveloped', enveloped), '-inkey', file('key.p8', key.privateKey), '-keyform', 'DER', '-out', file('content'));
    return bytesOf(file('content'));
  });
}

export function readCertificate(der: Uint8Array): CertificateFacts {
  const certificate = new X509Certificate(der);
  return {
    fingerprint: createHash('sha256').update(der).digest('hex') as Digest,
    subject: certificate.subject,
    issuer: certificate.issuer,
    serial: certificate.serialNumber.toLowerCase(),
    notBefore: instantOf(Date.parse(certificate.validFrom)),
    notAfter: instantOf(Date.parse(certificate.validTo)),
    commonName: certificate.subject.replace(/^CN=/, ''),
    taxNumbers: [],
    keyAlgorithm: 'ECDSA P-256',
    keyUsage: [],
  };
}
