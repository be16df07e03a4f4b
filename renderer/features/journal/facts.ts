import type { FactKind, JournalEntry, SubmissionId } from '../../../preload/contract.ts';

export type { Fact, FactKind } from '../../../main/domain/journal-entry.ts';
export type { Reason } from '../../../main/domain/submission.ts';

/** Every kind of fact, in the groups that the filter shows. */
export const kindGroups = [
  {
    group: 'way',
    kinds: [
      'delivery-received', 'delivery-doubled', 'delivery-failed', 'delivery-held', 'delivery-retried', 'delivery-tied', 'delivery-set-aside',
      'submission-registered', 'submission-examined', 'submission-reexamined', 'submission-accepted', 'submission-refused',
      'submission-quarantined', 'submission-left-to-officer', 'submission-entered', 'submission-clarified', 'submission-noted', 'receipt-issued',
    ],
  },
  { group: 'outbox', kinds: ['dispatch-queued', 'dispatch-sent', 'dispatch-failed', 'dispatch-held', 'dispatch-retried', 'dispatch-given-up'] },
  { group: 'replies', kinds: ['reply-signed'] },
  {
    group: 'people',
    kinds: ['officer-changed', 'officer-signed-in', 'officer-signed-out', 'sign-in-refused', 'settings-changed', 'key-installed', 'trust-changed', 'subscriber-changed'],
  },
  { group: 'exchange', kinds: ['session-started', 'session-ended', 'channel-broken', 'channel-mended'] },
  { group: 'archive', kinds: ['station-created', 'seal-made', 'fixity-checked', 'backup-made', 'archive-restored', 'index-rebuilt', 'records-exported'] },
] as const satisfies readonly { readonly group: string; readonly kinds: readonly FactKind[] }[];

export const allKinds: readonly FactKind[] = kindGroups.flatMap(({ kinds }) => [...kinds]);

/** The submission that an entry speaks of, if it names one. */
export function submissionOf(entry: JournalEntry): SubmissionId | undefined {
  if ('submission' in entry && entry.submission !== undefined) return entry.submission;
  if (entry.kind === 'receipt-issued') return entry.receipt.submission;
  if (entry.kind === 'dispatch-queued') return entry.dispatch.submission;
  if (entry.kind === 'reply-signed') return entry.reply.submission;
  if (entry.kind === 'delivery-tied') return entry.tie.submission;
  return undefined;
}

export type FactRow = { readonly path: string; readonly value: string; readonly digest: boolean };

const common = new Set(['seq', 'at', 'digest', 'kind', 'officer']);
const mostRows = 200;

/** Everything an entry holds, flat, for its detail: "delivery.raw.size" and its value. */
export function factRows(entry: JournalEntry): readonly FactRow[] {
  const rows: FactRow[] = [];
  const walk = (value: unknown, path: string) => {
    if (rows.length >= mostRows || value === undefined) return;
    if (typeof value === 'object' && value !== null) {
      for (const [key, inner] of Object.entries(value)) if (path !== '' || !common.has(key)) walk(inner, path === '' ? key : `${path}.${key}`);
    } else rows.push({ path, value: String(value), digest: /^[0-9a-f]{64}$/.test(String(value)) });
  };
  walk(entry, '');
  return rows;
}
