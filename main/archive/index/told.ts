import type { Delivery } from '../../domain/delivery.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import type { FactKind, JournalEntry } from '../../domain/journal-entry.ts';
import type { Receipt } from '../../domain/receipt.ts';
import type { Reply } from '../../domain/reply.ts';
import { ReceptionError } from '../../domain/errors.ts';
import type { Sql } from './database.ts';
import { entryAt } from './entries.ts';

/** What the journal told, by position: the index keeps no second copy of it. */
export type Told = {
  entry(seq: number): JournalEntry;
  delivery(seq: number): Delivery;
  receipt(seq: number): Receipt;
  dispatch(seq: number): Dispatch;
  reply(seq: number): Reply;
};

export function openTold(sql: Sql, folder: string): Told {
  const entry = (seq: number) => entryAt(sql, folder, seq);
  return {
    entry,
    delivery: (seq) => expect(entry(seq), 'delivery-received').delivery,
    receipt: (seq) => expect(entry(seq), 'receipt-issued').receipt,
    dispatch: (seq) => expect(entry(seq), 'dispatch-queued').dispatch,
    reply: (seq) => expect(entry(seq), 'reply-signed').reply,
  };
}

function expect<Kind extends FactKind>(entry: JournalEntry, kind: Kind): Extract<JournalEntry, { kind: Kind }> {
  if (entry.kind !== kind) throw new ReceptionError('archive-damaged', `Entry ${entry.seq} of the journal is not what the index says`);
  return entry as Extract<JournalEntry, { kind: Kind }>;
}
