import { BrowserWindow, ipcMain } from 'electron';
import { ReceptionError } from '../domain/errors.ts';
import { answering, letIn } from './door-rules.ts';
import type { HostPort } from './host-port.ts';

const CALL = 'reception:call';
const EVENT = 'reception:event';

/** The one door between page and station. Calls that come before the station is open wait for it. */
export function openDoor(opened: Promise<HostPort>): void {
  ipcMain.handle(CALL, (event, method: unknown, args: unknown) =>
    answering(async () => {
      letIn(event.senderFrame);
      if (typeof method !== 'string') throw new ReceptionError('input-invalid', 'A call must name its method.');
      const window = BrowserWindow.fromWebContents(event.sender);
      if (window === null) throw new ReceptionError('not-permitted', 'The window is closed.');
      return (await opened).call(window.id, method, args);
    }),
  );
}

/** Tells every window. */
export function broadcast(event: unknown): void {
  for (const window of BrowserWindow.getAllWindows()) if (!window.isDestroyed()) window.webContents.send(EVENT, event);
}
