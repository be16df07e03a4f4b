import { watch, type FSWatcher } from 'node:fs';
import { mkdir, readdir, readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * The simulated operator at the other side of the spool folder: hands containers in by rename, takes the
 * authority's answers out and acknowledges them, as docs/spool-folder.md describes.
 */
export class SpoolOperator {
  readonly #folder: string;
  readonly #onContainer: (bytes: Uint8Array, recipient: string) => Promise<void>;
  readonly #seen = new Set<string>();
  #watcher: FSWatcher | undefined;
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> = Promise.resolve();

  constructor(folder: string, onContainer: (bytes: Uint8Array, recipient: string) => Promise<void>) {
    this.#folder = folder;
    this.#onContainer = onContainer;
  }

  async start(): Promise<void> {
    for (const name of ['in/tmp', 'out', 'out-ack']) await mkdir(join(this.#folder, name), { recursive: true });
    this.#watcher = watch(join(this.#folder, 'out'), () => this.#look());
    this.#timer = setInterval(() => this.#look(), 2000);
  }

  async handIn(fileName: string, bytes: Uint8Array, sender: string): Promise<void> {
    const draft = join(this.#folder, 'in', 'tmp', fileName);
    const note = { sender, replyTo: sender };
    await writeFile(`${draft}.meta.json`, JSON.stringify(note));
    await rename(`${draft}.meta.json`, join(this.#folder, 'in', `${fileName}.meta.json`));
    await writeFile(draft, bytes, { flush: true });
    await rename(draft, join(this.#folder, 'in', fileName));
  }

  async stop(): Promise<void> {
    this.#watcher?.close();
    clearInterval(this.#timer);
    await this.#running;
  }

  #look(): void {
    this.#running = this.#running.then(() => this.#takeOut()).catch(() => undefined);
  }

  async #takeOut(): Promise<void> {
    const names = (await readdir(join(this.#folder, 'out'))).filter((name) => !name.endsWith('.meta.json') && !this.#seen.has(name));
    for (const name of names) {
      this.#seen.add(name);
      const [bytes, note] = await Promise.all([readFile(join(this.#folder, 'out', name)), readFile(join(this.#folder, 'out', `${name}.meta.json`), 'utf8')]);
      const { recipient } = JSON.parse(note) as { recipient: string };
      await writeFile(join(this.#folder, 'out-ack', `${name}.ack`), '');
      await this.#onContainer(bytes, recipient);
    }
  }
}
