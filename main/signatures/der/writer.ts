import { childrenOf, contentOf, DerError, isConstructed, TAG, type Der } from './reader.ts';
import { octetsOf } from './values.ts';

/** Pieces of DER, each already encoded. */
type Piece = Uint8Array;

/** Into memory of its own, so that the outcome may be handed to another thread. */
export function concat(...parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

export function tlv(tag: number, ...contents: readonly Uint8Array[]): Piece {
  return concat(header(tag, contents.reduce((sum, content) => sum + content.length, 0)), ...contents);
}

function header(tag: number, length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(tag, length);
  const octets: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return Uint8Array.of(tag, 0x80 | octets.length, ...octets);
}

export function sequence(...pieces: readonly (Piece | undefined)[]): Piece {
  return tlv(TAG.sequence, ...present(pieces));
}

/** SET OF in DER order (X.690, 11.6). */
export function setOf(...pieces: readonly Piece[]): Piece {
  return tlv(TAG.set, ...[...pieces].sort(Buffer.compare));
}

function present(pieces: readonly (Piece | undefined)[]): Piece[] {
  return pieces.filter((piece): piece is Piece => piece !== undefined);
}

/** [n] EXPLICIT, or IMPLICIT of a constructed type where the pieces are the inner contents. */
export function context(number: number, ...pieces: readonly (Piece | undefined)[]): Piece {
  return tlv(TAG.context0 | number, ...present(pieces));
}

/** [n] IMPLICIT of a primitive type. */
export function contextPrimitive(number: number, content: Uint8Array): Piece {
  return tlv(0x80 | number, content);
}

export function oid(dotted: string): Piece {
  const [first, second, ...rest] = dotted.split('.').map(BigInt) as [bigint, bigint, ...bigint[]];
  return tlv(TAG.oid, Uint8Array.from([first * 40n + second, ...rest].flatMap(base128)));
}

function base128(arc: bigint): number[] {
  const octets = [Number(arc & 0x7fn)];
  for (let rest = arc >> 7n; rest > 0n; rest >>= 7n) octets.unshift(Number(rest & 0x7fn) | 0x80);
  return octets;
}

/** A non-negative INTEGER from a number or from big-endian octets. */
export function integer(value: number | Uint8Array): Piece {
  const octets = typeof value === 'number' ? octetsOfNumber(value) : [...value];
  while (octets.length > 1 && octets[0] === 0) octets.shift();
  if (octets.length === 0 || octets[0]! >= 0x80) octets.unshift(0);
  return tlv(TAG.integer, Uint8Array.from(octets));
}

function octetsOfNumber(value: number): number[] {
  const octets: number[] = [];
  for (let rest = value; rest > 0; rest = Math.floor(rest / 256)) octets.unshift(rest % 256);
  return octets;
}

export function enumerated(value: number): Piece {
  return tlv(TAG.enumerated, Uint8Array.of(value));
}

export function boolean(value: boolean): Piece {
  return tlv(TAG.boolean, Uint8Array.of(value ? 0xff : 0));
}

export function nullValue(): Piece {
  return Uint8Array.of(TAG.null, 0);
}

export function octetString(content: Uint8Array): Piece {
  return tlv(TAG.octetString, content);
}

export function bitString(content: Uint8Array, unused = 0): Piece {
  return tlv(TAG.bitString, concat(Uint8Array.of(unused), content));
}

/** Named bits, trailing zeros removed (X.690, 11.2.2). */
export function namedBits(positions: Iterable<number>): Piece {
  const set = [...positions];
  if (set.length === 0) return bitString(new Uint8Array());
  const highest = Math.max(...set);
  const octets = new Uint8Array((highest >> 3) + 1);
  for (const position of set) octets[position >> 3]! |= 0x80 >> (position & 7);
  return bitString(octets, 7 - (highest & 7));
}

export function utf8String(text: string): Piece {
  return tlv(TAG.utf8String, Buffer.from(text, 'utf8'));
}

export function ia5String(text: string): Piece {
  return tlv(TAG.ia5String, Buffer.from(text, 'latin1'));
}

export function printableString(text: string): Piece {
  return tlv(TAG.printableString, Buffer.from(text, 'latin1'));
}

export function numericString(text: string): Piece {
  return tlv(TAG.numericString, Buffer.from(text, 'latin1'));
}

/** UTCTime to 2049, GeneralizedTime after (RFC 5280, 4.1.2.5). */
export function time(milliseconds: number): Piece {
  const digits = new Date(milliseconds).toISOString().replace(/[-:T]/g, '').slice(0, 14);
  const year = Number(digits.slice(0, 4));
  return year >= 1950 && year < 2050
    ? tlv(TAG.utcTime, Buffer.from(`${digits.slice(2)}Z`, 'latin1'))
    : tlv(TAG.generalizedTime, Buffer.from(`${digits}Z`, 'latin1'));
}

const MAX_DEPTH = 64;

/** The element again with definite lengths and whole octet strings, order kept, under another tag if one is given. @throws DerError */
export function definite(element: Der, tag = element.tag, depth = 0): Uint8Array {
  if (depth > MAX_DEPTH) throw new DerError('nested too deep');
  if (!isConstructed(element)) return tlv(tag, contentOf(element));
  if (element.tag === (TAG.octetString | TAG.constructed)) return octetString(octetsOf(element));
  return tlv(tag, ...childrenOf(element).map((child) => definite(child, child.tag, depth + 1)));
}
