import { AsyncLocalStorage } from 'node:async_hooks';
import { ReceptionError } from './domain/errors.ts';
import type { Desktop, HostPort } from './host/host-port.ts';
import { openDoor } from './ipc/door.ts';
import type { Office } from './ipc/ports.ts';
import { createStation, openStation, type Station, type StationSurroundings } from './station.ts';
import { readStationFolder } from './station-folder.ts';

export type PortOptions = {
  readonly version: string;
  readonly runtime: string;
  /** Adds the demo's acts to an office; absent in a station of work. */
  readonly demo?: (station: Station) => NonNullable<Office['demo']>;
  readonly onOpened?: (station: Station) => void;
};

/** The station behind a desktop's window: none until the wizard has made one. */
export async function openStationPort(desktop: Desktop, options: PortOptions): Promise<HostPort> {
  const calling = new AsyncLocalStorage<number>();
  const listeners = new Set<(event: unknown) => void>();
  const heard = new Set<number>();
  let station: Station | undefined;
  let office: Office | undefined;

  const surroundings: StationSurroundings = {
    folder: desktop.stationFolder,
    protection: desktop.keyProtection,
    language: desktop.language,
    version: options.version,
    saveFile: (name, bytes) => desktop.saveFile(calling.getStore() ?? 0, name, bytes),
    log: (message, error) => console.error(message, error ?? ''),
    onFatal: (error) => desktop.notify({ title: 'Reception', body: error instanceof Error ? error.message : String(error) }),
  };

  async function open(): Promise<void> {
    station = await openStation(surroundings);
    office = options.demo === undefined ? station.office : { ...station.office, demo: options.demo(station) };
    await station.start();
    options.onOpened?.(station);
  }

  if (readStationFolder(desktop.stationFolder) !== undefined) await open();

  const door = openDoor({
    office: () => office,
    async createStation(input) {
      await createStation(surroundings, input);
      await open();
    },
    about: { version: options.version, runtime: options.runtime },
    offsetMinutes: () => -new Date().getTimezoneOffset(),
    chooseFolder: (window, title) => desktop.chooseFolder(window, title),
    log: (error) => console.error(error),
    now: Date.now,
  });

  return {
    async call(window, method, args) {
      if (!heard.has(window)) {
        heard.add(window);
        door.onEvent(window, (event) => listeners.forEach((listener) => listener(event)));
      }
      const answer = await calling.run(window, () => door.call(window, method, args));
      if (answer.ok) return answer.value;
      throw new ReceptionError(answer.error.code, answer.error.message, { details: { ...answer.error.details } });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    windowClosed: (window) => void door.forget(window),
    async close() {
      door.close();
      await station?.close();
    },
  };
}
