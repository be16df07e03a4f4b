import { CircleHelp } from 'lucide-react';
import { Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { IconButton } from '../../components/index.ts';
import { useText } from './texts.ts';

const ways = [
  ['exampleWords', 'helpWords'],
  ['examplePhrase', 'helpPhrase'],
  ['examplePrefix', 'helpPrefix'],
  ['exampleNumber', 'helpNumber'],
] as const;

/** How a query is written, with examples that can be tried at once. */
export function QueryHelp({ onTry }: { readonly onTry: (example: string) => void }) {
  const t = useText();
  return (
    <DialogTrigger>
      <IconButton label={t('search.help')}>
        <CircleHelp size={16} aria-hidden />
      </IconButton>
      <Popover className="popover" offset={2} placement="bottom end">
        <Dialog className="query-help" aria-label={t('search.helpTitle')}>
          {({ close }) => (
            <>
              <h3>{t('search.helpTitle')}</h3>
              <dl>
                {ways.map(([example, help]) => (
                  <div key={example}>
                    <dt>
                      <button
                        type="button"
                        className="link mono"
                        onClick={() => {
                          onTry(t(`search.${example}`));
                          close();
                        }}
                      >
                        {t(`search.${example}`)}
                      </button>
                    </dt>
                    <dd>{t(`search.${help}`)}</dd>
                  </div>
                ))}
              </dl>
            </>
          )}
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
