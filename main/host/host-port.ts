import type { KeyProtection } from '../domain/key-protection.ts';

/** What the host needs of a station: somebody behind the service window. */
export interface HostPort {
  /** Answers a call of the page in a window. Throws ReceptionError. Must itself judge method, arguments and rights. */
  call(window: number, method: string, args: unknown): Promise<unknown>;
  /** Calls the listener with each thing that the station tells by itself (StationEvent of the contract). Returns how to stop. */
  onEvent(listener: (event: unknown) => void): () => void;
  /** A window is gone: whoever was signed in there no longer is. */
  windowClosed?(window: number): void;
  close(): Promise<void>;
}

/** What a station can ask of the desktop. */
export interface Desktop {
  readonly stationFolder: string;
  /** Arguments of the command line that are not the host's own. */
  readonly args: readonly string[];
  readonly language: 'ru' | 'en';
  readonly keyProtection: KeyProtection;
  /** Asks the person where, and writes there. No path when they did not want to. */
  saveFile(window: number, name: string, bytes: Uint8Array): Promise<{ path?: string }>;
  chooseFolder(window: number, title: string): Promise<{ path?: string }>;
  notify(note: Note): void;
  /** What the tray icon tells when pointed at. */
  setStatus(text: string): void;
}

export type Note = { readonly title: string; readonly body: string };

export type OpenPort = (desktop: Desktop) => Promise<HostPort>;
