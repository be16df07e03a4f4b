import { createPrivateKey, randomBytes, X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { ReceptionError } from '../domain/errors.ts';
import type { Digest, Instant } from '../domain/identifiers.ts';
import type { KeyProtection } from '../domain/key-protection.ts';
import type { Paper, PaperKind } from './paper.ts';
import { digest, instant, protectedText } from '../domain/shapes.ts';

/** A private key (PKCS#8, DER) with its certificate and chain, DER. */
export type KeptKey = { readonly privateKey: Uint8Array; readonly certificate: Uint8Array; readonly chain: readonly Uint8Array[] };

const der = z.base64().max(200_000);
const storedKey = z.strictObject({
  purpose: z.enum(['station', 'decryption']),
  fingerprint: digest,
  certificate: der,
  chain: z.array(der).max(20),
  /** PKCS#8 EncryptedPrivateKeyInfo (RFC 5958) under a random passphrase, which lies under KeyProtection. */
  key: der,
  passphrase: protectedText,
  current: z.boolean(),
  installedAt: instant,
});
type StoredKey = z.infer<typeof storedKey>;
type StoredKeys = { readonly keys: readonly StoredKey[] };

export const keysPaperKind: PaperKind<StoredKeys> = { name: 'keys', version: 1, schema: z.strictObject({ keys: z.array(storedKey).max(200) }), empty: { keys: [] } };

export type KeyRow = { readonly purpose: 'station' | 'decryption'; readonly fingerprint: Digest; readonly certificate: Uint8Array; readonly current: boolean; readonly installedAt: Instant };

export interface KeysPaper {
  /** Without private keys. */
  list(): readonly KeyRow[];
  /** Whether install would take it: asked before the change is journalled. Throws key-unusable. */
  mayBeInstalled(key: KeptKey): void;
  /** The new one becomes current; earlier ones stay for deciphering. Throws key-unusable. */
  install(purpose: 'station' | 'decryption', key: KeptKey, fingerprint: Digest, at: Instant): Promise<void>;
  /** The key that signs for the station. Throws key-missing. */
  station(): KeptKey;
  /** Everything that may open what was enciphered to the station, the current ones first. */
  decryption(): readonly KeptKey[];
}

export function keysPaper(paper: Paper<StoredKeys>, protection: KeyProtection): KeysPaper {
  return {
    list: () => paper.content.keys.map(({ purpose, fingerprint, certificate, current, installedAt }) => ({ purpose, fingerprint, certificate: bytesOf(certificate), current, installedAt })),
    mayBeInstalled: (key) => void matchingKey(key),
    async install(purpose, key, fingerprint, at) {
      const stored = { ...enciphered(key, protection), purpose, fingerprint, current: true, installedAt: at };
      await paper.change(({ keys }) => ({ keys: [...keys.flatMap((old) => afterInstall(old, stored)), stored] }));
    },
    station() {
      const stored = paper.content.keys.find((key) => key.purpose === 'station' && key.current);
      if (!stored) throw new ReceptionError('key-missing', 'The station has no signing key. An administrator installs it in the settings.');
      return deciphered(stored, protection);
    },
    decryption: () => [...paper.content.keys].sort((a, b) => Number(b.current) - Number(a.current)).map((key) => deciphered(key, protection)),
  };
}

function afterInstall(old: StoredKey, next: StoredKey): readonly StoredKey[] {
  if (old.purpose !== next.purpose) return [old];
  return old.fingerprint === next.fingerprint ? [] : [{ ...old, current: false }];
}

function enciphered(key: KeptKey, protection: KeyProtection): Pick<StoredKey, 'certificate' | 'chain' | 'key' | 'passphrase'> {
  const passphrase = randomBytes(32).toString('base64');
  const secret = matchingKey(key).export({ type: 'pkcs8', format: 'der', cipher: 'aes-256-cbc', passphrase });
  return { certificate: textOf(key.certificate), chain: key.chain.map(textOf), key: textOf(secret), passphrase: textOf(protection.protect(Buffer.from(passphrase))) };
}

function matchingKey({ privateKey, certificate }: KeptKey) {
  try {
    const key = createPrivateKey({ key: Buffer.from(privateKey), format: 'der', type: 'pkcs8' });
    if (new X509Certificate(certificate).checkPrivateKey(key)) return key;
  } catch (cause) {
    throw new ReceptionError('key-unusable', 'The key is of a kind that the station cannot use (RSA and ECDSA on P-256, P-384 or P-521 can be).', { cause });
  }
  throw new ReceptionError('key-unusable', 'The private key in the file does not belong to its certificate.');
}

function deciphered(stored: StoredKey, protection: KeyProtection): KeptKey {
  const passphrase = Buffer.from(protection.unprotect(bytesOf(stored.passphrase))).toString('utf8');
  const key = createPrivateKey({ key: Buffer.from(stored.key, 'base64'), format: 'der', type: 'pkcs8', passphrase });
  return { privateKey: new Uint8Array(key.export({ type: 'pkcs8', format: 'der' })), certificate: bytesOf(stored.certificate), chain: stored.chain.map(bytesOf) };
}

const textOf = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
const bytesOf = (text: string) => new Uint8Array(Buffer.from(text, 'base64'));
