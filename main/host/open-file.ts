import { BrowserWindow, dialog, type OpenDialogOptions } from 'electron';

/** Asks for a folder. No path when the person did not want to. */
export async function chooseFolder(windowId: number, title: string): Promise<{ path?: string }> {
  const window = BrowserWindow.fromId(windowId);
  const options: OpenDialogOptions = { title, properties: ['openDirectory', 'createDirectory'] };
  const chosen = window === null ? await dialog.showOpenDialog(options) : await dialog.showOpenDialog(window, options);
  const [path] = chosen.canceled ? [] : chosen.filePaths;
  return path === undefined ? {} : { path };
}
