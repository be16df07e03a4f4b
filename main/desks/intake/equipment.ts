import type { KeyAndCertificate, TrustMaterial } from '../../signatures/material.ts';
import type { Calendar } from '../../domain/deadline.ts';

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
  readonly mailFrom?: string;
};

/** An object that is to be deposited with the decision. */
export type NewObject = { readonly digest: string; readonly bytes: Uint8Array };
