import type { AuditDesk } from '../desks/audit/audit-desk.ts';
import type { Exchange } from '../desks/dispatch/exchange.ts';
import type { IntakeDesk } from '../desks/intake/intake-desk.ts';
import type { OfficersDesk } from '../desks/officers/officers-desk.ts';
import type { RecordsDesk } from '../desks/records/records-desk.ts';
import type { RegistryDesk } from '../desks/registry/registry-desk.ts';
import type { RepliesDesk } from '../desks/replies/replies-desk.ts';
import type { ReportsDesk } from '../desks/reports/reports-desk.ts';
import type { SettingsDesk } from '../desks/settings/settings-desk.ts';
import type { DemoParties, WizardInput } from '../../preload/settings.ts';

/** An open station: all its desks. */
export type Office = {
  readonly intake: IntakeDesk;
  readonly exchange: Exchange;
  readonly replies: RepliesDesk;
  readonly records: RecordsDesk;
  readonly registry: RegistryDesk;
  readonly reports: ReportsDesk;
  readonly audit: AuditDesk;
  readonly officers: OfficersDesk;
  readonly settings: SettingsDesk;
  /** Only in the demo office. */
  readonly demo?: { readonly parties: DemoParties; burst(count: number): Promise<void>; pace(running: boolean): Promise<void> };
};

/** What the service window needs of the program around it. */
export type Desks = {
  /** Undefined until the wizard has made a station. */
  office(): Office | undefined;
  /** Makes the station and opens its office. */
  createStation(input: WizardInput): Promise<void>;
  readonly about: { readonly version: string; readonly runtime: string };
  offsetMinutes(): number;
  /** Folder chooser of the operating system; no path when cancelled or not to be had. */
  chooseFolder(window: number, title: string): Promise<{ path?: string }>;
  /** For errors that nobody foresaw; must not show them to a window. */
  log(error: unknown): void;
  readonly now: () => number;
};
