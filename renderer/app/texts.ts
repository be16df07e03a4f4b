import en from '../texts/en/common.json';
import ru from '../texts/ru/common.json';
import { textsOf } from './i18n.ts';

/** Words that all screens share: states, acts, errors. A feature's own words stand in its own file. */
export const useText = textsOf('common', { ru, en });
