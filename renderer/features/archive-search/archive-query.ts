import type { Day, SearchHitKind, SearchQuery } from '../../../preload/contract.ts';
import { startOfDay } from '../../app/format.ts';

/** A search as its address holds it, and as it is saved. */
export type ArchiveQuery = { readonly text: string; readonly from?: Day; readonly to?: Day; readonly kinds: readonly SearchHitKind[] };

export const hitKinds: readonly SearchHitKind[] = ['submission', 'reply', 'receipt'];

export function readQuery(params: Readonly<Record<string, string | undefined>>): ArchiveQuery {
  return {
    text: params['text'] ?? '',
    ...(isDay(params['from']) ? { from: params['from'] } : {}),
    ...(isDay(params['to']) ? { to: params['to'] } : {}),
    kinds: hitKinds.filter((kind) => (params['kinds'] ?? '').split(' ').includes(kind)),
  };
}

export function writeQuery({ text, from, to, kinds }: ArchiveQuery): { text: string | undefined; from: string | undefined; to: string | undefined; kinds: string | undefined } {
  return { text: text || undefined, from, to, kinds: kinds.length === 0 ? undefined : kinds.join(' ') };
}

export function savedForm(query: ArchiveQuery): string {
  const set = Object.entries(writeQuery(query)).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return new URLSearchParams(set).toString();
}

export function fromSaved(saved: string): ArchiveQuery {
  return readQuery(Object.fromEntries(new URLSearchParams(saved)));
}

/** The question to the station; both days are included. */
export function questionOf({ text, from, to, kinds }: ArchiveQuery, limit: number): SearchQuery {
  return {
    text: text.trim(),
    ...(from === undefined ? {} : { from: startOfDay(from) }),
    ...(to === undefined ? {} : { to: startOfDay(to, 1) }),
    ...(kinds.length === 0 ? {} : { kinds }),
    offset: 0,
    limit,
  };
}

function isDay(text: string | undefined): text is Day {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text);
}
