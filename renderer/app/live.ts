import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { JobProgress, SessionView } from '../../preload/contract.ts';

/** What the station tells by itself and no query asks for: the running session, and long work. */
type Live = { readonly session?: SessionView; readonly jobs: Readonly<Record<string, JobProgress>> };

export const live = createSlice({
  name: 'live',
  initialState: { jobs: {} } as Live,
  reducers: {
    sessionTold: (state, { payload }: PayloadAction<SessionView>) => ({ ...state, session: payload }),
    jobTold: (state, { payload }: PayloadAction<JobProgress>) => ({ ...state, jobs: { ...state.jobs, [payload.job]: payload } }),
    jobDismissed: (state, { payload }: PayloadAction<string>) => ({
      ...state,
      jobs: Object.fromEntries(Object.entries(state.jobs).filter(([job]) => job !== payload)),
    }),
    everythingForgotten: () => ({ jobs: {} }),
  },
});

export const { sessionTold, jobTold, jobDismissed, everythingForgotten } = live.actions;
