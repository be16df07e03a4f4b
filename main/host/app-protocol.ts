import { protocol, session } from 'electron';
import { shipped } from '../app-root.ts';
import { rendererFiles } from './renderer-files.ts';

/** Must be called before the program is ready. */
export function registerScheme(): void {
  protocol.registerSchemesAsPrivileged([{ scheme: 'app', privileges: { standard: true, secure: true, supportFetchAPI: true } }]);
}

/** Serves the page, and lets it reach nothing else: all that leaves the machine goes through the station. */
export function serveRenderer(): void {
  const { defaultSession } = session;
  protocol.handle('app', rendererFiles(shipped('build', 'renderer')));
  defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !isLocal(details.url) }));
  defaultSession.setPermissionRequestHandler((_contents, permission, answer) => answer(mayUse(permission)));
  defaultSession.setPermissionCheckHandler((_contents, permission) => mayUse(permission));
  defaultSession.setSpellCheckerEnabled(false);
}

function isLocal(url: string): boolean {
  return ['app:', 'blob:', 'data:', 'devtools:'].includes(new URL(url).protocol);
}

// A number or a code is copied by a click; nothing else is asked for.
function mayUse(permission: string): boolean {
  return permission === 'clipboard-sanitized-write';
}
