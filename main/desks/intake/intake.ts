import type { Archive } from '../../archive/archive.ts';
import type { Take } from '../../channels/channel.ts';
import type { Channel } from '../../channels/channel.ts';
import { isReceptionError } from '../../domain/errors.ts';
import { instantOf, type DeliveryId } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';
import type { ReceiptKind } from '../../domain/receipt.ts';
import type { UnfinishedDelivery } from '../../domain/records.ts';
import type { Examination } from '../../domain/submission.ts';
import type { Workbench } from '../../workbench/workbench.ts';
import { commitDecision, fileOf, recipientsOf, type Case } from './commit-decision.ts';
import { decide, type Decision, type DecisionPolicy } from './decide.ts';
import { addDuties, issueable } from './due-receipts.ts';
import type { Equipment } from './equipment.ts';
import type { Examined } from './examine.ts';
import { examinationOfUnexamined } from './unexamined.ts';
import { archiveIsClosed } from '../archive-is-closed.ts';
import { takeInto, turns, type Taken } from './take-in.ts';
import type { ExamineTask } from './tasks.ts';

export type IntakeDependencies = {
  readonly archive: Archive;
  readonly workbench: Workbench;
  readonly equipment: () => Equipment;
  readonly policy: () => DecisionPolicy;
  readonly now: () => number;
  readonly onTaken?: (taken: Taken) => void;
  readonly onDecided?: (decision: Decision['state'] | 'tied') => void;
  readonly log?: (message: string, error?: unknown) => void;
};

const triesBeforeHeld = 3;

function isStopped(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}

/**
 * Takes deliveries in and brings each to its decision. What is under way lives in the archive, not here:
 * after a crash the same functions run over `archive.unfinished()`.
 */
export class Intake {
  readonly #on: IntakeDependencies;
  readonly #turn = turns();
  readonly #queued = new Set<DeliveryId>();
  #running: Promise<void> | undefined;
  #again = false;

  constructor(dependencies: IntakeDependencies) {
    this.#on = dependencies;
  }

