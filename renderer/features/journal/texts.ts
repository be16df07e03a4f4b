import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/journal.json';
import ru from '../../texts/ru/journal.json';

export const useText = textsOf('journal', { ru, en });
