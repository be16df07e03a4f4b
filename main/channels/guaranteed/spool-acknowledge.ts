import { randomUUID } from 'node:crypto';
import { access, readFile, rename, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { instantOf } from '../../domain/identifiers.ts';
import type { SpoolSettings } from '../settings.ts';
import { syncFolder, writeAndSync } from './durable.ts';
import { spoolFault } from './spool-fault.ts';
import type { SpoolArrival } from './spool-arrivals.ts';
import type { SpoolLayout } from './spool-layout.ts';
import { NOTE_SUFFIX } from './spool-names.ts';

const acknowledgement = z.object({ sha256: z.string() });

/** What in/x was acknowledged as earlier: the digest in ack/x.ack, or undefined. */
export async function acknowledgedAs(layout: SpoolLayout, name: string): Promise<string | undefined> {
  try {
    return acknowledgement.parse(JSON.parse(await readFile(join(layout.ack, `${name}.ack`), 'utf8'))).sha256;
  } catch {
    return undefined;
  }
}

/**
 * The acknowledgements are durable before any file leaves in/. A crash between the two shows the file again
 * beside its own acknowledgement, and only the second half is done.
 */
export async function acknowledge(
  layout: SpoolLayout,
  settings: SpoolSettings,
  arrivals: readonly { name: string; read: SpoolArrival; acknowledged: boolean }[],
  now: number,
): Promise<void> {
  try {
    const fresh = arrivals.filter((each) => !each.acknowledged);
    await Promise.all(fresh.map((each) => writeAcknowledgement(layout, each.name, each.read, now)));
    if (fresh.length > 0) await syncFolder(layout.ack);
    for (const each of arrivals) await clear(layout, settings, each.name, each.read.sha256);
    await Promise.all([syncFolder(layout.in), syncFolder(layout.taken)]);
  } catch (error) {
    throw spoolFault(error, layout.ack);
  }
}

async function writeAcknowledgement(layout: SpoolLayout, name: string, read: SpoolArrival, now: number): Promise<void> {
  const draft = join(layout.drafts, `${randomUUID()}.tmp`);
  const content = { format: 'reception-spool/1', name, sha256: read.sha256, size: read.arrival.size, messageId: read.arrival.messageId, takenAt: instantOf(now) };
  await writeAndSync(draft, `${JSON.stringify(content, undefined, 2)}\n`);
  await rename(draft, join(layout.ack, `${name}.ack`));
}

/** The note leaves first: a crash between the two leaves a file that is known, not a note that belongs to nothing. */
async function clear(layout: SpoolLayout, settings: SpoolSettings, name: string, digest: string): Promise<void> {
  const kept = await access(join(layout.taken, name)).then(() => `${digest.slice(0, 16)}__${name}`, () => name);
  for (const suffix of [NOTE_SUFFIX, '']) {
    const from = join(layout.in, name + suffix);
    const step = settings.taken === 'keep' ? rename(from, join(layout.taken, kept + suffix)) : unlink(from);
    await step.catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOENT') throw error;
    });
  }
}
