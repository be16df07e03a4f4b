import { CircleAlert, Copy } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WireError } from '../../preload/contract.ts';
import { useText } from '../app/texts.ts';
import { copyText } from './Copyable.tsx';

/** What happened, why, what to do; stays until read. The code stands small beneath, copied by a click. */
export function ErrorBox({ error, children, onAgain }: { readonly error: WireError; readonly children?: ReactNode; readonly onAgain?: () => void }) {
  const t = useText();
  const code = `${error.code}: ${error.message}`;
  return (
    <div className="error-box" role="alert">
      <CircleAlert size={16} aria-hidden />
      <div className="column fill">
        <strong>{t.or(`error.${error.code}`, t('error.internal'))}</strong>
        <p>{t.or(`error.${error.code}.do`, t('error.internal.do'))}</p>
        {children}
        <div className="row wrap">
          {onAgain === undefined ? null : (
            <button type="button" className="link" onClick={onAgain}>
              {t('act.again')}
            </button>
          )}
          <button type="button" className="error-code" title={t('act.copy')} onClick={() => copyText(code)}>
            <span>{code}</span>
            <Copy size={12} aria-hidden />
          </button>
        </div>
      </div>
    </div>
  );
}
