import { EventEmitter } from 'node:events';
import { homedir, tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { chromium } from './chromium.ts';
import { launched } from './launched.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { SingleInstance } from './single-instance.ts';

const name = launched.package.productName ?? launched.package.name;
const config = process.env['XDG_CONFIG_HOME'] ?? path.join(homedir(), '.config');

/** Electron's `app`. */
class Application extends EventEmitter {
  readonly isPackaged = false;
  readonly commandLine = commandLine();
  name = name;
  #ready: Promise<void> | undefined;
  #isReady = false;
  #main: Promise<unknown> = Promise.resolve();
  #quitting = false;
  readonly #instance = new SingleInstance();
  readonly #paths = defaultPaths();

  /** Called by boot.ts with the loading of the main module. */
  begin(main: Promise<unknown>): void {
    this.#main = main.catch(() => undefined);
    this.#start().catch((error: Error) => {
      if (!this.#quitting) console.error(error.message);
      this.exit(1);
    });
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => this.#onSignal());
    process.on('exit', () => chromium.kill());
  }

  whenReady(): Promise<void> {
    return this.#start();
  }

  isReady(): boolean {
    return this.#isReady;
  }

  #start(): Promise<void> {
    return (this.#ready ??= this.#launch());
  }

  // The main module goes first: it may set paths. But it may also wait for this, so not for ever.
  async #launch(): Promise<void> {
    await Promise.race([this.#main, sleep(1000)]);
    if (this.#quitting) return new Promise(() => undefined);
    await this.ensureBrowser();
    this.#isReady = true;
    this.emit('ready', {}, {});
  }

  /** The browser ends with its last window; a later window starts it again. */
  ensureBrowser(): Promise<void> {
    return chromium.start(path.join(this.getPath('userData'), 'chromium'));
  }

  requestSingleInstanceLock(data: unknown = {}): boolean {
    return this.#instance.request(this.getPath('userData'), data, (second) =>
      this.emit('second-instance', {}, second.argv, second.cwd, second.data),
    );
  }

  hasSingleInstanceLock(): boolean {
    return this.#instance.held;
  }

  releaseSingleInstanceLock(): void {
    this.#instance.release();
  }

  /** before-quit, then each window's close, then will-quit, then quit; a listener may stop it at each. */
  quit(): void {
    if (this.#quitting) return;
    this.#quitting = true;
    const asked = preventable();
    this.emit('before-quit', asked);
    if (asked.defaultPrevented || ![...openWindows.values()].every((window) => window.close())) {
      this.#quitting = false;
      return;
    }
    const closed = [...openWindows.values()].map((window) => new Promise((resolve) => window.once('closed', resolve)));
    void Promise.all(closed).then(() => this.#finish());
  }

  #finish(): void {
    const asked = preventable();
    this.emit('will-quit', asked);
    this.#quitting = !asked.defaultPrevented;
    if (this.#quitting) this.exit(0);
  }

  /** Ends at once, asking nobody. */
  exit(code = 0): void {
    this.#quitting = true;
    void Promise.all([chromium.stop(), this.#instance.told]).then(() => {
      this.emit('quit', {}, code);
      process.exit(code);
    });
  }

  get quitting(): boolean {
    return this.#quitting;
  }

  #signalled = Infinity;
  // As Electron does on Linux: a signal asks to quit. A second one, but not the echo of the first, insists.
  #onSignal(): void {
    const since = Date.now() - this.#signalled;
    if (since > 1000) return this.exit(1);
    if (this.#signalled === Infinity) this.#signalled = Date.now();
    this.quit();
  }

  relaunch(): void {
    console.error('The development runtime cannot start the program anew; start it by hand.');
  }

  getVersion = (): string => launched.package.version;
  getName = (): string => this.name;
  setName(value: string): void {
    this.name = value;
  }
  getAppPath = (): string => launched.folder;
  getLocale = (): string => locale().split('-')[0]!;
  getSystemLocale = (): string => locale();
  getPreferredSystemLanguages = (): string[] => [locale()];

  getPath(which: string): string {
    const found = this.#paths.get(which);
    if (found === undefined) throw new Error(`Failed to get '${which}' path`);
    return found;
  }

  setPath(which: string, folder: string): void {
    if (!this.#paths.has(which)) throw new Error(`Failed to set path '${which}'`);
    this.#paths.set(which, folder);
  }

  focus(): void {
    [...openWindows.values()][0]?.focus();
  }

  enableSandbox(): void {}
  disableHardwareAcceleration(): void {}
  setAppUserModelId(): void {}
  setAboutPanelOptions(): void {}
  setBadgeCount = (): boolean => false;
  isAccessibilitySupportEnabled = (): boolean => false;
  getGPUFeatureStatus = (): object => ({});
}

function locale(): string {
  const named = process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG'] ?? '';
  const match = /^([a-z]{2})_([A-Z]{2})/.exec(named);
  return match === null ? 'en-US' : `${match[1]}-${match[2]}`;
}

function defaultPaths(): Map<string, string> {
  const userData = path.resolve(launched.switches.get('user-data-dir') || path.join(config, name));
  const home = (folder: string): string => path.join(homedir(), folder);
  return new Map([
    ['home', homedir()],
    ['appData', config],
    ['userData', userData],
    ['sessionData', userData],
    ['temp', tmpdir()],
    ['exe', path.join(import.meta.dirname, 'electron')],
    ['module', path.join(import.meta.dirname, 'electron')],
    ['desktop', home('Desktop')],
    ['documents', home('Documents')],
    ['downloads', home('Downloads')],
    ['pictures', home('Pictures')],
    ['logs', path.join(userData, 'logs')],
    ['crashDumps', path.join(userData, 'Crashpad')],
  ]);
}

function commandLine() {
  const switches = new Map(launched.switches);
  return {
    appendSwitch: (key: string, value = ''): void => void switches.set(key, value),
    appendArgument: (): void => undefined,
    removeSwitch: (key: string): void => void switches.delete(key),
    hasSwitch: (key: string): boolean => switches.has(key),
    getSwitchValue: (key: string): string => switches.get(key) ?? '',
  };
}

export const application = new Application();
