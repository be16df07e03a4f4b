import { application } from './application.ts';
import { fromChromium } from './addresses.ts';
import { chromium, type Attached } from './chromium.ts';
import { ipcMain, inElectronsWords } from './ipc-main.ts';
import { openWindows } from './open-windows.ts';
import { preventable } from './preventable.ts';
import type { Message } from './pipe.ts';
import { answerRequest, refuseRequest, type Paused } from './requests.ts';
import { decode, encode } from './values.js';
import type { BrowserWindow } from './browser-window.ts';
import { preloadWorld } from './worlds.ts';

type Target = { sessionId: string; targetId: string };
type Told = { type: string; id: number; channel: string; args: unknown[]; focused: boolean };

const claims: ((page: Attached) => void)[] = [];
/** The page that is being opened; its first document is held back until it is prepared. */
let opening: Promise<void> = Promise.resolve();

/** Opens a page at an address; `prepare` is called before its first document is answered. One after the other. */
export function openPage(url: string, size: { width: number; height: number }, prepare: (target: Target) => Promise<void>): Promise<void> {
  const opened = opening.then(async () => {
    const page = new Promise<Attached>((resolve) => claims.push(resolve));
    // A window that is opened at its own address, and stays there, goes without an address bar.
    if (chromium.headless) chromium.send('Target.createTarget', { url, newWindow: true, width: size.width, height: size.height }).catch(() => undefined);
    else chromium.openWindow(url);
    await prepare(await page);
  });
  opening = opened.catch(() => undefined);
  return opened;
}

chromium.on('attached', (page: Attached) => {
  const claim = page.openerId === undefined ? claims.shift() : undefined;
  if (claim !== undefined) return claim(page);
  // A page that a page has opened.
  const opener = [...openWindows.values()].find((window) => window.webContents.target?.targetId === page.openerId);
  opener?.webContents.openHandler({ url: 'about:blank' });
  // Let go before it is closed: it may share its process, and a halt, with the page that opened it.
  chromium.send('Runtime.runIfWaitingForDebugger', {}, page.sessionId).catch(() => undefined);
  chromium.send('Target.closeTarget', { targetId: page.targetId }).catch(() => undefined);
});

chromium.on('ended', (reason?: string) => {
  if (reason !== undefined) console.error(`Chromium could not be started: ${reason}`);
  for (const window of [...openWindows.values()]) window.gone();
});

chromium.on('message', (message: Message) => {
  const window = windowOf(message);
  const done = message.method === 'Fetch.requestPaused' ? onRequest(message.params) : window && events[message.method]?.(window, message.params);
  Promise.resolve(done).catch((error: Error) => {
    // A page that closes in the midst of an answer is no news.
    if (chromium.running && !application.quitting && window?.isDestroyed() === false) console.error(`[development runtime] ${message.method}: ${error.message}`);
  });
});

// The main frame of a page has the id of its target.
function windowOf({ sessionId, params }: Message): BrowserWindow | undefined {
  const targetId = params.targetId ?? params.targetInfo?.targetId ?? params.frameId;
  return [...openWindows.values()].find(({ webContents: { target } }) =>
    sessionId === undefined ? target !== undefined && target.targetId === targetId : target?.sessionId === sessionId,
  );
}

const events: Record<string, (window: BrowserWindow, params: any) => unknown> = {
  'Target.targetDestroyed': (window) => window.gone(),
  'Target.targetCrashed': (window, params) => window.webContents.emit('render-process-gone', {}, { reason: 'crashed', exitCode: params.errorCode }),
  'Target.targetInfoChanged': (window, { targetInfo }) => {
    if (targetInfo.title !== window.webContents.getTitle()) window.webContents.titled(targetInfo.title);
  },
  'Page.frameNavigated': (window, { frame }) => {
    if (frame.parentId === undefined) window.webContents.arrivedAt(frame.url);
  },
  'Page.domContentEventFired': (window) => {
    window.webContents.emit('dom-ready', {});
    window.emit('ready-to-show', {});
  },
  'Page.loadEventFired': (window) => window.webContents.emit('did-finish-load', {}),
  'Page.frameResized': (window) => window.refreshBounds(),
  'Runtime.executionContextCreated': (window, { context }) => {
    if (context.name === preloadWorld) window.webContents.world = context.id;
  },
  'Runtime.executionContextsCleared': (window) => void (window.webContents.world = undefined),
  'Runtime.consoleAPICalled': (window, params) =>
    window.webContents.emit('console-message', { level: params.type, message: params.args.map((arg: any) => arg.value ?? arg.description).join(' ') }),
  'Runtime.bindingCalled': (window, params) => onTold(window, decode(params.payload) as Told, params.executionContextId),
};

/** Everything that the browser asks for comes here. A document that a page by itself wants to go to, the program may refuse. */
async function onRequest(paused: Paused): Promise<void> {
  if (paused.resourceType !== 'Document') return answerRequest(paused);
  await opening;
  const window = windowOf({ method: '', params: paused });
  if (window === undefined || paused.request.url === window.loading) return answerRequest(paused);
  const asked = preventable();
  window.webContents.emit('will-navigate', asked, fromChromium(paused.request.url));
  return asked.defaultPrevented ? refuseRequest(paused.requestId, 'Aborted') : answerRequest(paused);
}

async function onTold(window: BrowserWindow, told: Told, world: number): Promise<void> {
  const contents = window.webContents;
  if (world !== contents.world) return;
  if (told.type === 'focus') return window.setFocused(told.focused);
  const event = { sender: contents, senderFrame: { ...contents.mainFrame }, processId: 1, frameId: 1, reply: contents.send.bind(contents) };
  if (told.type === 'send') return void ipcMain.emit(told.channel, event, ...told.args);
  const answer = await ipcMain.answer(told.channel, event, told.args);
  if (world === contents.world) contents.deliver(`reply(${told.id}, ${JSON.stringify(encoded(told.channel, answer))})`);
}

function encoded(channel: string, answer: { value: unknown } | { error: string }): string {
  try {
    return encode(answer);
  } catch (error) {
    return encode({ error: inElectronsWords(channel, error) });
  }
}
