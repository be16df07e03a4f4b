import { crc32, inflateRawSync } from 'node:zlib';
import yauzl from 'yauzl';
import type { Entry, ZipFile } from 'yauzl';

export type ZipLimits = { readonly container: number; readonly entries: number; readonly entry: number; readonly total: number };

export type ZipEntry = { readonly name: string; readonly bytes: Uint8Array };

/** Why a zip was not opened, in words, and the entry concerned. */
export type ZipReading =
  | { readonly ok: true; readonly entries: readonly ZipEntry[] }
  | { readonly ok: false; readonly reason: string; readonly entry?: string };

class Refusal extends Error {
  readonly entry: string | undefined;
  constructor(reason: string, entry?: string) {
    super(reason);
    this.entry = entry;
  }
}

/**
 * All entries of a zip, inflated, or the reason why none is. Every size is judged before a byte is inflated,
 * and inflating stops at the declared size. Names are data; none with a folder in it is taken.
 */
export async function readZip(bytes: Uint8Array, limits: ZipLimits): Promise<ZipReading> {
  try {
    if (bytes.length > limits.container) throw new Refusal(`архив больше ${megabytes(limits.container)}`);
    const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const zip = await openZip(buffer);
    const entries = await listEntries(zip, limits);
    const places = await locate(zip, entries);
    return { ok: true, entries: places.map((place) => ({ name: place.name, bytes: inflate(buffer, place) })) };
  } catch (error) {
    if (error instanceof Refusal) return error.entry === undefined ? { ok: false, reason: error.message } : { ok: false, reason: error.message, entry: error.entry };
    throw error;
  }
}

async function openZip(buffer: Buffer): Promise<ZipFile> {
  try {
    return await yauzl.fromBufferPromise(buffer, { lazyEntries: true, decodeStrings: false, validateEntrySizes: true, autoClose: false });
  } catch {
    throw new Refusal(looksCutOff(buffer) ? 'архив оборван: нет оглавления в конце файла' : 'оглавление архива повреждено');
  }
}

function looksCutOff(buffer: Buffer): boolean {
  return buffer.lastIndexOf('PK\u0005\u0006', buffer.length, 'latin1') < 0;
}

type Listed = { readonly name: string; readonly entry: Entry };

async function listEntries(zip: ZipFile, limits: ZipLimits): Promise<Listed[]> {
  if (zip.entryCount === 0) throw new Refusal('архив пуст');
  if (zip.entryCount > limits.entries) throw new Refusal(`в архиве ${zip.entryCount} файлов, допускается не больше ${limits.entries}`);
  const listed: Listed[] = [];
  const names = new Set<string>();
  let total = 0;
  for await (const entry of readEntries(zip)) {
    const name = entryName(entry);
    judgeEntry(entry, name, limits);
    if (names.has(name.toLowerCase())) throw new Refusal('имя файла повторяется', name);
    names.add(name.toLowerCase());
    total += entry.uncompressedSize;
    if (total > limits.total) throw new Refusal(`после распаковки архив больше ${megabytes(limits.total)}`);
    listed.push({ name, entry });
  }
  return listed;
}

async function* readEntries(zip: ZipFile): AsyncGenerator<Entry> {
  try {
    yield* zip.eachEntry();
  } catch (error) {
    if (error instanceof Refusal) throw error;
    throw new Refusal('оглавление архива повреждено');
  }
}

function judgeEntry(entry: Entry, name: string, limits: ZipLimits): void {
  if (hasForbiddenCharacters(name)) throw new Refusal('недопустимое имя файла (управляющие знаки, папка или путь)', printable(name));
  if (entry.isEncrypted()) throw new Refusal('файл в архиве закрыт паролем', name);
  if (entry.compressionMethod !== 0 && entry.compressionMethod !== 8) throw new Refusal('неизвестный способ сжатия', name);
  if (((entry.externalFileAttributes >>> 16) & 0xf000) === 0xa000) throw new Refusal('вместо файла стоит ссылка', name);
  if (entry.uncompressedSize > limits.entry) throw new Refusal(`после распаковки файл больше ${megabytes(limits.entry)}`, name);
  if (entry.compressionMethod === 0 && entry.compressedSize !== entry.uncompressedSize) throw new Refusal('размеры файла в оглавлении противоречат друг другу', name);
}