  /** Steps 2 and 3, for a channel's collect. */
  taker(channel: Pick<Channel, 'id' | 'kind'>): Take {
    return takeInto(this.#on.archive, channel, this.#turn, this.#on.now, (taken) => {
      this.#on.onTaken?.(taken);
      // Whoever drains next meets the same failure and tells of it; here it must not end the program.
      if (taken.received.length > 0) this.drain().catch(() => undefined);
    });
  }

  /** Resolves when nothing that can be worked on is left. Rejects only when the archive takes no more. */
  drain(signal?: AbortSignal): Promise<void> {
    this.#again = true;
    this.#running ??= this.#loop(signal).finally(() => (this.#running = undefined));
    return this.#running;
  }

  async #loop(signal?: AbortSignal): Promise<void> {
    while (this.#again && !isStopped(signal)) {
      this.#again = false;
      for (;;) {
        const batch = await this.#on.archive.unfinished({ limit: 200 });
        const fresh = batch.filter(({ delivery, attempts }) => !this.#queued.has(delivery.id) && attempts < triesBeforeHeld);
        if (fresh.length === 0 || isStopped(signal)) break;
        await this.#workThrough(fresh, signal);
      }
    }
  }

  async #workThrough(batch: readonly UnfinishedDelivery[], signal?: AbortSignal): Promise<void> {
    const waiting = [...batch];
    const lane = async (): Promise<void> => {
      for (let next = waiting.shift(); next !== undefined && !isStopped(signal); next = waiting.shift()) await this.#workOn(next);
    };
    await Promise.all(Array.from({ length: this.#on.workbench.threads * 4 }, lane));
  }

  async #workOn(unfinished: UnfinishedDelivery): Promise<void> {
    const { id } = unfinished.delivery;
    this.#queued.add(id);
    try {
      await this.#bring(unfinished);
    } catch (error) {
      await this.#failed(unfinished, error);
    } finally {
      this.#queued.delete(id);
    }
  }

  /** Examine, then tie it to an earlier conversation or decide it. */
  async #bring(unfinished: UnfinishedDelivery): Promise<void> {
    const { archive } = this.#on;
    const examined = await this.#examine(unfinished);
    await archive.depositAll(examined.objects);
    if (examined.as === 'tie' && unfinished.submission === undefined) {
      if (await this.#tie(unfinished, examined)) return;
    }
    if (examined.as === 'submission') await this.#decide(unfinished, examined.examination);
  }

  async #examine({ delivery }: UnfinishedDelivery): Promise<Examined> {
    const task: ExamineTask = {
      raw: fileOf(this.#on.archive, delivery.raw.digest),
      name: delivery.name,
      receivedAt: delivery.receivedAt,
      at: delivery.receivedAt,
      now: instantOf(this.#on.now()),
    };
    return this.#on.workbench.run<Examined>('examine', task);
  }

  async #tie({ delivery }: UnfinishedDelivery, { tie, indication }: Extract<Examined, { as: 'tie' }>): Promise<boolean> {
    const found = await this.#on.archive.findTie({
      ...(tie.flowId === '' ? {} : { flowId: tie.flowId }),
      ...(tie.about === undefined ? {} : { fileName: tie.about }),
      ...(tie.messageId === undefined ? {} : { messageId: tie.messageId }),
    });
    const { what, flowId, note, document } = tie;
    // A notice whose signature does not hold confirms nothing: it is kept with the submission and shown, no more.
    const confirms = indication === 'TOTAL_PASSED' || what === 'delivery-status' ? found : found.submission === undefined ? {} : { submission: found.submission };
    const tied = { what, flowId, note, indication, ...(document === undefined ? {} : { document }), ...confirms };
    await this.#on.archive.append([{ kind: 'delivery-tied', delivery: delivery.id, tie: tied } as NewEntry]);
    this.#on.onDecided?.('tied');
    return true;
  }

  async #decide(unfinished: UnfinishedDelivery, examination: Examination): Promise<void> {
    const { archive } = this.#on;
    const { delivery } = unfinished;
    const { submission, summary } = await archive.register(delivery.id, new Date(Date.parse(delivery.receivedAt) + this.#offset()).getUTCFullYear());
    const matter: Case = { submission, number: summary.number, delivery, examination };
    const decision = decide(examination, this.#on.policy());
    const kinds = this.#kinds(matter, decision);
    const facts: NewEntry[] = [{ kind: 'submission-examined', submission, examination }, this.#decisionFact(matter, decision)];
    await commitDecision(this.#on, matter, { kinds, facts, reasons: decision.reasons });
    this.#on.onDecided?.(decision.state);
  }

  #kinds(matter: Case, decision: Decision): ReceiptKind[] {
    const { archive, equipment } = this.#on;
    return issueable(decision.state, matter, equipment(), recipientsOf(archive, matter.examination).length > 0);
  }

  #decisionFact({ submission, examination, delivery }: Case, { state, reasons }: Decision): NewEntry {
    switch (state) {
      case 'accepted':
        return { kind: 'submission-accepted', submission, duties: addDuties(examination, delivery.receivedAt, this.#on.equipment()) };
      case 'refused':
        return { kind: 'submission-refused', submission, reasons };
      case 'deciding':
        return { kind: 'submission-left-to-officer', submission, reasons };
      case 'quarantined':
        return { kind: 'submission-quarantined', submission, reasons };
    }
  }

  #offset(): number {
    return this.#on.equipment().calendar.offsetMinutes * 60_000;
  }

  /**
   * A fault of the bytes that took a worker thread down quarantines the delivery on the last try; any
   * other failure is tried again and then held for a person. Nothing is dropped.
   */
  async #failed(unfinished: UnfinishedDelivery, error: unknown): Promise<void> {
    const { delivery, attempts } = unfinished;
    this.#on.log?.(`Delivery ${delivery.id} could not be worked on`, error);
    if (archiveIsClosed(error) || isReceptionError(error, 'cancelled')) throw error;
    if (isReceptionError(error, 'entry-conflict')) return;
    const attempt = attempts + 1;
    const undid = isReceptionError(error, 'worker-failed') || isReceptionError(error, 'worker-timeout');
    if (undid && attempt >= triesBeforeHeld) return this.#quarantine(unfinished, error);
    const reason = error instanceof Error ? error.message : String(error);
    await this.#on.archive.append(
      attempt < triesBeforeHeld
        ? [{ kind: 'delivery-failed', delivery: delivery.id, attempt, reason }]
        : [
            { kind: 'delivery-failed', delivery: delivery.id, attempt, reason },
            { kind: 'delivery-held', delivery: delivery.id, reason },
          ],
    );
  }

  /** Bytes that no worker thread survives: numbered and set apart with a reason, so that a person sees them. */
  async #quarantine(unfinished: UnfinishedDelivery, error: Error): Promise<void> {
    const unexamined = examinationOfUnexamined(unfinished.delivery, instantOf(this.#on.now()), error.message);
    await this.#on.archive.depositAll(unexamined.objects);
    await this.#decide(unfinished, unexamined.examination);
  }
}
