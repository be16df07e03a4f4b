import { textsOf } from '../../app/i18n.ts';
import en from '../../texts/en/sign-in.json';
import ru from '../../texts/ru/sign-in.json';

export const useSignInText = textsOf('sign-in', { ru, en });
