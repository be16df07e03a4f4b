import { safeStorage } from 'electron';
import type { KeyProtection } from '../domain/key-protection.ts';
import { FILE_MARK, fileKeyProtection, unusable } from '../key-protection.ts';

/** First byte of what the system's keyring protects. */
const SYSTEM_MARK = 0x53;

/** Protection by the system's keyring where there is one, else by a key in the station's folder. Reads what either protected. */
export function systemKeyProtection(stationFolder: string): KeyProtection {
  const byFile = fileKeyProtection(stationFolder);
  if (!hasKeyring()) return byFile;
  return {
    strength: 'system',
    protect(bytes) {
      const text = Buffer.from(bytes).toString('base64');
      return Buffer.concat([Uint8Array.of(SYSTEM_MARK), safeStorage.encryptString(text)]);
    },
    unprotect(bytes) {
      if (bytes[0] === FILE_MARK) return byFile.unprotect(bytes);
      if (bytes[0] !== SYSTEM_MARK) throw unusable();
      try {
        return Buffer.from(safeStorage.decryptString(Buffer.from(bytes.subarray(1))), 'base64');
      } catch (cause) {
        throw unusable(cause);
      }
    },
  };
}

// On Linux without a keyring Electron "encrypts" with a constant: that is no protection.
function hasKeyring(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  return process.platform !== 'linux' || safeStorage.getSelectedStorageBackend() !== 'basic_text';
}
