/**
 * Keeps secrets (passwords of mailboxes and keys) from being read off the disk.
 * `system`: by the system's keyring, for this person on this machine. `file`: by a key in a file that only this
 * person may read; whoever copies the whole folder can read them.
 */
export interface KeyProtection {
  readonly strength: 'system' | 'file';
  protect(bytes: Uint8Array): Uint8Array;
  /** Throws key-unusable when the bytes were protected otherwise, elsewhere, or are damaged. */
  unprotect(bytes: Uint8Array): Uint8Array;
}
