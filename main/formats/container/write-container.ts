import { createHash } from 'node:crypto';
import yazl from 'yazl';
import type { PartyRole } from '../../domain/submission.ts';
import { builtInPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import type { OutgoingContainer, OutgoingDocument, WrittenDocument } from '../readings.ts';
import { cut, writeXml } from '../xml/write-xml.ts';
import type { Written } from '../xml/write-xml.ts';

/** A transport container: the same input gives the same bytes. `flow.sender` is the one who sends it. */
export async function writeContainer(container: OutgoingContainer, packs: Packs = builtInPacks()): Promise<WrittenDocument> {
  const laid = container.documents.map(layOut);
  const description = writeXml(describe(container, laid, packs));
  const files = laid.flatMap(({ content, signatures }) => [...(content === undefined ? [] : [content]), ...signatures]);
  const bytes = await writeZip([{ name: 'packageDescription.xml', bytes: description }, ...files], container.date);
  return { fileName: containerName(container), bytes, mediaType: 'application/zip' };
}

/** A zip that holds one file, as сжат=true wants it; the same input gives the same bytes. */
export function compressDocument(name: string, bytes: Uint8Array): Promise<Uint8Array> {
  return writeZip([{ name: name.replace(/[/\\:\u0000-\u001f]/g, '_'), bytes }], '1980-01-01');
}

type ZipFile = { readonly name: string; readonly bytes: Uint8Array };
type LaidOut = { readonly document: OutgoingDocument; readonly content: ZipFile | undefined; readonly signatures: readonly (ZipFile & { readonly role: PartyRole })[] };

function layOut(document: OutgoingDocument, index: number): LaidOut {
  const place = `${document.id}/${index}`;
  return {
    document,
    content: document.content === undefined ? undefined : { name: `${digestOf(`${place}/content`)}.bin`, bytes: document.content },
    signatures: document.signatures.map((signature, at) => ({ role: signature.role, name: `${digestOf(`${place}/signature/${at}`)}.bin`, bytes: signature.bytes })),
  };
}

function containerName({ flow, transactionCode, documents }: OutgoingContainer): string {
  const type = documents[0]?.typeCode ?? '01';
  return `FNS_${flow.sender}_${flow.receiver}_${hex32(flow.id)}_${flow.type}_${transactionCode}_${type}.zip`.replace(/[^A-Za-z0-9._-]/g, '-');
}

function describe(container: OutgoingContainer, laid: readonly LaidOut[], packs: Packs): Written {
  const { flow } = container;
  return {
    name: 'ТрансИнф',
    attributes: {
      версияФормата: packs.docflows.formatVersion,
      кодТипаДокументооборота: flow.type,
      типДокументооборота: container.flowName,
      кодТипаТранзакции: container.transactionCode,
      типТранзакции: container.transaction,
      идентификаторДокументооборота: hex32(flow.id),
      ВерсПрог: 'Reception',
    },
    children: [
      party('отправитель', flow.sender),
      flow.operator === undefined ? undefined : party('спецоператор', flow.operator),
      party('получатель', flow.receiver),
      ...laid.map(describeDocument),
    ],
  };
}

function party(name: string, id: string): Written {
  const type = name === 'спецоператор' || id.length === 3 ? 'спецоператор' : /^\d{4}$/.test(id) ? 'налоговыйОрган' : 'абонент';
  return { name, attributes: { идентификаторСубъекта: id, типСубъекта: type } };
}

const roleNames: Readonly<Record<PartyRole, string>> = { subscriber: 'абонент', operator: 'спецоператор', authority: 'налоговыйОрган' };

function describeDocument({ document, content, signatures }: LaidOut): Written {
  return {
    name: 'документ',
    attributes: {
      кодТипаДокумента: document.typeCode,
      типДокумента: document.type,
      типСодержимого: document.contentType,
      сжат: String(document.compressed),
      зашифрован: String(document.encrypted),
      идентификаторДокумента: hex32(document.id),
      исходноеИмяФайла: document.name === '' ? undefined : cut(document.name, 150),
    },
    children: [
      content === undefined ? undefined : { name: 'содержимое', attributes: { имяФайла: content.name } },
      ...signatures.map((one) => ({ name: 'подпись', attributes: { имяФайла: one.name, роль: roleNames[one.role] } })),
    ],
  };
}

/** Identifiers in a container have 32 characters: a UUID loses its dashes, anything else becomes its digest. */
function hex32(id: string): string {
  const bare = id.replaceAll('-', '');
  return /^[0-9A-Za-z]{32}$/.test(bare) ? bare : digestOf(id);
}

function digestOf(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 32);
}

/** DOS times have no zone: local parts of the date give the same bytes on every machine. */
async function writeZip(files: readonly ZipFile[], day: string): Promise<Uint8Array> {
  const [year, month, date] = day.split('-').map(Number);
  const mtime = new Date(Math.max(year ?? 1980, 1980), (month ?? 1) - 1, date ?? 1);
  const zip = new yazl.ZipFile();
  for (const file of files) {
    zip.addBuffer(Buffer.from(file.bytes), file.name, { mtime, mode: 0o100644, compress: file.bytes.length > 0, forceDosTimestamp: true });
  }
  zip.end();
  const pieces: Uint8Array[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Uint8Array);
  return new Uint8Array(Buffer.concat(pieces));
}
