import type { Digest, Instant, Sequence } from '../domain/identifiers.ts';
import type { Position } from './journal/walk.ts';
import { writeWhole } from './durable-file.ts';
import { join } from 'node:path';

export type SealStatement = { readonly text: Uint8Array; readonly upTo: Sequence; readonly head: Digest };

/** The text that a seal signs: one fact a line, UTF-8, ends with a newline (archive-schema/README.md). */
export function sealStatement(authority: string, position: Position, at: Instant): SealStatement {
  const lines = ['Reception archive seal', 'version: 1', `authority: ${authority}`, `entries: ${position.seq}`, `head: ${position.head}`, `at: ${at}`];
  return { text: new TextEncoder().encode(`${lines.join('\n')}\n`), upTo: position.seq as Sequence, head: position.head };
}

/** A copy of a journalled seal where a stranger looks for it: the statement, and the signature over it. */
export async function shelveSeal(folder: string, upTo: Sequence, statement: Uint8Array | undefined, seal: Uint8Array): Promise<void> {
  const name = join(folder, 'seals', String(upTo).padStart(12, '0'));
  if (statement !== undefined) await writeWhole(`${name}.txt`, statement);
  await writeWhole(`${name}.seal`, seal);
}
