import { rootCertificates } from 'node:tls';
import { ImapFlow } from 'imapflow';
import { ReceptionError } from '../../domain/errors.ts';
import type { MailboxSettings } from '../settings.ts';
import { imapFault, type Scrub } from './mail-fault.ts';

const IDLE_MILLISECONDS = 2 * 60 * 1000;
const LITERAL_BYTES = 128 * 1024 * 1024;

/**
 * One connection for one purpose: an ImapFlow is never connected twice, never reconnects by itself, and kills the
 * program if nobody listens to its errors. An aborted signal closes it at once.
 */
export async function connectImap(settings: MailboxSettings, scrub: Scrub, signal: AbortSignal): Promise<ImapFlow> {
  if (signal.aborted) throw stopped();
  const client = new ImapFlow(connectionOptions(settings));
  client.on('error', () => undefined);
  const close = (): void => client.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await client.connect();
    return client;
  } catch (error) {
    client.close();
    throw signal.aborted ? stopped() : imapFault(error, settings.imap.host, scrub);
  } finally {
    signal.removeEventListener('abort', close);
  }
}

export function stopped(): ReceptionError {
  return new ReceptionError('cancelled', 'Stopped');
}

function connectionOptions(settings: MailboxSettings): ConstructorParameters<typeof ImapFlow>[0] {
  const { host, port, secure, user, password, compress, tls } = settings.imap;
  const patience = settings.timeoutSeconds * 1000;
  return {
    host,
    port,
    secure: secure === 'tls',
    doSTARTTLS: secure === 'starttls',
    auth: { user, pass: password },
    tls: tlsOptions(tls),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
    logger: false,
    clientInfo: { name: 'Reception' },
    disableAutoIdle: true,
    disableCompression: !compress,
    maxIdleTime: Math.min(IDLE_MILLISECONDS, patience),
    connectionTimeout: patience,
    greetingTimeout: patience,
    socketTimeout: patience * 2,
    maxLiteralSize: LITERAL_BYTES,
    maxResponseSize: 2 * LITERAL_BYTES,
    maxLineLength: 16 * 1024 * 1024,
  };
}

/** A certificate authority of one's own is trusted besides the usual ones, never instead of any check. */
export function tlsOptions(tls: { ca?: string | undefined; servername?: string | undefined } | undefined): {
  rejectUnauthorized: true;
  minVersion: 'TLSv1.2';
  ca?: string[];
  servername?: string;
} {
  return {
    rejectUnauthorized: true,
    minVersion: 'TLSv1.2',
    ...(tls?.ca === undefined ? {} : { ca: [...rootCertificates, tls.ca] }),
    ...(tls?.servername === undefined ? {} : { servername: tls.servername }),
  };
}
