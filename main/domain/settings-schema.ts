import { z } from 'zod';
import type { ChannelSettings, Settings } from './settings.ts';
import { channelId, day } from './shapes.ts';

/** What settings may be: the same rules at the service window and on paper. */

const name = z.string().trim().min(1).max(200);
const host = z.string().regex(/^[A-Za-z0-9_.:-]{1,255}$/, 'a host name or an address');
const folder = z.string().min(1).max(1000);
const mailFolder = z.string().min(1).max(200);
const port = z.int().min(1).max(65535);
const loopback = new Set(['localhost', '127.0.0.1', '::1']);

const server = {
  host,
  port,
  security: z.enum(['tls', 'starttls', 'none']),
  user: z.string().max(320),
  password: z.string().max(1000).exactOptional(),
  hasPassword: z.boolean().exactOptional(),
  ca: z.string().max(100_000).exactOptional(),
};
const securedUnlessLocal = (value: { host: string; security: string }) => value.security !== 'none' || loopback.has(value.host);
const unsecured = { message: 'a connection without TLS is taken on this computer only (localhost)', path: ['security'] };

const spool = z.strictObject({ kind: z.literal('spool'), id: channelId, name, enabled: z.boolean(), folder });
const mailbox = z.strictObject({
  kind: z.literal('mailbox'),
  id: channelId,
  name,
  enabled: z.boolean(),
  imap: z.strictObject({ ...server, folder: mailFolder, processedFolder: mailFolder }).refine(securedUnlessLocal, unsecured),
  smtp: z.strictObject({ ...server, from: z.string().regex(/^[^\s@<>]{1,64}@[^\s@<>]{1,255}$/, 'a mail address') }).refine(securedUnlessLocal, unsecured),
});

export const channelSchema: z.ZodType<ChannelSettings> = z.discriminatedUnion('kind', [spool, mailbox]);

export const channelsSchema: z.ZodType<readonly ChannelSettings[]> = z
  .array(channelSchema)
  .max(20)
  .refine((channels) => new Set(channels.map((channel) => channel.id)).size === channels.length, { message: 'two channels have the same id' });

export const authoritySchema: z.ZodType<Settings['authority']> = z.strictObject({
  code: z.string().regex(/^\d{4}$/, 'four digits'),
  name,
  taxNumber: z.string().regex(/^(\d{10})?$/, 'ten digits'),
  kpp: z.string().regex(/^(\d{4}[0-9A-Z]{2}\d{3})?$/, 'nine characters'),
});

export const settingsSchema: z.ZodType<Settings> = z.strictObject({
  authority: authoritySchema,
  channels: channelsSchema,
  exchange: z.strictObject({ mode: z.enum(['background', 'by-hand']), pollSeconds: z.int().min(1).max(86_400) }),
  verification: z.strictObject({
    revocationRequired: z.boolean(),
    crlGraceHours: z.int().min(0).max(24 * 365),
    onIndeterminate: z.enum(['leave-to-officer', 'refuse']),
  }),
  archive: z.strictObject({ sealAt: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, 'a time, 00:00 to 23:59'), backupFolder: folder.exactOptional() }),
  limits: z.strictObject({
    deliveryMegabytes: z.int().min(1).max(2000),
    noticeHours: z.int().min(1).max(24 * 30),
    decisionWorkingDays: z.int().min(1).max(365),
    entryWorkingDays: z.int().min(1).max(365),
    answerDays: z.int().min(1).max(365),
  }),
  calendar: z.strictObject({ holidays: z.array(day).max(2000) }),
  session: z.strictObject({ lockAfterMinutes: z.int().min(1).max(24 * 60) }),
});

/** What a new station begins with. */
export const firstSettings: Settings = {
  authority: { code: '0000', name: 'Reception', taxNumber: '', kpp: '' },
  channels: [],
  exchange: { mode: 'background', pollSeconds: 30 },
  verification: { revocationRequired: true, crlGraceHours: 24, onIndeterminate: 'leave-to-officer' },
  archive: { sealAt: '20:00' },
  limits: { deliveryMegabytes: 256, noticeHours: 4, decisionWorkingDays: 1, entryWorkingDays: 2, answerDays: 30 },
  calendar: { holidays: [] },
  session: { lockAfterMinutes: 15 },
};
