import { configureStore } from '@reduxjs/toolkit';
import { useDispatch, useSelector } from 'react-redux';
import { live } from './live.ts';
import { notice } from './notice.ts';
import { preferences, rememberPreferences } from './preferences.ts';
import { stationApi } from './station-api.ts';
import { undo } from './undo.ts';

export const store = configureStore({
  reducer: {
    [stationApi.reducerPath]: stationApi.reducer,
    [preferences.reducerPath]: preferences.reducer,
    [live.reducerPath]: live.reducer,
    [notice.reducerPath]: notice.reducer,
    [undo.reducerPath]: undo.reducer,
  },
  // Undo keeps a function until its ten seconds are over: it stands outside the store (undo.ts); the checks
  // below would only walk over a thousand rows at every arrival.
  middleware: (getDefault) =>
    getDefault({ serializableCheck: false, immutableCheck: false }).concat(stationApi.middleware),
});

let remembered = store.getState().preferences;
store.subscribe(() => {
  const now = store.getState().preferences;
  if (now !== remembered) rememberPreferences((remembered = now));
});

export type State = ReturnType<typeof store.getState>;
export const useStore = useSelector.withTypes<State>();
export const useSend = useDispatch.withTypes<typeof store.dispatch>();
