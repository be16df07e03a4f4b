import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/reports.json';
import ru from '../../texts/ru/reports.json';

export const useText = textsOf('reports', { ru, en });
