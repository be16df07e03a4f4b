import type { SubmissionId, SubmissionSummary } from '../../../preload/contract.ts';
import type { GridSource } from '../../components/index.ts';

/** The order in which the list last stood, around the card that was opened from it. */
let order: readonly SubmissionId[] = [];

export function rememberOrder(source: GridSource<SubmissionSummary>, opened: SubmissionId): void {
  const ids: SubmissionId[] = [];
  for (let i = 0; i < Math.min(source.total, 20_000); i++) {
    const row = source.rowAt(i);
    if (row !== undefined) ids.push(row.id);
  }
  order = ids.includes(opened) ? ids : [];
}

export function neighbour(id: SubmissionId, by: 1 | -1): SubmissionId | undefined {
  const at = order.indexOf(id);
  return at < 0 ? undefined : order[at + by];
}
