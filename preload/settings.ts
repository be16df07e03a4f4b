import type { ChannelKind } from '../main/domain/delivery.ts';
import type { ChannelId, Day, Digest, Instant, SessionId } from '../main/domain/identifiers.ts';
import type { CertificateFacts } from '../main/domain/verdict.ts';

/** Shapes of settings and of the exchange as the screens see them. Secrets go in and never come out. */

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

export type WizardInput = {
  readonly authority: Settings['authority'];
  readonly folder: string;
  readonly channels: readonly ChannelSettings[];
  readonly stationKey: { readonly file: { readonly name: string; readonly bytes: Uint8Array }; readonly password: string };
  readonly trust: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly officers: readonly { readonly login: string; readonly name: string; readonly position: string; readonly roles: readonly ('inspector' | 'clerk' | 'supervisor' | 'administrator')[]; readonly password: string }[];
};

export type StationKeyView = {
  readonly purpose: 'station' | 'decryption';
  readonly certificate: CertificateFacts;
  readonly current: boolean;
  /** Days until the certificate ends; negative when it has. */
  readonly daysLeft: number;
};

export type TrustRow = {
  readonly what: 'anchor' | 'intermediate' | 'crl';
  readonly fingerprint: Digest;
  readonly subject: string;
  readonly issuer: string;
  readonly from: Instant;
  readonly to?: Instant;
  readonly state: 'good' | 'ending' | 'ended' | 'not-yet';
};

export type ChannelHealth = {
  readonly id: ChannelId;
  readonly kind: ChannelKind;
  readonly name: string;
  readonly state: 'idle' | 'collecting' | 'sending' | 'broken' | 'off';
  readonly lastError?: string;
  readonly lastContactAt?: Instant;
};

export type SessionView = {
  readonly id: SessionId;
  readonly by: 'background' | 'officer' | 'command';
  readonly startedAt: Instant;
  readonly endedAt?: Instant;
  readonly step: 'collecting' | 'examining' | 'dispatching' | 'ended';
  readonly collected: number;
  readonly doubled: number;
  readonly examined: number;
  readonly dispatched: number;
  readonly failed: number;
  readonly waiting: number;
  readonly stopped: boolean;
};

export type DemoParties = { readonly operator: string; readonly subscribers: readonly string[]; readonly note: { readonly ru: string; readonly en: string } };
