import type { Finding } from '../../domain/verdict.ts';
import { fault, faults } from '../finding.ts';
import { builtInPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import { shownName } from '../text/shown-name.ts';
import { readZip } from './read-zip.ts';

export type InflatedDocument =
  | { readonly ok: true; readonly content: Uint8Array; readonly name: string }
  | { readonly ok: false; readonly findings: readonly Finding[] };

/** A document that the description calls сжат=true: a zip that holds one file. */
export async function inflateDocument(bytes: Uint8Array, packs: Packs = builtInPacks()): Promise<InflatedDocument> {
  const zip = await readZip(bytes, { ...packs.limits.station, entries: 1 });
  if (!zip.ok) {
    const file = zip.entry === undefined ? '' : ` (файл «${zip.entry}»)`;
    return { ok: false, findings: [fault(faults.unknownFormat, `Сжатый документ не распакован: ${zip.reason}${file}.`)] };
  }
  const [entry] = zip.entries;
  return { ok: true, content: entry!.bytes, name: shownName(entry!.name, 'document') };
}
