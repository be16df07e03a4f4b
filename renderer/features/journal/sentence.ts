import type { Fact, FactKind, Reason } from './facts.ts';
import type { JournalEntry } from '../../../preload/contract.ts';

/** Reads one text of the journal's catalogue. */
export type Say = (key: string, values?: Readonly<Record<string, string | number>>) => string;

/** What a sentence needs to know that does not stand in the entry. */
export type Wording = {
  readonly say: Say;
  readonly channel: (id: string) => string;
  readonly instant: (instant: string) => string;
  readonly bytes: (size: number) => string;
  readonly number: (value: number) => string;
};

type Values = Record<string, string | number>;
type Spoken = { readonly key?: string; readonly values: Values };
type FactOf<Kind extends FactKind> = Extract<Fact, { kind: Kind }>;
type Speakers = { readonly [Kind in FactKind]: (fact: FactOf<Kind>, wording: Wording) => Spoken };

/** An entry as one sentence of the officer's language. */
export function sentenceOf(entry: Fact | JournalEntry, wording: Wording): string {
  const speak = speakers[entry.kind] as ((fact: never, wording: Wording) => Spoken) | undefined;
  if (speak === undefined) return entry.kind;
  const { key, values } = speak(entry as never, wording);
  return wording.say(`sentence.${key ?? entry.kind}`, values);
}

const nothing = (): Spoken => ({ values: {} });
const reasonOf = ({ reason }: { readonly reason: string }): Spoken => ({ values: { reason } });
const reasonsOf = ({ reasons }: { readonly reasons: readonly Reason[] }): Spoken => ({ values: { reasons: list(reasons) } });

