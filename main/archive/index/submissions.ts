import { ReceptionError } from '../../domain/errors.ts';
import { registrationNumberOf, type DeliveryId, type RegistrationNumber, type SubmissionId } from '../../domain/identifiers.ts';
import { isDecided, mayBecome, type Examination, type Reason, type SubmissionState } from '../../domain/submission.ts';
import type { Sql } from './database.ts';
import { setDuties } from './duties.ts';
import { sortKey } from './words.ts';

export type SubmissionKey = { id: number; delivery: number; state: SubmissionState };

export function submissionKey(sql: Sql, id: SubmissionId): SubmissionKey | undefined {
  return sql.get<SubmissionKey>('SELECT id, delivery, state FROM submissions WHERE submission_id = ?', id);
}

export function needSubmission(sql: Sql, id: SubmissionId): SubmissionKey {
  const row = submissionKey(sql, id);
  if (row === undefined) throw new ReceptionError('entry-refused', `No such submission: ${id}`);
  return row;
}

/** The rules of states (domain/submission.ts); a second decision is a conflict, anything else is refused. */
export function admitState(sql: Sql, id: SubmissionId, to: SubmissionState): void {
  const { state } = needSubmission(sql, id);
  if (mayBecome(state, to)) return;
  const second = isDecided(state) && (to === state || to === 'accepted' || to === 'refused');
  throw new ReceptionError(second ? 'entry-conflict' : 'entry-refused', `A submission that is ${state} cannot become ${to}`, {
    details: { submission: id, state, to },
  });
}

export function admitExamination(sql: Sql, id: SubmissionId): void {
  const { state } = needSubmission(sql, id);
  if (isDecided(state)) throw new ReceptionError('entry-refused', `A submission that is ${state} is not examined again`, { details: { submission: id } });
}

/** Numbers of one year follow each other without gaps: the next one is the only one that may be given. */
export function nextNumber(sql: Sql, authority: string, year: number): RegistrationNumber {
  const last = sql.get<{ last: number }>('SELECT last FROM ordinals WHERE year = ?', year)?.last ?? 0;
  return registrationNumberOf(authority, year, last + 1);
}

export function admitRegistration(sql: Sql, authority: string, fact: { submission: SubmissionId; delivery: { submission: number | null; done: number }; number: RegistrationNumber }): void {
  const { submission, delivery, number } = fact;
  if (delivery.submission !== null || submissionKey(sql, submission) !== undefined)
    throw new ReceptionError('entry-conflict', 'This delivery is registered already', { details: { submission } });
  if (delivery.done === 1) throw new ReceptionError('entry-refused', 'This delivery is tied or put aside: it is not registered');
  const expected = nextNumber(sql, authority, yearOf(number));
  if (number !== expected) throw new ReceptionError('entry-refused', `The next number is ${expected}, not ${number}`);
}

function yearOf(number: RegistrationNumber): number {
  return Number(number.split('-').at(-2));
}

export function deriveRegistration(sql: Sql, seq: number, fact: { submission: SubmissionId; delivery: DeliveryId; number: RegistrationNumber }): number {
  const year = yearOf(fact.number);
  const ordinal = Number(fact.number.split('-').at(-1));
  sql.run('INSERT INTO ordinals VALUES (?1, ?2) ON CONFLICT DO UPDATE SET last = max(last, ?2)', year, ordinal);
  // Until it is examined nobody knows what it is: a mail is taken for a mail, all else for unreadable.
  sql.run(
    `INSERT INTO submissions (id, submission_id, delivery, delivery_id, number, received_at, state, channel, channel_kind, container, name, size, raw)
     SELECT ?, ?, id, delivery_id, ?, received_at, 'registered', channel, channel_kind,
       CASE channel_kind WHEN 'mailbox' THEN 'mail' ELSE 'unreadable' END, name, size, raw FROM deliveries WHERE delivery_id = ?`,
    seq, fact.submission, fact.number, fact.delivery,
  );
  sql.run('UPDATE deliveries SET submission = ? WHERE delivery_id = ?', seq, fact.delivery);
  return sql.get<{ id: number }>('SELECT id FROM deliveries WHERE delivery_id = ?', fact.delivery)!.id;
}

export function deriveExamination(sql: Sql, seq: number, id: number, examination: Examination): void {
  const { flow, form, subscriber } = examination;
  sql.run(
    `UPDATE submissions SET container = ?, subscriber_name = ?, subscriber_key = ?, tax_number = ?, kpp = ?,
       sender_name = ?, sender_tax_number = ?, sender_kpp = ?, operator = ?, form_knd = ?, form_name = ?, period = ?, year = ?,
       correction = ?, subject = ?, indication = ?, flow_id = ?, flow_type = ?, documents = ?, examined = ?, signers = ?, search_text = ?
     WHERE id = ?`,
    examination.container, subscriber.name, sortKey(subscriber.name), subscriber.taxNumber, subscriber.kpp ?? null,
    ...senderValues(examination), flow?.operator ?? null, ...formValues(examination), examination.subject ?? null, examination.indication, flow?.id ?? null, flow?.type ?? null,
    examination.documents.length, seq, signersOf(examination), examination.searchText.digest, id,
  );
  if (form !== undefined) sql.run('INSERT INTO forms VALUES (?1, ?2) ON CONFLICT DO UPDATE SET name = ?2', form.knd, form.name);
  setDuties(sql, id, examination.duties);
}

function senderValues({ sender }: Examination): (string | null)[] {
  return sender === undefined ? [null, null, null] : [sender.name, sender.taxNumber, sender.kpp ?? null];
}

function formValues({ form }: Examination): (string | number | null)[] {
  return form === undefined ? ['', null, null, null, null] : [form.knd, form.name, form.periodName ?? null, form.year ?? null, form.correction ?? null];
}

function signersOf(examination: Examination): string {
  const signers = examination.documents.flatMap((document) => document.signatures.map((signature) => signature.signer));
  return [...new Set(signers.filter((signer) => signer !== undefined))].join('; ');
}

export function deriveState(sql: Sql, id: number, state: SubmissionState, decidedAt?: number): void {
  sql.run('UPDATE submissions SET state = ?, decided_at = coalesce(decided_at, ?) WHERE id = ?', state, decidedAt ?? null, id);
}

/** The reasons of the latest word on a submission stand for it. */
export function deriveReasons(sql: Sql, id: number, reasons: readonly Reason[]): void {
  sql.run('DELETE FROM reasons WHERE submission = ?', id);
  for (const [place, reason] of reasons.entries())
    sql.run('INSERT INTO reasons VALUES (?, ?, ?, ?)', id, place, reason.code, reason.text);
  const told = reasons.map((reason) => `${reason.code} ${reason.text}`.trim()).join('; ');
  sql.run('UPDATE submissions SET reasons = ? WHERE id = ?', told, id);
}

