import { Undo2, X } from 'lucide-react';
import { useEffect } from 'react';
import { Button, IconButton } from '../../components/index.ts';
import { useHotkey } from '../hotkeys.ts';
import { useSend, useStore } from '../store.ts';
import { useText } from '../texts.ts';
import { letStand, undoNow, undoSeconds } from '../undo.ts';

/** "Draft deleted — Undo", for ten seconds; under the work, never over it. */
export function UndoBar() {
  const t = useText();
  const send = useSend();
  const offer = useStore((state) => state.undo.offer);
  useEffect(() => {
    if (offer === undefined) return undefined;
    const timer = window.setTimeout(() => letStand(send), undoSeconds * 1000);
    return () => window.clearTimeout(timer);
  }, [offer, send]);
  useHotkey('Ctrl+KeyZ', () => void undoNow(send), { off: offer === undefined });
  return (
    <div className="undo-place" role="status">
      {offer === undefined ? null : (
        <div key={offer.id} className="undo-bar">
          <span className="cut">{offer.text}</span>
          <Button look="quiet" icon={<Undo2 size={14} aria-hidden />} onPress={() => void undoNow(send)}>
            {t('act.undo')}
          </Button>
          <IconButton label={t('act.close')} onPress={() => letStand(send)}>
            <X size={14} aria-hidden />
          </IconButton>
          <span className="undo-time" aria-hidden />
        </div>
      )}
    </div>
  );
}
