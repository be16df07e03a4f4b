import { expect, test } from 'vitest';
import type { NeedsActionItem } from '../../../preload/contract.ts';
import { actsOf, grouped, idOf } from './needs-action.ts';

const item = (part: object) => ({ what: 'decide', at: '2026-11-22T07:00:00.000Z', title: 'x', reason: 'y', ...part }) as NeedsActionItem;
const everything = () => true;

test('the nearest deadline stands first, and groups come in the order of harm', () => {
  const groups = grouped([
    item({ what: 'held-dispatch', dispatch: 'x' }),
    item({ what: 'overdue', submission: 'late', dueAt: '2026-11-21T00:00:00.000Z' }),
    item({ what: 'overdue', submission: 'later', dueAt: '2026-11-20T00:00:00.000Z' }),
  ]);
  expect(groups.map(({ what }) => what)).toEqual(['overdue', 'held-dispatch']);
  expect(groups[0]!.items.map(({ submission }) => submission)).toEqual(['later', 'late']);
});

test('what the officer may not do is not offered', () => {
  const held = item({ what: 'held-delivery', delivery: 'd' });
  expect(actsOf(held, everything)).toEqual(['retry', 'set-aside']);
  expect(actsOf(held, () => false)).toEqual([]);
  expect(actsOf(item({ what: 'held-dispatch', dispatch: 'x', submission: 's' }), everything)).toEqual(['retry', 'open', 'give-up']);
  expect(actsOf(item({ what: 'decide', submission: 's' }), () => false)).toEqual(['open']);
});

test('the same submission in two groups is two rows', () => {
  expect(idOf(item({ what: 'decide', submission: 's' }))).not.toBe(idOf(item({ what: 'overdue', submission: 's' })));
});
