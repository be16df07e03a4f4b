import { app, Menu, nativeImage, Tray } from 'electron';
import { shipped } from '../app-root.ts';
import { texts, type Language } from './texts.ts';

export type OpenTray = { setStatus(text: string): void };

/** The icon beside the clock, where the system has a place for it. It goes with the program. */
export function openTray(show: () => void, language: Language): OpenTray {
  const tray = makeTray();
  if (tray === undefined) return { setStatus: () => undefined };
  const words = texts[language];
  tray.setToolTip(words.name);
  tray.on('click', show);
  tray.setContextMenu(Menu.buildFromTemplate([{ label: words.show, click: show }, { type: 'separator' }, { label: words.quit, click: () => app.quit() }]));
  return { setStatus: (text) => tray.setToolTip(`${words.name}\n${text}`) };
}

// Some Linux desktops have no tray: the program does without.
function makeTray(): Tray | undefined {
  try {
    return new Tray(nativeImage.createFromPath(shipped('resources', 'icons', 'tray.png')));
  } catch {
    return undefined;
  }
}
