import type { ReceiptFacts } from '../readings.ts';
import { localDay } from './receipt-parts.ts';

/** R_T_A_K_O_GGGGMMDD_N: T is the prefix of the file that was received, without its separator. */
export function receiptName(facts: ReceiptFacts, prefix: string): string {
  const addressee = safe(facts.sender.taxNumber) || safe(facts.subscriber.taxNumber) || '0000000000';
  const date = localDay(facts.issuedAt, facts.offsetMinutes).replaceAll('-', '');
  return [prefix, subjectOf(facts), addressee, addressee, safe(facts.authority.code), date, safe(facts.uniqueId).slice(0, 36)].join('_');
}

function subjectOf({ form, fileName }: ReceiptFacts): string {
  const prefix = form?.prefix || /^[A-Z]{2}_[A-Z0-9.]{1,20}(?=_)/.exec(fileName)?.[0] || 'FILE';
  return safe(prefix.replace('_', '')).slice(0, 40);
}

function safe(text: string): string {
  return text.replace(/[^A-Za-z0-9.-]/g, '');
}
