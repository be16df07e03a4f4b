import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { WireError } from '../../preload/contract.ts';

/** What a save from deep inside a screen came to: where the file went, or why it went nowhere. Stays until read. */
export type Notice = { readonly text: string } | { readonly error: WireError };

export const notice = createSlice({
  name: 'notice',
  initialState: { now: undefined } as { readonly now: Notice | undefined },
  reducers: {
    given: (_state, { payload }: PayloadAction<Notice>) => ({ now: payload }),
    read: () => ({ now: undefined }),
  },
});
