import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, writeSync } from 'node:fs';
import path from 'node:path';
import { ReceptionError } from './domain/errors.ts';
import type { KeyProtection } from './domain/key-protection.ts';

const KEY_FILE = 'protection.key';
const KEY_BYTES = 32;
const IV_BYTES = 12;
const TAG_BYTES = 16;
/** First byte of what is protected by a key in a file. */
export const FILE_MARK = 0x46;

/** Protection by a key in the station's folder, made at first use. AES-256-GCM: mark, 12 bytes IV, ciphertext, 16 bytes tag. */
export function fileKeyProtection(stationFolder: string): KeyProtection {
  let key: Buffer | undefined;
  const theKey = (): Buffer => (key ??= readOrMakeKey(path.join(stationFolder, KEY_FILE)));
  return {
    strength: 'file',
    protect(bytes) {
      const iv = randomBytes(IV_BYTES);
      const cipher = createCipheriv('aes-256-gcm', theKey(), iv);
      return Buffer.concat([Uint8Array.of(FILE_MARK), iv, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
    },
    unprotect(bytes) {
      if (bytes[0] !== FILE_MARK || bytes.length < 1 + IV_BYTES + TAG_BYTES) throw unusable();
      const decipher = createDecipheriv('aes-256-gcm', theKey(), bytes.subarray(1, 1 + IV_BYTES));
      decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
      try {
        return Buffer.concat([decipher.update(bytes.subarray(1 + IV_BYTES, -TAG_BYTES)), decipher.final()]);
      } catch (cause) {
        throw unusable(cause);
      }
    },
  };
}

export function unusable(cause?: unknown): ReceptionError {
  return new ReceptionError('key-unusable', 'A stored secret cannot be read on this machine or by this person. Enter it anew.', { cause });
}

function readOrMakeKey(file: string): Buffer {
  try {
    return wholeKey(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  return makeKey(file);
}

// wx: of two programs that start at once, one makes the key and the other reads it.
function makeKey(file: string): Buffer {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 });
  const key = randomBytes(KEY_BYTES);
  try {
    writeDurably(file, key);
    return key;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return wholeKey(readFileSync(file));
    throw error;
  }
}

// The key must be on the disk before anything that it protects.
function writeDurably(file: string, bytes: Uint8Array): void {
  const handle = openSync(file, 'wx', 0o600);
  writeSync(handle, bytes);
  fsyncSync(handle);
  closeSync(handle);
}

function wholeKey(bytes: Buffer): Buffer {
  if (bytes.length !== KEY_BYTES) throw unusable();
  return bytes;
}
