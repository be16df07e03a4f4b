import type { DispatchId, SubmissionId } from '../../domain/identifiers.ts';
import type { NewEntry } from '../../domain/journal-entry.ts';
import type { ReceiptKind } from '../../domain/receipt.ts';
import { isReceptionError } from '../../domain/errors.ts';
import type { Archive } from '../archive.ts';
import { at, deliveryOf, digestOf, dispatchOf, examinationOf, names, receiptOf, replyOf } from './cases.ts';
import { file } from './folders.ts';

/** What may be tried next, chosen by numbers; the archive itself says what is lawful. */
export type Choice = { readonly act: number; readonly who: number; readonly how: number };

const receiptKinds: readonly ReceiptKind[] = ['notice-of-receipt', 'acceptance', 'refusal', 'entry', 'clarification', 'error-message'];
const reasons = [{ code: '0300300001', text: 'Файл не соответствует схеме' }, { code: '', text: 'Прочее' }];

/** Plays a random history through the door. Refusals of the archive are lawful outcomes; anything else is thrown. */
export async function play(archive: Archive, choices: readonly Choice[]): Promise<{ taken: number; refused: number }> {
  let taken = 0;
  let refused = 0;
  for (const [turn, choice] of choices.entries()) {
    try {
      await perform(archive, choice, turn);
      taken++;
    } catch (error) {
      if (!isReceptionError(error, 'entry-refused') && !isReceptionError(error, 'entry-conflict')) throw error;
      refused++;
    }
  }
  return { taken, refused };
}

async function perform(archive: Archive, { act, who, how }: Choice, turn: number): Promise<void> {
  const name = String(who);
  const filed = await file(archive, name, how % 2 === 0 ? `Налоговая декларация ${name}` : `Annual report ${how} ёлка`);
  const submission = (await archive.records.journal({ kinds: ['submission-registered'], limit: 1000 }))
    .flatMap((entry) => (entry.kind === 'submission-registered' && entry.delivery === names.delivery(name) ? [entry.submission] : []))[0] ?? names.submission(name);
  const facts = factsFor({ act, name, how, turn, submission, filed, ...(await archive.status()) });
  if (facts === 'register') await archive.register(names.delivery(name), 2026 + (how % 2));
  else await archive.append(facts.map((fact) => (how % 3 === 0 ? { ...fact, officer: names.officer('a') } : fact)) as NewEntry[]);
}

type Told = Awaited<ReturnType<typeof file>>;

type Moment = { act: number; name: string; how: number; turn: number; submission: SubmissionId; filed: Told; entries: number; head: string };

