// What `import … from 'electron'` and `require('electron')` give in the main process.
import './pages.ts';
import { application } from './application.ts';
import { BrowserWindow } from './browser-window.ts';
import * as desktop from './desktop.ts';
import { dialog } from './dialog.ts';
import { ipcMain } from './ipc-main.ts';
import { nativeImage } from './native-image.ts';
import { openWindows } from './open-windows.ts';
import { protocol } from './requests.ts';
import { net, session } from './session.ts';

export * from './desktop.ts';
export { application as app, BrowserWindow, dialog, ipcMain, nativeImage, net, protocol, session };

const contents = () => [...openWindows.values()].map((window) => window.webContents);

export const webContents = {
  getAllWebContents: contents,
  fromId: (id: number) => contents().find((one) => one.id === id),
  /** Asked by Playwright. */
  fromDevToolsTargetId: (targetId: string) => contents().find((one) => one.target?.targetId === targetId),
  getFocusedWebContents: () => BrowserWindow.getFocusedWindow()?.webContents ?? null,
};

export default { app: application, BrowserWindow, dialog, ipcMain, nativeImage, net, protocol, session, webContents, ...desktop };
