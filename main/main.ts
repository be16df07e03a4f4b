import { app } from 'electron';
import { pathToFileURL } from 'node:url';
import { shipped } from './app-root.ts';
import { runDesktop } from './host/desktop.ts';
import type { OpenPort } from './host/host-port.ts';
import { openStationPort } from './station-port.ts';

const openStation: OpenPort = (desktop) => openStationPort(desktop, { version: app.getVersion(), runtime: runtime() });

function runtime(): string {
  const { electron, chrome, node } = process.versions as Record<string, string | undefined>;
  return `Electron ${electron ?? '?'} · Chromium ${chrome ?? '?'} · Node ${node ?? '?'}`;
}

/** The demo office is a room of its own beside the program and no part of the packaged one. */
async function openDemo(...[desktop]: Parameters<OpenPort>): ReturnType<OpenPort> {
  const demo = (await import(pathToFileURL(shipped('build', 'demo', 'open-demo-port.js')).href)) as { openDemoPort: (...given: [...Parameters<OpenPort>, { version: string; runtime: string }]) => ReturnType<OpenPort> };
  return demo.openDemoPort(desktop, { version: app.getVersion(), runtime: runtime() });
}

runDesktop(!app.isPackaged && process.argv.includes('--demo') ? openDemo : openStation);
