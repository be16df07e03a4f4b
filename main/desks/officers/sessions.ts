import type { OfficerId } from '../../domain/identifiers.ts';

/** Who is signed in at which window, until the lock time passes without an act. */
export interface Sessions {
  at(window: number): OfficerId | undefined;
  begin(window: number, officer: OfficerId): void;
  touch(window: number): void;
  end(window: number): Promise<void>;
  onEnded(listener: (window: number) => void): () => void;
  close(): void;
}

export type SessionsParts = {
  readonly now: () => number;
  readonly lockAfterMinutes: () => number;
  /** Journals the end. */
  readonly ended: (officer: OfficerId) => Promise<void>;
};

const MINUTE = 60_000;
const LOOK_EVERY = 10_000;

export function openSessions({ now, lockAfterMinutes, ended }: SessionsParts): Sessions {
  const seats = new Map<number, { officer: OfficerId; lastActAt: number }>();
  const listeners = new Set<(window: number) => void>();
  const expired = (seat: { lastActAt: number }) => now() - seat.lastActAt >= lockAfterMinutes() * MINUTE;

  async function end(window: number): Promise<void> {
    const seat = seats.get(window);
    if (!seat) return;
    // The seat is empty before anything else can fail: a session that cannot be journalled must still end.
    seats.delete(window);
    for (const listener of listeners) listener(window);
    await ended(seat.officer);
  }

  const look = setInterval(() => {
    for (const [window, seat] of seats) if (expired(seat)) end(window).catch(() => undefined);
  }, LOOK_EVERY);
  look.unref();

  return {
    at(window) {
      const seat = seats.get(window);
      if (!seat) return undefined;
      if (!expired(seat)) return seat.officer;
      end(window).catch(() => undefined);
      return undefined;
    },
    begin: (window, officer) => void seats.set(window, { officer, lastActAt: now() }),
    touch(window) {
      const seat = seats.get(window);
      if (seat) seat.lastActAt = now();
    },
    end,
    onEnded(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    close: () => clearInterval(look),
  };
}
