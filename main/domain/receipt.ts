import type { StoredObject } from './delivery.ts';
import type { DispatchId, Instant, ReceiptId, SubmissionId } from './identifiers.ts';
import type { Reason } from './submission.ts';

/** Service documents about a submission. */
export type ReceiptKind =
  | 'notice-of-receipt' // извещение о получении (ИЗ)
  | 'acceptance' // квитанция о приёме (КВ)
  | 'refusal' // уведомление об отказе (УО)
  | 'entry' // извещение о вводе (ИВ)
  | 'clarification' // уведомление об уточнении (УУ)
  | 'error-message'; // сообщение об ошибке обработки пакета

export type Receipt = {
  readonly id: ReceiptId;
  readonly submission: SubmissionId;
  readonly kind: ReceiptKind;
  readonly issuedAt: Instant;
  readonly fileName: string;
  readonly document: StoredObject;
  readonly signature: StoredObject;
  /** Subject of the certificate that signed it. */
  readonly signedBy: string;
  readonly reasons: readonly Reason[];
  readonly dispatch?: DispatchId;
  readonly sentAt?: Instant;
  /** When the subscriber's own notice of receipt for it was taken in. */
  readonly confirmedAt?: Instant;
};
