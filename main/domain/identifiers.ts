declare const brand: unique symbol;
type Branded<Base, Name extends string> = Base & { readonly [brand]: Name };

/** SHA-256 of an object's bytes, 64 lower-case hex digits; also its name in the archive. */
export type Digest = Branded<string, 'Digest'>;
/** An instant as ISO 8601 in UTC with milliseconds: 2026-11-22T07:42:00.000Z. Sorts as text. */
export type Instant = Branded<string, 'Instant'>;
/** A calendar day, YYYY-MM-DD. */
export type Day = Branded<string, 'Day'>;
/** A position in the journal, from 1 without gaps. */
export type Sequence = Branded<number, 'Sequence'>;
export type DeliveryId = Branded<string, 'DeliveryId'>;
export type SubmissionId = Branded<string, 'SubmissionId'>;
export type ReceiptId = Branded<string, 'ReceiptId'>;
export type ReplyId = Branded<string, 'ReplyId'>;
export type DispatchId = Branded<string, 'DispatchId'>;
export type SessionId = Branded<string, 'SessionId'>;
export type OfficerId = Branded<string, 'OfficerId'>;
export type ChannelId = Branded<string, 'ChannelId'>;
export type SubscriberId = Branded<string, 'SubscriberId'>;
/** "7700-2026-00000042": authority, year, number in the year; without gaps or doubles. */
export type RegistrationNumber = Branded<string, 'RegistrationNumber'>;

const DIGEST = /^[0-9a-f]{64}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{3}Z$/;

export function isDigest(text: string): text is Digest {
  return DIGEST.test(text);
}

export function isInstant(text: string): text is Instant {
  return INSTANT.test(text) && !Number.isNaN(Date.parse(text));
}

/** Milliseconds since 1970 (or a Date) as an Instant. */
export function instantOf(moment: number | Date): Instant {
  return new Date(moment).toISOString() as Instant;
}

export function registrationNumberOf(
  authority: string,
  year: number,
  ordinal: number,
): RegistrationNumber {
  return `${authority}-${year}-${String(ordinal).padStart(8, '0')}` as RegistrationNumber;
}

/**
 * A new identifier: 48 bits of time and 74 random bits, so that identifiers sort by age (RFC 9562, UUIDv7).
 */
export function newId<Id extends string>(now: number = Date.now()): Id {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  for (let i = 0; i < 6; i++) bytes[i] = Math.floor(now / 2 ** (8 * (5 - i))) & 0xff;
  bytes[6] = 0x70 | (bytes[6]! & 0x0f);
  bytes[8] = 0x80 | (bytes[8]! & 0x3f);
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Id;
}
