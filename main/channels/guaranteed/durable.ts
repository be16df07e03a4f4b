import { randomUUID } from 'node:crypto';
import { open, rename, unlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';

/** Write, sync, rename, sync the folder: after this returns the file is there whole, before it not at all. */
export async function writeDurably(path: string, bytes: Uint8Array | string, workshop: string): Promise<void> {
  const draft = join(workshop, `${randomUUID()}.tmp`);
  await writeAndSync(draft, bytes);
  try {
    await rename(draft, path);
  } catch (error) {
    await unlink(draft).catch(() => undefined);
    throw error;
  }
  await syncFolder(dirname(path));
}

/** A new file on disk; its name is durable only after syncFolder of its folder. */
export async function writeAndSync(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, 'w', 0o660);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Make renames and removals in a folder durable. Windows keeps its directory by itself and opens none. */
export async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
