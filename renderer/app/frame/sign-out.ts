import { useAct } from '../station-api.ts';
import { forgetOfficer } from '../station-events.ts';
import { useSend } from '../store.ts';

export function useSignOut(): () => Promise<void> {
  const send = useSend();
  const { act } = useAct('session.signOut');
  return async () => {
    await act({});
    forgetOfficer(send);
  };
}
