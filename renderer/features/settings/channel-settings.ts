import type { ChannelId, ChannelSettings, MailboxChannelSettings, MailServerSettings, SpoolChannelSettings } from '../../../preload/contract.ts';

const loopback: readonly string[] = ['localhost', '127.0.0.1', '::1'];

export function newMailbox(id: ChannelId, name: string): MailboxChannelSettings {
  const server = { host: '', user: '', password: '', security: 'tls' as const };
  return {
    kind: 'mailbox',
    id,
    name,
    enabled: true,
    imap: { ...server, port: 993, folder: 'INBOX', processedFolder: 'Processed' },
    smtp: { ...server, port: 465, from: '' },
  };
}

export function newSpool(id: ChannelId, name: string): SpoolChannelSettings {
  return { kind: 'spool', id, name, enabled: true, folder: '' };
}

/** A short id that no channel has: what stands in the journal for ever. */
export function freeId(kind: 'mail' | 'spool', channels: readonly ChannelSettings[]): ChannelId {
  for (let number = 1; ; number++) {
    const id = number === 1 ? kind : `${kind}-${number}`;
    if (channels.every((channel) => channel.id !== id)) return id as ChannelId;
  }
}

/** Field paths that the station would not take, e.g. "imap.host". */
export function wrongFields(channel: ChannelSettings): ReadonlySet<string> {
  const wrong = new Set<string>();
  if (channel.name.trim() === '') wrong.add('name');
  if (channel.kind === 'spool') {
    if (channel.folder.trim() === '') wrong.add('folder');
    return wrong;
  }
  for (const side of ['imap', 'smtp'] as const) for (const field of wrongInServer(channel[side])) wrong.add(`${side}.${field}`);
  if (channel.imap.folder.trim() === '') wrong.add('imap.folder');
  if (channel.imap.processedFolder.trim() === '') wrong.add('imap.processedFolder');
  if (!/^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/.test(channel.smtp.from)) wrong.add('smtp.from');
  return wrong;
}

function wrongInServer({ host, port, security }: MailServerSettings): readonly string[] {
  return [
    ...(/^[A-Za-z0-9_.:-]{1,255}$/.test(host) ? [] : ['host']),
    ...(Number.isInteger(port) && port >= 1 && port <= 65_535 ? [] : ['port']),
    ...(security === 'none' && !loopback.includes(host) ? ['security'] : []),
  ];
}

/** As it goes to the station: a password field left empty keeps the one that is there. */
export function forStation(channel: ChannelSettings): ChannelSettings {
  if (channel.kind === 'spool') return channel;
  return { ...channel, imap: withoutEmpty(channel.imap), smtp: withoutEmpty(channel.smtp) };
}

function withoutEmpty<Server extends MailServerSettings>(server: Server): Server {
  const kept: Record<string, unknown> = { ...server };
  if (server.password === '') delete kept['password'];
  if (server.ca === '') delete kept['ca'];
  return kept as Server;
}
