import { EventEmitter } from 'node:events';

// Parts of the desktop that a browser cannot reach: they are there, and do nothing, or say that they cannot.

const nothing = (): void => undefined;

export class Menu {
  static setApplicationMenu = nothing;
  static getApplicationMenu = (): null => null;
  static buildFromTemplate = (items: unknown[]): Menu => Object.assign(new Menu(), { items });
  items: unknown[] = [];
  popup = nothing;
  append = nothing;
}

export class MenuItem {}

export class Tray extends EventEmitter {
  setToolTip = nothing;
  setContextMenu = nothing;
  setImage = nothing;
  setTitle = nothing;
  destroy = nothing;
  isDestroyed = (): boolean => false;
}

export class Notification extends EventEmitter {
  static isSupported = (): boolean => false;
  show = nothing;
  close = nothing;
}

export const nativeTheme = Object.assign(new EventEmitter(), {
  shouldUseDarkColors: false,
  shouldUseHighContrastColors: false,
  themeSource: 'system',
});

export const safeStorage = {
  isEncryptionAvailable: (): boolean => false,
  getSelectedStorageBackend: (): string => 'basic_text',
  encryptString: refuse,
  decryptString: refuse,
};

export const shell = {
  openExternal: async (url: string): Promise<void> => console.error(`Not opened: ${url}`),
  openPath: async (file: string): Promise<string> => `Not opened: ${file}`,
  showItemInFolder: (file: string): void => console.error(`The file is ${file}`),
  beep: nothing,
};

let copied = '';
export const clipboard = {
  writeText: (text: string): void => void (copied = text),
  readText: (): string => copied,
};

const area = { x: 0, y: 0, width: 1920, height: 1080 };
const display = { id: 1, bounds: area, workArea: area, workAreaSize: area, size: area, scaleFactor: 1 };
export const screen = Object.assign(new EventEmitter(), {
  getPrimaryDisplay: () => display,
  getAllDisplays: () => [display],
  getDisplayMatching: () => display,
  getDisplayNearestPoint: () => display,
});

export const powerMonitor = Object.assign(new EventEmitter(), { getSystemIdleTime: (): number => 0, isOnBatteryPower: (): boolean => false });
export const powerSaveBlocker = { start: (): number => 0, stop: nothing, isStarted: (): boolean => false };
export const crashReporter = { start: nothing };
export const globalShortcut = { register: (): boolean => false, unregisterAll: nothing };

function refuse(): never {
  throw new Error('Error while encrypting the text provided to safeStorage.encryptString. Encryption is not available.');
}
