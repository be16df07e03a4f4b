import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';

/** Asks where to save, and saves. No path when the person did not want to. Throws what writing throws. */
export async function saveFile(windowId: number, name: string, bytes: Uint8Array): Promise<{ path?: string }> {
  const window = BrowserWindow.fromId(windowId);
  const options = { defaultPath: path.join(app.getPath('documents'), safeName(name)) };
  const chosen = window === null ? await dialog.showSaveDialog(options) : await dialog.showSaveDialog(window, options);
  if (chosen.canceled || chosen.filePath === '') return {};
  await writeFile(chosen.filePath, bytes);
  return { path: chosen.filePath };
}

// A name may come out of a submission: it proposes a file, never a folder.
function safeName(name: string): string {
  const plain = Array.from(name, (letter) => (/[\p{L}\p{N} ._()+,=@№-]/u.test(letter) ? letter : '_')).join('').replace(/^[. ]+/, '');
  return plain.slice(-150) || 'file';
}
