import { notice } from './notice.ts';
import { useAct, type Act } from './station-api.ts';
import { useSend } from './store.ts';
import { useText } from './texts.ts';

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
