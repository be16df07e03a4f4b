import { setTimeout as pause } from 'node:timers/promises';
import type { ImapFlow } from 'imapflow';
import type { MailboxSettings } from '../settings.ts';
import { connectImap } from './imap-connection.ts';
import type { Scrub } from './mail-fault.ts';

const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 5 * 60 * 1000;

/**
 * A line of its own that idles (RFC 2177), replaced with growing pauses when it breaks; besides, a hint every
 * pollSeconds, because a half-open line is noticed late and some servers cannot idle.
 */
export function watchMail(settings: MailboxSettings, scrub: Scrub, hint: () => void): () => Promise<void> {
  const stop = new AbortController();
  const timer = setInterval(hint, settings.pollSeconds * 1000);
  timer.unref();
  const watching = keepWatching(settings, scrub, hint, stop.signal);
  return async () => {
    clearInterval(timer);
    stop.abort();
    await watching;
  };
}

async function keepWatching(settings: MailboxSettings, scrub: Scrub, hint: () => void, signal: AbortSignal): Promise<void> {
  for (let failures = 0; !signal.aborted; failures += 1) {
    const begun = Date.now();
    await idleUntilBroken(settings, scrub, hint, signal).catch(() => undefined);
    if (Date.now() - begun > LONGEST_PAUSE) failures = 0;
    await pause(pauseBeforeReconnect(failures), undefined, { signal, ref: false }).catch(() => undefined);
  }
}

/** Milliseconds: doubles up to five minutes, spread by half so that many stations do not return at once. */
export function pauseBeforeReconnect(failures: number, random: () => number = Math.random): number {
  return Math.min(LONGEST_PAUSE, FIRST_PAUSE * 2 ** Math.min(failures, 20)) * (0.5 + random() / 2);
}

async function idleUntilBroken(settings: MailboxSettings, scrub: Scrub, hint: () => void, signal: AbortSignal): Promise<void> {
  const client: ImapFlow = await connectImap(settings, scrub, signal);
  const close = (): void => client.close();
  signal.addEventListener('abort', close, { once: true });
  try {
    await client.mailboxOpen(settings.imap.folder, { readOnly: true });
    client.on('exists', hint);
    hint();
    while (client.usable && !signal.aborted) {
      if ((await client.idle()) === false) return;
      await pause(50, undefined, { ref: false });
    }
  } finally {
    signal.removeEventListener('abort', close);
    client.close();
  }
}
