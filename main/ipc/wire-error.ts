import type { z } from 'zod';
import { isReceptionError } from '../domain/errors.ts';
import type { WireError } from '../../preload/contract.ts';

/** What a window is told of a failure: a code, a sentence, plain facts; never a stack, a cause or what was typed. */
export function toWire(error: unknown, log: (error: unknown) => void): WireError {
  if (isReceptionError(error) && error.code !== 'internal') return { code: error.code, message: error.message, details: error.details };
  log(error);
  return { code: 'internal', message: 'Something went wrong that the program did not foresee. It was written to the log; what you did may not have been done.', details: {} };
}

/** Says where the arguments do not hold, without repeating what they were. */
export function invalidArguments(method: string, error: z.ZodError): WireError {
  const issue = error.issues[0];
  const place = issue?.path.map(String).join('.').slice(0, 100) || 'arguments';
  return { code: 'input-invalid', message: `${place}: ${rule(issue)}`, details: { method, place } };
}

function rule(issue: z.core.$ZodIssue | undefined): string {
  if (issue?.code === 'custom' || issue?.code === 'too_small' || issue?.code === 'too_big') return issue.message;
  return issue?.code === 'unrecognized_keys' ? 'holds something unknown' : 'is not as it should be';
}
