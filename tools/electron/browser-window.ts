import { EventEmitter } from 'node:events';
import { pathToFileURL } from 'node:url';
import { application } from './application.ts';
import { toChromium } from './addresses.ts';
import { chromium } from './chromium.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import { openPage } from './pages.ts';
import { WebContents } from './web-contents.ts';
import { preloadWorld, sendName, worldScripts } from './worlds.ts';

type Bounds = { x: number; y: number; width: number; height: number };
type Options = Partial<Bounds> & { title?: string; webPreferences?: { preload?: string } };

let lastId = 0;

/** Electron's BrowserWindow: a window of Chromium without tabs and address bar, made when it first loads something. */
export class BrowserWindow extends EventEmitter {
  static getAllWindows = (): BrowserWindow[] => [...openWindows.values()];
  static fromWebContents = (contents: WebContents): BrowserWindow | null => openWindows.get(contents.id) ?? null;
  static fromId = (id: number): BrowserWindow | null => openWindows.get(id) ?? null;
  static getFocusedWindow = (): BrowserWindow | null => [...openWindows.values()].find((window) => window.isFocused()) ?? null;

  readonly id = ++lastId;
  readonly webContents = new WebContents(this.id, () => this.close());
  /** The address that the program itself has asked for, as Chromium knows it; the page may go to no other unasked. */
  loading = '';
  readonly #options: Options;
  #bounds: Bounds;
  #state = 'normal';
  #focused = false;
  #destroyed = false;
  #made: Promise<void> | undefined;

  constructor(options: Options = {}) {
    super();
    this.#options = options;
    this.#bounds = { x: options.x ?? 0, y: options.y ?? 0, width: options.width ?? 800, height: options.height ?? 600 };
    openWindows.set(this.id, this);
    this.webContents.on('page-title-updated', (event, title) => this.emit('page-title-updated', event, title));
    queueMicrotask(() => {
      application.emit('web-contents-created', {}, this.webContents);
      application.emit('browser-window-created', {}, this);
    });
  }

  async loadURL(address: string): Promise<void> {
    const loaded = new Promise<void>((resolve, reject) => {
      this.webContents.once('did-finish-load', () => resolve());
      this.once('closed', () => reject(new Error(`ERR_ABORTED (-3) loading '${address}'`)));
    });
    loaded.catch(() => undefined);
    this.loading = toChromium(address).split('#')[0]!;
    this.webContents.emit('did-start-loading');
    if (this.#made === undefined) await (this.#made = this.#make(toChromium(address)));
    else await this.#made.then(() => this.#navigate(address));
    await loaded;
  }

  loadFile(file: string): Promise<void> {
    return this.loadURL(pathToFileURL(file).href);
  }

  async #navigate(address: string): Promise<void> {
    const { errorText } = await this.webContents.command('Page.navigate', { url: toChromium(address) });
    if (errorText === undefined) return;
    this.webContents.emit('did-fail-load', {}, -2, errorText, address, true);
    throw new Error(`${errorText.replace('net::', '')} (-2) loading '${address}'`);
  }

