import { ErrorBox, IconButton, Said } from '../../components/index.ts';
import { X } from 'lucide-react';
import { notice } from '../notice.ts';
import { useSend, useStore } from '../store.ts';
import { useText } from '../texts.ts';

/** Where a saved file went, or why it could not be saved; above the work, until read. */
export function NoticeBar() {
  const t = useText();
  const send = useSend();
  const now = useStore((state) => state.notice.now);
  const close = () => send(notice.actions.read());
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
