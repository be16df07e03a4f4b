import type { StoredObject } from '../../domain/delivery.ts';
import type { Tie } from '../../domain/journal-entry.ts';
import type { Packs } from '../../formats/packs/packs.ts';
import type { Opened, OpenedDocument, Readings } from './opened.ts';

/** A delivery that belongs to an earlier conversation, and how to find that. */
export type Recognised = {
  readonly what: Tie['what'];
  readonly flowId: string;
  /** The file that it is about, e.g. the name of a receipt. */
  readonly about?: string;
  readonly messageId?: string;
  readonly note: string;
  readonly document?: StoredObject;
  readonly source?: OpenedDocument;
};

/**
 * Says whether a delivery is no submission of its own: a notice of receipt for what the authority sent,
 * an operator's confirmation of the sending date, a message of error, a delivery status notification.
 */
export function recogniseTie(opened: Opened, readings: Readings, packs: Packs): Recognised | undefined {
  if (opened.deliveryStatus !== undefined) return fromStatus(opened);
  if (opened.container === 'mail') return fromMail(opened, readings);
  return opened.flow === undefined ? undefined : fromContainer(opened, readings, packs);
}

function fromStatus({ deliveryStatus }: Opened): Recognised {
  const { originalMessageId, action, status, diagnostic, recipient } = deliveryStatus!;
  return {
    what: 'delivery-status',
    flowId: '',
    ...(originalMessageId === undefined ? {} : { messageId: originalMessageId }),
    note: [action, status, recipient, diagnostic].filter((part) => part !== '').join(' · '),
  };
}

function fromMail(opened: Opened, readings: Readings): Recognised | undefined {
  const answers = opened.mail?.inReplyTo ?? opened.mail?.references.at(-1);
  for (const [document, reading] of readings) {
    if (reading.about === undefined) continue;
    return {
      what: 'notice-of-receipt',
      flowId: '',
      about: reading.about.fileName,
      ...(answers === undefined ? {} : { messageId: answers }),
      note: document.name,
      source: document,
    };
  }
  return undefined;
}

function fromContainer(opened: Opened, readings: Readings, packs: Packs): Recognised | undefined {
  const flow = opened.flow!;
  const type = packs.docflows.flows.find(({ code }) => code === flow.type);
  const transaction = type?.transactions.find(({ code }) => code === flow.transaction);
  const isFirst = flow.transaction === '01' && type?.name !== 'ОшибкаОбработкиПакета';
  if (isFirst || transaction === undefined) return undefined;
  const service = opened.documents.find(({ role }) => role === 'receipt') ?? opened.documents.find(({ role }) => role !== 'package-description');
  const about = service && readings.get(service)?.about?.fileName;
  return {
    what: kindOf(transaction.name),
    flowId: flow.id,
    ...(about === undefined ? {} : { about }),
    note: service?.name ?? transaction.name,
    ...(service === undefined ? {} : { source: service }),
  };
}

function kindOf(transaction: string): Tie['what'] {
  if (transaction === 'СообщениеОбОшибке') return 'error-message';
  return transaction.startsWith('Подтверждение') ? 'date-confirmation' : 'notice-of-receipt';
}
