import { createSlice, type PayloadAction, type Dispatch } from '@reduxjs/toolkit';

/** What was just done and can be taken back for ten seconds. */
export type Undoable = { readonly id: number; readonly text: string; readonly failed?: boolean };

export const undoSeconds = 10;

export const undo = createSlice({
  name: 'undo',
  initialState: { offer: undefined } as { readonly offer: Undoable | undefined },
  reducers: {
    offered: (_state, { payload }: PayloadAction<Undoable>) => ({ offer: payload }),
    withdrawn: () => ({ offer: undefined }),
  },
});

// Functions do not live in the store: the one that takes back the offer that stands now is here.
let takeBack: (() => unknown) | undefined;
let counter = 0;

/** Shows "text — Undo" for ten seconds; `back` runs when the officer takes it back. */
export function offerUndo(dispatch: Dispatch, text: string, back: () => unknown): void {
  takeBack = back;
  dispatch(undo.actions.offered({ id: ++counter, text }));
}

export async function undoNow(dispatch: Dispatch): Promise<void> {
  const back = takeBack;
  letStand(dispatch);
  await back?.();
}

export function letStand(dispatch: Dispatch): void {
  takeBack = undefined;
  dispatch(undo.actions.withdrawn());
}
