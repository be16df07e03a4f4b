import { describe, expect, it } from 'vitest';
import { addDays, addHours, addWorkingDays, dayOf } from './deadline.ts';
import type { Day, Instant } from './identifiers.ts';

const moscow = { offsetMinutes: 180, holidays: ['2026-11-04' as Day] };
const at = (text: string) => text as Instant;

describe('deadlines', () => {
  it('counts hours from the instant itself', () => {
    expect(addHours(at('2026-11-20T20:00:00.000Z'), 4)).toBe('2026-11-21T00:00:00.000Z');
  });
  it('ends a working-day limit with the last millisecond of the office day, over the weekend', () => {
    expect(addWorkingDays(at('2026-11-20T08:00:00.000Z'), 1, moscow)).toBe('2026-11-23T20:59:59.999Z');
  });
  it('takes the day of the office, not of Greenwich', () => {
    expect(dayOf(at('2026-11-20T22:30:00.000Z'), 180)).toBe('2026-11-21');
  });
  it('passes over holidays', () => {
    expect(addWorkingDays(at('2026-11-03T08:00:00.000Z'), 1, moscow)).toBe('2026-11-05T20:59:59.999Z');
  });
  it('works on a transferred Saturday', () => {
    const calendar = { ...moscow, workdays: ['2026-11-21' as Day] };
    expect(addWorkingDays(at('2026-11-20T08:00:00.000Z'), 1, calendar)).toBe('2026-11-21T20:59:59.999Z');
  });
  it('counts calendar days for letters', () => {
    expect(addDays(at('2026-11-20T08:00:00.000Z'), 30, moscow)).toBe('2026-12-20T20:59:59.999Z');
  });
});
