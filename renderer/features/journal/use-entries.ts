import { useCallback, useEffect, useRef, useState } from 'react';
import type { JournalEntry, JournalQuery, WireError } from '../../../preload/contract.ts';
import { asWireError, call, useStation } from '../../app/station-api.ts';
import type { GridSource } from '../../components/index.ts';

export type JournalFilter = Omit<JournalQuery, 'before' | 'limit'>;

const PAGE = 200;
type Older = { readonly key: string; readonly entries: readonly JournalEntry[]; readonly officers: Readonly<Record<string, string>>; readonly ended: boolean; readonly error: WireError | undefined };

/**
 * The journal from its newest entry down. The top page stays fresh; older ones are asked for when the table
 * comes near the end, and never change, so they are asked for once. While the person has scrolled down,
 * what is new waits above.
 */
export function useEntries(filter: JournalFilter) {
  const key = JSON.stringify(filter);
  const top = useStation('journal.page', { ...filter, limit: PAGE });
  const [older, setOlder] = useState<Older>(() => nothing(key));
  const [held, setHeld] = useState<{ key: string; newest: number }>();
  const below = older.key === key ? older : nothing(key);
  const seen = useRef<readonly JournalEntry[]>([]);

  const all = join(top.data?.entries ?? [], below.entries, seen.current, key);
  const kept = held?.key === key ? all.filter(({ seq }) => seq <= held.newest) : all;
  const ended = below.ended || (top.data !== undefined && top.data.entries.length < PAGE);
  const asking = useRef(false);
  const oldest = all.at(-1)?.seq;
  seen.current = all;

  const more = useCallback(async () => {
    if (asking.current || ended || oldest === undefined) return;
    asking.current = true;
    try {
      const page = await call('journal.page', { ...(JSON.parse(key) as JournalFilter), before: oldest, limit: PAGE });
      setOlder((was) => {
        const before = was.key === key ? was : nothing(key);
        return { key, entries: join(before.entries, page.entries, [], key), officers: { ...before.officers, ...page.officers }, ended: page.entries.length < PAGE, error: undefined };
      });
    } catch (error) {
      setOlder((was) => ({ ...(was.key === key ? was : nothing(key)), error: asWireError(error) }));
    } finally {
      asking.current = false;
    }
  }, [key, oldest, ended]);

  const count = kept.length;
  const show = useCallback((_first: number, last: number) => void (last > count - 60 && more()), [count, more]);
  const newest = all[0]?.seq;
  const latest = useRef(newest);
  useEffect(() => void (latest.current = newest), [newest]);
  const hold = useCallback((wanted: boolean) => setHeld((was) => (!wanted ? undefined : was?.key === key || latest.current === undefined ? was : { key, newest: latest.current })), [key]);
  const source: GridSource<JournalEntry> = {
    total: count,
    rowAt: (index) => kept[index],
    loading: top.loading,
    error: top.error ?? below.error,
    again: top.again,
    show,
    hold,
    arrivals: all.length - count,
    question: key,
  };
  return { source, officers: { ...below.officers, ...top.data?.officers }, ended };
}

function nothing(key: string): Older {
  return { key, entries: [], officers: {}, ended: false, error: undefined };
}

const belongs = new WeakMap<readonly JournalEntry[], string>();

/** One list without doubles, newest first. What slipped off the top page since is kept from before. */
export function join(top: readonly JournalEntry[], below: readonly JournalEntry[], before: readonly JournalEntry[], key: string): readonly JournalEntry[] {
  const bySeq = new Map<number, JournalEntry>();
  const lists = top.length > 0 && belongs.get(before) === key ? [before, below, top] : [below, top];
  for (const list of lists) for (const entry of list) bySeq.set(entry.seq, entry);
  const joined = [...bySeq.values()].sort((one, other) => other.seq - one.seq);
  belongs.set(joined, key);
  return joined;
}
