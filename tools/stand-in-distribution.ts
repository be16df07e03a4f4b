import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';

// The mark by which the fuses are found in Electron's binary: then version 1, nine fuses, each off.
const FUSES = Buffer.concat([Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX'), Buffer.from([1, 9]), Buffer.from('000000000')]);

/** Makes a folder that electron-builder takes for an unpacked Electron; nothing in it runs. For seeing what a package holds where Electron itself cannot be had. */
export function standInDistribution(root: string, folder: string): string {
  mkdirSync(path.join(folder, 'locales'), { recursive: true });
  mkdirSync(path.join(folder, 'resources'), { recursive: true });
  const { version } = JSON.parse(readFileSync(path.join(root, 'node_modules/electron/package.json'), 'utf8')) as { version: string };
  writeFileSync(path.join(folder, 'electron'), Buffer.concat([Buffer.from('#!/bin/sh\n# '), FUSES, Buffer.from('\n')]), { mode: 0o755 });
  for (const [name, text] of Object.entries({ version, LICENSE: '', 'LICENSES.chromium.html': '' })) writeFileSync(path.join(folder, name), text);
  return folder;
}
