import type { ChannelKind } from '../../domain/delivery.ts';
import type { ChannelId, Digest } from '../../domain/identifiers.ts';
import type { Page, SubscriberAddress, SubscriberRow } from '../../domain/records.ts';
import type { Examination } from '../../domain/submission.ts';
import type { Sql } from './database.ts';
import { instant, known, knownInstant } from './instants.ts';
import type { LateWords } from './late-words.ts';
import { normalise, sortKey, wordsOf } from './words.ts';

/** The directory grows from what was examined: names, certificates of signatures that held, addresses. */
export function deriveSubscriber({ sql, words }: { sql: Sql; words: LateWords }, seq: number, delivery: number, examination: Examination): void {
  const { taxNumber } = examination.subscriber;
  if (taxNumber === '') return;
  nameSubscriber(sql, words, seq, examination);
  for (const digest of certificatesOf(examination))
    sql.run('INSERT INTO subscriber_certificates VALUES (?1, ?2, ?3) ON CONFLICT DO UPDATE SET seq = ?3', taxNumber, digest, seq);
  addressSubscriber(sql, delivery, examination);
}

function nameSubscriber(sql: Sql, words: LateWords, seq: number, { subscriber }: Examination): void {
  const { taxNumber, name, kpp } = subscriber;
  const row = sql.get<{ id: number; name: string; kpp: string | null }>('SELECT id, name, kpp FROM subscribers WHERE tax_number = ?', taxNumber);
  if (row !== undefined && (name === '' || row.name === name) && (kpp === undefined || row.kpp === kpp)) return;
  const newest = name === '' ? (row?.name ?? '') : name;
  sql.run(
    `INSERT INTO subscribers VALUES (?1, ?2, ?3, ?4, ?5)
     ON CONFLICT (tax_number) DO UPDATE SET kpp = coalesce(?3, kpp), name = ?4, name_key = ?5`,
    row?.id ?? seq, taxNumber, kpp ?? null, newest, sortKey(newest),
  );
  words.keep('subscriber_names', row?.id ?? seq, row !== undefined, [`${normalise(newest)} ${taxNumber} ${kpp ?? ''}`]);
}

/** Of the subscriber's own signatures that held: the newest such certificate is the one to encrypt to. */
function certificatesOf(examination: Examination): Digest[] {
  const signatures = examination.documents.flatMap((document) => document.signatures);
  return signatures
    .filter((signature) => signature.role === 'subscriber' && signature.indication === 'TOTAL_PASSED')
    .flatMap((signature) => (signature.certificate === undefined ? [] : [signature.certificate]));
}

type From = { channel: string; channel_kind: string; address: string | null; received_at: number };

function addressSubscriber(sql: Sql, delivery: number, { subscriber, flow }: Examination): void {
  const from = sql.get<From>('SELECT channel, channel_kind, address, received_at FROM deliveries WHERE id = ?', delivery)!;
  const address = from.address ?? flow?.operator ?? flow?.sender;
  if (address === undefined) return;
  sql.run(
    `INSERT INTO subscriber_addresses VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) ON CONFLICT DO UPDATE
     SET channel_kind = ?3, address = ?4, subject = ?5, operator = ?6, seen_at = ?7 WHERE seen_at <= ?7`,
    subscriber.taxNumber, from.channel, from.channel_kind, address, flow?.sender ?? null, flow?.operator ?? null, from.received_at,
  );
}

type Row = { tax_number: string; kpp: string | null; name: string };

export function subscriberPage(sql: Sql, query: { text?: string; offset: number; limit: number }): Page<SubscriberRow> {
  const { where, values } = among(query.text);
  const rows = sql.all<Row>(`SELECT tax_number, kpp, name FROM subscribers ${where} ORDER BY name_key, id LIMIT ? OFFSET ?`, ...values, query.limit, query.offset);
  const total = sql.get<{ n: number }>(`SELECT count(*) n FROM subscribers ${where}`, ...values)!.n;
  return { rows: rows.map((row) => rowOf(sql, row)), total };
}

/** Every part of the text stands somewhere in the name or number; parts of one or two letters begin the name. */
function among(text: string | undefined): { where: string; values: string[] } {
  const parts = wordsOf(text ?? '').slice(0, 8);
  const long = parts.filter((part) => part.length >= 3);
  const short = parts.filter((part) => part.length < 3);
  const conditions = short.map(() => "name_key LIKE ? || '%'");
  if (long.length > 0) conditions.unshift('id IN (SELECT rowid FROM subscriber_names WHERE subscriber_names MATCH ?)');
  const match = long.length > 0 ? [long.map((part) => `"${part}"`).join(' AND ')] : [];
  return { where: conditions.length === 0 ? '' : `WHERE ${conditions.join(' AND ')}`, values: [...match, ...short] };
}

export function subscriberOf(sql: Sql, taxNumber: string): SubscriberRow | undefined {
  const row = sql.get<Row>('SELECT tax_number, kpp, name FROM subscribers WHERE tax_number = ?', taxNumber);
  return row === undefined ? undefined : rowOf(sql, row);
}

function rowOf(sql: Sql, row: Row): SubscriberRow {
  const counted = sql.get<{ n: number; last: number | null }>('SELECT count(*) n, max(received_at) last FROM submissions WHERE tax_number = ?', row.tax_number)!;
  const certificates = sql.all<{ digest: Digest }>('SELECT digest FROM subscriber_certificates WHERE tax_number = ? ORDER BY seq DESC, digest LIMIT 20', row.tax_number);
  return {
    taxNumber: row.tax_number,
    ...known('kpp', row.kpp),
    name: row.name,
    submissions: counted.n,
    ...knownInstant('lastSubmissionAt', counted.last),
    certificates: certificates.map(({ digest }) => digest),
    addresses: addressesOf(sql, row.tax_number),
  };
}

type AddressRow = { channel: ChannelId; channel_kind: ChannelKind; address: string; subject: string | null; operator: string | null; seen_at: number };

function addressesOf(sql: Sql, taxNumber: string): SubscriberAddress[] {
  const rows = sql.all<AddressRow>('SELECT * FROM subscriber_addresses WHERE tax_number = ? ORDER BY seen_at DESC, channel', taxNumber);
  return rows.map((row) => ({
    channel: row.channel,
    channelKind: row.channel_kind,
    address: row.address,
    ...known('subject', row.subject),
    ...known('operator', row.operator),
    seenAt: instant(row.seen_at),
  }));
}
