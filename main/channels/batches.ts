import type { Limits } from './settings.ts';

/**
 * Cut what waits into batches, in order: many small ones together, each large one alone, because it is
 * streamed and must be read before the next.
 */
export function* batchesOf<Item extends { readonly size: number }>(
  waiting: Iterable<Item>,
  limits: Limits,
): Generator<readonly Item[]> {
  let batch: Item[] = [];
  let bytes = 0;
  for (const item of waiting) {
    const large = item.size > limits.wholeBytes;
    const full = batch.length >= limits.batchCount || bytes + item.size > limits.batchBytes;
    if (batch.length > 0 && (large || full)) {
      yield batch;
      batch = [];
      bytes = 0;
    }
    batch.push(item);
    bytes += item.size;
    if (!large) continue;
    yield batch;
    batch = [];
    bytes = 0;
  }
  if (batch.length > 0) yield batch;
}
