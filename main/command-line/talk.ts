import { isReceptionError, type ErrorCode } from '../domain/errors.ts';
import type { Command } from './parse-command.ts';
import { exitCodes } from './usage.ts';

/** Where a command speaks: its one answer on standard output, everything else on standard error. */
export type Talk = {
  readonly json: boolean;
  /** The answer: one JSON value, or the lines for people. */
  answer(value: unknown, lines: readonly string[]): void;
  say(message: string): void;
  /** Progress on a terminal, in place; nothing where standard error is a file. */
  progress(done: number, total: number, what: string): void;
};

export function openTalk(json: boolean, out: NodeJS.WritableStream = process.stdout, err: NodeJS.WriteStream = process.stderr): Talk {
  return {
    json,
    answer: (value, lines) => void out.write(json ? `${JSON.stringify(value)}\n` : `${lines.join('\n')}\n`),
    say: (message) => void err.write(`${message}\n`),
    progress(done, total, what) {
      if (!err.isTTY) return;
      const percent = total > 0 ? Math.floor((done / total) * 100) : 100;
      err.write(`\r${what} ${percent} %${done >= total ? '\n' : ''}`);
    },
  };
}

export type CommandRun = (command: Command, talk: Talk, signal: AbortSignal) => Promise<number>;

const codes: Partial<Record<ErrorCode, number>> = {
  'input-invalid': exitCodes.usage,
  'archive-locked': exitCodes.locked,
  'record-missing': exitCodes.notFound,
  'object-missing': exitCodes.notFound,
  cancelled: exitCodes.interrupted,
};

export function exitCodeOf(error: unknown): number {
  return (isReceptionError(error) ? codes[error.code] : undefined) ?? exitCodes.failed;
}

/** What went wrong, as the answer of a command that was asked for JSON. */
export function errorValue(error: unknown): { error: { code: string; message: string; details: unknown } } {
  if (isReceptionError(error)) return { error: { code: error.code, message: error.message, details: error.details } };
  return { error: { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} } };
}
