import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/replies.json';
import ru from '../../texts/ru/replies.json';

export const useText = textsOf('replies', { ru, en });
