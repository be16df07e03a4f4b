import { resolve } from 'node:path';
import type { LongWork } from './archive.ts';
import type { Copied } from './copy-archive.ts';
import { workAside } from './long-work.ts';

/**
 * Makes an archive whole again from a backup (or from any archive that is not in use), in an empty folder. The
 * chain and every digest are judged on the way; archive.json comes last, so a restore that was cut short is no archive.
 * Throws backup-invalid, archive-damaged, archive-full, cancelled.
 */
export async function restore(source: string, target: string, options: LongWork = {}): Promise<Copied> {
  return workAside('restore', { source: resolve(source), target: resolve(target) }, options);
}