/** One for every kind: the compiler asks for a speaker when a kind is added. */
const speakers: Speakers = {
  'station-created': ({ authority, name }) => ({ values: { authority, name } }),
  'delivery-received': ({ delivery }, { channel, bytes }) => ({
    ...(delivery.sender === undefined ? {} : { key: 'delivery-received_from' }),
    values: { channel: channel(delivery.channel), name: delivery.name, sender: delivery.sender ?? '', size: bytes(delivery.raw.size) },
  }),
  'delivery-doubled': ({ delivery }, { channel }) => ({ values: { name: delivery.name, channel: channel(delivery.channel) } }),
  'delivery-failed': ({ attempt, reason }) => ({ values: { attempt, reason: stopped(reason) } }),
  'delivery-held': reasonOf,
  'delivery-retried': nothing,
  'delivery-tied': ({ tie }, { say }) => ({ values: { what: say(`word.tie.${tie.what}`), note: tie.note } }),
  'delivery-set-aside': reasonOf,
  'submission-registered': ({ number }) => ({ values: { number } }),
  'submission-examined': ({ examination }, { say, number }) => ({
    values: {
      indication: say(`word.indication.${examination.indication}`),
      subscriber: examination.subscriber.name || examination.subscriber.taxNumber || say('word.none'),
      documents: number(examination.documents.length),
      findings: number(examination.findings.length),
    },
  }),
  'submission-reexamined': ({ judgedFor, indication }, { say }) => ({ values: { when: say(`word.recheck.${judgedFor}`), indication: say(`word.indication.${indication}`) } }),
  'submission-accepted': nothing,
  'submission-refused': reasonsOf,
  'submission-quarantined': reasonsOf,
  'submission-left-to-officer': reasonsOf,
  'submission-entered': nothing,
  'submission-clarified': reasonsOf,
  'submission-noted': ({ text }) => ({ values: { text } }),
  'receipt-issued': ({ receipt }, { say }) => ({ values: { what: say(`word.receipt.${receipt.kind}`), file: receipt.fileName, signedBy: nameIn(receipt.signedBy) } }),
  'dispatch-queued': ({ dispatch }, { channel }) => ({
    values: { file: dispatch.fileName, recipient: dispatch.recipientName || dispatch.recipient, channel: channel(dispatch.channel) },
  }),
  'dispatch-sent': ({ response }) => ({ values: { response } }),
  'dispatch-failed': ({ attempt, reason, retryAt }, { instant }) => ({ values: { attempt, reason: stopped(reason), retryAt: instant(retryAt) } }),
  'dispatch-held': ({ attempt, reason }) => ({ values: { attempt, reason } }),
  'dispatch-retried': nothing,
  'dispatch-given-up': reasonOf,
  'reply-signed': ({ reply }, { say }) => ({
    values: { subject: reply.subject, to: reply.to.name || reply.to.taxNumber, what: say(`word.reply.${reply.kind}`), signedBy: nameIn(reply.signedBy) },
  }),
  'officer-changed': ({ name, login, change, roles }, { say }) => ({
    values: { name, login, change: say(`word.officerChange.${change}`), roles: roles.map((role) => say(`word.role.${role}`)).join(', ') || say('word.none') },
  }),
  'officer-signed-in': ({ by }, { say }) => ({ values: { by: say(`word.signIn.${by}`) } }),
  'officer-signed-out': nothing,
  'sign-in-refused': ({ login, reason }, { say }) => ({ values: { login, reason: say(`word.refused.${reason}`) } }),
  'settings-changed': ({ section, change }) => ({ values: { section, change } }),
  'key-installed': ({ purpose, subject }, { say }) => ({ values: { purpose: say(`word.key.${purpose}`), subject: nameIn(subject) } }),
  'trust-changed': ({ change, what, subject }, { say }) => ({
    values: { change: say(`word.trust.${change}`), what: say(`word.trustWhat.${what}`), subject: nameIn(subject) },
  }),
  'subscriber-changed': ({ taxNumber, change }) => ({ values: { taxNumber, change } }),
  'session-started': ({ by }, { say }) => ({ values: { by: say(`word.by.${by}`) } }),
  'session-ended': ({ collected, doubled, dispatched, failed, stopped: byHand }, { number }) => ({
    ...(byHand ? { key: 'session-ended_stopped' } : {}),
    values: { collected: number(collected), doubled: number(doubled), dispatched: number(dispatched), failed: number(failed) },
  }),
  'channel-broken': ({ channel: id, reason }, { channel }) => ({ values: { channel: channel(id), reason } }),
  'channel-mended': ({ channel: id }, { channel }) => ({ values: { channel: channel(id) } }),
  'seal-made': ({ upTo }, { number }) => ({ values: { upTo: number(upTo) } }),
  'fixity-checked': ({ objects, bytes: size, entries, damaged, missing }, { number, bytes }) => ({
    ...(damaged + missing > 0 ? { key: 'fixity-checked_damaged' } : {}),
    values: { objects: number(objects), bytes: bytes(size), entries: number(entries), damaged: number(damaged), missing: number(missing) },
  }),
  'backup-made': ({ objects, entries, target }, { number }) => ({ values: { objects: number(objects), entries: number(entries), target } }),
  'archive-restored': ({ entries, source }, { number }) => ({ values: { entries: number(entries), source } }),
  'index-rebuilt': ({ entries }, { number }) => ({ values: { entries: number(entries) } }),
  'records-exported': ({ what, count }, { number }) => ({ values: { what, count: number(count) } }),
};

function list(reasons: readonly Reason[]): string {
  return reasons.map(({ code, text }) => (code === '' ? text : `${text} (${code})`)).join('; ');
}

/** Ends a foreign sentence, where another follows it. */
function stopped(reason: string): string {
  return /[.!?…]$/.test(reason) ? reason : `${reason}.`;
}

/** The common name of a distinguished name; the whole where there is none. */
export function nameIn(subject: string): string {
  return /(?:^|[,/+]\s*)CN=("?)((?:[^,"\\]|\\.)+)\1/.exec(subject)?.[2]?.replaceAll('\\', '') ?? subject;
}
