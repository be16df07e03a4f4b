import { randomUUID } from 'node:crypto';
import { mkdtemp, mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openChannel, parseChannelSettings, type ChannelSettingsInput } from '../../main/channels/open-channel.ts';
import type { ChannelFixture, Received } from './channel.ts';

export type SpoolFixture = ChannelFixture & { readonly folder: string };

/** The partner's side of docs/spool-folder.md, done by hand with the file system alone. */
export async function startSpoolFixture(rest: Partial<Extract<ChannelSettingsInput, { kind: 'spool' }>> = {}): Promise<SpoolFixture> {
  const base = await mkdtemp(join(tmpdir(), 'spool-'));
  const folder = join(base, 'spool');
  await mkdir(join(folder, 'in', 'tmp'), { recursive: true });
  return {
    folder,
    recipient: 'operator',
    copiesOfTwice: 1,
    open: async () => openChannel(parseChannelSettings({ kind: 'spool', id: 'spool', name: 'Spool', folder, pollSeconds: 1, ...rest })),
    async put(name, bytes) {
      const draft = join(folder, 'in', 'tmp', randomUUID());
      await writeFile(draft, bytes);
      await rename(draft, join(folder, 'in', name));
    },
    unwrap: async (content) => content,
    sent: () => readOut(join(folder, 'out')),
    breakLine: () => rename(folder, join(base, 'unmounted')),
    mendLine: () => rename(join(base, 'unmounted'), folder),
    close: () => rm(base, { recursive: true, force: true }),
  };
}

async function readOut(out: string): Promise<readonly Received[]> {
  const received: Received[] = [];
  for (const name of await readdir(out).catch(() => [])) {
    if (name.endsWith('.meta.json')) continue;
    const note = JSON.parse(await readFile(join(out, `${name}.meta.json`), 'utf8')) as { messageId: string };
    received.push({ messageId: note.messageId, bytes: await readFile(join(out, name)) });
  }
  return received;
}
