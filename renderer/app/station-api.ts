import { createApi, skipToken, type BaseQueryFn, type SkipToken } from '@reduxjs/toolkit/query/react';
import { useCallback, useRef, useState } from 'react';
import { useDispatch } from 'react-redux';
import type { Arguments, Method, Result, WireError } from '../../preload/contract.ts';

/** What a cached answer is about; an event of the station, or an act, makes every answer with the tag stale. */
export const tags = ['Start', 'Health', 'NeedsAction', 'Submissions', 'Replies', 'Subscribers', 'Archive', 'Searches', 'Reports', 'Journal', 'Exchange', 'Settings', 'Trust'] as const;
export type Tag = (typeof tags)[number];

/** Questions: cached, shared between screens, asked again when a tag goes stale. */
const questions = {
  'start.read': ['Start'],
  'health.read': ['Health'],
  'needsAction.list': ['NeedsAction'],
  'submissions.page': ['Submissions'],
  'submissions.facets': ['Submissions'],
  'submissions.summary': ['Submissions'],
  'submissions.record': ['Submissions', 'Replies', 'Exchange'],
  'submissions.protocol': [],
  'submissions.certificate': [],
  'submissions.document': [],
  'submissions.reasons': [],
  'replies.page': ['Replies'],
  'replies.record': ['Replies'],
  'replies.drafts': ['Replies'],
  'replies.route': ['Replies', 'Subscribers', 'Settings'],
  'subscribers.page': ['Subscribers'],
  'subscribers.record': ['Subscribers'],
  'archive.search': ['Archive'],
  'archive.status': ['Archive'],
  'archive.searches': ['Searches'],
  'reports.read': ['Reports'],
  'journal.page': ['Journal'],
  'exchange.overview': ['Exchange', 'Health'],
  'exchange.dispatches': ['Exchange'],
  'settings.read': ['Settings'],
  'settings.keys': ['Settings'],
  'settings.trust': ['Trust'],
  'officers.list': ['Settings'],
} satisfies Partial<Record<Method, readonly Tag[]>>;

export type Question = keyof typeof questions;
export type Act = Exclude<Method, Question>;

/** What an act makes stale at once, before the station's own event comes. */
const stale: Partial<Record<Act, readonly Tag[]>> = {
  'wizard.create': ['Start', 'Settings'],
  'session.setKey': ['Start', 'Settings'],
  'submissions.accept': ['Submissions', 'NeedsAction', 'Health'],
  'submissions.refuse': ['Submissions', 'NeedsAction', 'Health'],
  'submissions.enter': ['Submissions', 'NeedsAction', 'Health'],
  'submissions.clarify': ['Submissions', 'NeedsAction'],
  'submissions.note': ['Journal'],
  'submissions.recheck': ['Journal'],
  'deliveries.retry': ['NeedsAction', 'Submissions', 'Health'],
  'deliveries.setAside': ['NeedsAction', 'Submissions', 'Health'],
  'replies.saveDraft': ['Replies'],
  'replies.deleteDraft': ['Replies'],
  'replies.send': ['Replies', 'Submissions', 'Exchange'],
  'archive.seal': ['Archive', 'Health'],
  'archive.saveSearch': ['Searches'],
  'archive.deleteSearch': ['Searches'],
  'exchange.run': ['Exchange', 'Health'],
  'exchange.stop': ['Exchange', 'Health'],
  'exchange.retryDispatch': ['Exchange', 'NeedsAction', 'Health'],
  'exchange.giveUpDispatch': ['Exchange', 'NeedsAction', 'Health'],
  'settings.save': ['Settings', 'Start', 'Health'],
  'settings.installKey': ['Settings'],
  'settings.addTrust': ['Trust'],
  'settings.removeTrust': ['Trust'],
  'officers.save': ['Settings', 'Start'],
};

type Call = { readonly method: Method; readonly args: unknown };

const overTheBridge: BaseQueryFn<Call, unknown, WireError> = async ({ method, args }) => {
  try {
    return { data: await call(method, args as never) };
  } catch (error) {
    return { error: asWireError(error) };
  }
};

