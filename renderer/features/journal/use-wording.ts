import { useCallback } from 'react';
import { useFormat } from '../../app/format.ts';
import { useChannelName } from '../replies/ReplyRoutePanel.tsx';
import type { Wording } from './sentence.ts';
import { useText } from './texts.ts';

/** Words, dates and channel names for the sentences of the chosen language. */
export function useWording(): Wording {
  const t = useText();
  const format = useFormat();
  const channel = useChannelName();
  const say = useCallback((key: string, values?: Readonly<Record<string, string | number>>) => t.or(key, key, values), [t]);
  return { say, channel: (id) => channel(id) ?? id, instant: format.instant, bytes: format.bytes, number: format.number };
}
