import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { ReceptionError } from '../domain/errors.ts';
import type { Digest, Instant, OfficerId, ReplyId, SubmissionId } from '../domain/identifiers.ts';
import type { ReplyKind } from '../domain/reply.ts';
import { placeDurably } from './durable-json.ts';
import type { Paper, PaperKind } from './paper.ts';
import { digest, instant, officerId, replyId, submissionId } from '../domain/shapes.ts';

/** composing -> approving -> approved -> (signed: no draft any more). Approval is asked only where the station demands it. */
export type DraftStage = 'composing' | 'approving' | 'approved';

export type DraftAttachment = { readonly name: string; readonly mediaType: string; readonly size: number; readonly digest: Digest };

export type Draft = {
  readonly id: ReplyId;
  readonly submission?: SubmissionId;
  readonly kind: ReplyKind;
  readonly toTaxNumber: string;
  readonly toName: string;
  readonly subject: string;
  readonly text: string;
  readonly attachments: readonly DraftAttachment[];
  readonly changedAt: Instant;
  readonly officer: OfficerId;
  readonly stage: DraftStage;
};

type StoredDrafts = { readonly drafts: readonly Draft[] };

export const draftsPaperKind: PaperKind<StoredDrafts> = {
  name: 'drafts',
  version: 1,
  schema: z.strictObject({
    drafts: z.array(
      z.strictObject({
        id: replyId,
        submission: submissionId.exactOptional(),
        kind: z.enum(['letter', 'demand', 'notification']),
        toTaxNumber: z.string(),
        toName: z.string(),
        subject: z.string(),
        text: z.string(),
        attachments: z.array(z.strictObject({ name: z.string(), mediaType: z.string(), size: z.int(), digest })),
        changedAt: instant,
        officer: officerId,
        stage: z.enum(['composing', 'approving', 'approved']),
      }),
    ),
  }),
  empty: { drafts: [] },
};

export interface DraftsPaper {
  list(): readonly Draft[];
  find(id: ReplyId): Draft | undefined;
  save(draft: Draft): Promise<void>;
  delete(id: ReplyId): Promise<void>;
  keepAttachment(bytes: Uint8Array): Promise<Digest>;
  readAttachment(digest: Digest): Promise<Uint8Array>;
}

/** Attachments lie in files beside the paper until the reply is signed: a draft may be thrown away, the archive forgets nothing. */
export function draftsPaper(paper: Paper<StoredDrafts>, folder: string): DraftsPaper {
  const fileOf = (digest: Digest) => path.join(folder, digest);
  const without = (id: ReplyId) => paper.content.drafts.filter((draft) => draft.id !== id);

  async function replace(id: ReplyId, next: readonly Draft[]): Promise<void> {
    const before = paper.content.drafts.find((draft) => draft.id === id)?.attachments ?? [];
    await paper.change(() => ({ drafts: next }));
    const used = new Set(paper.content.drafts.flatMap((draft) => draft.attachments.map((attachment) => attachment.digest)));
    for (const { digest } of before) if (!used.has(digest)) await rm(fileOf(digest), { force: true });
  }

  return {
    list: () => paper.content.drafts,
    find: (id) => paper.content.drafts.find((draft) => draft.id === id),
    save: (draft) => replace(draft.id, [...without(draft.id), draft]),
    delete: (id) => replace(id, without(id)),
    async keepAttachment(bytes) {
      const digest = createHash('sha256').update(bytes).digest('hex') as Digest;
      await placeDurably(fileOf(digest), bytes);
      return digest;
    },
    async readAttachment(digest) {
      const bytes = await readFile(fileOf(digest)).catch((cause: unknown) => {
        throw new ReceptionError('object-missing', 'An attachment of the draft is gone. Remove it and attach it again.', { cause });
      });
      if (createHash('sha256').update(bytes).digest('hex') !== digest) throw new ReceptionError('archive-damaged', 'An attachment of the draft is damaged. Remove it and attach it again.');
      return new Uint8Array(bytes);
    },
  };
}
