import type { Fact } from '../../domain/journal-entry.ts';
import type { ChannelSettings, MailServerSettings, Settings } from '../../../preload/settings.ts';

type Change = Extract<Fact, { kind: 'settings-changed' }>;

const LONGEST = 2000;

/** One entry for each section that differs, saying from what to what; of passwords only that they changed. */
export function changesBetween(before: Settings, after: Settings): readonly Change[] {
  const sections = ['authority', 'exchange', 'verification', 'archive', 'limits', 'calendar', 'session'] as const;
  return [
    ...sections.flatMap((section) => entry(section, differences(flat(before[section]), flat(after[section])))),
    ...channelChanges(before.channels, after.channels),
  ];
}

function entry(section: string, differences: readonly string[]): readonly Change[] {
  if (differences.length === 0) return [];
  return [{ kind: 'settings-changed', section, change: differences.join('; ').slice(0, LONGEST) }];
}

function channelChanges(before: readonly ChannelSettings[], after: readonly ChannelSettings[]): readonly Change[] {
  const ids = new Set([...before, ...after].map((channel) => channel.id));
  return [...ids].flatMap((id) => {
    const [old, next] = [before, after].map((channels) => channels.find((channel) => channel.id === id));
    return entry(`channel ${id}`, [...differences(old ? openly(old) : {}, next ? openly(next) : {}), ...(next ? passwordChanges(next) : [])]);
  });
}

/** A channel without what is secret and without what only marks it. */
function openly(channel: ChannelSettings): Record<string, string> {
  if (channel.kind === 'spool') return flat(channel);
  return flat({ ...channel, imap: withoutSecrets(channel.imap), smtp: withoutSecrets(channel.smtp) });
}

function withoutSecrets({ password: _password, hasPassword: _hasPassword, ca, ...server }: MailServerSettings) {
  return { ...server, ca: ca ? `${ca.length} characters` : '' };
}

function passwordChanges(channel: ChannelSettings): readonly string[] {
  if (channel.kind !== 'mailbox') return [];
  return (['imap', 'smtp'] as const).filter((side) => channel[side].password !== undefined).map((side) => `${side}.password ${channel[side].password ? 'set' : 'removed'}`);
}

function differences(before: Record<string, string>, after: Record<string, string>): readonly string[] {
  const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])];
  return keys.filter((key) => before[key] !== after[key]).map((key) => `${key}: ${before[key] ?? '—'} → ${after[key] ?? '—'}`);
}

function flat(value: object, prefix = ''): Record<string, string> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]: [string, unknown]) =>
      typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.entries(flat(part, `${prefix}${key}.`)) : [[prefix + key, Array.isArray(part) ? part.join(', ') : String(part)]],
    ),
  );
}
