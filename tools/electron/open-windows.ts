import type { BrowserWindow } from './browser-window.ts';

/** The windows that are open, by id. */
export const openWindows = new Map<number, BrowserWindow>();
