import type { KeyAndCertificate, TrustMaterial } from '../../signatures/material.ts';
import type { Calendar } from '../../domain/deadline.ts';
import type { VerificationPolicy } from '../../signatures/policy.ts';

/** What a worker thread of the intake desk holds: plain data, replaced as a whole when a setting, key or anchor changes. */
export type Equipment = {
  readonly authority: { readonly code: string; readonly name: string };
  /** The key that signs service documents; absent where officers sign by themselves. */
  readonly stationKey?: KeyAndCertificate;
  /** Every key that submissions may be enciphered to, the current one first. */
  readonly decryptionKeys: readonly KeyAndCertificate[];
  readonly trust: TrustMaterial;
  /** Folder of packs that an administrator added, if any. */
  readonly packs?: string;
  readonly calendar: Calendar;
  readonly limits: { readonly noticeHours: number; readonly decisionWorkingDays: number; readonly entryWorkingDays: number; readonly answerDays: number };
  readonly program: string;
  /** A mailbox's own address, by channel: answers go out from it. */
  readonly mailFrom: Readonly<Record<string, string>>;
  readonly policy: VerificationPolicy;
};
