import { z } from 'zod';
import type { ChannelSettings, MailboxChannelSettings, MailServerSettings, Settings } from '../domain/settings.ts';
import type { KeyProtection } from '../domain/key-protection.ts';
import type { Paper, PaperKind } from './paper.ts';
import { firstSettings, settingsSchema } from '../domain/settings-schema.ts';
import { protectedText } from '../domain/shapes.ts';

/** Passwords lie beside the settings, under protection, by "<channel>/<imap|smtp>". */
type StoredSettings = { readonly settings: Settings; readonly secrets: Readonly<Record<string, string>> };

export const settingsPaperKind: PaperKind<StoredSettings> = {
  name: 'settings',
  version: 1,
  schema: z.strictObject({ settings: settingsSchema, secrets: z.record(z.string().max(100), protectedText) }),
  empty: { settings: firstSettings, secrets: {} },
};

export interface SettingsPaper {
  /** For screens: no password in it, only whether there is one. */
  read(): Settings;
  /** A password that is absent stays as it was; an empty one is forgotten. A changed server, port or user forgets it too. */
  save(settings: Settings): Promise<Settings>;
  /** A channel as it is to be used, with its passwords: for the exchange alone, never for a window. */
  withSecrets(channel: ChannelSettings): ChannelSettings;
}

const SIDES = ['imap', 'smtp'] as const;

export function settingsPaper(paper: Paper<StoredSettings>, protection: KeyProtection): SettingsPaper {
  const read = () => shown(paper.content);
  return {
    read,
    async save(settings) {
      await paper.change((before) => ({ settings: bare(settings), secrets: secretsOf(settings, before, protection) }));
      return read();
    },
    withSecrets: (channel) => filled(channel, paper.content, protection),
  };
}

function bare(settings: Settings): Settings {
  return { ...settings, channels: settings.channels.map((channel) => mapServers(channel, withoutPassword)) };
}

function shown({ settings, secrets }: StoredSettings): Settings {
  const marked = <Server extends MailServerSettings>(server: Server, key: string): Server => ({ ...server, hasPassword: key in secrets });
  return { ...settings, channels: settings.channels.map((channel) => mapServers(channel, marked)) };
}

function withoutPassword<Server extends MailServerSettings>(server: Server): Server {
  const { password: _password, hasPassword: _hasPassword, ...rest } = server;
  return rest as Server;
}

function secretsOf(settings: Settings, before: StoredSettings, protection: KeyProtection): Record<string, string> {
  const secrets: Record<string, string> = {};
  for (const channel of settings.channels) {
    mapServers(channel, (server, key, side) => {
      if (server.password) secrets[key] = Buffer.from(protection.protect(Buffer.from(server.password, 'utf8'))).toString('base64');
      else if (server.password === undefined && before.secrets[key] && sameServer(server, before.settings, channel.id, side)) secrets[key] = before.secrets[key];
      return server;
    });
  }
  return secrets;
}

/** A kept password must not be sent to a server that somebody entered afterwards. */
function sameServer(server: MailServerSettings, before: Settings, channel: string, side: 'imap' | 'smtp'): boolean {
  const old = before.channels.find((candidate): candidate is MailboxChannelSettings => candidate.id === channel && candidate.kind === 'mailbox')?.[side];
  return old !== undefined && old.host === server.host && old.port === server.port && old.user === server.user && old.security === server.security && old.ca === server.ca;
}

function filled(channel: ChannelSettings, stored: StoredSettings, protection: KeyProtection): ChannelSettings {
  return mapServers(channel, (server, key, side) => {
    const secret = stored.secrets[key];
    if (server.password !== undefined || !secret || !sameServer(server, stored.settings, channel.id, side)) return server;
    return { ...server, password: Buffer.from(protection.unprotect(Buffer.from(secret, 'base64'))).toString('utf8') };
  });
}

function mapServers(channel: ChannelSettings, change: <Server extends MailServerSettings>(server: Server, key: string, side: 'imap' | 'smtp') => Server): ChannelSettings {
  if (channel.kind !== 'mailbox') return channel;
  const [imap, smtp] = SIDES.map((side) => change(channel[side], `${channel.id}/${side}`, side));
  return { ...channel, imap: imap as MailboxChannelSettings['imap'], smtp: smtp as MailboxChannelSettings['smtp'] };
}
