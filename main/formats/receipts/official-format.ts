import type { Party } from '../../domain/submission.ts';
import type { ReceiptFacts } from '../readings.ts';

/** KV, IV and UU name the form and both parties in full; UO and IZ can be written for an unknown file. */
export function fitsOfficialFormat(facts: ReceiptFacts): boolean {
  const { kind, form, subscriber, sender } = facts;
  if (kind === 'notice-of-receipt' || kind === 'refusal' || kind === 'error-message') return true;
  return form?.year !== undefined && isNamedInFull(subscriber) && isNamedInFull(sender);
}

export function isNamedInFull(party: Party): boolean {
  return party.name.trim() !== '' && (party.taxNumber.length === 10 ? isKpp(party.kpp) && isTaxNumber(party.taxNumber) : isTaxNumber(party.taxNumber) || party.taxNumber === '');
}

/** ИНН of ten or twelve digits; 00 is no region (pattern of the official formats). */
export function isTaxNumber(text: string): boolean {
  return /^(?!00)(\d{10}|\d{12})$/.test(text);
}

export function isKpp(text: string | undefined): text is string {
  return text !== undefined && /^(?!00)\d{4}[0-9A-Z]{2}\d{3}$/.test(text);
}
