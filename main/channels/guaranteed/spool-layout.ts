import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { ReceptionError } from '../../domain/errors.ts';
import { spoolFault } from './spool-fault.ts';

/** Where things are; docs/spool-folder.md tells the partner's side. */
export type SpoolLayout = {
  readonly root: string;
  /** Partner writes in/tmp/x and renames it to in/x. */
  readonly in: string;
  readonly inTmp: string;
  /** Station writes ack/x.ack when x is safe. */
  readonly ack: string;
  readonly taken: string;
  readonly out: string;
  readonly outAck: string;
  /** The station's own: drafts and the ledger of what was sent. */
  readonly drafts: string;
  readonly pending: string;
  readonly sent: string;
};

export function spoolLayout(root: string): SpoolLayout {
  return {
    root,
    in: join(root, 'in'),
    inTmp: join(root, 'in', 'tmp'),
    ack: join(root, 'ack'),
    taken: join(root, 'taken'),
    out: join(root, 'out'),
    outAck: join(root, 'out-ack'),
    drafts: join(root, 'station', 'drafts'),
    pending: join(root, 'station', 'pending'),
    sent: join(root, 'station', 'sent'),
  };
}

/**
 * The root is never created: a missing one is a drive that is not mounted, and a fresh empty folder in its
 * place would look like a partner who is silent.
 */
export async function prepareFolders(layout: SpoolLayout): Promise<void> {
  const root = await stat(layout.root).catch((error: unknown) => {
    throw spoolFault(error, layout.root);
  });
  if (!root.isDirectory()) {
    throw new ReceptionError('channel-misconfigured', `${layout.root} is not a folder`, { details: { path: layout.root } });
  }
  const { root: _root, ...folders } = layout;
  for (const folder of Object.values(folders)) {
    await mkdir(folder, { recursive: true }).catch((error: unknown) => {
      throw spoolFault(error, folder);
    });
  }
}
