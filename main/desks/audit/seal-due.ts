import type { ArchiveStatus } from '../../domain/records.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;

/** The latest instant (milliseconds) at which the daily seal was to be made: today's hour, or yesterday's before it. */
export function latestSealTime(now: number, sealAt: string, offsetMinutes: number): number {
  const [hours = 0, minutes = 0] = sealAt.split(':').map(Number);
  const local = now + offsetMinutes * MINUTE;
  const today = Math.floor(local / DAY) * DAY + (hours * 60 + minutes) * MINUTE - offsetMinutes * MINUTE;
  return today <= now ? today : today - DAY;
}

/** A seal is due when the last one is older than the latest seal time and there is something new to seal. */
export function sealIsDue(status: Pick<ArchiveStatus, 'entries' | 'lastSealAt' | 'lastSealUpTo'>, now: number, sealAt: string, offsetMinutes: number): boolean {
  if (status.entries === 0) return false;
  if (status.lastSealAt === undefined) return true;
  // The entry that a seal itself makes is nothing new.
  if (status.entries <= (status.lastSealUpTo ?? 0) + 1) return false;
  return Date.parse(status.lastSealAt) < latestSealTime(now, sealAt, offsetMinutes);
}
