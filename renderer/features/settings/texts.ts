import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/settings.json';
import ru from '../../texts/ru/settings.json';

export const useText = textsOf('settings', { ru, en });
