import en from '../../texts/en/frame.json';
import ru from '../../texts/ru/frame.json';
import { textsOf } from '../i18n.ts';

export const useFrameText = textsOf('frame', { ru, en });
export type FrameKey = Parameters<ReturnType<typeof useFrameText>>[0];
