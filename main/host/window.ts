import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, screen, type Rectangle } from 'electron';
import { z } from 'zod';
import { shipped } from '../app-root.ts';
import { ORIGIN } from './renderer-files.ts';
import { texts, type Language } from './texts.ts';

type Place = { bounds: Rectangle; maximized: boolean };

const minimum = { width: 960, height: 600 };
const usual = { width: 1440, height: 900 };

/** Opens the window with the page in it. Resolves with the window's id when the page has loaded. */
export async function openWindow(language: Language): Promise<number> {
  const place = readPlace();
  const window = new BrowserWindow({
    ...usual,
    ...place?.bounds,
    minWidth: minimum.width,
    minHeight: minimum.height,
    title: texts[language].name,
    icon: shipped('resources', 'icons', 'icon.png'),
    backgroundColor: nativeTheme.shouldUseDarkColors ? '#16181d' : '#ffffff',
    autoHideMenuBar: true,
    show: false,
    webPreferences: {
      preload: shipped('build', 'preload', 'bridge.cjs'),
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      webSecurity: true,
      spellcheck: false,
    },
  });
  if (place?.maximized === true) window.maximize();
  window.once('ready-to-show', () => window.show());
  keepInside(window);
  rememberPlace(window);
  await window.loadURL(`${ORIGIN}/index.html`);
  return window.id;
}

/** The window shows this program and nothing else. */
function keepInside(window: BrowserWindow): void {
  window.webContents.setWindowOpenHandler(() => ({ action: 'deny' }));
  window.webContents.on('will-navigate', (event) => event.preventDefault());
  window.webContents.on('will-frame-navigate', (event) => event.preventDefault());
  window.webContents.on('will-attach-webview', (event) => event.preventDefault());
}

const placeSchema = z.object({
  bounds: z.object({ x: z.number().int(), y: z.number().int(), width: z.number().int().min(200), height: z.number().int().min(200) }),
  maximized: z.boolean(),
});

function placeFile(): string {
  return path.join(app.getPath('userData'), 'window.json');
}

/** Where the window was, if that is still on a screen. */
function readPlace(): Place | undefined {
  try {
    const place = placeSchema.parse(JSON.parse(readFileSync(placeFile(), 'utf8')));
    return isOnScreen(place.bounds) ? place : undefined;
  } catch {
    return undefined;
  }
}

function isOnScreen({ x, y, width, height }: Rectangle): boolean {
  const { workArea } = screen.getDisplayMatching({ x, y, width, height });
  return x < workArea.x + workArea.width - 100 && x + width > workArea.x + 100 && y >= workArea.y - 10 && y < workArea.y + workArea.height - 100;
}

// Losing it costs nothing, so it is written without care.
function rememberPlace(window: BrowserWindow): void {
  let place: Place | undefined;
  const note = (): void => void (place = { bounds: window.getNormalBounds(), maximized: window.isMaximized() });
  window.on('resize', note);
  window.on('move', note);
  window.on('close', note);
  window.on('closed', () => {
    if (place === undefined) return;
    mkdirSync(app.getPath('userData'), { recursive: true });
    writeFileSync(placeFile(), JSON.stringify(place));
  });
}
