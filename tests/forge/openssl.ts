import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pemOf } from '../../main/signatures/certificate.ts';
import type { KeyAndCertificate } from '../../main/signatures/material.ts';

/** Wrappers of the `openssl` command, in a folder of their own that is gone afterwards. */
export function inFolder<Result>(work: (folder: string) => Result): Result {
  const folder = mkdtempSync(join(tmpdir(), 'reception-openssl-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

export function openssl(folder: string, ...parameters: string[]): Buffer {
  return execFileSync('openssl', parameters, { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'], maxBuffer: 1 << 28 });
}

export function writeKey(folder: string, name: string, key: KeyAndCertificate): void {
  writeFileSync(join(folder, `${name}.key`), pemOf('PRIVATE KEY', key.privateKey));
  writeFileSync(join(folder, `${name}.crt`), pemOf('CERTIFICATE', key.certificate));
  writeFileSync(join(folder, `${name}.chain`), key.chain.map((der) => pemOf('CERTIFICATE', der)).join(''));
}

export type OpensslSignOptions = {
  /** Where absent, attached. */
  readonly detached?: boolean;
  /** sha256 where absent. */
  readonly digest?: string;
  readonly outform?: 'DER' | 'PEM' | 'SMIME';
  /** Further parameters of `openssl cms -sign`: -keyid, -noattr, -stream, -indef, -cades, -keyopt rsa_padding_mode:pss... */
  readonly extra?: readonly string[];
};

/** `openssl cms -sign` by one or several signers. */
export function opensslSign(content: Uint8Array, signers: KeyAndCertificate | readonly KeyAndCertificate[], options: OpensslSignOptions = {}): Uint8Array {
  const list: readonly KeyAndCertificate[] = 'privateKey' in signers ? [signers] : signers;
  return inFolder((folder) => {
    writeFileSync(join(folder, 'content'), content);
    const named = list.flatMap((key, i) => {
      writeKey(folder, `signer${i}`, key);
      return ['-signer', `signer${i}.crt`, '-inkey', `signer${i}.key`];
    });
    const chain = list.flatMap((key) => key.chain).filter((der, i, all) => all.findIndex((other) => Buffer.compare(other, der) === 0) === i);
    writeFileSync(join(folder, 'chain'), chain.map((der) => pemOf('CERTIFICATE', der)).join(''));
    openssl(
      folder, 'cms', '-sign', '-binary', '-in', 'content', '-out', 'signed', '-outform', options.outform ?? 'DER', '-md', options.digest ?? 'sha256',
      ...(options.detached === true ? [] : ['-nodetach']), ...named, ...(chain.length > 0 ? ['-certfile', 'chain'] : []), ...(options.extra ?? []),
    );
    return new Uint8Array(readFileSync(join(folder, 'signed')));
  });
}

export type OpensslEncryptOptions = {
  /** As openssl names it: aes-256-cbc (where absent), aes-128-cbc, aes-256-gcm, des3... */
  readonly cipher?: string;
  readonly outform?: 'DER' | 'PEM' | 'SMIME';
  /** -keyopt for the last recipient, e.g. rsa_padding_mode:oaep. */
  readonly keyOptions?: readonly string[];
  /** -stream, -indef, -keyid, -wrap... */
  readonly extra?: readonly string[];
};

/** `openssl cms -encrypt` for the certificates (DER). */
export function opensslEncrypt(content: Uint8Array, recipients: readonly Uint8Array[], options: OpensslEncryptOptions = {}): Uint8Array {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'content'), content);
    const named = recipients.flatMap((der, i) => {
      writeFileSync(join(folder, `recipient${i}.crt`), pemOf('CERTIFICATE', der));
      const keyOptions = i === recipients.length - 1 ? (options.keyOptions ?? []) : [];
      return ['-recip', `recipient${i}.crt`, ...keyOptions.flatMap((option) => ['-keyopt', option])];
    });
    openssl(
      folder, 'cms', '-encrypt', '-binary', '-in', 'content', '-out', 'enveloped', '-outform', options.outform ?? 'DER',
      `-${options.cipher ?? 'aes-256-cbc'}`, ...(options.extra ?? []), ...named,
    );
    return new Uint8Array(readFileSync(join(folder, 'enveloped')));
  });
}

export type OpensslVerification = { readonly ok: boolean; readonly content: Uint8Array; readonly message: string };

/** `openssl cms -verify` against the anchors. `content` for a detached signature. */
export function opensslVerify(signature: Uint8Array, trust: { readonly anchors: readonly Uint8Array[]; readonly intermediates?: readonly Uint8Array[] }, content?: Uint8Array, extra: readonly string[] = []): OpensslVerification {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'signed'), signature);
    writeFileSync(join(folder, 'anchors'), trust.anchors.map((der) => pemOf('CERTIFICATE', der)).join(''));
    writeFileSync(join(folder, 'others'), (trust.intermediates ?? []).map((der) => pemOf('CERTIFICATE', der)).join(''));
    if (content !== undefined) writeFileSync(join(folder, 'content'), content);
    try {
      openssl(
        folder, 'cms', '-verify', '-binary', '-inform', 'DER', '-in', 'signed', '-out', 'out', '-CAfile', 'anchors', '-purpose', 'any',
        ...((trust.intermediates ?? []).length > 0 ? ['-certfile', 'others'] : []), ...(content === undefined ? [] : ['-content', 'content']), ...extra,
      );
      return { ok: true, content: new Uint8Array(readFileSync(join(folder, 'out'))), message: '' };
    } catch (error) {
      return { ok: false, content: new Uint8Array(), message: String((error as { stderr?: Buffer }).stderr ?? error) };
    }
  });
}

/** `openssl cms -decrypt`; throws with openssl's words where it does not open. */
export function opensslDecrypt(enveloped: Uint8Array, key: KeyAndCertificate): Uint8Array {
  return inFolder((folder) => {
    writeFileSync(join(folder, 'enveloped'), enveloped);
    writeKey(folder, 'own', key);
    openssl(folder, 'cms', '-decrypt', '-binary', '-inform', 'DER', '-in', 'enveloped', '-out', 'out', '-recip', 'own.crt', '-inkey', 'own.key');
    return new Uint8Array(readFileSync(join(folder, 'out')));
  });
}
