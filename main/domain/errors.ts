/**
 * The closed union of everything that can go wrong with the station itself.
 * A fault of a submission is never one of these: it is a value in a verdict.
 */
export type ErrorCode =
  | 'archive-locked' // another program has this archive open for writing
  | 'archive-damaged' // an object or the journal does not match its digest
  | 'archive-full' // the disk took no more bytes; nothing was recorded
  | 'archive-read-only' // an earlier write failed; the station must be restarted
  | 'object-missing'
  | 'entry-conflict' // a unique fact is journalled already (a double)
  | 'entry-refused' // the journal's rules forbid this entry in this state
  | 'record-missing'
  | 'input-invalid' // what came through the door does not parse
  | 'not-signed-in'
  | 'not-permitted'
  | 'password-wrong'
  | 'account-locked'
  | 'key-missing'
  | 'key-unusable'
  | 'certificate-missing'
  | 'channel-unreachable'
  | 'channel-refused'
  | 'channel-misconfigured'
  | 'worker-failed'
  | 'worker-timeout'
  | 'settings-invalid'
  | 'backup-invalid'
  | 'session-running'
  | 'cancelled'
  | 'internal';

/** A failure of the station, with a code for programs and a message for people. */
export class ReceptionError extends Error {
  readonly code: ErrorCode;
  /** Facts for the message in the officer's language; never secrets. */
  readonly details: Readonly<Record<string, string | number | boolean>>;

  constructor(
    code: ErrorCode,
    message: string,
    options: { cause?: unknown; details?: Record<string, string | number | boolean> } = {},
  ) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = 'ReceptionError';
    this.code = code;
    this.details = options.details ?? {};
  }
}

export function isReceptionError(error: unknown, code?: ErrorCode): error is ReceptionError {
  return error instanceof ReceptionError && (code === undefined || error.code === code);
}
