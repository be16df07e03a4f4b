import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fingerprint, splitPem } from './certificate.ts';
import { DerError } from './der/reader.ts';
import type { TrustMaterial } from './material.ts';
import { parseCertificate, type Certificate } from './path/parsed-certificate.ts';
import { parseCrl } from './path/parsed-crl.ts';
import { isSignedBy, newBudget } from './path/signed-by.ts';

const FOLDERS = ['anchors', 'intermediates', 'crls'] as const;
const MAX_FILE_BYTES = 64 << 20;

export type UnreadableFile = { readonly name: string; readonly reason: string };

/**
 * The trust store on disk: anchors/, intermediates/ and crls/, each with DER or PEM files (a PEM may hold many).
 * A folder that is missing is empty; a file that cannot be read is told and left out, since it can prove nothing.
 */
export async function readTrustStore(folder: string): Promise<{ trust: TrustMaterial; unreadable: UnreadableFile[] }> {
  const unreadable: UnreadableFile[] = [];
  const [anchors, intermediates, crls] = await Promise.all(FOLDERS.map((name) => readFolder(folder, name, unreadable)));
  return { trust: { anchors: anchors!, intermediates: intermediates!, crls: crls! }, unreadable };
}

async function readFolder(folder: string, kind: (typeof FOLDERS)[number], unreadable: UnreadableFile[]): Promise<Uint8Array[]> {
  const found = new Map<string, Uint8Array>();
  for (const entry of await entriesOf(join(folder, kind))) {
    const name = `${kind}/${entry}`;
    const bytes = new Uint8Array(await readFile(join(folder, kind, entry)));
    if (bytes.length > MAX_FILE_BYTES) unreadable.push({ name, reason: 'too large' });
    else for (const der of splitPem(bytes)) keepIfReadable(found, der, kind, name, unreadable);
  }
  return [...found.values()];
}

async function entriesOf(folder: string): Promise<string[]> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    return entries.filter((entry) => entry.isFile() && !entry.name.startsWith('.')).map((entry) => entry.name).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

function keepIfReadable(found: Map<string, Uint8Array>, der: Uint8Array, kind: (typeof FOLDERS)[number], name: string, unreadable: UnreadableFile[]): void {
  try {
    if (kind === 'crls') parseCrl(der);
    else parseCertificate(der);
    found.set(fingerprint(der), der);
  } catch (error) {
    if (!(error instanceof DerError)) throw error;
    unreadable.push({ name, reason: error.message });
  }
}

export type MaterialKind = 'anchor-candidate' | 'authority' | 'end-entity' | 'crl' | 'unknown';
export type SortedMaterial = { readonly name: string; readonly der: Uint8Array; readonly kind: MaterialKind };

/** What each file is. A self-signed authority is only a candidate: a person decides whether it is trusted. */
export function sortMaterial(files: readonly { readonly name: string; readonly bytes: Uint8Array }[]): SortedMaterial[] {
  return files.flatMap(({ name, bytes }) => {
    const pieces = splitPem(bytes);
    return pieces.length === 0 ? [{ name, der: bytes, kind: 'unknown' as const }] : pieces.map((der) => ({ name, der, kind: kindOf(der) }));
  });
}

function kindOf(der: Uint8Array): MaterialKind {
  const certificate = attempt(() => parseCertificate(der));
  if (certificate === undefined) return attempt(() => parseCrl(der)) === undefined ? 'unknown' : 'crl';
  if (isSelfSigned(certificate) && certificate.basicConstraints?.isAuthority !== false) return 'anchor-candidate';
  return certificate.basicConstraints?.isAuthority === true ? 'authority' : 'end-entity';
}

function isSelfSigned(certificate: Certificate): boolean {
  return certificate.selfIssued && isSignedBy(certificate, { info: certificate.publicKey }, newBudget());
}

function attempt<Value>(read: () => Value): Value | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}
