import { z } from 'zod';
import { ReceptionError } from '../domain/errors.ts';
import type { ChannelId } from '../domain/identifiers.ts';

const MEGABYTE = 1024 * 1024;

const limits = z
  .object({
    /** Larger deliveries stay at the door and are reported. */
    maximumBytes: z.number().int().positive().default(512 * MEGABYTE),
    /** Larger deliveries are handed over in pieces, one at a time. */
    wholeBytes: z.number().int().positive().max(64 * MEGABYTE).default(5 * MEGABYTE),
    batchCount: z.number().int().min(1).max(500).default(50),
    batchBytes: z.number().int().positive().default(4 * MEGABYTE),
  })
  .prefault({});

const common = {
  id: z.string().regex(/^[A-Za-z0-9._-]{1,64}$/).transform((id) => id as ChannelId),
  name: z.string().trim().min(1).max(200),
  /** How often to look without having been told, in seconds. */
  pollSeconds: z.number().min(0.05).max(3600).default(60),
  limits,
};

const spool = z.object({
  kind: z.literal('spool'),
  ...common,
  /** The folder that both sides see; docs/spool-folder.md describes what is in it. */
  folder: z.string().min(1),
  /** How the partner puts files in: by rename (safe), or by copying (taken when unchanged for a while). */
  arrival: z.enum(['renamed', 'copied']).default('renamed'),
  settleSeconds: z.number().min(0).max(3600).default(10),
  /** What becomes of an acknowledged file: moved to taken/, or removed. */
  taken: z.enum(['keep', 'remove']).default('keep'),
});

const LOOPBACK = new Set(['127.0.0.1', '::1', 'localhost']);

const server = {
  host: z.string().trim().min(1).max(253),
  port: z.number().int().min(1).max(65535),
  secure: z.enum(['tls', 'starttls', 'none-on-loopback']),
  /** The certificate is always checked; `ca` (PEM) is trusted besides the system's own authorities. */
  tls: z.object({ ca: z.string().optional(), servername: z.string().optional() }).optional(),
};

const loopbackOnly = {
  check: (at: { host: string; secure: string }) => at.secure !== 'none-on-loopback' || LOOPBACK.has(at.host),
  message: 'Without TLS only a server on this machine may be used',
};

const imap = z
  .object({
    ...server,
    user: z.string().min(1),
    password: z.string(),
    folder: z.string().min(1).default('INBOX'),
    processedFolder: z.string().min(1).default('Processed'),
    /** COMPRESS=DEFLATE: only worth its processor time on slow lines. */
    compress: z.boolean().default(false),
  })
  .refine(loopbackOnly.check, loopbackOnly.message)
  .refine((at) => at.folder !== at.processedFolder, 'The folder of processed mail must be another one');

const smtp = z
  .object({
    ...server,
    user: z.string().min(1).optional(),
    password: z.string().optional(),
    /** Address of the authority, for the envelope and the From line. */
    from: z.string().regex(/^[^\s<>@,;:"]{1,64}@[^\s<>@,;:"]{1,253}$/),
  })
  .refine(loopbackOnly.check, loopbackOnly.message);

const mailbox = z.object({
  kind: z.literal('mailbox'),
  ...common,
  imap,
  smtp,
  /** A network operation without an answer for this long has failed, in seconds. */
  timeoutSeconds: z.number().min(1).max(600).default(60),
});

/** Settings of any channel, as kept in the working papers. Room for 'broker' and 'peer'. */
export const channelSettings = z.discriminatedUnion('kind', [spool, mailbox]);

export type ChannelSettings = z.output<typeof channelSettings>;
/** The same before defaults are filled in. */
export type ChannelSettingsInput = z.input<typeof channelSettings>;
export type SpoolSettings = z.output<typeof spool>;
export type MailboxSettings = z.output<typeof mailbox>;
export type Limits = z.output<typeof limits>;

/** Throws settings-invalid and names the places that are wrong; never repeats a value, which may be a secret. */
export function parseChannelSettings(input: unknown): ChannelSettings {
  const parsed = channelSettings.safeParse(input);
  if (parsed.success) return parsed.data;
  const places = parsed.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('; ');
  throw new ReceptionError('settings-invalid', `The settings of the channel are not usable. ${places}`, {
    details: { places: parsed.error.issues.map((issue) => issue.path.join('.')).join(', ') },
  });
}
