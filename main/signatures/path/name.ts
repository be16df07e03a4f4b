import { childrenOf, Fields, rawOf, TAG, type Der, DerError } from '../der/reader.ts';
import { hexOf, oidOf, textOf } from '../der/values.ts';

export type NameAttribute = { readonly oid: string; readonly text: string };

/** A distinguished name. Two names are the same when their keys are (RFC 5280, 7.1). */
export type Name = {
  readonly der: Uint8Array;
  /** Canonical form of each relative name, in order. */
  readonly rdns: readonly string[];
  readonly key: string;
  readonly attributes: readonly NameAttribute[];
};

const MAX_RDNS = 64;
const MAX_REMEMBERED = 512;
const remembered = new Map<string, Name>();

/** Names repeat from certificate to certificate, so the last few hundred are kept by their bytes. */
export function readName(element: Der): Name {
  const der = rawOf(element);
  if (der.length > 1024) return parseName(element, der);
  const bytes = Buffer.from(der.buffer, der.byteOffset, der.byteLength).toString('latin1');
  const known = remembered.get(bytes);
  if (known !== undefined) return known;
  const own = new Uint8Array(der);
  const name = parseName(element, own);
  if (remembered.size >= MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  remembered.set(bytes, name);
  return name;
}

function parseName(element: Der, der: Uint8Array): Name {
  if (element.tag !== TAG.sequence) throw new DerError('name');
  const attributes: NameAttribute[] = [];
  const rdns = childrenOf(element, MAX_RDNS).map((rdn) => readRdn(rdn, attributes));
  return { der, rdns, key: rdns.join('\u0000'), attributes };
}

/** Canonical form of one relative name; also that of a distribution point relative to its issuer. */
export function readRdn(rdn: Der, attributes: NameAttribute[] = []): string {
  const members = childrenOf(rdn, MAX_RDNS).map((member) => readAttribute(member, attributes));
  if (members.length === 0) throw new DerError('empty relative name');
  return members.sort().join('\u0001');
}

function readAttribute(member: Der, attributes: NameAttribute[]): string {
  const fields = new Fields(member, TAG.sequence);
  const oid = oidOf(fields.next());
  const value = fields.next();
  fields.finish();
  const text = textOf(value);
  attributes.push({ oid, text: text ?? `#${hexOf(rawOf(value))}` });
  return `${oid}=${text === undefined ? `#${hexOf(rawOf(value))}` : `s${foldedText(text)}`}`;
}

/** Case, width and runs of blanks do not distinguish names (RFC 4518, shortened). */
function foldedText(text: string): string {
  return text.normalize('NFKC').toLowerCase().trim().replace(/[\s\u0000\u0001]+/g, ' ');
}

export function isWithin(name: Name, base: Name): boolean {
  return base.rdns.length <= name.rdns.length && base.rdns.every((rdn, i) => rdn === name.rdns[i]);
}
