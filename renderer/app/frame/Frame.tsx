import { Suspense, useEffect, useState } from 'react';
import { Loading } from '../../components/index.ts';
import { Catch } from '../Catch.tsx';
import { useHotkey } from '../hotkeys.ts';
import { places } from '../places.ts';
import { go, useRoute } from '../router.ts';
import { useMay, useStart } from '../start.ts';
import { CommandPalette } from './CommandPalette.tsx';
import { HealthBar } from './HealthBar.tsx';
import { KeySheet } from './KeySheet.tsx';
import { NoticeBar } from './NoticeBar.tsx';
import { PlacesBar } from './PlacesBar.tsx';
import { useFrameText, type FrameKey } from './texts.ts';
import { TopBar } from './TopBar.tsx';
import { UndoBar } from './UndoBar.tsx';
import { OwnPassword } from './OwnPassword.tsx';

export type Sheet = 'palette' | 'keys' | 'password' | undefined;

/** The workstation's window: top bar, places, the screen, health, and what may lie over them. */
export function Frame() {
  const t = useFrameText();
  const route = useRoute();
  const may = useMay();
  const { demo, authority } = useStart();
  const [sheet, setSheet] = useState<Sheet>();
  const mine = places.filter((place) => may(place.permission));
  const place = mine.find((one) => one.id === route.place);

  useEffect(() => {
    if (place === undefined && mine[0] !== undefined) go(`/${mine[0].id}`, { replace: true });
  }, [place, mine]);
  useEffect(() => {
    document.title = [place === undefined ? undefined : t(`place.${place.id}` as FrameKey), t('title'), authority?.code].filter(Boolean).join(' · ');
  });
  useFrameKeys(mine.map((one) => one.id), setSheet);

  return (
    <div className="frame">
      <TopBar onSheet={setSheet} />
      <PlacesBar places={mine} current={place?.id} />
      <main className="screen">
        {demo === undefined ? null : (
          <p className="demo-strip">
            <strong>{t('demo')}</strong> <span>{t('demo.strip')}</span>
          </p>
        )}
        <NoticeBar />
        {place === undefined ? null : (
          <Catch key={place.id}>
            <Suspense fallback={<Loading />}>
              <place.screen />
            </Suspense>
          </Catch>
        )}
        <UndoBar />
      </main>
      <HealthBar />
      <CommandPalette open={sheet === 'palette'} onClose={() => setSheet(undefined)} onSheet={setSheet} places={mine} />
      <KeySheet open={sheet === 'keys'} onClose={() => setSheet(undefined)} />
      <OwnPassword open={sheet === 'password'} onClose={() => setSheet(undefined)} />
    </div>
  );
}

function useFrameKeys(ids: readonly string[], setSheet: (sheet: Sheet) => void): void {
  useHotkey('Ctrl+KeyK', () => setSheet('palette'));
  useHotkey('Shift+Slash', () => setSheet('keys'));
  // In the Russian layout "?" lies on Shift+7.
  useHotkey('Shift+Digit7', (event) => event.key === '?' && setSheet('keys'));
  useHotkey(ids.map((_, at) => `Alt+Digit${at + 1}`), (event) => go(`/${ids[Number(event.code.slice(-1)) - 1]}`));
  useHotkey('Alt+ArrowLeft', () => history.back());
  useHotkey('Alt+ArrowRight', () => history.forward());
  useHotkey(['F6', 'Shift+F6'], (event) => nextPane(event.shiftKey ? -1 : 1));
}

/** Focus goes to the next pane of the screen: to its table, else to the first thing that takes focus. */
function nextPane(by: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')].filter((pane) => pane.offsetParent !== null);
  if (panes.length === 0) return;
  const now = panes.findIndex((pane) => pane.contains(document.activeElement));
  const next = panes[(now + by + panes.length) % panes.length]!;
  const target = next.querySelector<HTMLElement>('[data-grid]') ?? next.querySelector<HTMLElement>('button:not([disabled]), [href], input, [tabindex="0"]');
  target?.focus();
}
