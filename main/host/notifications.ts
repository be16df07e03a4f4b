import { BrowserWindow, Notification } from 'electron';
import type { Note } from './host-port.ts';

// Without a reference Electron may let a shown note, and its click, be collected.
const shown = new Set<Notification>();

/** A note on the desktop, for what a person who looks elsewhere must know. A click brings the window. */
export function notify(note: Note): void {
  if (!Notification.isSupported()) return;
  const notification = new Notification({ title: note.title, body: note.body });
  shown.add(notification);
  notification.on('close', () => shown.delete(notification));
  notification.on('click', () => {
    const [window] = BrowserWindow.getAllWindows();
    window?.show();
    window?.focus();
  });
  notification.show();
}
