import { createPrivateKey } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { pemBlocks, pemToDer, splitPem } from '../der/pem.ts';
import { DerError, Fields, rawOf, TAG, wholeElement } from '../der/reader.ts';
import { octetsOf } from '../der/values.ts';
import type { KeyAndCertificate } from '../material.ts';
import { keyWithCertificates } from './key-with-certificates.ts';
import { decryptByPassword, encryptByPassword } from './password-encryption.ts';
import { octetString, sequence } from '../der/writer.ts';

/**
 * A private key file (PKCS#8, plain or encrypted, PEM or DER; also the older plain RSA and EC forms) with its certificate file,
 * which may hold the chain too.
 * @throws ReceptionError password-wrong, key-unusable
 */
export function openPkcs8(keyFile: Uint8Array, certificateFile: Uint8Array, password?: string): KeyAndCertificate {
  return keyWithCertificates(plainKey(keyFile, password), splitPem(certificateFile));
}

function plainKey(file: Uint8Array, password: string | undefined): Uint8Array {
  const block = pemBlocks(file).find(({ label }) => label.endsWith('PRIVATE KEY'));
  const der = block?.der ?? pemToDer(file);
  try {
    return openIfEncrypted(der, password) ?? asPkcs8(der, block?.label);
  } catch (cause) {
    if (cause instanceof ReceptionError) throw cause;
    throw new ReceptionError('key-unusable', 'The file is no private key that the station can read', { cause });
  }
}

/** EncryptedPrivateKeyInfo begins with an algorithm, PrivateKeyInfo with a number (RFC 5958). */
function openIfEncrypted(der: Uint8Array, password: string | undefined): Uint8Array | undefined {
  const fields = new Fields(wholeElement(der), TAG.sequence);
  const first = fields.next();
  if (first.tag !== TAG.sequence) return undefined;
  const bytes = octetsOf(fields.next(TAG.octetString));
  if (password === undefined) throw new ReceptionError('password-wrong', 'The key is encrypted and needs its password');
  try {
    const plain = decryptByPassword({ algorithm: rawOf(first), bytes }, password);
    wholeElement(plain, TAG.sequence);
    return plain;
  } catch (cause) {
    if (cause instanceof DerError && /^(cipher|derivation|scheme|iterations|digest)/.test(cause.message)) throw cause;
    throw new ReceptionError('password-wrong', 'The password does not open the key', { cause });
  }
}

function asPkcs8(der: Uint8Array, label: string | undefined): Uint8Array {
  const older = label === 'RSA PRIVATE KEY' ? 'pkcs1' : label === 'EC PRIVATE KEY' ? 'sec1' : undefined;
  if (older === undefined) return der;
  return new Uint8Array(createPrivateKey({ key: Buffer.from(der), format: 'der', type: older }).export({ format: 'der', type: 'pkcs8' }));
}

/** EncryptedPrivateKeyInfo, DER: PBES2 with AES-256. */
export function closePkcs8(privateKey: Uint8Array, password: string): Uint8Array {
  const { algorithm, bytes } = encryptByPassword(privateKey, password);
  return sequence(algorithm, octetString(bytes));
}
