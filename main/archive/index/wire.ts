import type { DeliveryId, Instant, SubmissionId } from '../../domain/identifiers.ts';
import { ReceptionError, type ErrorCode } from '../../domain/errors.ts';
import type { JournalEntry, NewEntry } from '../../domain/journal-entry.ts';
import type { SubmissionSummary } from '../../domain/submission.ts';
import type { Durability } from '../durable-file.ts';
import type { Migration } from './database.ts';

/** What passes between the station and the thread that owns the journal and the index. */

export type Opening = {
  readonly folder: string;
  readonly authority: string;
  readonly readOnly: boolean;
  readonly durability: Durability;
  readonly migrations: readonly Migration[];
  readonly now: number;
  readonly segmentLimit?: number;
};

export type Question =
  | { readonly id: number; readonly call: string; readonly values: readonly unknown[] }
  | { readonly id: number; readonly append: readonly NewEntry[]; readonly at: Instant }
  | { readonly id: number; readonly register: DeliveryId; readonly year: number; readonly at: Instant }
  | { readonly id: number; readonly rebuild: true }
  | { readonly id: number; readonly stop: true }
  | { readonly id: number; readonly close: true };

export type Appended = { readonly entries: readonly JournalEntry[]; readonly submissions: readonly SubmissionId[] };
export type Registered = Appended & { readonly summary: SubmissionSummary };

export type Answer =
  | { readonly id: number; readonly value: unknown }
  | { readonly id: number; readonly error: WireError }
  | { readonly id: number; readonly progress: readonly [done: number, total: number] };

export type WireError = { readonly code: ErrorCode; readonly message: string; readonly details: Record<string, string | number | boolean>; readonly stack?: string };

const sqliteFull = 13;

export function toWire(error: unknown): WireError {
  if (error instanceof ReceptionError) return { code: error.code, message: error.message, details: { ...error.details } };
  const { message, stack, errcode } = error as Error & { errcode?: number };
  const code = errcode === sqliteFull ? 'archive-full' : 'internal';
  return { code, message, details: {}, ...(stack === undefined ? {} : { stack }) };
}

export function fromWire(wire: WireError): ReceptionError {
  const cause = wire.stack === undefined ? undefined : new Error(wire.stack);
  return new ReceptionError(wire.code, wire.message, { details: wire.details, ...(cause === undefined ? {} : { cause }) });
}
