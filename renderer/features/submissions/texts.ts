import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/submissions.json';
import ru from '../../texts/ru/submissions.json';

export const useSubmissionsText = textsOf('submissions', { ru, en });
