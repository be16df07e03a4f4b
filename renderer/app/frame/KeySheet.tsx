import { Dialog } from '../../components/index.ts';
import { useFrameText, type FrameKey } from './texts.ts';

const sheet: readonly (readonly [string, readonly (readonly [string, string])[]])[] = [
  ['everywhere', [['Ctrl K', 'palette'], ['Alt 1…9', 'places'], ['F6', 'panes'], ['Esc', 'back'], ['Alt ←', 'history'], ['Ctrl Z', 'undo'], ['?', 'keys']]],
  ['tables', [['↑ ↓', 'move'], ['Home End', 'ends'], ['PgUp PgDn', 'pages'], ['Space', 'select'], ['Shift ↑ ↓', 'extend'], ['Ctrl A', 'all'], ['Enter', 'open'], ['/', 'filter']]],
  ['work', [['Ctrl Enter', 'do'], ['A', 'accept'], ['R', 'refuse'], ['Alt ↑ ↓', 'neighbours']]],
];

export function KeySheet({ open, onClose }: { readonly open: boolean; readonly onClose: () => void }) {
  const t = useFrameText();
  return (
    <Dialog open={open} onClose={onClose} title={t('keys.title')} size="large">
      <div className="key-sheet">
        {sheet.map(([group, keys]) => (
          <section key={group}>
            <h3>{t(`keys.${group}` as FrameKey)}</h3>
            <dl>
              {keys.map(([key, what]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{t(`key.${what}` as FrameKey)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
      <p className="soft small">{t('keys.layout')}</p>
    </Dialog>
  );
}
