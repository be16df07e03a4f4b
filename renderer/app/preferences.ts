import { createSlice, type PayloadAction } from '@reduxjs/toolkit';

export type Language = 'ru' | 'en';
export type Theme = 'light' | 'dark' | 'system';
export type Density = 'compact' | 'comfortable';

/** What this person likes at this desk: nothing that the station needs to know. */
export type Preferences = {
  readonly language: Language;
  readonly theme: Theme;
  readonly density: Density;
  readonly narrowPlaces: boolean;
  /** Share of the first pane, 0 to 1, by the name of the split. */
  readonly splits: Readonly<Record<string, number>>;
  /** Column widths in pixels, by grid and column. */
  readonly columns: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly choices: Readonly<Record<string, string>>;
};

const KEY = 'reception.preferences';
const usual: Preferences = {
  language: navigator.language.startsWith('ru') ? 'ru' : 'en',
  theme: 'system',
  density: 'compact',
  narrowPlaces: false,
  splits: {},
  columns: {},
  choices: {},
};

export function readPreferences(): Preferences {
  try {
    return { ...usual, ...(JSON.parse(localStorage.getItem(KEY) ?? '{}') as Partial<Preferences>) };
  } catch {
    return usual;
  }
}

export function rememberPreferences(preferences: Preferences): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A full or forbidden storage costs the person a remembered width, nothing more.
  }
}

export const preferences = createSlice({
  name: 'preferences',
  initialState: readPreferences,
  reducers: {
    languageChosen: (state, { payload }: PayloadAction<Language>) => ({ ...state, language: payload }),
    themeChosen: (state, { payload }: PayloadAction<Theme>) => ({ ...state, theme: payload }),
    densityChosen: (state, { payload }: PayloadAction<Density>) => ({ ...state, density: payload }),
    placesNarrowed: (state, { payload }: PayloadAction<boolean>) => ({ ...state, narrowPlaces: payload }),
    splitMoved: (state, { payload }: PayloadAction<{ name: string; share: number }>) => ({
      ...state,
      splits: { ...state.splits, [payload.name]: payload.share },
    }),
    columnsSized: (state, { payload }: PayloadAction<{ grid: string; widths: Record<string, number> }>) => ({
      ...state,
      columns: { ...state.columns, [payload.grid]: payload.widths },
    }),
    choiceMade: (state, { payload }: PayloadAction<{ name: string; value: string }>) => ({
      ...state,
      choices: { ...state.choices, [payload.name]: payload.value },
    }),
  },
});

export const { languageChosen, themeChosen, densityChosen, placesNarrowed, splitMoved, columnsSized, choiceMade } = preferences.actions;
