import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/submission-card.json';
import ru from '../../texts/ru/submission-card.json';

export const useCardText = textsOf('submission-card', { ru, en });
