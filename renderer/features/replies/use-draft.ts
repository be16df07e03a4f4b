import { useCallback, useEffect, useRef, useState } from 'react';
import type { Digest, FileBytes, ReplyDraft, ReplyId, ReplyKind, SubmissionId, WireError } from '../../../preload/contract.ts';
import { asWireError, call, stationApi } from '../../app/station-api.ts';
import { useSend } from '../../app/store.ts';

export type DraftFields = {
  readonly id: ReplyId;
  readonly submission?: SubmissionId;
  readonly kind: ReplyKind;
  readonly toTaxNumber: string;
  readonly toName: string;
  readonly subject: string;
  readonly text: string;
};

export type Draft = {
  readonly fields: DraftFields;
  readonly attachments: ReplyDraft['attachments'];
  readonly state: 'untouched' | 'changed' | 'saving' | 'saved' | 'failed';
  readonly savedAt: number | undefined;
  readonly error: WireError | undefined;
  readonly change: (part: Partial<DraftFields>) => void;
  readonly attach: (files: readonly FileBytes[]) => void;
  readonly detach: (digest: Digest) => void;
  /** Resolves when everything typed so far is at the station; false when it could not be saved. */
  readonly settle: () => Promise<boolean>;
};

/** So long after the last key the draft goes to the station. */
const restMs = 700;

/** A reply that is being written: saves itself, one save after the other, and at the latest when it leaves the screen. */
export function useDraft(begin: DraftFields, attachedBefore: ReplyDraft['attachments'], known: boolean): Draft {
  const send = useSend();
  const [fields, setFields] = useState(begin);
  const [attachments, setAttachments] = useState(attachedBefore);
  const [status, setStatus] = useState<Pick<Draft, 'state' | 'savedAt' | 'error'>>({ state: known ? 'saved' : 'untouched', savedAt: undefined, error: undefined });
  const latest = useRef(fields);
  const dirty = useRef(false);
  const timer = useRef<number | undefined>(undefined);
  const queue = useRef<Promise<boolean>>(Promise.resolve(true));

  const save = useCallback(
    (more: { readonly add?: readonly FileBytes[]; readonly remove?: readonly Digest[] } = {}) => {
      window.clearTimeout(timer.current);
      const one = async () => {
        dirty.current = false;
        setStatus((was) => ({ ...was, state: 'saving' }));
        try {
          const saved = await call('replies.saveDraft', { draft: latest.current, ...more });
          setAttachments(saved.attachments);
          setStatus({ state: dirty.current ? 'changed' : 'saved', savedAt: Date.now(), error: undefined });
          return true;
        } catch (error) {
          dirty.current = true;
          setStatus((was) => ({ ...was, state: 'failed', error: asWireError(error) }));
          return false;
        }
      };
      queue.current = queue.current.then(one);
      return queue.current;
    },
    [],
  );
  const change = useCallback(
    (part: Partial<DraftFields>) => {
      latest.current = { ...latest.current, ...part };
      dirty.current = true;
      setFields(latest.current);
      setStatus((was) => ({ ...was, state: 'changed' }));
      window.clearTimeout(timer.current);
      timer.current = window.setTimeout(() => void save(), restMs);
    },
    [save],
  );
  const settle = useCallback(() => (dirty.current ? save() : queue.current), [save]);
  useEffect(
    () => () => {
      if (dirty.current) void save();
      void queue.current.then(() => send(stationApi.util.invalidateTags(['Replies'])));
    },
    [save, send],
  );
  return {
    fields,
    attachments,
    ...status,
    change,
    attach: (add) => void save({ add }),
    detach: (digest) => void save({ remove: [digest] }),
    settle,
  };
}

export function newReplyId(): ReplyId {
  return crypto.randomUUID() as ReplyId;
}
