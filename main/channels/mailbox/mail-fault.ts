import { isReceptionError, ReceptionError } from '../../domain/errors.ts';

/** What imapflow and nodemailer put on their errors, as far as it is read here. */
type LibraryError = Error & {
  readonly code?: string;
  readonly authenticationFailed?: boolean;
  readonly serverResponseCode?: string;
  readonly responseStatus?: string;
  readonly responseText?: string;
  readonly responseCode?: number;
  readonly response?: unknown;
  readonly mailboxMissing?: boolean;
};

const CERTIFICATE_CODES = /^(?:CERT_|DEPTH_ZERO|SELF_SIGNED|UNABLE_TO_|ERR_TLS_CERT|HOSTNAME_MISMATCH|INVALID_CA|PATH_LENGTH)/;

/** Removes the passwords of an account, plain and as they travel, from a text that a server or library wrote. */
export type Scrub = (text: string) => string;

export function scrubber(accounts: readonly { readonly user?: string | undefined; readonly password?: string | undefined }[]): Scrub {
  const secrets = accounts.flatMap(({ user = '', password = '' }) =>
    password === '' ? [] : [password, base64(password), base64(`\0${user}\0${password}`)],
  );
  return (text) => secrets.reduce((clean, secret) => clean.replaceAll(secret, '•••'), text).slice(0, 500);
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}

/** An answer or silence of the IMAP server in the port's terms. The library's own error stays behind: it may hold the log-in. */
export function imapFault(error: unknown, host: string, scrub: Scrub): ReceptionError {
  if (isReceptionError(error)) return error;
  const fault = error as LibraryError;
  const words = scrub(fault.responseText ?? fault.message ?? 'unknown');
  if (isCertificateFault(fault)) return certificateFault(host, fault, scrub);
  if (fault.authenticationFailed === true && !isPassing(fault)) {
    return refused(`The mail server ${host} did not accept user name and password`, host, words);
  }
  if (fault.mailboxMissing === true) return refused(`The mail server ${host} has no such folder`, host, words);
  if (fault.responseStatus !== undefined) return isPassing(fault) ? putOff(host, words) : refused(`The mail server ${host} refused`, host, words);
  return unreachable(host, words);
}

/** The same for SMTP: 4yz and silence may come right by themselves, 5yz will not (RFC 5321, 4.2.1). */
export function smtpFault(error: unknown, host: string, scrub: Scrub): ReceptionError {
  if (isReceptionError(error)) return error;
  const fault = error as LibraryError;
  const words = scrub(typeof fault.response === 'string' ? fault.response : (fault.message ?? 'unknown'));
  if (isCertificateFault(fault)) return certificateFault(host, fault, scrub);
  const code = fault.responseCode;
  if (code !== undefined && code >= 500 && code !== 503) return refused(`The mail server ${host} refused`, host, words);
  const unheard = code === undefined && (fault.code === 'EENVELOPE' || fault.code === 'EMESSAGE' || fault.code === 'ENOAUTH');
  if (unheard) return refused(`The mail for ${host} cannot be sent`, host, words);
  return code === undefined ? unreachable(host, words) : putOff(host, words);
}

function isPassing(fault: LibraryError): boolean {
  return ['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'OVERQUOTA'].includes(fault.serverResponseCode ?? '');
}

function isCertificateFault(fault: LibraryError): boolean {
  const inner = (fault as { cause?: { code?: string } }).cause?.code;
  return [fault.code, inner].some((code) => code !== undefined && CERTIFICATE_CODES.test(code)) || /certificate/i.test(fault.message ?? '');
}

function certificateFault(host: string, fault: LibraryError, scrub: Scrub): ReceptionError {
  return refused(`The certificate of ${host} is not trusted`, host, scrub(fault.message));
}

function refused(what: string, host: string, words: string): ReceptionError {
  return new ReceptionError('channel-refused', `${what}: ${words}`, { details: { host, answer: words } });
}

function unreachable(host: string, words: string): ReceptionError {
  return new ReceptionError('channel-unreachable', `The mail server ${host} cannot be reached: ${words}`, { details: { host, answer: words } });
}

function putOff(host: string, words: string): ReceptionError {
  return new ReceptionError('channel-unreachable', `The mail server ${host} asks to try later: ${words}`, { details: { host, answer: words } });
}
