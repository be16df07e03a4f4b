import type { Channel } from './channel.ts';
import { openSpoolFolder } from './guaranteed/spool-folder.ts';
import { openMailbox } from './mailbox/mailbox.ts';
import type { ChannelSettings } from './settings.ts';

/** Nothing is connected or touched before the first call. `now` in milliseconds since 1970. */
export function openChannel(settings: ChannelSettings, now: () => number = Date.now): Channel {
  switch (settings.kind) {
    case 'spool':
      return openSpoolFolder(settings, now);
    case 'mailbox':
      return openMailbox(settings, now);
  }
}

export { channelSettings, parseChannelSettings } from './settings.ts';
export type { ChannelSettings, ChannelSettingsInput } from './settings.ts';
