import type { Channel } from './channels/channel.ts';
import { openChannel, parseChannelSettings } from './channels/open-channel.ts';
import type { ChannelSettings } from './domain/settings.ts';
import type { Papers } from './papers/papers.ts';

/** The channels as the settings have them now; opened when first asked for. */
export class Channels {
  readonly #papers: Papers;
  readonly #now: () => number;
  #open: Channel[] | undefined;

  constructor(papers: Papers, now: () => number) {
    this.#papers = papers;
    this.#now = now;
  }

  open(): readonly Channel[] {
    this.#open ??= this.#papers.settings
      .read()
      .channels.filter(({ enabled }) => enabled)
      .map((channel) => openChannel(channelInput(this.#papers.settings.withSecrets(channel), this.#papers.settings.read().limits.deliveryMegabytes), this.#now));
    return this.#open;
  }

  addresses() {
    return this.#papers.settings.read().channels.map((channel) => ({ id: channel.id, enabled: channel.enabled, ...(channel.kind === 'mailbox' ? { from: channel.smtp.from } : {}) }));
  }

  /** Those that are open end; the next that asks gets them as the settings are then. */
  async close(): Promise<void> {
    const open = this.#open ?? [];
    this.#open = undefined;
    await Promise.all(open.map((channel) => channel.close()));
  }
}

/** From the settings as people see them to those of the channels room. What is larger than the limit stays at the door and is told. */
export function channelInput(channel: ChannelSettings, megabytes: number) {
  const { enabled: _enabled, ...rest } = channel;
  const limits = { maximumBytes: megabytes * 1024 * 1024 };
  if (rest.kind === 'spool') return parseChannelSettings({ ...rest, limits });
  return parseChannelSettings({ ...rest, limits, imap: serverInput(rest.imap), smtp: serverInput(rest.smtp) });
}

function serverInput<Server extends { security: 'tls' | 'starttls' | 'none'; user: string; password?: string; ca?: string }>({ security, ca, user, password, ...rest }: Server) {
  return {
    ...rest,
    ...(user === '' ? {} : { user }),
    ...(user === '' ? {} : { password: password ?? '' }),
    secure: security === 'none' ? 'none-on-loopback' : security,
    ...(ca === undefined || ca === '' ? {} : { tls: { ca } }),
  };
}
