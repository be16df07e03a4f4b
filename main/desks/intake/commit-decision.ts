import type { Archive } from '../../archive/archive.ts';
import type { Delivery } from '../../domain/delivery.ts';
import type { Dispatch } from '../../domain/dispatch.ts';
import { instantOf, newId, type DispatchId, type OfficerId, type ReceiptId, type RegistrationNumber, type SubmissionId } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';
import type { Receipt, ReceiptKind } from '../../domain/receipt.ts';
import type { Examination, Reason, SubmissionDocument } from '../../domain/submission.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import type { Issued } from './issue.ts';
import type { IssueTask, ObjectFile } from './tasks.ts';

export type Case = {
  readonly submission: SubmissionId;
  readonly number: RegistrationNumber;
  readonly delivery: Delivery;
  readonly examination: Examination;
};

/**
 * Steps 8 and 9: make and sign what is due, deposit it, then one transaction with the decision, the
 * receipts and the outbox rows. A crash before the transaction leaves nothing but unnamed objects, and
 * the same receipts are made again; a crash after it leaves nothing to do but to send.
 */
export async function commitDecision(
  { archive, workbench, now: clock }: { readonly archive: Archive; readonly workbench: Workbench; readonly now: () => number },
  matter: Case,
  { kinds, facts, reasons, officer }: { readonly kinds: readonly ReceiptKind[]; readonly facts: readonly NewEntry[]; readonly reasons: readonly Reason[]; readonly officer?: OfficerId },
): Promise<void> {
  const now = clock();
  const issued = kinds.length === 0 ? undefined : await workbench.run<Issued>('issue', issueTask(archive, matter, kinds, reasons, now));
  if (issued !== undefined) await archive.depositAll(issued.objects);
  const all = issued === undefined ? facts : [...facts, ...outgoing(matter, issued, reasons, now)];
  await archive.append(officer === undefined ? all : all.map((fact) => ({ ...fact, officer })));
}

function issueTask(archive: Archive, { submission, number, delivery, examination }: Case, kinds: readonly ReceiptKind[], reasons: readonly Reason[], now: number): IssueTask {
  const main = mainDocument(examination);
  const address = delivery.replyTo ?? delivery.sender;
  return {
    kinds,
    number,
    container: examination.container,
    ...(examination.flow === undefined ? {} : { flow: examination.flow }),
    ...(examination.form === undefined ? {} : { form: examination.form }),
    subscriber: examination.subscriber,
    ...(examination.sender === undefined ? {} : { sender: examination.sender }),
    fileName: main?.name ?? delivery.name,
    files: examination.documents.filter(isCounted).map(({ name }) => name),
    receivedAt: delivery.receivedAt,
    now: instantOf(now),
    reasons,
    findings: examination.findings,
    recipients: recipientsOf(archive, examination),
    ...(main === undefined || main.role !== 'declaration'
      ? {}
      : { declaration: { id: main.id, name: main.name, content: fileOf(archive, main.content.digest) } }),
    ...(examination.flow !== undefined || address === undefined
      ? {}
      : {
          mail: {
            channel: delivery.channel,
            to: address,
            subject: examination.subject ?? '',
            ...(examination.mailId === undefined ? {} : { inReplyTo: examination.mailId }),
            wasEncrypted: examination.documents.some(({ wasEncrypted }) => wasEncrypted),
          },
        }),
    seed: submission,
  };
}

function isCounted({ role }: SubmissionDocument): boolean {
  return role !== 'package-description' && role !== 'mail-body';
}

export function mainDocument({ documents, form }: Examination): SubmissionDocument | undefined {
  return (
    documents.find(({ role }) => role === 'declaration') ??
    documents.find(({ name }) => form !== undefined && form.prefix !== '' && name.startsWith(form.prefix)) ??
    documents.find(({ role }) => role === 'letter') ??
    documents.find(isCounted)
  );
}

/** The subscriber's certificates: of signatures that hold, else of any signature under the submission. */
export function recipientsOf(archive: Archive, { documents }: Examination): ObjectFile[] {
  const signatures = documents.flatMap(({ signatures: list }) => list).filter(({ role, certificate }) => role === 'subscriber' && certificate !== undefined);
  const good = signatures.filter(({ indication }) => indication === 'TOTAL_PASSED');
  const digests = new Set((good.length > 0 ? good : signatures).map(({ certificate }) => certificate!));
  return [...digests].map((digest) => fileOf(archive, digest));
}

export function fileOf(archive: Archive, digest: Parameters<Archive['pathOf']>[0]): ObjectFile {
  return { path: archive.pathOf(digest), digest };
}

function outgoing({ submission, delivery, examination }: Case, issued: Issued, reasons: readonly Reason[], now: number): NewEntry[] {
  const receipts = new Map<ReceiptKind, Receipt>();
  const dispatches: Dispatch[] = issued.parcels.map((parcel) => {
    const dispatch = newId<DispatchId>(now);
    const mine = issued.receipts.filter(({ kind }) => parcel.kinds.includes(kind));
    for (const { kind, ...rest } of mine) {
      const named = kind === 'refusal' || kind === 'clarification' || kind === 'error-message' ? reasons : [];
      receipts.set(kind, { id: newId<ReceiptId>(now), submission, kind, issuedAt: instantOf(now), ...rest, reasons: named, dispatch });
    }
    return {
      id: dispatch,
      channel: delivery.channel,
      channelKind: delivery.channelKind,
      messageId: parcel.messageId,
      inReplyTo: examination.mailId ?? delivery.messageId,
      recipient: (examination.flow === undefined ? (delivery.replyTo ?? delivery.sender) : (delivery.replyTo ?? examination.flow.sender)) ?? '',
      recipientName: (examination.sender ?? examination.subscriber).name,
      fileName: parcel.fileName,
      mediaType: parcel.mediaType,
      payload: parcel.payload,
      submission,
      receipts: mine.map(({ kind }) => receipts.get(kind)!.id),
    };
  });
  return [
    ...[...receipts.values()].map((receipt): NewEntry => ({ kind: 'receipt-issued', receipt })),
    ...dispatches.map((dispatch): NewEntry => ({ kind: 'dispatch-queued', dispatch })),
  ];
}
