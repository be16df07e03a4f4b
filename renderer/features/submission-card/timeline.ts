import type { DispatchRow, DutyKind, Instant, Receipt, ReplyRow, StoredObject, SubmissionRecord } from '../../../preload/contract.ts';

/** One step of the conversation, in the order of time; what is awaited comes last. */
export type Step =
  | { readonly what: 'received'; readonly at: Instant; readonly object: StoredObject }
  | { readonly what: 'examined'; readonly at: Instant; readonly object: StoredObject }
  | { readonly what: 'receipt'; readonly at: Instant; readonly receipt: Receipt; readonly dispatch: DispatchRow | undefined }
  | { readonly what: 'confirmed'; readonly at: Instant; readonly receipt: Receipt }
  | { readonly what: 'tie'; readonly at: Instant; readonly tie: SubmissionRecord['ties'][number]['tie'] }
  | { readonly what: 'reply'; readonly at: Instant; readonly reply: ReplyRow; readonly dispatch: DispatchRow | undefined }
  | { readonly what: 'awaited-duty'; readonly dueAt: Instant; readonly duty: DutyKind }
  | { readonly what: 'awaited-confirmation'; readonly of: Receipt | ReplyRow };

export function timelineOf(record: SubmissionRecord): readonly Step[] {
  const { delivery, examination, receipts, dispatches, replies, ties } = record;
  const dispatchOf = (id: string | undefined) => dispatches.find((one) => one.id === id);
  const done: Step[] = [
    { what: 'received', at: delivery.receivedAt, object: delivery.raw },
    ...(examination === undefined ? [] : [{ what: 'examined', at: examination.examinedAt, object: examination.protocol } as const]),
    ...receipts.map((receipt): Step => ({ what: 'receipt', at: receipt.issuedAt, receipt, dispatch: dispatchOf(receipt.dispatch) })),
    ...receipts.flatMap((receipt): Step[] => (receipt.confirmedAt === undefined ? [] : [{ what: 'confirmed', at: receipt.confirmedAt, receipt }])),
    ...ties.filter(({ tie }) => tie.receipt === undefined).map(({ at, tie }): Step => ({ what: 'tie', at, tie })),
    ...replies.map((reply): Step => ({ what: 'reply', at: reply.signedAt, reply, dispatch: dispatchOf(reply.dispatch) })),
  ];
  return [...done.sort(byTime), ...awaited(record)];
}

function awaited({ summary, examination, receipts, replies }: SubmissionRecord): readonly Step[] {
  const duties = (examination?.duties ?? []).filter((duty) => stillOwed(duty.what, summary.state, receipts));
  const nearest: Step[] = summary.dueWhat !== undefined && summary.dueAt !== undefined && duties.every((duty) => duty.what !== summary.dueWhat) ? [{ what: 'awaited-duty', duty: summary.dueWhat, dueAt: summary.dueAt }] : [];
  return [
    ...[...receipts.filter((one) => one.confirmedAt === undefined && isAnswered(one.kind)), ...replies.filter((one) => one.state === 'sent')].map((of): Step => ({ what: 'awaited-confirmation', of })),
    ...nearest,
    ...duties.map((duty): Step => ({ what: 'awaited-duty', duty: duty.what, dueAt: duty.dueAt })),
  ];
}

/** A subscriber confirms a decision, not the notice that his submission arrived (docflows 01 and 02: transactions 04, 07 and 10). */
function isAnswered(kind: Receipt['kind']): boolean {
  return kind !== 'notice-of-receipt' && kind !== 'error-message';
}

function stillOwed(duty: DutyKind, state: string, receipts: readonly Receipt[]): boolean {
  const issued = (kind: Receipt['kind']) => receipts.some((one) => one.kind === kind);
  if (duty === 'notice-of-receipt') return !issued('notice-of-receipt');
  if (duty === 'decision') return ['registered', 'deciding', 'quarantined'].includes(state);
  if (duty === 'entry') return state !== 'refused' && !issued('entry');
  return false;
}

function byTime(one: Step, other: Step): number {
  const at = (step: Step) => ('at' in step ? step.at : '');
  return at(one) < at(other) ? -1 : at(one) > at(other) ? 1 : 0;
}