  async #make(url: string): Promise<void> {
    await application.ensureBrowser();
    await openPage(url, this.#bounds, (target) => {
      this.webContents.target = target;
      return this.#prepare();
    });
    await this.#place();
  }

  // All before the page gets its first document: the scripts of the two worlds run in it.
  async #prepare(): Promise<void> {
    const scripts = worldScripts(this.#options.webPreferences?.preload);
    const contents = this.webContents;
    await Promise.all([
      contents.command('Page.enable'),
      contents.command('Runtime.enable'),
      contents.command('Runtime.addBinding', { name: sendName, executionContextName: preloadWorld }),
      contents.command('Page.addScriptToEvaluateOnNewDocument', { source: scripts.page }),
      contents.command('Page.addScriptToEvaluateOnNewDocument', { source: scripts.preload, worldName: preloadWorld }),
      contents.command('Runtime.runIfWaitingForDebugger'),
    ]);
  }

  async #place(): Promise<void> {
    if (chromium.headless) return this.#emulate();
    const { x, y, width, height } = this.#bounds;
    const placed = this.#options.x === undefined ? { width, height } : { left: x, top: y, width, height };
    await this.#setWindow(placed);
    await this.refreshBounds();
    if (this.#state !== 'normal') await this.#setWindow({ windowState: this.#state });
  }

  #emulate(): Promise<void> {
    const { width, height } = this.#bounds;
    return this.webContents.command('Emulation.setDeviceMetricsOverride', { width, height, deviceScaleFactor: 1, mobile: false });
  }

  async #setWindow(bounds: Record<string, unknown>): Promise<void> {
    const targetId = this.webContents.target?.targetId;
    if (targetId === undefined) return;
    const { windowId } = await chromium.send('Browser.getWindowForTarget', { targetId });
    await chromium.send('Browser.setWindowBounds', { windowId, bounds });
  }

  /** Learns where the person has put the window. */
  async refreshBounds(): Promise<void> {
    const targetId = this.webContents.target?.targetId;
    if (targetId === undefined || chromium.headless) return;
    const { bounds } = await chromium.send('Browser.getWindowForTarget', { targetId });
    this.#state = bounds.windowState;
    if (this.#state === 'normal') this.#bounds = { x: bounds.left, y: bounds.top, width: bounds.width, height: bounds.height };
    this.emit('resize', {});
  }

  /** False when a listener would not have it. */
  close(): boolean {
    const asked = preventable();
    this.emit('close', asked);
    if (!asked.defaultPrevented) this.destroy();
    return !asked.defaultPrevented;
  }

  destroy(): void {
    const target = this.webContents.target;
    if (target === undefined) return void queueMicrotask(() => this.gone());
    chromium.send('Target.closeTarget', { targetId: target.targetId }).catch(() => this.gone());
  }

  /** The page is no more: closed by the program, by the person, or with the browser. */
  gone(): void {
    if (this.#destroyed) return;
    this.#destroyed = true;
    this.webContents.target = undefined;
    openWindows.delete(this.id);
    this.webContents.emit('destroyed');
    this.emit('closed');
    if (openWindows.size > 0 || application.quitting) return;
    if (!application.emit('window-all-closed')) application.quit();
  }

  setFocused(focused: boolean): void {
    if (focused === this.#focused) return;
    this.#focused = focused;
    this.emit(focused ? 'focus' : 'blur', {});
    application.emit(focused ? 'browser-window-focus' : 'browser-window-blur', {}, this);
  }

  isDestroyed = (): boolean => this.#destroyed;
  isFocused = (): boolean => this.#focused;
  isVisible = (): boolean => !this.#destroyed && this.webContents.target !== undefined;
  isMaximized = (): boolean => this.#state === 'maximized';
  isMinimized = (): boolean => this.#state === 'minimized';
  isFullScreen = (): boolean => this.#state === 'fullscreen';
  getBounds = (): Bounds => ({ ...this.#bounds });
  getNormalBounds = (): Bounds => ({ ...this.#bounds });
  getSize = (): [number, number] => [this.#bounds.width, this.#bounds.height];
  getPosition = (): [number, number] => [this.#bounds.x, this.#bounds.y];
  getTitle = (): string => this.webContents.getTitle();

  setBounds(bounds: Partial<Bounds>): void {
    this.#bounds = { ...this.#bounds, ...bounds };
    this.#options.x = this.#bounds.x;
    if (this.webContents.target !== undefined) void this.#place().catch(() => undefined);
  }

  setSize(width: number, height: number): void {
    this.setBounds({ width, height });
  }

  setPosition(x: number, y: number): void {
    this.setBounds({ x, y });
  }

  setTitle(title: string): void {
    void this.webContents.command('Runtime.evaluate', { expression: `document.title = ${JSON.stringify(title)}` }).catch(() => undefined);
  }

  focus(): void {
    if (this.#state === 'minimized') this.restore();
    this.webContents.focus();
  }

  maximize(): void {
    this.#setState('maximized');
  }

  minimize(): void {
    this.#setState('minimized');
  }

  restore(): void {
    this.#setState('normal');
  }

  unmaximize(): void {
    this.#setState('normal');
  }

  setFullScreen(full: boolean): void {
    this.#setState(full ? 'fullscreen' : 'normal');
  }

  #setState(state: string): void {
    this.#state = state;
    if (!chromium.headless) void this.#setWindow({ windowState: state }).catch(() => undefined);
  }

  show(): void {
    this.focus();
    this.emit('show', {});
  }

  showInactive(): void {}
  hide(): void {}
  center(): void {}
  flashFrame(): void {}
  setMenu(): void {}
  removeMenu(): void {}
  setMenuBarVisibility(): void {}
  setAutoHideMenuBar(): void {}
  setMinimumSize(): void {}
  setIcon(): void {}
  setProgressBar(): void {}
  setBackgroundColor(): void {}
  moveTop(): void {}
}
