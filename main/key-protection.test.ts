import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fileKeyProtection } from './key-protection.ts';

const secret = new TextEncoder().encode('пароль почтового ящика');
const unusable = expect.objectContaining({ code: 'key-unusable' });

describe('protection by a key in a file', () => {
  let folder: string;
  beforeEach(() => void (folder = mkdtempSync(path.join(tmpdir(), 'reception-key-'))));
  afterEach(() => rmSync(folder, { recursive: true }));

  test('gives back what it protected, also to the next program', () => {
    const kept = fileKeyProtection(folder).protect(secret);
    expect(Buffer.from(kept).includes(Buffer.from(secret))).toBe(false);
    expect(Buffer.from(fileKeyProtection(folder).unprotect(kept)).equals(secret)).toBe(true);
  });

  test('never protects the same secret into the same bytes', () => {
    const protection = fileKeyProtection(folder);
    expect(Buffer.from(protection.protect(secret)).equals(protection.protect(secret))).toBe(false);
  });

  test('keeps its key from other people', () => {
    fileKeyProtection(folder).protect(secret);
    expect(statSync(path.join(folder, 'protection.key')).mode & 0o077).toBe(0);
  });

  test('refuses bytes that were changed, cut or protected with another key', () => {
    const protection = fileKeyProtection(folder);
    const kept = protection.protect(secret);
    for (let at = 0; at < kept.length; at++) {
      const changed = Uint8Array.from(kept);
      changed[at]! ^= 1;
      expect(() => protection.unprotect(changed)).toThrow(unusable);
      expect(() => protection.unprotect(kept.subarray(0, at))).toThrow(unusable);
    }
    rmSync(path.join(folder, 'protection.key'));
    expect(() => fileKeyProtection(folder).unprotect(kept)).toThrow(unusable);
  });

  test('refuses a key file that is not whole', () => {
    writeFileSync(path.join(folder, 'protection.key'), 'short');
    expect(() => fileKeyProtection(folder).protect(secret)).toThrow(unusable);
  });
});
