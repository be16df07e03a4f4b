import { createSlice, type PayloadAction } from '@reduxjs/toolkit';
import type { WireError } from '../../preload/contract.ts';
import { useAct, type Act } from './station-api.ts';
import { useSend } from './store.ts';
import { useText } from './texts.ts';

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

type Saving = Extract<Act, 'submissions.saveDocument' | 'submissions.saveProtocol' | 'submissions.export'>;

/** An act that ends in a file: says where it went. Nothing is said when the officer thought better of it. */
export function useSaving<M extends Saving>(method: M) {
  const t = useText();
  const send = useSend();
  const doing = useAct(method, (error) => send(notice.actions.given({ error })));
  const save = async (args: Parameters<typeof doing.act>[0]): Promise<void> => {
    send(notice.actions.read());
    const saved = await doing.act(args);
    if (saved?.path !== undefined) send(notice.actions.given({ text: t('saved.to', { path: saved.path }) }));
  };
  return { save, busy: doing.busy };
}
