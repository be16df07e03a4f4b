import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/exchange.json';
import ru from '../../texts/ru/exchange.json';

export const useText = textsOf('exchange', { ru, en });
