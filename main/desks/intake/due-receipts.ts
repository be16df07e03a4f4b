import { addWorkingDays } from '../../domain/deadline.ts';
import type { Instant } from '../../domain/identifiers.ts';
import type { ReceiptKind } from '../../domain/receipt.ts';
import type { Duty, Examination } from '../../domain/submission.ts';
import type { Case } from './commit-decision.ts';
import type { Decision } from './decide.ts';
import type { Equipment } from './equipment.ts';
import { packsOf } from './examine.ts';

/** The service documents that a decision calls for, in the order in which they are sent. */
export function issueable(state: Decision['state'], matter: Case, equipment: Equipment, canEncipher: boolean): ReceiptKind[] {
  if (state === 'quarantined' || !canBeAnswered(matter)) return [];
  if (state === 'deciding') return isSigned(matter.examination) ? only(matter, equipment, ['notice-of-receipt']) : [];
  const decision: ReceiptKind = state === 'accepted' ? 'acceptance' : refusalKind(matter, canEncipher);
  const isLetter = state === 'accepted' && matter.examination.form === undefined;
  return only(matter, equipment, isLetter ? ['notice-of-receipt'] : ['notice-of-receipt', decision]);
}

/** A refusal is enciphered; where no certificate is known, a message of error without the taxpayer's data goes out instead. */
export function refusalKind({ examination }: Pick<Case, 'examination'>, canEncipher: boolean): ReceiptKind {
  return examination.flow === undefined || canEncipher ? 'refusal' : 'error-message';
}

export function addDuties(examination: Examination, receivedAt: Instant, { limits, calendar }: Equipment): Duty[] {
  if (examination.form === undefined) return [];
  const decided = addWorkingDays(receivedAt, limits.decisionWorkingDays, calendar);
  return [{ what: 'entry', dueAt: addWorkingDays(decided, limits.entryWorkingDays, calendar) }];
}

function canBeAnswered({ examination, delivery }: Case): boolean {
  return examination.flow !== undefined || delivery.replyTo !== undefined || delivery.sender !== undefined;
}

function isSigned({ documents, container }: Examination): boolean {
  return container === 'fns-container' || documents.some(({ signatures }) => signatures.length > 0);
}

/** In a container only what the document flow has a place for. */
function only({ examination }: Case, equipment: Equipment, kinds: readonly ReceiptKind[]): ReceiptKind[] {
  const { flow } = examination;
  if (flow === undefined) return [...kinds];
  const packs = packsOf(equipment);
  return kinds.filter((kind) => {
    const type = packs.docflows.flows.find(({ code }) => code === (kind === 'error-message' ? '07' : flow.type));
    return type?.transactions.some(({ carries }) => carries?.includes(kind)) === true && type.documents.some(({ service }) => service === kind);
  });
}
