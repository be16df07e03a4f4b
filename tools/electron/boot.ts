import { createRequire } from 'node:module';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { application } from './application.ts';
import { launched } from './launched.ts';

// What a program can see of Electron in its process.
const executable = path.join(import.meta.dirname, 'electron');
Object.defineProperty(process.versions, 'electron', { value: '45.4.1-standin', enumerable: true });
Object.defineProperty(process, 'type', { value: 'browser' });
Object.defineProperty(process, 'defaultApp', { value: true });
Object.defineProperty(process, 'resourcesPath', { value: path.join(import.meta.dirname, 'resources') });
process.argv = [executable, ...launched.argv];

// Playwright's loader expects its own switch on the command line and cuts off what stands before it.
const required = process.env['STANDIN_REQUIRE'];
if (required !== undefined) {
  process.argv = [executable, '--remote-debugging-port=0', ...launched.argv];
  createRequire(import.meta.url)(required);
}

const main = import(pathToFileURL(path.join(launched.folder, launched.package.main)).href);
application.begin(main);
try {
  await main;
} catch (error) {
  // While it ends, what still loads fails.
  if (!application.quitting) {
    console.error(error);
    application.exit(1);
  }
}
