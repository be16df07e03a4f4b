import type { Archive } from '../../archive/archive.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { instantOf, type DeliveryId, type OfficerId, type SubmissionId } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';
import type { ReceiptKind } from '../../domain/receipt.ts';
import { mayBecome, type Examination, type Protocol, type Reason, type SubmissionState } from '../../domain/submission.ts';
import type { SubmissionRecord } from '../../domain/records.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { commitDecision, fileOf, recipientsOf, type Case } from './commit-decision.ts';
import { addDuties, issueable, refusalKind } from './due-receipts.ts';
import type { Equipment } from './equipment.ts';
import { packsOf, type Examined } from './examine.ts';
import type { Intake } from './intake.ts';
import type { IntakeDesk } from './intake-desk.ts';
import type { ExamineTask } from './tasks.ts';

export type IntakeDeskDependencies = {
  readonly archive: Archive;
  readonly workbench: Workbench;
  readonly intake: Intake;
  readonly equipment: () => Equipment;
  readonly now: () => number;
  /** Something was queued for sending. */
  readonly nudge: () => void;
};

export function openIntakeDesk(on: IntakeDeskDependencies): IntakeDesk {
  const { archive } = on;
  return {
    accept: (id, officer) => decideByHand(on, id, 'accepted', [], officer),
    refuse: (id, reasons, officer) => decideByHand(on, id, 'refused', reasons, officer),
    enter: (id, officer) => decideByHand(on, id, 'entered', [], officer),
    clarify: (id, reasons, officer) => decideByHand(on, id, 'clarification', reasons, officer),
    protocol: async (id) => readProtocol(archive, (await caseOf(archive, id)).examination),
    recheck: (id, at, officer) => recheck(on, id, at, officer),
    retry: async (delivery, officer) => {
      await archive.append([{ kind: 'delivery-retried', delivery, officer }]);
      on.intake.drain().catch(() => undefined);
    },
    setAside: async (delivery: DeliveryId, reason: string, officer: OfficerId) => {
      await archive.append([{ kind: 'delivery-set-aside', delivery, reason, officer }]);
    },
    reasons: () => Object.entries(packsOf(on.equipment()).classifier.codes).map(([code, text]) => ({ code, text })),
  };
}

type ByHand = Extract<SubmissionState, 'accepted' | 'refused' | 'entered' | 'clarification'>;

/** An officer's decision: the same transaction as the station's own, with the officer's name in it. */
async function decideByHand(on: IntakeDeskDependencies, id: SubmissionId, state: ByHand, reasons: readonly Reason[], officer: OfficerId): Promise<void> {
  const record = await recordOf(on.archive, id);
  const matter = caseFrom(record);
  refuseIfForbidden(record, state, reasons);
  const kinds = await kindsFor(on, matter, record, state);
  await commitDecision(on, matter, { kinds, facts: [factOf(on, matter, state, reasons)], reasons, officer });
  if (kinds.length > 0) on.nudge();
}

function refuseIfForbidden({ summary }: SubmissionRecord, state: ByHand, reasons: readonly Reason[]): void {
  if (!mayBecome(summary.state, state)) {
    throw new ReceptionError('entry-refused', `A submission that is ${summary.state} cannot become ${state}`, { details: { from: summary.state, to: state } });
  }
  if ((state === 'refused' || state === 'clarification') && reasons.length === 0) {
    throw new ReceptionError('input-invalid', 'A refusal or clarification names at least one reason');
  }
}

async function kindsFor(on: IntakeDeskDependencies, matter: Case, record: SubmissionRecord, state: ByHand): Promise<ReceiptKind[]> {
  const canEncipher = recipientsOf(on.archive, matter.examination).length > 0;
  const issued = new Set(record.receipts.map(({ kind }) => kind));
  const due: ReceiptKind[] =
    state === 'entered' ? ['entry'] : state === 'clarification' ? ['clarification'] : issueable(state, matter, on.equipment(), canEncipher);
  const first = state === 'refused' && due.length === 0 && matter.delivery.sender !== undefined ? [refusalKind(matter, canEncipher)] : due;
  return first.filter((kind) => !issued.has(kind));
}

function factOf(on: IntakeDeskDependencies, { submission, examination, delivery }: Case, state: ByHand, reasons: readonly Reason[]): NewEntry {
  switch (state) {
    case 'accepted':
      return { kind: 'submission-accepted', submission, duties: addDuties(examination, delivery.receivedAt, on.equipment()) };
    case 'refused':
      return { kind: 'submission-refused', submission, reasons };
    case 'entered':
      return { kind: 'submission-entered', submission };
    case 'clarification':
      return { kind: 'submission-clarified', submission, reasons };
  }
}

/** The same checks over the archived bytes, for today or for the instant of receipt; the decision stays. */
async function recheck(on: IntakeDeskDependencies, id: SubmissionId, at: 'now' | 'as-received', officer: OfficerId): Promise<Protocol> {
  const { delivery } = await caseOf(on.archive, id);
  const now = instantOf(on.now());
  const task: ExamineTask = {
    raw: fileOf(on.archive, delivery.raw.digest),
    name: delivery.name,
    receivedAt: delivery.receivedAt,
    at: at === 'now' ? now : delivery.receivedAt,
    now,
  };
  const examined = await on.workbench.run<Examined>('examine', task);
  if (examined.as !== 'submission') throw new ReceptionError('internal', 'The checks came to another kind of delivery than at first');
  await on.archive.depositAll(examined.objects);
  const { indication, protocol } = examined.examination;
  await on.archive.append([{ kind: 'submission-reexamined', submission: id, judgedFor: at, indication, protocol, officer }]);
  return readProtocol(on.archive, examined.examination);
}

async function readProtocol(archive: Archive, { protocol }: Examination): Promise<Protocol> {
  return JSON.parse(new TextDecoder().decode(await archive.read(protocol.digest))) as Protocol;
}

async function recordOf(archive: Archive, id: SubmissionId): Promise<SubmissionRecord> {
  const record = await archive.records.submission(id);
  if (record === undefined) throw new ReceptionError('record-missing', 'There is no such submission', { details: { id } });
  return record;
}

async function caseOf(archive: Archive, id: SubmissionId): Promise<Case> {
  return caseFrom(await recordOf(archive, id));
}

function caseFrom({ summary, delivery, examination }: SubmissionRecord): Case {
  if (examination === undefined) throw new ReceptionError('entry-refused', 'This submission has not been examined yet', { details: { number: summary.number } });
  return { submission: summary.id, number: summary.number, delivery, examination };
}
