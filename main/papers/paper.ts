import path from 'node:path';
import { Low } from 'lowdb';
import type { z } from 'zod';
import { ReceptionError } from '../domain/errors.ts';
import { DurableJson, type PaperNotice } from './durable-json.ts';

/** One working paper: its content in memory, each change durable before it shows. */
export interface Paper<Content> {
  readonly content: Content;
  /** Changes follow one another; what `make` throws is thrown, and nothing has changed then. */
  change(make: (content: Content) => Content): Promise<Content>;
}

export type PaperKind<Content> = { readonly name: string; readonly version: number; readonly schema: z.ZodType<Content>; readonly empty: Content };

export async function openPaper<Content>(folder: string, kind: PaperKind<Content>, notice: (notice: PaperNotice) => void): Promise<Paper<Content>> {
  const low = new Low<Content>(
    new DurableJson({ file: path.join(folder, `${kind.name}.json`), version: kind.version, parse: (content) => parsed(kind, content), notice }),
    kind.empty,
  );
  await low.read();
  let turn: Promise<unknown> = Promise.resolve();
  return {
    get content() {
      return low.data;
    },
    change(make) {
      const changed = turn.then(() => replace(low, make(low.data)));
      turn = changed.catch(() => undefined);
      return changed;
    },
  };
}

async function replace<Content>(low: Low<Content>, next: Content): Promise<Content> {
  await low.adapter.write(next);
  low.data = next;
  return next;
}

function parsed<Content>(kind: PaperKind<Content>, content: unknown): Content {
  const result = kind.schema.safeParse(content);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw new ReceptionError('settings-invalid', `The working paper ${kind.name} holds something unexpected at ${issue?.path.join('.') ?? '?'}. Restore it from a backup.`, { cause: result.error });
}
