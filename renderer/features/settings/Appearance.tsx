import { densityChosen, languageChosen, themeChosen, type Density, type Language, type Theme } from '../../app/preferences.ts';
import { useSend, useStore } from '../../app/store.ts';
import { Choices } from './plain-sections.tsx';
import { useText } from './texts.ts';

/** Language, colours and density of this desk. */
export function Appearance() {
  const t = useText();
  const send = useSend();
  const { language, theme, density } = useStore((state) => state.preferences);
  return (
    <div className="settings-form">
      <p className="soft">{t('appearance.here')}</p>
      <Choices
        label={t('appearance.language')}
        value={language}
        onChange={(id) => send(languageChosen(id as Language))}
        choices={[
          { id: 'ru', title: 'Русский' },
          { id: 'en', title: 'English' },
        ]}
      />
      <Choices label={t('appearance.theme')} value={theme} onChange={(id) => send(themeChosen(id as Theme))} choices={(['light', 'dark', 'system'] as const).map((id) => ({ id, title: t(`appearance.themes.${id}`) }))} />
      <Choices label={t('appearance.density')} value={density} onChange={(id) => send(densityChosen(id as Density))} choices={(['compact', 'comfortable'] as const).map((id) => ({ id, title: t(`appearance.densities.${id}`) }))} />
    </div>
  );
}
