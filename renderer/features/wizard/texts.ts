import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/wizard.json';
import ru from '../../texts/ru/wizard.json';

export const useWizardText = textsOf('wizard', { ru, en });
export type WizardKey = Parameters<ReturnType<typeof useWizardText>>[0];
