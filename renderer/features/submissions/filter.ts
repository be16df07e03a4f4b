import type { Day, Instant, SubmissionFilter, SubmissionSort } from '../../../preload/contract.ts';
import { dayIn, startOfDay } from '../../app/format.ts';
import { daysOf, type Days, type Sort } from '../../components/index.ts';

/** The list's filter as it stands in the address; the same text is what a saved filter keeps. */
export type Params = Readonly<Record<string, string>>;
export type ListKey = 'states' | 'forms' | 'channels' | 'indications';

const presets = ['today', 'yesterday', 'week', 'month', 'quarter', 'year'] as const;

export function filterOf(params: Params): SubmissionFilter {
  const days = daysIn(params);
  return {
    ...listOf(params, 'states'),
    ...listOf(params, 'forms'),
    ...listOf(params, 'channels'),
    ...listOf(params, 'indications'),
    ...(days.from === undefined ? {} : { from: startOfDay(days.from) }),
    ...(days.to === undefined ? {} : { to: startOfDay(days.to, 1) }),
    ...(params['due'] === undefined ? {} : { dueBefore: endOfToday() }),
    ...(params['text'] === undefined ? {} : { text: params['text'] }),
    ...(params['taxNumber'] === undefined ? {} : { taxNumber: params['taxNumber'] }),
  };
}

export function endOfToday(): Instant {
  return startOfDay(dayIn(Date.now()), 1);
}

function listOf(params: Params, key: ListKey): SubmissionFilter {
  return params[key] === undefined ? {} : { [key]: params[key].split(',') };
}

export function has(params: Params, key: ListKey, value: string): boolean {
  return params[key]?.split(',').includes(value) ?? false;
}

/** The parameter with a value put in or taken out; undefined when none is left. */
export function toggled(params: Params, key: ListKey, value: string): string | undefined {
  const now = params[key]?.split(',') ?? [];
  const next = now.includes(value) ? now.filter((one) => one !== value) : [...now, value];
  return next.length === 0 ? undefined : next.join(',');
}

/** "today" stays today tomorrow; days of one's own are kept as they are. */
export function daysIn(params: Params): Days {
  const name = presets.find((preset) => preset === params['days']);
  if (name !== undefined) return daysOf(name);
  return { ...(params['from'] === undefined ? {} : { from: params['from'] as Day }), ...(params['to'] === undefined ? {} : { to: params['to'] as Day }) };
}

export function paramsOfDays(days: Days): Record<string, string | undefined> {
  const name = presets.find((preset) => daysOf(preset).from === days.from && daysOf(preset).to === days.to);
  return name === undefined ? { days: undefined, from: days.from, to: days.to } : { days: name, from: undefined, to: undefined };
}

export function sortOf(params: Params): Sort & { readonly by: SubmissionSort } {
  const text = params['sort'] ?? '-receivedAt';
  return { by: text.replace('-', '') as SubmissionSort, descending: text.startsWith('-') };
}

export const filterKeys = ['states', 'forms', 'channels', 'indications', 'days', 'from', 'to', 'due', 'text', 'taxNumber'] as const;

export function isFiltered(params: Params): boolean {
  return filterKeys.some((key) => params[key] !== undefined);
}

/** What a saved filter keeps. */
export function queryOf(params: Params): string {
  return new URLSearchParams(filterKeys.flatMap((key) => (params[key] === undefined ? [] : [[key, params[key]]]))).toString();
}
