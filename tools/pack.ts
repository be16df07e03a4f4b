import path from 'node:path';
import { build } from './build.ts';
import { runAs } from './node24.mjs';

// `npm run pack`: the installers for this system, into release/. Needs Electron's runtime and electron-builder's tools from github.com.
const root = path.resolve(import.meta.dirname, '..');
const builder = path.join(root, 'node_modules/electron-builder/cli.js');

await build(root);
process.exitCode = await runAs(process.execPath, [builder, '--publish', 'never', ...process.argv.slice(2)], { cwd: root });
