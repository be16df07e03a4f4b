import type { ChannelKind } from '../main/domain/delivery.ts';
import type { ChannelId, Digest, Instant, SessionId } from '../main/domain/identifiers.ts';
import type { ChannelSettings, Settings } from '../main/domain/settings.ts';
import type { CertificateFacts } from '../main/domain/verdict.ts';

/** Shapes of settings and of the exchange as the screens see them. Secrets go in and never come out. */

export type { ChannelSettings, MailboxChannelSettings, MailServerSettings, Settings, SpoolChannelSettings } from '../main/domain/settings.ts';

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
  /** What waits at the channel's door and was not taken, or is odd, as the last collecting found it; the newest first, at most 50. Absent: nothing. */
  readonly remarks?: readonly ChannelRemark[];
};

export type ChannelRemark = {
  readonly what: 'too-large' | 'unreadable' | 'name-unusable' | 'name-reused' | 'note-invalid' | 'not-read-to-end';
  /** File name or subject as the channel gave it: somebody else's text. */
  readonly about: string;
  readonly message: string;
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
