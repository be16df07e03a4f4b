/**
 * A reader of BER and DER that makes no trees: an element is a window on the bytes, its children are read when asked for.
 * Everything is bounded: depth, number of children, length of identifiers. Multi-byte tags do not occur in what we read and are refused.
 */
const MAX_DEPTH = 48;
const MAX_CHILDREN = 200_000;

/** The bytes do not hold as ASN.1. Caught at the doors of the room and turned into a verdict. */
export class DerError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'DerError';
  }
}

/** A window on one element. `start..end` is the whole, `from..to` the contents (without the end-of-contents octets). */
export type Der = {
  readonly bytes: Uint8Array;
  /** The identifier octet: class, constructed bit and number. */
  readonly tag: number;
  readonly start: number;
  readonly from: number;
  readonly to: number;
  readonly end: number;
};

export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  enumerated: 0x0a,
  utf8String: 0x0c,
  numericString: 0x12,
  printableString: 0x13,
  teletexString: 0x14,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
  visibleString: 0x1a,
  universalString: 0x1c,
  bmpString: 0x1e,
  sequence: 0x30,
  set: 0x31,
  constructed: 0x20,
  context0: 0xa0,
} as const;

export function isConstructed(element: Der): boolean {
  return (element.tag & TAG.constructed) !== 0;
}

/** The element at `offset`; nothing after `limit` is looked at. */
export function elementAt(bytes: Uint8Array, offset = 0, limit = bytes.length, depth = 0): Der {
  if (depth > MAX_DEPTH) throw new DerError('nested too deep');
  if (offset + 2 > limit) throw new DerError('truncated');
  const tag = bytes[offset]!;
  if ((tag & 0x1f) === 0x1f) throw new DerError('multi-byte tag');
  const first = bytes[offset + 1]!;
  if (first < 0x80) return windowOf(bytes, tag, offset, offset + 2, first, limit);
  if (first === 0x80) return indefinite(bytes, tag, offset, limit, depth);
  const count = first & 0x7f;
  if (count > 6 || offset + 2 + count > limit) throw new DerError('length');
  let length = 0;
  for (let i = 0; i < count; i++) length = length * 256 + bytes[offset + 2 + i]!;
  return windowOf(bytes, tag, offset, offset + 2 + count, length, limit);
}

function windowOf(bytes: Uint8Array, tag: number, start: number, from: number, length: number, limit: number): Der {
  const to = from + length;
  if (to > limit) throw new DerError('length runs past the end');
  return { bytes, tag, start, from, to, end: to };
}

/** X.690, 8.1.3.6: the contents run to two zero octets. */
function indefinite(bytes: Uint8Array, tag: number, start: number, limit: number, depth: number): Der {
  if ((tag & TAG.constructed) === 0) throw new DerError('indefinite length of a primitive');
  let at = start + 2;
  for (let count = 0; ; count++) {
    if (at + 2 > limit) throw new DerError('truncated');
    if (bytes[at] === 0 && bytes[at + 1] === 0) return { bytes, tag, start, from: start + 2, to: at, end: at + 2 };
    at = elementAt(bytes, at, limit, depth + 1).end;
  }
}

/** The one element that the bytes are; anything after it is refused. */
export function wholeElement(bytes: Uint8Array, tag?: number): Der {
  const element = elementAt(bytes);
  if (element.end !== bytes.length) throw new DerError('bytes after the end');
  if (tag !== undefined) expectTag(element, tag);
  return element;
}

export function expectTag(element: Der, tag: number): Der {
  if (element.tag !== tag) throw new DerError(`tag ${element.tag.toString(16)} where ${tag.toString(16)} was due`);
  return element;
}

/** The encoded bytes of the element, header included. */
export function rawOf(element: Der): Uint8Array {
  return element.bytes.subarray(element.start, element.end);
}

export function contentOf(element: Der): Uint8Array {
  return element.bytes.subarray(element.from, element.to);
}

export function childrenOf(element: Der, most = MAX_CHILDREN): Der[] {
  if (!isConstructed(element)) throw new DerError('children of a primitive');
  const children: Der[] = [];
  for (let at = element.from; at < element.to; ) {
    if (children.length >= most) throw new DerError('too many elements');
    const child = elementAt(element.bytes, at, element.to);
    children.push(child);
    at = child.end;
  }
  return children;
}

/** Reads the fields of a SEQUENCE one after another. */
export class Fields {
  private readonly bytes: Uint8Array;
  private at: number;
  private readonly limit: number;

  constructor(element: Der, tag?: number) {
    if (tag !== undefined) expectTag(element, tag);
    if (!isConstructed(element)) throw new DerError('fields of a primitive');
    this.bytes = element.bytes;
    this.at = element.from;
    this.limit = element.to;
  }

  get done(): boolean {
    return this.at >= this.limit;
  }

  next(tag?: number): Der {
    const element = elementAt(this.bytes, this.at, this.limit);
    if (tag !== undefined) expectTag(element, tag);
    this.at = element.end;
    return element;
  }

  optional(tag: number): Der | undefined {
    return !this.done && this.bytes[this.at] === tag ? this.next() : undefined;
  }

  /** Nothing may be left. */
  finish(): void {
    if (!this.done) throw new DerError('unexpected fields');
  }
}
