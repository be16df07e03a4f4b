import { shallowEqual } from 'react-redux';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';
import type { Arguments, Page, Result, WireError } from '../../preload/contract.ts';
import { answerOf, ask, type Question } from '../app/station-api.ts';
import { useSend, useStore } from '../app/store.ts';

/** Where a grid's rows come from: a window on many at the station, or a short list at hand. */
export type GridSource<Row> = {
  readonly total: number;
  readonly rowAt: (index: number) => Row | undefined;
  readonly loading: boolean;
  readonly error: WireError | undefined;
  readonly again: () => void;
  /** The grid tells which rows are in sight. */
  readonly show: (first: number, last: number) => void;
  /** While held, what arrives at the top waits, and `arrivals` counts it. */
  readonly hold: (held: boolean) => void;
  readonly arrivals: number;
  /** Changes when the rows answer another question; then the grid begins at the top. */
  readonly question: string;
};

type PagedQuestion = { [Key in Question]: Result<Key> extends Page<unknown> ? Key : never }[Question];
type RowOf<M extends PagedQuestion> = Result<M> extends Page<infer Row> ? Row : never;

const PAGE = 100;

/**
 * Pages of a question of the station, kept fresh by its events.
 * `question` holds everything but offset and limit; another question starts from the top.
 */
export function useStationRows<M extends PagedQuestion>(method: M, question: Omit<Arguments<M>, 'offset' | 'limit'>): GridSource<RowOf<M>> {
  const send = useSend();
  const key = JSON.stringify(question);
  const [range, setRange] = useState({ key, first: 0, last: 0 });
  const [held, setHeld] = useState<{ key: string; total: number } | undefined>();
  const near = range.key === key ? range : { first: 0, last: 0 };
  const pages = useMemo(() => pagesOf(near.first, near.last), [near.first, near.last]);
  const argsOf = useCallback((page: number) => ({ ...JSON.parse(key), offset: page * PAGE, limit: PAGE }) as Arguments<M>, [key]);

  useEffect(() => {
    const asked = pages.map((page) => send(ask(method, argsOf(page)) as never) as unknown as { unsubscribe: () => void });
    return () => asked.forEach((one) => one.unsubscribe());
  }, [send, method, argsOf, pages]);

  const answers = useStore((state) => pages.map((page) => answerOf(state as never, method, argsOf(page)).data), shallowEqual) as (Page<RowOf<M>> | undefined)[];
  const error = useStore((state) => answerOf(state as never, method, argsOf(0)).error);
  const seen = useRef<{ key: string; total: number; pages: Map<number, readonly RowOf<M>[]> }>(undefined);
  seen.current = settle(seen.current, key, pages, answers);
  const { total, pages: rows } = seen.current;

  const kept = held?.key === key && !(seen.current.key !== key) ? Math.min(held.total, total) : undefined;
  const arrivals = kept === undefined ? 0 : total - kept;
  const rowAt = useCallback((index: number) => rows.get(Math.floor((index + arrivals) / PAGE))?.[(index + arrivals) % PAGE], [rows, arrivals]);
  const show = useCallback(
    (first: number, last: number) => {
      const next = { key, first: Math.floor((first + arrivals) / PAGE), last: Math.floor((last + arrivals) / PAGE) };
      setRange((was) => (was.key === key && was.first === next.first && was.last === next.last ? was : next));
    },
    [key, arrivals],
  );
  const latest = useRef({ total, key });
  latest.current = { total, key };
  const hold = useCallback((wanted: boolean) => setHeld((was) => (!wanted ? undefined : was?.key === latest.current.key ? was : { ...latest.current })), []);
  const again = useCallback(() => pages.forEach((page) => void send(ask(method, argsOf(page)) as never)), [send, method, argsOf, pages]);
  return { total: total - arrivals, rowAt, loading: seen.current.key !== key && error === undefined, error, again, show, hold, arrivals, question: key };
}

/** A list at hand. */
export function useRows<Row>(rows: readonly Row[] | undefined, asked?: { readonly error: WireError | undefined; readonly again: () => void }): GridSource<Row> {
  const none = useCallback(() => undefined, []);
  const rowAt = useCallback((index: number) => rows?.[index], [rows]);
  return { total: rows?.length ?? 0, rowAt, loading: rows === undefined && asked?.error === undefined, error: asked?.error, again: asked?.again ?? none, show: none, hold: none, arrivals: 0, question: '' };
}

/** The first page always (its total counts arrivals), and those in sight. */
function pagesOf(first: number, last: number): readonly number[] {
  const found = new Set([0]);
  for (let page = first; page <= last; page++) found.add(page);
  return [...found];
}

/**
 * Pages are asked again one by one; until all of them agree on the total, those of before stay in sight,
 * so that no row shows twice or flickers while the answers come in.
 */
function settle<Row>(
  before: { key: string; total: number; pages: Map<number, readonly Row[]> } | undefined,
  key: string,
  pages: readonly number[],
  answers: readonly (Page<Row> | undefined)[],
): { key: string; total: number; pages: Map<number, readonly Row[]> } {
  const top = answers[0];
  if (top === undefined) return before ?? { key: '', total: 0, pages: new Map() };
  const agreed = answers.every((answer) => answer === undefined || answer.total === top.total);
  if (!agreed && before?.key === key) return before;
  const known = before?.key === key && before.total === top.total ? new Map(before.pages) : new Map<number, readonly Row[]>();
  pages.forEach((page, at) => answers[at] !== undefined && known.set(page, answers[at]!.rows));
  return { key, total: top.total, pages: known };
}