function hasForbiddenCharacters(name: string): boolean {
  return name === '' || name === '.' || name === '..' || name.length > 255 || /[\u0000-\u001f\u007f-\u009f/\\:\ufffd]/.test(name);
}

function printable(name: string): string {
  return name.replace(/[\u0000-\u001f\u007f-\u009f]/g, '?').slice(0, 150);
}

/** Bit 11 says UTF-8; otherwise Russian archivers mean code page 866. */
function entryName(entry: Entry): string {
  const utf8 = (entry.generalPurposeBitFlag & 0x800) !== 0;
  return new TextDecoder(utf8 ? 'utf-8' : 'ibm866').decode(entry.fileNameRaw);
}

type Place = Listed & { readonly start: number; readonly end: number };

async function locate(zip: ZipFile, listed: readonly Listed[]): Promise<Place[]> {
  const places: Place[] = [];
  for (const one of listed) places.push(await locateEntry(zip, one));
  const ordered = [...places].sort((a, b) => a.entry.relativeOffsetOfLocalHeader - b.entry.relativeOffsetOfLocalHeader);
  for (const [index, place] of ordered.entries()) {
    const before = ordered[index - 1];
    if (before !== undefined && place.entry.relativeOffsetOfLocalHeader < before.end) throw new Refusal('файлы в архиве накладываются друг на друга', place.name);
  }
  return places;
}

async function locateEntry(zip: ZipFile, { name, entry }: Listed): Promise<Place> {
  const header = await zip.readLocalFileHeaderPromise(entry).catch(() => undefined);
  if (header === undefined) throw new Refusal('заголовок файла в архиве поврежден или лежит за концом архива', name);
  if (!header.fileName.equals(entry.fileNameRaw)) throw new Refusal('имя файла в оглавлении не совпадает с именем в его заголовке', name);
  const end = header.fileDataStart + entry.compressedSize;
  if (end > zip.fileSize) throw new Refusal('файл в архиве оборван', name);
  return { name, entry, start: header.fileDataStart, end };
}

function inflate(buffer: Buffer, { name, entry, start, end }: Place): Uint8Array {
  const stored = buffer.subarray(start, end);
  const content = entry.compressionMethod === 0 ? new Uint8Array(stored) : inflateWithin(stored, entry.uncompressedSize, name);
  if (content.length !== entry.uncompressedSize) throw new Refusal('размер файла не совпадает с заявленным в архиве', name);
  if (crc32(content) !== entry.crc32) throw new Refusal('контрольная сумма файла не сходится', name);
  return content;
}

function inflateWithin(stored: Buffer, size: number, name: string): Uint8Array {
  try {
    const { buffer, engine } = inflateRawSync(stored, { maxOutputLength: Math.max(size, 1), info: true }) as unknown as {
      buffer: Buffer;
      engine: { bytesWritten: number };
    };
    if (engine.bytesWritten !== stored.length) throw new Refusal('за сжатыми данными файла стоят посторонние байты', name);
    return new Uint8Array(buffer);
  } catch (error) {
    if (error instanceof Refusal) throw error;
    const tooLong = error instanceof Error && 'code' in error && error.code === 'ERR_BUFFER_TOO_LARGE';
    throw new Refusal(tooLong ? 'файл распаковывается в больший размер, чем заявлено в архиве' : 'сжатые данные файла повреждены', name);
  }
}

function megabytes(size: number): string {
  return `${Math.round(size / 2 ** 20)} МБ`;
}
