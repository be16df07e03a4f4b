import i18next from 'i18next';
import { initReactI18next, useTranslation } from 'react-i18next';
import type { Language } from './preferences.ts';

type PluralEnd = 'zero' | 'one' | 'two' | 'few' | 'many' | 'other';
/** "rows_one" and "rows_many" are both asked for as "rows", with a count. */
export type KeyOf<Texts> = { [Key in keyof Texts & string]: Key extends `${infer Base}_${PluralEnd}` ? Base : Key }[keyof Texts & string];

export type Values = Readonly<Record<string, string | number>>;
export type Text<Texts> = {
  (key: KeyOf<Texts>, values?: Values): string;
  /** For keys that come from the station: the text, or what stands instead. */
  readonly or: (key: string, otherwise: string, values?: Values) => string;
};

/** Keys are flat ("state.accepted"); values in {{braces}}; nothing is ever HTML. */
export async function startTexts(language: Language): Promise<void> {
  await i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    keySeparator: false,
    nsSeparator: false,
    resources: {},
    interpolation: { escapeValue: false },
    react: { useSuspense: false },
    showSupportNotice: false,
  } as Parameters<typeof i18next.init>[0]);
}

/**
 * Makes the texts of one feature known and gives the hook that reads them:
 * `export const useText = textsOf('replies', { ru, en })` beside the screen that uses it.
 */
export function textsOf<Texts extends object>(name: string, both: { readonly ru: Texts; readonly en: object }): () => Text<Texts> {
  let known = false;
  return () => {
    if (!known) {
      i18next.addResourceBundle('ru', name, both.ru);
      i18next.addResourceBundle('en', name, both.en);
      known = true;
    }
    const { t } = useTranslation(name);
    const read = (key: string, values?: Values) => String(t(key, values as never));
    return Object.assign(read as (key: KeyOf<Texts>, values?: Values) => string, {
      or: (key: string, otherwise: string, values?: Values) => String(t(key, { ...values, defaultValue: otherwise } as never)),
    });
  };
}

export async function speak(language: Language): Promise<void> {
  await i18next.changeLanguage(language);
}
