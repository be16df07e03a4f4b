import { mkdir, readdir, readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { isDigest, type Digest } from '../domain/identifiers.ts';
import { makeFolderDurable, placeDurably } from './durable-json.ts';

export type TrustKind = 'anchor' | 'intermediate' | 'crl';
export type TrustFile = { readonly what: TrustKind; readonly fingerprint: Digest; readonly content: Uint8Array };

/** Whom the station trusts: one DER file for each certificate and list, named by its digest, in a folder for each kind. */
export interface TrustFolder {
  list(): readonly TrustFile[];
  add(file: TrustFile): Promise<void>;
  remove(file: TrustFile): Promise<void>;
}

const places: Readonly<Record<TrustKind, { folder: string; extension: string }>> = {
  anchor: { folder: 'anchors', extension: '.cer' },
  intermediate: { folder: 'intermediates', extension: '.cer' },
  crl: { folder: 'crls', extension: '.crl' },
};
const kinds = Object.keys(places) as TrustKind[];

export async function openTrustFolder(folder: string): Promise<TrustFolder> {
  let files = (await Promise.all(kinds.map((what) => readKind(folder, what)))).flat();
  const pathOf = (file: TrustFile) => path.join(folder, places[file.what].folder, file.fingerprint + places[file.what].extension);
  const others = (file: TrustFile) => files.filter((known) => known.what !== file.what || known.fingerprint !== file.fingerprint);
  return {
    list: () => files,
    async add(file) {
      await placeDurably(pathOf(file), file.content);
      files = [...others(file), file];
    },
    async remove(file) {
      await rm(pathOf(file), { force: true });
      await makeFolderDurable(path.dirname(pathOf(file)));
      files = others(file);
    },
  };
}

async function readKind(folder: string, what: TrustKind): Promise<readonly TrustFile[]> {
  const { folder: name, extension } = places[what];
  const place = path.join(folder, name);
  await mkdir(place, { recursive: true, mode: 0o700 });
  const names = (await readdir(place)).filter((file) => file.endsWith(extension) && isDigest(path.basename(file, extension)));
  return Promise.all(names.sort().map(async (file) => ({ what, fingerprint: path.basename(file, extension) as Digest, content: new Uint8Array(await readFile(path.join(place, file))) })));
}
