import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/needs-action.json';
import ru from '../../texts/ru/needs-action.json';

export const useText = textsOf('needs-action', { ru, en });
