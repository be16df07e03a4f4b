import { ReceptionError, isReceptionError, type ErrorCode } from '../domain/errors.ts';
import { ORIGIN } from './renderer-files.ts';

export type WireError = { readonly code: ErrorCode; readonly message: string; readonly details: Readonly<Record<string, string | number | boolean>> };
export type WireAnswer = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly error: WireError };

/** Who calls: a frame as Electron describes it; null when it is gone already. */
type Frame = { readonly url: string; readonly parent: unknown } | null;

/** Lets in only the program's own page, and no frame within it. Throws not-permitted. */
export function letIn(frame: Frame): void {
  if (frame !== null && frame.parent === null && frame.url.startsWith(`${ORIGIN}/`)) return;
  throw new ReceptionError('not-permitted', 'The station answers only its own page.');
}

/** What a method does, as an answer that can cross to the page: errors lose their class on the way. */
export async function answering(act: () => Promise<unknown>): Promise<WireAnswer> {
  try {
    return { ok: true, value: await act() };
  } catch (error) {
    return { ok: false, error: toWire(error) };
  }
}

function toWire(error: unknown): WireError {
  if (isReceptionError(error)) return { code: error.code, message: error.message, details: error.details };
  // Not foreseen: the trace is for whoever mends it, and stays on this side.
  console.error(error);
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} };
}
