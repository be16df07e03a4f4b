import { expect, test } from 'vitest';
import type { Report } from '../../../preload/contract.ts';
import { figuresOf, withEmptyDays } from './figures.ts';

test('what was entered was accepted, and the parts make the whole', () => {
  const byState = [
    { state: 'accepted', count: 5 },
    { state: 'entered', count: 3 },
    { state: 'refused', count: 2 },
    { state: 'deciding', count: 1 },
  ] as Report['byState'];
  expect(figuresOf({ byState })).toEqual({ all: 11, accepted: 8, refused: 2, other: 1 });
});

test('days on which nothing came are shown as nothing', () => {
  const row = (day: string) => ({ day, accepted: 1, refused: 0, other: 0 }) as Report['byDay'][number];
  const days = withEmptyDays([row('2026-02-27'), row('2026-03-02')]);
  expect(days.map(({ day, accepted }) => [day, accepted])).toEqual([['2026-02-27', 1], ['2026-02-28', 0], ['2026-03-01', 0], ['2026-03-02', 1]]);
  expect(withEmptyDays([])).toEqual([]);
});