function factsFor({ act, name, how, turn, submission, filed, entries, head }: Moment): NewEntry[] | 'register' {
  const delivery = names.delivery(name);
  const kind = receiptKinds[how % receiptKinds.length]!;
  const receipt = receiptOf(name, kind, filed, { submission, reasons: how % 4 === 0 ? reasons : [] });
  const dispatch: DispatchId = names.dispatch(name);
  const reply = replyOf(name, filed, how % 2 === 0 ? { submission } : {});
  const examination = examinationOf(name, filed, how % 5 === 0 ? { subscriber: { name: '', taxNumber: '' }, indication: 'TOTAL_FAILED' } : how % 7 === 0 ? { subscriber: { name: 'Перемена имени', taxNumber: '7700000001' } } : {});
  const acts: readonly (() => NewEntry[] | 'register')[] = [
    () => [{ kind: 'delivery-received', delivery: deliveryOf(name, filed.raw, { receivedAt: at(turn * 1000) }) }],
    () => 'register',
    () => [{ kind: 'submission-examined', submission, examination }],
    () => [{ kind: 'submission-accepted', submission, duties: how % 2 === 0 ? [] : [{ what: 'answer', dueAt: at(how * 3600_000) }] }],
    () => [{ kind: 'submission-refused', submission, reasons }],
    () => [{ kind: 'submission-quarantined', submission, reasons }],
    () => [{ kind: 'submission-left-to-officer', submission, reasons: reasons.slice(how % 2) }],
    () => [{ kind: 'submission-entered', submission }],
    () => [{ kind: 'submission-clarified', submission, reasons }],
    () => [{ kind: 'submission-noted', submission, text: `заметка ${how}` }],
    () => [{ kind: 'submission-reexamined', submission, judgedFor: 'now', indication: 'INDETERMINATE', protocol: filed.protocol }],
    () => [{ kind: 'receipt-issued', receipt }],
    () => [{ kind: 'receipt-issued', receipt }, { kind: 'dispatch-queued', dispatch: dispatchOf(name, filed.raw, { submission, receipts: [receipt.id] }) }],
    () => [{ kind: 'reply-signed', reply }, { kind: 'dispatch-queued', dispatch: dispatchOf(name, filed.raw, { reply: reply.id, ...(reply.submission === undefined ? {} : { submission }) }) }],
    () => [{ kind: 'dispatch-sent', dispatch, response: '250 Ok' }],
    () => [{ kind: 'dispatch-failed', dispatch, attempt: how + 1, reason: 'сбой', retryAt: at(turn * 2000) }],
    () => [{ kind: 'dispatch-held', dispatch, attempt: 12, reason: 'часто' }],
    () => [{ kind: 'dispatch-retried', dispatch }],
    () => [{ kind: 'dispatch-given-up', dispatch, reason: 'адресата нет' }],
    () => [{ kind: 'delivery-failed', delivery, attempt: how, reason: 'сбой' }],
    () => [{ kind: 'delivery-held', delivery, reason: 'часто' }],
    () => [{ kind: 'delivery-retried', delivery }],
    () => [{ kind: 'delivery-set-aside', delivery, reason: 'не нам' }],
    () => [{ kind: 'delivery-doubled', original: delivery, delivery: deliveryOf(name, filed.raw, { id: names.delivery(`${name}-${turn}`), messageId: `again-${turn}` }) }],
    () => [{ kind: 'delivery-tied', delivery, tie: { what: how % 2 === 0 ? 'notice-of-receipt' : 'delivery-status', flowId: 'f', dispatch: names.dispatch(String((how + 1) % 4)), note: 'ИЗ', document: filed.document } }],
    () => [{ kind: 'delivery-tied', delivery, tie: { what: 'date-confirmation', flowId: 'f', receipt: names.receipt(String((how + 1) % 4), kind), note: 'ПД' } }],
    () => [{ kind: 'delivery-tied', delivery, tie: { what: 'notice-of-receipt', flowId: 'f', reply: names.reply(String((how + 1) % 4)), note: 'ИЗ' } }],
    () => [{ kind: 'station-created', authority: '7700', name: 'Инспекция', station: 's' }],
    () => [{ kind: 'officer-changed', whom: names.officer(name), change: 'added', login: 'login', name: 'Имя', roles: ['clerk'] }, { kind: 'officer-signed-in', officer: names.officer(name), by: 'password' }, { kind: 'officer-signed-out', officer: names.officer(name) }],
    () => [{ kind: 'sign-in-refused', login: 'x', reason: 'password' }, { kind: 'settings-changed', section: 'channels', change: 'x' }, { kind: 'subscriber-changed', taxNumber: '7700000001', change: 'x' }],
    () => [{ kind: 'key-installed', purpose: 'station', fingerprint: digestOf('k'), subject: 'CN=x', certificate: filed.document }, { kind: 'trust-changed', change: 'added', what: 'anchor', fingerprint: digestOf('k'), subject: 'CN=x', content: filed.document }],
    () => [{ kind: 'session-started', session: `s${turn}` as never, by: 'background' }, { kind: 'channel-broken', channel: 'mail' as never, reason: 'x' }, { kind: 'channel-mended', channel: 'mail' as never }, { kind: 'session-ended', session: `s${turn}` as never, collected: 1, doubled: 0, dispatched: 0, failed: 0, stopped: false }],
    () => [{ kind: 'seal-made', upTo: entries as never, head: head as never, seal: filed.signature }],
    () => [{ kind: 'fixity-checked', objects: 1, bytes: 1, entries, damaged: how % 2, missing: 0 }, { kind: 'backup-made', objects: 1, entries, target: 't' }, { kind: 'archive-restored', entries, source: 's' }, { kind: 'index-rebuilt', entries }, { kind: 'records-exported', what: 'register', count: 3, exported: digestOf('x') }],
  ];
  return acts[act % acts.length]!();
}

export const actsKnown = 34;
