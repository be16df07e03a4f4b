import { mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

export type TakenOut = { readonly file: string; readonly bytes: Uint8Array; readonly note: { readonly messageId: string; readonly inReplyTo?: string; readonly recipient: string; readonly fileName: string; readonly sha256: string } };

/** The other side of a spool folder, with nothing but renames: as docs/spool-folder.md tells it. */
export class SpoolPartner {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
    for (const name of ['in/tmp', 'out', 'out-ack', 'ack']) mkdirSync(join(folder, name), { recursive: true });
  }

  handIn(name: string, bytes: Uint8Array, sender: string): void {
    this.#place(`${name}.meta.json`, Buffer.from(JSON.stringify({ sender, replyTo: sender })));
    this.#place(name, bytes);
  }

  acknowledged(name: string): { sha256: string; size: number } | undefined {
    try {
      return JSON.parse(readFileSync(join(this.folder, 'ack', `${name}.ack`), 'utf8')) as { sha256: string; size: number };
    } catch {
      return undefined;
    }
  }

  waiting(): readonly string[] {
    return readdirSync(join(this.folder, 'in')).filter((name) => name !== 'tmp' && !name.endsWith('.meta.json'));
  }

  /** What lies in out/, left there. */
  out(): readonly TakenOut[] {
    const names = readdirSync(join(this.folder, 'out')).filter((name) => !name.endsWith('.meta.json'));
    return names.map((file) => ({
      file,
      bytes: new Uint8Array(readFileSync(join(this.folder, 'out', file))),
      note: JSON.parse(readFileSync(join(this.folder, 'out', `${file}.meta.json`), 'utf8')) as TakenOut['note'],
    }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #place(name: string, bytes: Uint8Array): void {
    writeFileSync(join(this.folder, 'in/tmp', name), bytes, { flush: true });
    renameSync(join(this.folder, 'in/tmp', name), join(this.folder, 'in', name));
  }
}
