import { X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { ErrorBox, IconButton, Said } from '../../components/index.ts';
import { notice } from '../notice.ts';
import { useRoute } from '../router.ts';
import { useSend, useStore } from '../store.ts';
import { useText } from '../texts.ts';

/** Where a saved file went, or why it could not be saved; above the work, until read. */
export function NoticeBar() {
  const t = useText();
  const send = useSend();
  const now = useStore((state) => state.notice.now);
  const close = () => send(notice.actions.read());
  const { place, rest } = useRoute();
  const where = [place, ...rest].join('/');
  // Where a file went is of no use on the next screen; a failure stays until it is read.
  const leaving = now !== undefined && 'text' in now;
  const [stood, setStood] = useState(where);
  useEffect(() => {
    if (where === stood) return;
    setStood(where);
    if (leaving) send(notice.actions.read());
  }, [where, stood, leaving, send]);
  return (
    <>
      <Said text={now !== undefined && 'text' in now ? now.text : undefined} onRead={close} />
      {now !== undefined && 'error' in now ? (
        <div className="row notice-error">
          <ErrorBox error={now.error}>{t('saved.not')}</ErrorBox>
          <IconButton label={t('act.close')} onPress={close}>
            <X size={14} aria-hidden />
          </IconButton>
        </div>
      ) : null}
    </>
  );
}
