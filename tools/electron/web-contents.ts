import { EventEmitter } from 'node:events';
import { chromium } from './chromium.ts';
import { fromChromium } from './addresses.ts';
import { nativeImage } from './native-image.ts';
import { encode } from './values.js';

type OpenHandler = (details: { url: string }) => { action: 'deny' | 'allow' };
type PrintOptions = { landscape?: boolean; printBackground?: boolean; preferCSSPageSize?: boolean; pageSize?: string | { width: number; height: number }; scale?: number };

/** Electron's webContents: the page of one window, spoken to over its DevTools session. */
export class WebContents extends EventEmitter {
  readonly id: number;
  readonly mainFrame = { parent: null, url: '', origin: '', processId: 1, routingId: 1 };
  /** Set by the window when its page exists. */
  target: { sessionId: string; targetId: string } | undefined;
  /** The preload script's world in the document of now. */
  world: number | undefined;
  openHandler: OpenHandler = () => ({ action: 'deny' });
  #title = '';
  readonly #destroy: () => void;

  constructor(id: number, destroy: () => void) {
    super();
    this.id = id;
    this.#destroy = destroy;
  }

  command(method: string, params: Record<string, unknown> = {}): Promise<any> {
    if (this.target === undefined) return Promise.reject(new Error('The window has no page'));
    return chromium.send(method, params, this.target.sessionId);
  }

  arrivedAt(address: string): void {
    const url = fromChromium(address);
    this.mainFrame.url = url;
    this.mainFrame.origin = new URL(url).origin === 'null' ? url.split('/').slice(0, 3).join('/') : new URL(url).origin;
    this.emit('did-navigate', {}, url);
  }

  titled(title: string): void {
    this.#title = title;
    this.emit('page-title-updated', {}, title);
  }

  getURL = (): string => this.mainFrame.url;
  getTitle = (): string => this.#title;
  isDestroyed = (): boolean => this.target === undefined;
  isLoading = (): boolean => false;

  /** Lost, as in Electron, when the page has no preload script to hear it. */
  send(channel: string, ...args: unknown[]): void {
    this.deliver(`message(${JSON.stringify(channel)}, ${JSON.stringify(encode(args))})`);
  }

  /** Runs in the preload script's world of the document of now. */
  deliver(call: string): void {
    if (this.world === undefined || this.target === undefined) return;
    this.command('Runtime.evaluate', { expression: `__deliver.${call}`, contextId: this.world }).catch(() => undefined);
  }

  setWindowOpenHandler(handler: OpenHandler): void {
    this.openHandler = handler;
  }

  async executeJavaScript(expression: string): Promise<unknown> {
    const done = await this.command('Runtime.evaluate', { expression, awaitPromise: true, returnByValue: true, userGesture: true });
    if (done.exceptionDetails !== undefined) throw new Error(done.exceptionDetails.exception?.description ?? done.exceptionDetails.text);
    return done.result.value;
  }

  async printToPDF(options: PrintOptions = {}): Promise<Buffer> {
    const { landscape = false, printBackground = false, preferCSSPageSize = false, scale = 1 } = options;
    const printed = await this.command('Page.printToPDF', { landscape, printBackground, preferCSSPageSize, scale, ...paper(options.pageSize) });
    return Buffer.from(printed.data, 'base64');
  }

  async capturePage() {
    const shot = await this.command('Page.captureScreenshot', { format: 'png' });
    return nativeImage.createFromBuffer(Buffer.from(shot.data, 'base64'));
  }

  reload(): void {
    void this.command('Page.reload');
  }

  focus(): void {
    void this.command('Page.bringToFront').catch(() => undefined);
  }

  setZoomFactor(factor: number): void {
    void this.command('Emulation.setPageScaleFactor', { pageScaleFactor: factor }).catch(() => undefined);
  }

  close(): void {
    this.#destroy();
  }

  openDevTools(): void {}
  closeDevTools(): void {}
  setVisualZoomLevelLimits = async (): Promise<void> => undefined;
}

const A4 = { width: 8.27, height: 11.69 };
const sheets: Record<string, { width: number; height: number }> = { A3: { width: 11.69, height: 16.54 }, A4, A5: { width: 5.83, height: 8.27 }, Letter: { width: 8.5, height: 11 } };

// In inches.
function paper(size: PrintOptions['pageSize']): { paperWidth: number; paperHeight: number } {
  const sheet = typeof size === 'object' ? size : (sheets[size ?? 'Letter'] ?? A4);
  return { paperWidth: sheet.width, paperHeight: sheet.height };
}
