import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { ReceptionError } from '../domain/errors.ts';

/** Keeps secrets unreadable at rest: the operating system's key store, or a key file where there is none. */
export interface KeyProtection {
  protect(secret: Uint8Array): Uint8Array;
  /** Throws key-unusable when the bytes were protected elsewhere or were changed. */
  unprotect(blob: Uint8Array): Uint8Array;
}

const NONCE = 12;
const TAG = 16;

/**
 * Protection by a random key in a file of its own, readable by its owner alone: for servers and systems without
 * a key store. It keeps copies of the papers unreadable as long as the key file is not copied with them.
 */
export function keyFileProtection(file: string): KeyProtection {
  const key = readOrMakeKey(file);
  return {
    protect(secret) {
      const nonce = randomBytes(NONCE);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      const body = Buffer.concat([cipher.update(secret), cipher.final()]);
      return new Uint8Array(Buffer.concat([nonce, cipher.getAuthTag(), body]));
    },
    unprotect(blob) {
      try {
        const decipher = createDecipheriv('aes-256-gcm', key, blob.subarray(0, NONCE), { authTagLength: TAG });
        decipher.setAuthTag(blob.subarray(NONCE, NONCE + TAG));
        return new Uint8Array(Buffer.concat([decipher.update(blob.subarray(NONCE + TAG)), decipher.final()]));
      } catch (cause) {
        throw new ReceptionError('key-unusable', 'A stored secret cannot be opened: it was protected on another computer or the file was changed. Enter the password or install the key again.', { cause });
      }
    },
  };
}

function readOrMakeKey(file: string): Buffer {
  try {
    mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
    writeFileSync(file, randomBytes(32), { mode: 0o600, flag: 'wx', flush: true });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const key = readFileSync(file);
  if (key.length !== 32) throw new ReceptionError('key-unusable', 'The file that protects the stored secrets is damaged. Restore it from a backup.');
  return key;
}
