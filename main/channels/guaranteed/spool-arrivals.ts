import { createHash } from 'node:crypto';
import { constants } from 'node:fs';
import { lstat, open, readdir, readFile, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { Arrival, Remark } from '../channel.ts';
import { arrivalId, sha256 } from '../message-id.ts';
import type { SpoolSettings } from '../settings.ts';
import { spoolFault } from './spool-fault.ts';
import type { SpoolLayout } from './spool-layout.ts';
import { faultOfName, isPassedBy, NOTE_SUFFIX } from './spool-names.ts';

const PIECE_BYTES = 1024 * 1024;
const NOTE_BYTES = 64 * 1024;
/** Never through a symbolic link, never hanging on a pipe. Windows knows neither flag. */
const OPEN_FLAGS = constants.O_RDONLY | (constants.O_NOFOLLOW ?? 0) | (constants.O_NONBLOCK ?? 0);

export type Waiting = { readonly name: string; readonly size: number };

/** An arrival, with what its acknowledgement needs. */
export type SpoolArrival = {
  readonly arrival: Arrival;
  readonly sha256: string;
  /** Did the reader see every byte? Always true for those handed over whole. */
  readonly readToEnd: () => boolean;
};

const noteFile = z.object({
  sender: z.string().max(1000).optional(),
  replyTo: z.string().max(1000).optional(),
  name: z.string().min(1).max(1000).optional(),
});
type Note = z.infer<typeof noteFile>;

/** Regular files in in/ whose names and sizes are fit, by name; and what is to be said about the others. */
export async function listWaiting(
  layout: SpoolLayout,
  settings: SpoolSettings,
  now: number,
): Promise<{ waiting: readonly Waiting[]; remarks: Remark[] }> {
  const names = await readdir(layout.in).catch((error: unknown) => {
    throw spoolFault(error, layout.in);
  });
  const waiting: Waiting[] = [];
  const remarks: Remark[] = [];
  for (const name of names.filter((each) => !isPassedBy(each)).sort()) {
    const seen = await look(layout, settings, now, name);
    if (seen === undefined) continue;
    if ('what' in seen) remarks.push(seen);
    else waiting.push(seen);
  }
  return { waiting, remarks };
}

async function look(layout: SpoolLayout, settings: SpoolSettings, now: number, name: string): Promise<Waiting | Remark | undefined> {
  const fault = faultOfName(name);
  if (fault !== undefined) return { what: 'name-unusable', about: name, message: `Not taken: ${fault}. Rename the file.` };
  const found = await lstat(join(layout.in, name)).catch(() => undefined);
  if (found === undefined || !found.isFile()) return undefined;
  if (settings.arrival === 'copied' && now - Math.max(found.mtimeMs, found.ctimeMs) < settings.settleSeconds * 1000) return undefined;
  if (found.size <= settings.limits.maximumBytes) return { name, size: found.size };
  const message = `Not taken: ${found.size} bytes are more than the limit of ${settings.limits.maximumBytes} in the settings.`;
  return { what: 'too-large', about: name, message };
}

/** The arrival with its id and bytes (or stream); a remark if it cannot be read; undefined if it is gone. */
export async function readWaiting(
  layout: SpoolLayout,
  settings: SpoolSettings,
  file: Waiting,
  remarks: Remark[],
): Promise<SpoolArrival | undefined> {
  const path = join(layout.in, file.name);
  try {
    const note = await readNote(path, file.name, remarks);
    if (file.size > settings.limits.wholeBytes) return await largeArrival(path, file, note);
    const bytes = await readWhole(path, settings.limits.maximumBytes);
    return wholeArrival(file.name, bytes, note);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    const message = `Not taken: the file cannot be read (${(error as NodeJS.ErrnoException).code ?? (error as Error).message}).`;
    remarks.push({ what: 'unreadable', about: file.name, message });
    return undefined;
  }
}

function wholeArrival(name: string, bytes: Uint8Array, note: Note): SpoolArrival {
  const digest = sha256(bytes);
  const arrival = { ...described(name, note), messageId: arrivalId(name, `sha256:${digest}`), size: bytes.length, content: bytes };
  return { arrival, sha256: digest, readToEnd: () => true };
}

/** Read twice: once for the id, which must be known first, once for the reader, who gets exactly those bytes or an error. */
async function largeArrival(path: string, file: Waiting, note: Note): Promise<SpoolArrival> {
  const hash = createHash('sha256');
  let size = 0;
  for await (const piece of pieces(path)) {
    hash.update(piece);
    size += piece.length;
  }
  const digest = hash.digest('hex');
  let done = false;
  async function* content(): AsyncGenerator<Uint8Array> {
    const again = createHash('sha256');
    for await (const piece of pieces(path)) {
      again.update(piece);
      yield piece;
    }
    if (again.digest('hex') !== digest) throw spoolFault(Object.assign(new Error('changed'), { code: 'changed while being read' }), path);
    done = true;
  }
  const arrival = { ...described(file.name, note), messageId: arrivalId(file.name, `sha256:${digest}`), size, content: content() };
  return { arrival, sha256: digest, readToEnd: () => done };
}

function described(name: string, note: Note): Pick<Arrival, 'name' | 'sender' | 'replyTo'> {
  return {
    name: note.name ?? name,
    ...(note.sender === undefined ? {} : { sender: note.sender }),
    ...(note.replyTo === undefined ? {} : { replyTo: note.replyTo }),
  };
}

async function readNote(path: string, name: string, remarks: Remark[]): Promise<Note> {
  const bytes = await readWhole(path + NOTE_SUFFIX, NOTE_BYTES).catch((error: NodeJS.ErrnoException) => (error.code === 'ENOENT' ? undefined : error));
  if (bytes === undefined) return {};
  try {
    if (bytes instanceof Error) throw bytes;
    return noteFile.parse(JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes)));
  } catch {
    remarks.push({ what: 'note-invalid', about: name, message: `The note ${name}${NOTE_SUFFIX} is not usable and was passed over.` });
    return {};
  }
}

async function readWhole(path: string, maximum: number): Promise<Uint8Array> {
  const file = await openRegular(path);
  try {
    const { size } = await file.stat();
    if (size > maximum) throw Object.assign(new Error('larger than permitted'), { code: 'EFBIG' });
    return await readFile(file);
  } finally {
    await file.close();
  }
}

async function* pieces(path: string): AsyncGenerator<Uint8Array> {
  const file = await openRegular(path);
  try {
    for (;;) {
      const piece = new Uint8Array(PIECE_BYTES);
      const { bytesRead } = await file.read(piece, 0, PIECE_BYTES);
      if (bytesRead === 0) return;
      yield piece.subarray(0, bytesRead);
    }
  } finally {
    await file.close();
  }
}

async function openRegular(path: string): Promise<FileHandle> {
  const file = await open(path, OPEN_FLAGS);
  const found = await file.stat();
  if (found.isFile()) return file;
  await file.close();
  throw Object.assign(new Error('not a regular file'), { code: 'not a regular file' });
}