export const stationApi = createApi({
  reducerPath: 'station',
  baseQuery: overTheBridge,
  tagTypes: tags,
  keepUnusedDataFor: 60,
  endpoints: (build) =>
    Object.fromEntries(
      Object.entries(questions).map(([method, about]) => [
        method,
        build.query<unknown, unknown>({
          query: (args) => ({ method: method as Method, args }),
          providesTags: [...about],
        }),
      ]),
    ),
});

export type Asked<Value> = {
  /** The last answer to this question, also while it is asked again. */
  readonly data: Value | undefined;
  readonly error: WireError | undefined;
  readonly loading: boolean;
  readonly fetching: boolean;
  readonly again: () => void;
};

/** Asks the station and keeps the answer fresh. skipToken as arguments: not yet. */
export function useStation<M extends Question>(method: M, args: Arguments<M> | SkipToken): Asked<Result<M>> {
  const answer = stationApi.endpoints[method]!.useQuery(args);
  return {
    data: answer.data as Result<M> | undefined,
    error: answer.error as WireError | undefined,
    loading: answer.isLoading,
    fetching: answer.isFetching,
    again: () => void answer.refetch(),
  };
}

/** A question as an action for the store, for those who ask many at once (paged tables). */
export function ask<M extends Question>(method: M, args: Arguments<M>) {
  return stationApi.endpoints[method]!.initiate(args);
}

export function answerOf<M extends Question>(state: never, method: M, args: Arguments<M>): { data: Result<M> | undefined; error: WireError | undefined } {
  const answer = stationApi.endpoints[method]!.select(args)(state);
  return { data: answer.data as Result<M> | undefined, error: answer.error as WireError | undefined };
}

export type Doing<M extends Act> = {
  readonly act: (args: Arguments<M>) => Promise<Result<M> | undefined>;
  readonly busy: boolean;
  readonly error: WireError | undefined;
  readonly clear: () => void;
};

/**
 * Does one act. Resolves with undefined when it failed, and then `error` says why.
 * Arguments never enter the store: they may hold passwords and keys.
 */
export function useAct<M extends Act>(method: M, onError?: (error: WireError) => void): Doing<M> {
  const dispatch = useDispatch();
  const [state, setState] = useState<{ busy: boolean; error: WireError | undefined }>({ busy: false, error: undefined });
  const running = useRef(0);
  const failed = useRef(onError);
  failed.current = onError;
  const act = useCallback(
    async (args: Arguments<M>) => {
      const mine = ++running.current;
      setState({ busy: true, error: undefined });
      try {
        const result = await call(method, args);
        dispatch(stationApi.util.invalidateTags([...(stale[method] ?? [])]));
        if (mine === running.current) setState({ busy: false, error: undefined });
        return result;
      } catch (error) {
        failed.current?.(asWireError(error));
        if (mine === running.current) setState({ busy: false, error: asWireError(error) });
        return undefined;
      }
    },
    [dispatch, method],
  );
  const clear = useCallback(() => setState({ busy: false, error: undefined }), []);
  return { act, ...state, clear };
}

class StationRefusal extends Error {
  readonly wire: WireError;
  constructor(wire: WireError) {
    super(wire.message);
    this.wire = wire;
  }
}

/** Asks or does without a cache. Throws; asWireError() reads what was thrown. */
export async function call<M extends Method>(method: M, args: Arguments<M>): Promise<Result<M>> {
  const answer = await window.reception.call(method, args);
  if (!answer.ok) throw new StationRefusal(answer.error);
  return answer.value;
}

/** A password that does not open a key file is no wrong name or password of the workstation: it is said in the words of keys. */
export function ofKeyFile(error: WireError | undefined): WireError | undefined {
  return error?.code === 'password-wrong' ? { ...error, code: 'key-unusable' } : error;
}

export function asWireError(error: unknown): WireError {
  if (error instanceof StationRefusal) return error.wire;
  return { code: 'internal', message: error instanceof Error ? error.message : String(error), details: {} };
}

export { skipToken };
