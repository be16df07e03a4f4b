import path from 'node:path';
import { app, BrowserWindow, dialog } from 'electron';
import { registerScheme, serveRenderer } from './app-protocol.ts';
import { broadcast, openDoor } from './ipc-door.ts';
import type { Desktop, HostPort, OpenPort } from './host-port.ts';
import { fileKeyProtection } from '../key-protection.ts';
import { systemKeyProtection } from './key-protection.ts';
import { setMenu } from './menu.ts';
import { notify } from './notifications.ts';
import { chooseFolder } from './open-file.ts';
import { saveFile } from './save-file.ts';
import { languageOf, texts } from './texts.ts';
import { openTray } from './tray.ts';
import { openWindow } from './window.ts';

/** The desktop program from start to end: one instance, a window, a station behind it, both stopped in order. */
export function runDesktop(openPort: OpenPort): void {
  app.enableSandbox();
  registerScheme();
  if (!app.requestSingleInstanceLock()) return app.quit();
  app.on('second-instance', showWindow);
  app.on('window-all-closed', () => app.quit());
  app.whenReady().then(() => begin(openPort)).catch(giveUp);
}

/** The window does not wait for the station: its first calls do. */
async function begin(openPort: OpenPort): Promise<void> {
  const desktop = desktopOf(process.argv);
  const tray = openTray(showWindow, desktop.language);
  const opened = openPort({ ...desktop, setStatus: tray.setStatus });
  stopInOrder(opened);
  serveRenderer();
  setMenu(desktop.language);
  openDoor(opened);
  const window = openWindow(desktop.language);
  const port = await opened;
  window.then((id) => BrowserWindow.fromId(id)?.once('closed', () => port.windowClosed?.(id)), giveUp);
  port.onEvent(broadcast);
}

function desktopOf(argv: readonly string[]): Omit<Desktop, 'setStatus'> {
  const language = languageOf(app.getPreferredSystemLanguages());
  const stationFolder = path.resolve(valueOf(argv, '--station') ?? path.join(app.getPath('userData'), 'station'));
  // A station that scheduled tasks use too is made with --protection=file: they have no access to the system's keyring.
  const keyProtection = valueOf(argv, '--protection') === 'file' ? fileKeyProtection(stationFolder) : systemKeyProtection(stationFolder);
  return { stationFolder, args: argv, language, keyProtection, saveFile, chooseFolder: chooseFolder, notify };
}

// --name=value, or the word after --name.
function valueOf(argv: readonly string[], name: string): string | undefined {
  const at = argv.indexOf(name);
  if (at >= 0) return argv[at + 1];
  return argv.find((arg) => arg.startsWith(`${name}=`))?.slice(name.length + 1);
}

function showWindow(): void {
  const [window] = BrowserWindow.getAllWindows();
  if (window?.isMinimized() === true) window.restore();
  window?.show();
  window?.focus();
}

/** The program ends only after the station has: work in hand is finished or left where a restart takes it up. */
function stopInOrder(opened: Promise<HostPort>): void {
  let stopped = false;
  app.on('will-quit', (event) => {
    if (stopped) return;
    event.preventDefault();
    void opened
      .then((port) => port.close())
      .catch((error: unknown) => console.error(error))
      .then(() => {
        stopped = true;
        app.quit();
      });
  });
}

function giveUp(error: unknown): void {
  console.error(error);
  const words = texts[languageOf(app.getPreferredSystemLanguages())];
  dialog.showErrorBox(words.cannotStart, error instanceof Error ? error.message : String(error));
  app.exit(1);
}
