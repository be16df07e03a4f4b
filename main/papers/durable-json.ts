import { createHash, randomBytes } from 'node:crypto';
import { mkdir, open, readFile, rename } from 'node:fs/promises';
import path from 'node:path';
import type { Adapter } from 'lowdb';
import { ReceptionError } from '../domain/errors.ts';

/** Said when a paper could not be read as it was last written and an older writing stands in. */
export type PaperNotice = { readonly paper: string; readonly problem: 'torn' | 'missing'; readonly used: 'previous' | 'unfinished' };

export type DurableJsonOptions<Content> = {
  readonly file: string;
  readonly version: number;
  /** Throws when the content is not what this paper holds. */
  readonly parse: (content: unknown) => Content;
  readonly notice: (notice: PaperNotice) => void;
};

/**
 * A lowdb adapter for one working paper. A writing goes to a file of its own, is made durable, and only then
 * takes the paper's name; the writing before it stays beside it. Whatever a power cut leaves behind, one
 * whole generation can be read: the paper itself, else the finished new one, else the previous one.
 */
export class DurableJson<Content> implements Adapter<Content> {
  readonly #options: DurableJsonOptions<Content>;
  #turn: Promise<unknown> = Promise.resolve();

  constructor(options: DurableJsonOptions<Content>) {
    this.#options = options;
  }

  /** Null when the paper was never written. Throws settings-invalid when no generation can be read. */
  async read(): Promise<Content | null> {
    const { file, notice } = this.#options;
    const current = await this.#readOne(file);
    if (current.state === 'whole') return current.content;
    const unfinished = await this.#readOne(`${file}.new`);
    const previous = unfinished.state === 'whole' ? unfinished : await this.#readOne(`${file}.previous`);
    if (previous.state === 'whole') {
      const used = previous === unfinished ? 'unfinished' : 'previous';
      notice({ paper: path.basename(file), problem: current.state, used });
      return previous.content;
    }
    // Only an unfinished first writing: it never returned to anybody, so nothing was promised.
    if (current.state === 'missing' && previous.state === 'missing') return null;
    throw new ReceptionError('settings-invalid', `The working paper ${path.basename(file)} cannot be read, and neither can the one before it. Restore the folder from a backup.`);
  }

  /** Returns when the content is durable. Writings follow one another in the order of their calls. */
  write(content: Content): Promise<void> {
    const text = this.#format(content);
    const written = this.#turn.then(() => this.#replace(text));
    this.#turn = written.catch(() => undefined);
    return written;
  }

  #format(content: Content): string {
    const body = JSON.stringify(content);
    return `${JSON.stringify({ version: this.#options.version, sha256: sha256(body), content: body })}\n`;
  }

  async #replace(text: string): Promise<void> {
    const { file } = this.#options;
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeDurably(`${file}.new`, text);
    // A torn paper must not push the whole previous generation out.
    if ((await this.#readOne(file)).state === 'whole') await rename(file, `${file}.previous`);
    // A crash here leaves no paper of that name, a whole .new and a whole .previous: read() takes the .new.
    await rename(`${file}.new`, file);
    await makeFolderDurable(path.dirname(file));
  }

  async #readOne(file: string): Promise<{ state: 'whole'; content: Content } | { state: 'torn' | 'missing' }> {
    let text: string;
    try {
      text = await readFile(file, 'utf8');
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { state: 'missing' };
      throw error;
    }
    const sealed = parseJson(text) as { version?: unknown; sha256?: unknown; content?: unknown } | undefined;
    if (typeof sealed?.content !== 'string' || sealed.sha256 !== sha256(sealed.content)) return { state: 'torn' };
    if (typeof sealed.version !== 'number' || sealed.version > this.#options.version) {
      throw new ReceptionError('settings-invalid', `The working paper ${path.basename(file)} was written by a newer version of the program. Update the program.`);
    }
    return { state: 'whole', content: this.#options.parse(JSON.parse(sealed.content)) };
  }
}

function sha256(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) ?? undefined;
  } catch {
    return undefined;
  }
}

/** Writes a file that only its owner may read, and returns when its bytes are on disk. */
export async function writeDurably(file: string, content: string | Uint8Array): Promise<void> {
  const handle = await open(file, 'w', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts a whole file in place: at its name stands either what stood there or the new bytes, never a part. */
export async function placeDurably(file: string, content: Uint8Array): Promise<void> {
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  const unfinished = `${file}.${randomBytes(4).toString('hex')}.new`;
  await writeDurably(unfinished, content);
  await rename(unfinished, file);
  await makeFolderDurable(path.dirname(file));
}

/** A rename survives a power cut only when its folder is synced; Windows knows no such call and needs none. */
export async function makeFolderDurable(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
