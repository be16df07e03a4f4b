import type { Instant, JournalEntry, SessionId, SessionView } from '../../../preload/contract.ts';

export type SessionRow = {
  readonly id: SessionId;
  readonly by?: SessionView['by'];
  readonly startedAt?: Instant;
  readonly endedAt?: Instant;
  readonly collected: number;
  readonly doubled: number;
  readonly dispatched: number;
  readonly failed: number;
  /** broken: it began and its end was never journalled. */
  readonly end: 'ended' | 'stopped' | 'running' | 'broken';
};

/** Beginnings and ends of the journal, newest first, put together. `running` is the session that goes on now. */
export function sessionsOf(entries: readonly JournalEntry[], running: SessionId | undefined): readonly SessionRow[] {
  const rows = new Map<SessionId, SessionRow>();
  for (const entry of entries) {
    if (entry.kind === 'session-ended') {
      const { session, collected, doubled, dispatched, failed, stopped, at } = entry;
      rows.set(session, { id: session, endedAt: at, collected, doubled, dispatched, failed, end: stopped ? 'stopped' : 'ended' });
    } else if (entry.kind === 'session-started') {
      const none = { id: entry.session, collected: 0, doubled: 0, dispatched: 0, failed: 0, end: entry.session === running ? ('running' as const) : ('broken' as const) };
      rows.set(entry.session, { ...(rows.get(entry.session) ?? none), by: entry.by, startedAt: entry.at });
    }
  }
  return [...rows.values()];
}
