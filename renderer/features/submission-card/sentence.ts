import type { JournalEntry } from '../../../preload/contract.ts';
import { useText } from '../../app/texts.ts';
import { useCardText } from './texts.ts';

/** A journal entry about a submission as a sentence. */
export function useSentence(): (entry: JournalEntry) => string {
  const t = useCardText();
  const words = useText();
  return (entry) => t.or(`fact.${entry.kind}`, entry.kind, valuesOf(entry, words, t));
}

function valuesOf(entry: JournalEntry, words: ReturnType<typeof useText>, t: ReturnType<typeof useCardText>): Record<string, string | number> {
  const reasons = (list: readonly { readonly code: string; readonly text: string }[]) => list.map((one) => `${one.text} (${one.code})`).join('; ');
  switch (entry.kind) {
    case 'delivery-received':
      return { name: entry.delivery.name, channel: words(`channel.${entry.delivery.channelKind}`) };
    case 'delivery-doubled':
      return { name: entry.delivery.name };
    case 'delivery-failed':
    case 'dispatch-failed':
    case 'dispatch-held':
      return { attempt: entry.attempt, reason: entry.reason };
    case 'delivery-held':
    case 'delivery-set-aside':
    case 'dispatch-given-up':
      return { reason: entry.reason };
    case 'delivery-tied':
      return { what: t.or(`tie.${entry.tie.what}`, entry.tie.what), note: entry.tie.note };
    case 'submission-registered':
      return { number: entry.number };
    case 'submission-examined':
      return { indication: words(`indication.${entry.examination.indication}`), count: entry.examination.documents.length };
    case 'submission-reexamined':
      return { indication: words(`indication.${entry.indication}`) };
    case 'submission-refused':
    case 'submission-quarantined':
    case 'submission-left-to-officer':
    case 'submission-clarified':
      return { reasons: reasons(entry.reasons) };
    case 'submission-noted':
      return { text: entry.text };
    case 'receipt-issued':
      return { what: words(`receipt.${entry.receipt.kind}`), name: entry.receipt.signedBy };
    case 'dispatch-queued':
      return { name: entry.dispatch.recipientName, file: entry.dispatch.fileName };
    case 'dispatch-sent':
      return { response: entry.response };
    case 'reply-signed':
      return { subject: entry.reply.subject, name: entry.reply.signedBy };
    case 'records-exported':
      return { count: entry.count };
    default:
      return {};
  }
}
