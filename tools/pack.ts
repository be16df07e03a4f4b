import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { build } from './build.ts';
import { runAs } from './node24.mjs';
import { obtainElectron } from './runtime.ts';
import { standInDistribution } from './stand-in-distribution.ts';

// `npm run pack`: the installers for this system, into release/. Needs Electron's runtime and electron-builder's tools from github.com.
const root = path.resolve(import.meta.dirname, '..');
const builder = path.join(root, 'node_modules/electron-builder/cli.js');

await build(root);
const electron = obtainElectron();
process.exitCode = 'executable' in electron ? await electronBuilder(process.argv.slice(2)) : await packContents(electron.reason);

function electronBuilder(args: readonly string[]): Promise<number> {
  return runAs(process.execPath, [builder, '--publish', 'never', ...args], { cwd: root });
}

/** All that is ours goes into the package as it would; the runtime around it is empty, so this is no success. */
async function packContents(reason: string): Promise<number> {
  console.log(`Electron's runtime could not be had (${reason}), so no installer can be made here. Packing what goes into one…`);
  if (process.platform !== 'linux') return 1;
  const folder = mkdtempSync(path.join(tmpdir(), 'reception-pack-'));
  try {
    const code = await electronBuilder(['--linux', '--x64', '--dir', `-c.electronDist=${standInDistribution(root, folder)}`]);
    if (code !== 0) return code;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
  console.log('\nrelease/linux-unpacked/resources/app.asar holds the whole program, but nothing beside it runs.');
  console.log('For installers, run "npm run pack" where github.com can be reached, or name a mirror of its releases in ELECTRON_MIRROR and ELECTRON_BUILDER_BINARIES_MIRROR.');
  return 1;
}
