import type { ChannelKind } from '../../domain/delivery.ts';
import type { ChannelId, DeliveryId, Digest, RegistrationNumber, SubmissionId } from '../../domain/identifiers.ts';
import type { ContainerKind, DutyKind, Party, SubmissionState, SubmissionSummary } from '../../domain/submission.ts';
import type { Indication } from '../../domain/verdict.ts';
import type { Sql } from './database.ts';
import { instant, known, knownInstant } from './instants.ts';

export const summaryColumns = `id, submission_id, delivery_id, number, received_at, state, decided_at, channel, channel_kind, container,
  subscriber_name, tax_number, kpp, sender_name, sender_tax_number, sender_kpp, operator, form_knd, form_name, period, year, correction,
  subject, indication, flow_id, flow_type, documents, size, due_at, due_what, receipts_issued, receipts_sent, receipts_confirmed,
  replies_sent, raw, signers, reasons`;

export type SummaryRow = {
  id: number; submission_id: SubmissionId; delivery_id: DeliveryId; number: RegistrationNumber; received_at: number; state: SubmissionState;
  decided_at: number | null; channel: ChannelId; channel_kind: ChannelKind; container: ContainerKind; subscriber_name: string; tax_number: string;
  kpp: string | null; sender_name: string | null; sender_tax_number: string | null; sender_kpp: string | null; operator: string | null;
  form_knd: string; form_name: string | null; period: string | null; year: number | null; correction: number | null; subject: string | null;
  indication: Indication | ''; flow_id: string | null; flow_type: string | null; documents: number; size: number; due_at: number | null;
  due_what: DutyKind | null; receipts_issued: number; receipts_sent: number; receipts_confirmed: number; replies_sent: number; raw: Digest;
  signers: string; reasons: string;
};

export function summaryOf(row: SummaryRow): SubmissionSummary {
  return {
    id: row.submission_id,
    delivery: row.delivery_id,
    number: row.number,
    receivedAt: instant(row.received_at),
    state: row.state,
    ...knownInstant('decidedAt', row.decided_at),
    channel: row.channel,
    channelKind: row.channel_kind,
    container: row.container,
    subscriber: party(row.subscriber_name, row.tax_number, row.kpp),
    ...known('sender', row.sender_name === null ? null : party(row.sender_name, row.sender_tax_number ?? '', row.sender_kpp)),
    ...known('operator', row.operator),
    ...known('formKnd', row.form_knd || null),
    ...known('formName', row.form_name),
    ...known('period', row.period),
    ...known('year', row.year),
    ...known('correction', row.correction),
    ...known('subject', row.subject),
    ...known('indication', row.indication || null),
    ...known('flowId', row.flow_id),
    ...known('flowType', row.flow_type),
    documents: row.documents,
    size: row.size,
    ...knownInstant('dueAt', row.due_at),
    ...known('dueWhat', row.due_what),
    receiptsIssued: row.receipts_issued,
    receiptsSent: row.receipts_sent,
    receiptsConfirmed: row.receipts_confirmed,
    repliesSent: row.replies_sent,
    raw: row.raw,
  };
}

function party(name: string, taxNumber: string, kpp: string | null): Party {
  return { name, taxNumber, ...known('kpp', kpp) };
}

export function summary(sql: Sql, id: SubmissionId): SubmissionSummary | undefined {
  const row = sql.get<SummaryRow>(`SELECT ${summaryColumns} FROM submissions WHERE submission_id = ?`, id);
  return row === undefined ? undefined : summaryOf(row);
}

/** By registration number, or by a beginning of an id (four characters at least) that only one submission has. */
export function find(sql: Sql, reference: string): SubmissionId | undefined {
  const text = reference.trim();
  const byNumber = sql.get<{ submission_id: SubmissionId }>('SELECT submission_id FROM submissions WHERE number = ?', text);
  if (byNumber !== undefined) return byNumber.submission_id;
  const beginning = text.toLowerCase();
  if (!/^[0-9a-f-]{4,36}$/.test(beginning)) return undefined;
  const rows = sql.all<{ submission_id: SubmissionId }>(
    'SELECT submission_id FROM submissions WHERE submission_id >= ?1 AND submission_id < ?1 || ? LIMIT 2', beginning, 'g',
  );
  return rows.length === 1 ? rows[0]!.submission_id : undefined;
}
