import { CircleUserRound, ContrastIcon, KeyRound, Keyboard, LogOut, Menu as Lines, Moon, Rows3, Rows4, Search, Sun } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { IconButton, Menu } from '../../components/index.ts';
import { useText } from '../texts.ts';
import { densityChosen, languageChosen, placesNarrowed, themeChosen } from '../preferences.ts';
import { useStart } from '../start.ts';
import { useSend, useStore } from '../store.ts';
import type { Sheet } from './Frame.tsx';
import { useFrameText } from './texts.ts';
import { useSignOut } from './sign-out.ts';

export function TopBar({ onSheet }: { readonly onSheet: (sheet: Sheet) => void }) {
  const t = useFrameText();
  const send = useSend();
  const { authority } = useStart();
  const { narrowPlaces, theme, language } = useStore((state) => state.preferences);
  const next = { system: 'light', light: 'dark', dark: 'system' } as const;
  return (
    <header className="top-bar">
      <IconButton label={t(narrowPlaces ? 'places.widen' : 'places.narrow')} onPress={() => send(placesNarrowed(!narrowPlaces))}>
        <Lines size={16} aria-hidden />
      </IconButton>
      <div className="top-name" title={authority?.name ?? ''}>
        <strong>{t('title')}</strong>
        <span className="soft"> · {authority?.code}</span>
        <span className="soft cut top-authority">{authority?.name}</span>
      </div>
      <AriaButton className="search-everything" onPress={() => onSheet('palette')}>
        <Search size={14} aria-hidden />
        <span className="cut fill">{t('search')}</span>
        <kbd>Ctrl K</kbd>
      </AriaButton>
      <div className="row top-acts">
        <IconButton label={t(`theme.${theme}`)} onPress={() => send(themeChosen(next[theme]))}>
          {theme === 'system' ? <ContrastIcon size={16} aria-hidden /> : theme === 'dark' ? <Moon size={16} aria-hidden /> : <Sun size={16} aria-hidden />}
        </IconButton>
        <AriaButton className="icon-button language" aria-label={`${language}: ${t('language.other')}`} onPress={() => send(languageChosen(language === 'ru' ? 'en' : 'ru'))}>
          {language}
        </AriaButton>
        <OfficerMenu onSheet={onSheet} />
      </div>
    </header>
  );
}

function OfficerMenu({ onSheet }: { readonly onSheet: (sheet: Sheet) => void }) {
  const t = useFrameText();
  const words = useText();
  const send = useSend();
  const { officer } = useStart();
  const density = useStore((state) => state.preferences.density);
  const signOut = useSignOut();
  if (officer === undefined) return null;
  return (
    <Menu
      label={officer.name}
      entries={[
        {
          heading: `${officer.position} · ${officer.roles.map((role) => words(`role.${role}`)).join(', ')}`,
          entries: [
            { id: 'password', label: t('officer.own'), icon: <KeyRound size={14} aria-hidden />, act: () => onSheet('password') },
            {
              id: 'density',
              label: t(density === 'compact' ? 'density.comfortable' : 'density.compact'),
              icon: density === 'compact' ? <Rows3 size={14} aria-hidden /> : <Rows4 size={14} aria-hidden />,
              act: () => send(densityChosen(density === 'compact' ? 'comfortable' : 'compact')),
            },
            { id: 'keys', label: t('keys.title'), icon: <Keyboard size={14} aria-hidden />, keys: '?', act: () => onSheet('keys') },
          ],
        },
        { separator: 'end' },
        { id: 'out', label: t('officer.out'), icon: <LogOut size={14} aria-hidden />, act: signOut },
      ]}
    >
      <AriaButton className="button quiet officer">
        <CircleUserRound size={16} aria-hidden />
        <span className="cut">{officer.name}</span>
      </AriaButton>
    </Menu>
  );
}
