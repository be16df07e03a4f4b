import { CircleCheck, X } from 'lucide-react';
import { useText } from '../app/texts.ts';
import { IconButton } from './Button.tsx';
import './said.css';

/** What an act came to, in one quiet line where the work is; stays until read or until the next act. */
export function Said({ text, onRead }: { readonly text: string | undefined; readonly onRead: () => void }) {
  const t = useText();
  return (
    <div role="status" className={text === undefined ? 'said silent' : 'said'}>
      {text === undefined ? null : (
        <>
          <CircleCheck size={14} aria-hidden />
          <span className="cut">{text}</span>
          <IconButton label={t('act.close')} onPress={onRead}>
            <X size={14} aria-hidden />
          </IconButton>
        </>
      )}
    </div>
  );
}
