import { EventEmitter } from 'node:events';
import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { protocol } from './requests.ts';

const nothing = (): void => undefined;
const resolved = async (): Promise<void> => undefined;

// Requests and permissions are refused in any case (requests.ts, chromium.ts), so these need not act.
const defaultSession = Object.assign(new EventEmitter(), {
  protocol,
  setPermissionRequestHandler: nothing,
  setPermissionCheckHandler: nothing,
  setDevicePermissionHandler: nothing,
  setDisplayMediaRequestHandler: nothing,
  setCertificateVerifyProc: nothing,
  setSpellCheckerEnabled: nothing,
  setSpellCheckerDictionaryDownloadURL: nothing,
  setProxy: resolved,
  enableNetworkEmulation: nothing,
  clearStorageData: resolved,
  clearCache: resolved,
  webRequest: { onBeforeRequest: nothing, onHeadersReceived: nothing, onBeforeSendHeaders: nothing },
});

export const session = { defaultSession, fromPartition: () => defaultSession };

export const net = {
  isOnline: (): boolean => false,
  async fetch(address: string | URL): Promise<Response> {
    const url = new URL(String(address));
    if (url.protocol !== 'file:') throw new Error('net::ERR_INTERNET_DISCONNECTED');
    return new Response(new Uint8Array(await readFile(fileURLToPath(url))));
  },
};
