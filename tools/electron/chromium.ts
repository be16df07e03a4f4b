import { spawn, type ChildProcess } from 'node:child_process';
import { EventEmitter } from 'node:events';
import { mkdirSync } from 'node:fs';
import type { Readable, Writable } from 'node:stream';
import { findChromium } from './find-chromium.ts';
import { Pipe, type Message, type Params } from './pipe.ts';
import { waitForProfile } from './profile.ts';

export type Attached = { readonly sessionId: string; readonly targetId: string; readonly openerId?: string };

/**
 * The browser as a child process. Emits `message` (sessionId, method, params), `attached` (Attached) for each
 * new page, which waits until it is told to go on, and `ended`.
 */
class Chromium extends EventEmitter {
  /** No window is shown: there is no display, or none is wanted. */
  readonly headless = (!process.env['DISPLAY'] && !process.env['WAYLAND_DISPLAY']) || Boolean(process.env['STANDIN_HEADLESS']);
  #child: ChildProcess | undefined;
  #pipe: Pipe | undefined;
  #profile = '';

  get running(): boolean {
    return this.#child !== undefined;
  }

  /** Starts the browser on a profile folder of its own; nothing if it runs. */
  async start(profile: string): Promise<void> {
    if (this.running) return;
    this.#profile = profile;
    mkdirSync(profile, { recursive: true, mode: 0o700 });
    await waitForProfile(profile);
    const child = spawn(executable(), [...switches(profile, this.headless), '--no-startup-window'], {
      stdio: ['ignore', 'ignore', 'pipe', 'pipe', 'pipe'],
    });
    this.#child = child;
    child.stderr?.on('data', announceDebugPort);
    child.once('error', (error) => this.#ended(error.message));
    child.once('exit', () => this.#ended());
    const [, , , output, input] = child.stdio as unknown as [null, null, Readable, Writable, Readable];
    this.#pipe = new Pipe(output, input, (message) => this.#onEvent(message));
    await this.#attachToAll();
  }

  /** Opens a window without tabs and address bar, by way of a second start that hands over to this browser. */
  openWindow(url: string): void {
    const child = spawn(executable(), [...forRoot, `--user-data-dir=${this.#profile}`, '--class=Reception', `--app=${url}`], { stdio: 'ignore' });
    child.on('error', () => undefined);
  }

  send(method: string, params: Params = {}, sessionId?: string): Promise<any> {
    return this.#pipe?.send(method, params, sessionId) ?? Promise.reject(new Error('Chromium does not run'));
  }

  /** Ends the browser; resolves when its process is gone, by force if it takes too long. */
  async stop(): Promise<void> {
    const child = this.#child;
    if (child === undefined) return;
    const gone = new Promise((resolve) => this.once('ended', resolve));
    const force = setTimeout(() => child.kill('SIGKILL'), 3000);
    this.send('Browser.close').catch(() => child.kill());
    await gone;
    clearTimeout(force);
  }

  kill(): void {
    this.#child?.kill('SIGKILL');
  }

  // Every request of the whole browser stops and asks. Pages only are held up: not Chromium's own parts.
  #attachToAll(): Promise<unknown> {
    const filter = [{ type: 'page', exclude: false }, { exclude: true }];
    return Promise.all([
      this.send('Target.setDiscoverTargets', { discover: true, filter }),
      this.send('Fetch.enable', { patterns: [{ urlPattern: '*' }] }),
      this.send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: true, flatten: true, filter }),
    ]);
  }

  #onEvent(message: Message): void {
    if (message.method !== 'Target.attachedToTarget') return void this.emit('message', message);
    const { sessionId, targetInfo } = message.params;
    this.emit('attached', { sessionId, targetId: targetInfo.targetId, openerId: targetInfo.openerId } satisfies Attached);
  }

  #ended(reason?: string): void {
    if (this.#child === undefined) return;
    this.#child = undefined;
    this.#pipe?.close();
    this.emit('ended', reason);
  }
}

function executable(): string {
  const found = findChromium();
  if (found === undefined) throw new Error('The development runtime needs Chromium: sudo apt-get install chromium');
  return found;
}

// Chromium's own sandbox refuses to run for root.
const forRoot = process.getuid?.() === 0 ? ['--no-sandbox', '--test-type'] : [];

function switches(profile: string, headless: boolean): readonly string[] {
  const port = process.env['STANDIN_DEBUG_PORT'];
  return [
    ...(headless ? ['--headless=new'] : ['--ozone-platform-hint=auto']),
    ...forRoot,
    '--remote-debugging-pipe',
    ...(port === undefined ? [] : [`--remote-debugging-port=${port}`]),
    `--user-data-dir=${profile}`,
    '--class=Reception',
    ...quiet,
  ];
}

// Requests are answered or refused one by one (requests.ts); these keep the browser from asking, and from the network.
const quiet = [
  '--host-resolver-rules=MAP * ~NOTFOUND',
  '--disable-quic',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-component-extensions-with-background-pages',
  '--disable-default-apps',
  '--disable-domain-reliability',
  '--disable-extensions',
  '--disable-sync',
  '--disable-breakpad',
  '--disable-dev-shm-usage',
  '--disable-hang-monitor',
  '--disable-search-engine-choice-screen',
  '--disable-session-crashed-bubble',
  '--hide-crash-restore-bubble',
  '--deny-permission-prompts',
  '--metrics-recording-only',
  '--no-default-browser-check',
  '--no-first-run',
  '--no-pings',
  '--no-service-autorun',
  '--password-store=basic',
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
  '--disable-features=Translate,OptimizationHints,MediaRouter,DialMediaRouteProvider,AutofillServerCommunication,CertificateTransparencyComponentUpdater,HttpsUpgrades',
];

// Whoever drives a test reads this line to find the port.
function announceDebugPort(data: Buffer): void {
  const line = /DevTools listening on ws:\S+/.exec(data.toString('utf8'));
  if (line !== null) console.error(line[0]);
}

export const chromium = new Chromium();
