import type { ChannelId, Day } from './identifiers.ts';

/** What the station is told to be: shown on a screen, kept on paper. Secrets go in and never come out. */

export type SpoolChannelSettings = {
  readonly kind: 'spool';
  readonly id: ChannelId;
  readonly name: string;
  readonly enabled: boolean;
  readonly folder: string;
};

export type MailboxChannelSettings = {
  readonly kind: 'mailbox';
  readonly id: ChannelId;
  readonly name: string;
  readonly enabled: boolean;
  readonly imap: MailServerSettings & { readonly folder: string; readonly processedFolder: string };
  readonly smtp: MailServerSettings & { readonly from: string };
};

export type MailServerSettings = {
  readonly host: string;
  readonly port: number;
  /** none is taken on loopback only. */
  readonly security: 'tls' | 'starttls' | 'none';
  readonly user: string;
  /** Written by the screen only when changed; read back as undefined. */
  readonly password?: string;
  readonly hasPassword?: boolean;
  /** PEM of a CA of one's own. */
  readonly ca?: string;
};

export type ChannelSettings = SpoolChannelSettings | MailboxChannelSettings;

export type Settings = {
  readonly authority: { readonly code: string; readonly name: string; readonly taxNumber: string; readonly kpp: string };
  readonly channels: readonly ChannelSettings[];
  /** background: by itself. by-hand: nothing moves until a session is started. */
  readonly exchange: { readonly mode: 'background' | 'by-hand'; readonly pollSeconds: number };
  readonly verification: { readonly revocationRequired: boolean; readonly crlGraceHours: number; readonly onIndeterminate: 'leave-to-officer' | 'refuse' };
  readonly archive: { readonly sealAt: string; readonly backupFolder?: string };
  readonly limits: { readonly deliveryMegabytes: number; readonly noticeHours: number; readonly decisionWorkingDays: number; readonly entryWorkingDays: number; readonly answerDays: number };
  readonly calendar: { readonly holidays: readonly Day[] };
  readonly session: { readonly lockAfterMinutes: number };
};
