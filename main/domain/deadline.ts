import type { Day, Instant } from './identifiers.ts';
import { instantOf } from './identifiers.ts';

export type Calendar = {
  /** Minutes east of UTC of the authority's office. */
  readonly offsetMinutes: number;
  /** Days off besides Saturdays and Sundays. */
  readonly holidays: readonly Day[];
  /** Weekend days that are worked. */
  readonly workdays?: readonly Day[];
};

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function dayOf(instant: Instant, offsetMinutes: number): Day {
  return new Date(Date.parse(instant) + offsetMinutes * MINUTE).toISOString().slice(0, 10) as Day;
}

export function isWorkingDay(day: Day, calendar: Calendar): boolean {
  if (calendar.workdays?.includes(day)) return true;
  if (calendar.holidays.includes(day)) return false;
  const weekday = new Date(`${day}T00:00:00Z`).getUTCDay();
  return weekday !== 0 && weekday !== 6;
}

export function addHours(from: Instant, hours: number): Instant {
  return instantOf(Date.parse(from) + hours * HOUR);
}

/** The last millisecond of the day that lies `days` calendar days after `from`. */
export function addDays(from: Instant, days: number, calendar: Calendar): Instant {
  return endOfDay(shift(dayOf(from, calendar.offsetMinutes), days), calendar);
}

/** The last millisecond of the n-th working day after `from`; the day itself does not count (art. 6.1 НК РФ). */
export function addWorkingDays(from: Instant, days: number, calendar: Calendar): Instant {
  let day = dayOf(from, calendar.offsetMinutes);
  for (let left = days; left > 0; ) {
    day = shift(day, 1);
    if (isWorkingDay(day, calendar)) left--;
  }
  return endOfDay(day, calendar);
}

function shift(day: Day, days: number): Day {
  return new Date(Date.parse(`${day}T00:00:00Z`) + days * DAY).toISOString().slice(0, 10) as Day;
}

function endOfDay(day: Day, calendar: Calendar): Instant {
  return instantOf(Date.parse(`${day}T00:00:00Z`) + DAY - 1 - calendar.offsetMinutes * MINUTE);
}
