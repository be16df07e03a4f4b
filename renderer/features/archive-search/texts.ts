import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/archive-search.json';
import ru from '../../texts/ru/archive-search.json';

export const useText = textsOf('archive-search', { ru, en });
