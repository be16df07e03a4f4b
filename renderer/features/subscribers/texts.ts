import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/subscribers.json';
import ru from '../../texts/ru/subscribers.json';

export const useText = textsOf('subscribers', { ru, en });
