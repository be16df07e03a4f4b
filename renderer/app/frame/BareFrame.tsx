import { ContrastIcon, Moon, Sun } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton } from '../../components/index.ts';
import { languageChosen, themeChosen } from '../preferences.ts';
import { useStation } from '../station-api.ts';
import { useSend, useStore } from '../store.ts';
import { useFrameText } from './texts.ts';

/** The window before anybody is signed in: name, language, looks, version. */
export function BareFrame({ children }: { readonly children: ReactNode }) {
  const t = useFrameText();
  const send = useSend();
  const { theme, language } = useStore((state) => state.preferences);
  const { data: start } = useStation('start.read', {});
  const next = { system: 'light', light: 'dark', dark: 'system' } as const;
  return (
    <div className="bare">
      <header className="top-bar">
        <span className="top-name bare-name">
          <strong>{t('title')}</strong>
        </span>
        <span />
        <span />
        <div className="row top-acts">
          <IconButton label={t(`theme.${theme}`)} onPress={() => send(themeChosen(next[theme]))}>
            {theme === 'system' ? <ContrastIcon size={16} aria-hidden /> : theme === 'dark' ? <Moon size={16} aria-hidden /> : <Sun size={16} aria-hidden />}
          </IconButton>
          <AriaButton className="icon-button language" aria-label={`${language}: ${t('language.other')}`} onPress={() => send(languageChosen(language === 'ru' ? 'en' : 'ru'))}>
            {language}
          </AriaButton>
        </div>
      </header>
      <main className="bare-main">
        {start?.demo === undefined ? null : (
          <p className="demo-strip" role="note">
            <strong>{t('demo')}</strong> <span>{start.demo.note[language]}</span>
          </p>
        )}
        <div className="bare-body">{children}</div>
      </main>
      <footer className="bare-foot soft small">
        {t('version', { version: start?.version ?? '', runtime: start?.runtime ?? '' })}
      </footer>
    </div>
  );
}
