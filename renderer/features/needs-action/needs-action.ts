import type { NeedsActionItem } from '../../../preload/contract.ts';

/** The order in which people should look: what hurts a subscriber first. */
export const groups = ['overdue', 'due-soon', 'decide', 'quarantined', 'held-delivery', 'held-dispatch'] as const satisfies readonly NeedsActionItem['what'][];

export type Group = { readonly what: NeedsActionItem['what']; readonly items: readonly NeedsActionItem[] };

/** Groups that hold something, the nearest deadline (else the longest wait) first in each. */
export function grouped(items: readonly NeedsActionItem[]): readonly Group[] {
  return groups
    .map((what) => ({ what, items: items.filter((item) => item.what === what).sort((one, other) => order(one).localeCompare(order(other))) }))
    .filter(({ items: some }) => some.length > 0);
}

function order({ dueAt, at }: NeedsActionItem): string {
  return dueAt ?? at;
}

export type NextAct = 'open' | 'retry' | 'set-aside' | 'give-up';

/** What a person can do about an item, the likeliest first; what the officer may not do is left out. */
export function actsOf(item: NeedsActionItem, may: (permission: 'submissions.retry' | 'exchange.run') => boolean): readonly NextAct[] {
  const acts: NextAct[] = [];
  const delivery = item.delivery !== undefined && may('submissions.retry');
  if (item.what === 'held-delivery' && delivery) acts.push('retry');
  if (item.what === 'held-dispatch' && item.dispatch !== undefined && may('exchange.run')) acts.push('retry');
  if (item.submission !== undefined) acts.push('open');
  if (item.what === 'quarantined' && delivery) acts.push('retry');
  if ((item.what === 'held-delivery' || item.what === 'quarantined') && delivery) acts.push('set-aside');
  if (item.what === 'held-dispatch' && item.dispatch !== undefined && may('exchange.run')) acts.push('give-up');
  return acts;
}

/** Stays the same while the list is asked again. */
export function idOf(item: NeedsActionItem): string {
  return [item.what, item.submission, item.delivery, item.dispatch].filter((part) => part !== undefined).join(':');
}
