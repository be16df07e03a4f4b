import type { Finding } from '../../domain/verdict.ts';
import { fault, faults, remark } from '../finding.ts';
import { openMail } from '../mail/open-mail.ts';
import { builtInPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import type { ContainerReading } from '../readings.ts';
import { appearanceText, looksLike } from './looks-like.ts';
import { readDescription } from './package-description.ts';
import { readZip } from './read-zip.ts';

export const descriptionName = 'packageDescription.xml';

/**
 * What a delivery is and what stands in it, judged by content alone. Never throws for what the bytes hold:
 * faults are findings, and a container that cannot be opened at all is 'unreadable'.
 */
export async function openContainer(
  input: { readonly bytes: Uint8Array; readonly name: string },
  packs: Packs = builtInPacks(),
): Promise<ContainerReading> {
  const appearance = looksLike(input.bytes);
  if (appearance === 'zip') return openFnsContainer(input.bytes, input.name, packs);
  if (appearance === 'mail') return { kind: 'mail', mail: await openMail(input.bytes) };
  return unreadable([fault(faults.unknownFormat, appearanceText(appearance), { fileName: input.name })]);
}

async function openFnsContainer(bytes: Uint8Array, name: string, packs: Packs): Promise<ContainerReading> {
  const zip = await readZip(bytes, packs.limits.station);
  if (!zip.ok) {
    const file = zip.entry === undefined ? '' : ` Файл в контейнере: «${zip.entry}».`;
    return unreadable([fault(faults.unknownFormat, `Транспортный контейнер не раскрыт: ${zip.reason}.${file}`, { fileName: name })]);
  }
  const description = zip.entries.find((entry) => entry.name.toLowerCase() === descriptionName.toLowerCase());
  if (description === undefined) {
    return unreadable([fault(faults.unknownFormat, `В архиве нет описания ${descriptionName}: это не транспортный контейнер.`, { fileName: name })]);
  }
  const files = new Map(zip.entries.filter((entry) => entry !== description).map((entry) => [entry.name, entry.bytes]));
  const read = readDescription(description.bytes, files, packs);
  if (!read.ok) return unreadable(read.findings.map((finding) => ({ ...finding, fileName: finding.fileName ?? name })));
  const findings = [...read.findings, ...sizeRemarks(bytes, read.documents.length, name, packs)];
  return { kind: 'fns-container', flow: read.flow, description: description.bytes, documents: read.documents, findings };
}

function sizeRemarks(bytes: Uint8Array, documents: number, name: string, packs: Packs): Finding[] {
  const { container, attachments } = packs.limits.regulation;
  const remarks: Finding[] = [];
  if (bytes.length > container) {
    remarks.push(remark(faults.clarify, `Контейнер больше ${Math.round(container / 2 ** 20)} МБ, допустимых по регламенту обмена.`, { fileName: name }));
  }
  if (documents > attachments + 3) {
    remarks.push(remark(faults.clarify, `В контейнере ${documents} документов: больше, чем допускает регламент обмена.`, { fileName: name }));
  }
  return remarks;
}

function unreadable(findings: readonly Finding[]): ContainerReading {
  return { kind: 'unreadable', findings };
}
