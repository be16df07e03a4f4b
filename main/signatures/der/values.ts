import { childrenOf, contentOf, DerError, expectTag, isConstructed, TAG, type Der } from './reader.ts';

const MAX_OID_BYTES = 128;
const MAX_STRING_DEPTH = 16;

/** An OCTET STRING (or an implicitly tagged one), primitive or put together from parts (X.690, 8.7). */
export function octetsOf(element: Der): Uint8Array {
  if (!isConstructed(element)) return contentOf(element);
  const parts: Uint8Array[] = [];
  gatherOctets(element, parts, 0);
  if (parts.length === 1) return parts[0]!;
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

function gatherOctets(element: Der, parts: Uint8Array[], depth: number): void {
  if (depth > MAX_STRING_DEPTH) throw new DerError('nested too deep');
  for (const child of childrenOf(element, 10_000_000)) {
    if ((child.tag & ~TAG.constructed) !== TAG.octetString) throw new DerError('a part is no octet string');
    if (isConstructed(child)) gatherOctets(child, parts, depth + 1);
    else parts.push(contentOf(child));
  }
}

export function isOctetString(element: Der): boolean {
  return (element.tag & ~TAG.constructed) === TAG.octetString;
}

/** A BIT STRING of whole octets: signatures and keys. */
export function bitOctetsOf(element: Der): Uint8Array {
  expectTag(element, TAG.bitString);
  const content = contentOf(element);
  if (content.length === 0 || content[0] !== 0) throw new DerError('bit string of broken octets');
  return content.subarray(1);
}

/** Named bits (key usage, reasons) as a set of positions. */
export function namedBitsOf(element: Der): ReadonlySet<number> {
  const content = contentOf(element);
  if (content.length === 0 || content.length > 5 || content[0]! > 7) throw new DerError('named bits');
  const bits = new Set<number>();
  for (let i = 0; i < (content.length - 1) * 8 - content[0]!; i++) {
    if ((content[1 + (i >> 3)]! & (0x80 >> (i & 7))) !== 0) bits.add(i);
  }
  return bits;
}

export function booleanOf(element: Der): boolean {
  const content = contentOf(element);
  if (content.length !== 1) throw new DerError('boolean');
  return content[0] !== 0;
}

/** A small non-negative INTEGER (or an implicitly tagged one). */
export function smallIntegerOf(element: Der): number {
  const content = contentOf(element);
  if (content.length === 0 || content.length > 5 || content[0]! >= 0x80) throw new DerError('integer out of range');
  return content.reduce((value, octet) => value * 256 + octet, 0);
}

/** An INTEGER as lower-case hex without leading zeros; a negative one (they occur as serial numbers) with a minus sign. */
export function integerHexOf(element: Der): string {
  expectTag(element, TAG.integer);
  const content = contentOf(element);
  if (content.length === 0) throw new DerError('integer without octets');
  const hex = hexOf(content).replace(/^0+/, '');
  return content[0]! >= 0x80 ? `-${hex}` : hex === '' ? '0' : hex;
}

/** The magnitude of an INTEGER as BigInt; negative ones are refused. */
export function bigIntegerOf(element: Der): bigint {
  const hex = integerHexOf(element);
  if (hex.startsWith('-')) throw new DerError('negative integer');
  return BigInt(`0x${hex}`);
}

export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('hex');
}

export function oidOf(element: Der): string {
  expectTag(element, TAG.oid);
  return oidText(contentOf(element));
}

const knownOids = new Map<string, string>();

function oidText(content: Uint8Array): string {
  if (content.length === 0 || content.length > MAX_OID_BYTES || content[content.length - 1]! >= 0x80) throw new DerError('object identifier');
  if (content.length > 12) return spellOid(content);
  const key = String.fromCharCode(...content);
  const known = knownOids.get(key);
  if (known !== undefined) return known;
  const text = spellOid(content);
  if (knownOids.size < 2000) knownOids.set(key, text);
  return text;
}

function spellOid(content: Uint8Array): string {
  const arcs: string[] = [];
  let value = 0n;
  let fresh = true;
  for (const octet of content) {
    if (fresh && octet === 0x80) throw new DerError('object identifier');
    value = (value << 7n) | BigInt(octet & 0x7f);
    fresh = octet < 0x80;
    if (!fresh) continue;
    if (arcs.length === 0) {
      const root = value < 40n ? 0n : value < 80n ? 1n : 2n;
      arcs.push(String(root), String(value - root * 40n));
    } else arcs.push(String(value));
    value = 0n;
  }
  return arcs.join('.');
}

const UTC_TIME = /^(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})Z$/;
const GENERALIZED_TIME = /^(\d{4})(\d{2})(\d{2})(\d{2})(\d{2})(\d{2})(?:\.\d{1,9})?Z$/;

/** Milliseconds since 1970 (RFC 5280, 4.1.2.5: always UTC, always with seconds). */
export function timeOf(element: Der): number {
  const text = latin1Of(contentOf(element).subarray(0, 32));
  const match = element.tag === TAG.utcTime ? UTC_TIME.exec(text) : element.tag === TAG.generalizedTime ? GENERALIZED_TIME.exec(text) : null;
  if (match === null) throw new DerError('time');
  const [year, month, day, hour, minute, second] = match.slice(1, 7).map(Number) as [number, number, number, number, number, number];
  const fullYear = element.tag === TAG.generalizedTime ? year : year < 50 ? 2000 + year : 1900 + year;
  const moment = new Date(0);
  moment.setUTCFullYear(fullYear, month - 1, day);
  moment.setUTCHours(hour, minute, second);
  if (moment.getUTCMonth() !== month - 1 || moment.getUTCDate() !== day || hour > 23 || minute > 59 || second > 59) throw new DerError('time');
  return moment.getTime();
}

export function isTime(tag: number | undefined): boolean {
  return tag === TAG.utcTime || tag === TAG.generalizedTime;
}

function latin1Of(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
}

/** The text of a character string; undefined where the type is no character string. */
export function textOf(element: Der): string | undefined {
  const content = contentOf(element);
  switch (element.tag) {
    case TAG.utf8String:
      return Buffer.from(content.buffer, content.byteOffset, content.byteLength).toString('utf8');
    case TAG.printableString:
    case TAG.ia5String:
    case TAG.numericString:
    case TAG.visibleString:
    case TAG.teletexString:
      return latin1Of(content);
    case TAG.bmpString:
      return content.length % 2 === 0 ? Buffer.from(content).swap16().toString('utf16le') : undefined;
    case TAG.universalString:
      return universalText(content);
    default:
      return undefined;
  }
}

function universalText(content: Uint8Array): string | undefined {
  if (content.length % 4 !== 0) return undefined;
  let text = '';
  const view = new DataView(content.buffer, content.byteOffset, content.byteLength);
  for (let i = 0; i < content.length; i += 4) {
    const point = view.getUint32(i);
    if (point > 0x10ffff) return undefined;
    text += String.fromCodePoint(point);
  }
  return text;
}

export function latin1TextOf(element: Der): string {
  return latin1Of(contentOf(element));
}

export function equalBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}
