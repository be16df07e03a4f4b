import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';

/** The isolated world's name, and that of the function that exists only there. */
export const preloadWorld = 'electron-preload';
export const sendName = '__sendToMain';

/**
 * The two scripts that run in every document before the page's own: one for the page's world, one for the
 * preload script's. Electron runs no preload script in frames within the page; neither do these.
 */
export function worldScripts(preloadFile: string | undefined): { page: string; preload: string } {
  const key = JSON.stringify(randomUUID());
  const versions = JSON.stringify({ electron: process.versions['electron'], node: process.versions.node });
  const preload = preloadFile === undefined ? '' : readFileSync(preloadFile, 'utf8');
  return {
    page: inTopFrame(`${text('bridge.js')}\n${text('page-world.js')}\nreceiveExposed(${key});`),
    preload: inTopFrame(`
      const sendToMain = globalThis.${sendName};
      delete globalThis.${sendName};
      ${text('values.js').replaceAll(/^export /gm, '')}
      ${text('bridge.js')}
      ${text('preload-world.js')}
      const world = preloadWorld(${key}, ${versions}, sendToMain);
      const module = { exports: {} };
      (function (require, module, exports, process) {\n${preload}\n})(world.require, module, module.exports, world.process);`),
  };
}

function inTopFrame(script: string): string {
  return `if (window === window.top) (() => {\n${script}\n})();`;
}

function text(name: string): string {
  return readFileSync(path.join(import.meta.dirname, name), 'utf8');
}
