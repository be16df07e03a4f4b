import { lazy, Suspense, useEffect } from 'react';
import { I18nProvider } from 'react-aria-components';
import { ErrorBox, Loading } from '../components/index.ts';
import { Catch } from './Catch.tsx';
import { setStationOffset } from './format.ts';
import { Frame } from './frame/Frame.tsx';
import { speak } from './i18n.ts';
import { useStation } from './station-api.ts';
import { useStore } from './store.ts';

const SignIn = lazy(() => import('../features/sign-in/index.tsx'));
const Wizard = lazy(() => import('../features/wizard/index.tsx'));

/** Wizard, log-in or the workstation, by the stage that the station is in. */
export function App() {
  const language = useStore((state) => state.preferences.language);
  useLooks();
  return (
    <I18nProvider locale={language === 'ru' ? 'ru-RU' : 'en-GB'}>
      <Catch>
        <Suspense fallback={<Loading />}>
          <Stage />
        </Suspense>
      </Catch>
    </I18nProvider>
  );
}

function Stage() {
  const { data: start, error, again } = useStation('start.read', {});
  if (error !== undefined && start === undefined)
    return (
      <main className="alone">
        <ErrorBox error={error} onAgain={again} />
      </main>
    );
  if (start === undefined) return <Loading />;
  setStationOffset(start.offsetMinutes);
  if (start.stage === 'none') return <Wizard />;
  if (start.stage === 'locked') return <SignIn />;
  return <Frame />;
}

function useLooks(): void {
  const { language, theme, density } = useStore((state) => state.preferences);
  useEffect(() => {
    void speak(language);
    document.documentElement.lang = language;
  }, [language]);
  useEffect(() => {
    document.documentElement.dataset['density'] = density;
  }, [density]);
  useEffect(() => {
    const dark = window.matchMedia('(prefers-color-scheme: dark)');
    const apply = () => (document.documentElement.dataset['theme'] = theme === 'system' ? (dark.matches ? 'dark' : 'light') : theme);
    apply();
    dark.addEventListener('change', apply);
    return () => dark.removeEventListener('change', apply);
  }, [theme]);
}
