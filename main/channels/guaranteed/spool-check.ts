import { readdir, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { ChannelCheck } from '../channel.ts';
import { writeDurably } from './durable.ts';
import { prepareFolders, type SpoolLayout } from './spool-layout.ts';
import { isPassedBy } from './spool-names.ts';

/** Folder there, readable, writable, and on one file system, because only then is a rename one step. */
export async function checkSpool(layout: SpoolLayout): Promise<ChannelCheck> {
  const steps: { what: string; ok: boolean; message: string }[] = [];
  const attempt = async (what: string, work: () => Promise<string>): Promise<boolean> => {
    const step = await work().then(
      (message) => ({ what, ok: true, message }),
      (error: unknown) => ({ what, ok: false, message: (error as Error).message }),
    );
    steps.push(step);
    return step.ok;
  };
  const found = await attempt('folder', async () => {
    await prepareFolders(layout);
    return layout.root;
  });
  if (found) {
    await attempt('read', async () => `${(await readdir(layout.in)).filter((name) => name !== 'tmp' && !isPassedBy(name)).length} waiting`);
    await attempt('write', () => writeProbe(layout));
    await attempt('one-file-system', () => sameFileSystem(layout));
  }
  return { ok: steps.every((step) => step.ok), steps };
}

async function writeProbe(layout: SpoolLayout): Promise<string> {
  for (const folder of [layout.drafts, layout.ack, layout.out]) {
    const probe = join(folder, '.reception-check');
    await writeDurably(probe, '', layout.drafts);
    await unlink(probe);
  }
  return 'files can be written and renamed';
}

async function sameFileSystem(layout: SpoolLayout): Promise<string> {
  const devices = await Promise.all(
    [layout.in, layout.ack, layout.taken, layout.out, layout.drafts].map(async (folder) => (await stat(folder)).dev),
  );
  if (new Set(devices).size === 1) return 'all folders are on one file system';
  throw new Error('in, ack, taken, out and station must be on one file system, else a rename is a copy');
}
