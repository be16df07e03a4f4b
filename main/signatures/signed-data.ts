import { OID } from './der/oids.ts';
import { childrenOf, contentOf, DerError, elementAt, Fields, isConstructed, rawOf, TAG, wholeElement, type Der } from './der/reader.ts';
import { hexOf, integerHexOf, isOctetString, octetsOf, oidOf } from './der/values.ts';
import { definite } from './der/writer.ts';
import { readName, type Name } from './path/name.ts';
import { readAlgorithm, type AlgorithmIdentifier } from './path/parsed-certificate.ts';

/** How a SignerInfo or a RecipientInfo names a certificate. */
export type CertificateId =
  | { readonly kind: 'issuer-and-serial'; readonly issuer: Name; readonly serial: string }
  | { readonly kind: 'key-identifier'; readonly hex: string };

export type SignedAttributes = {
  /** As the signature covers them: a SET with definite lengths (RFC 5652, 5.4). */
  readonly encoded: Uint8Array;
  /** Values by type; a type that occurs twice is in `repeated`. */
  readonly values: ReadonlyMap<string, readonly Der[]>;
  readonly repeated: readonly string[];
};

export type SignerInfo = {
  readonly signer: CertificateId;
  readonly digestAlgorithm: AlgorithmIdentifier;
  readonly signedAttributes?: SignedAttributes;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly signature: Uint8Array;
};

/** CMS SignedData (RFC 5652, 5) as plain data. */
export type SignedData = {
  readonly contentType: string;
  readonly content?: Uint8Array;
  /** DER of what is in the message; nobody vouches for any of it. */
  readonly certificates: readonly Uint8Array[];
  readonly crls: readonly Uint8Array[];
  readonly signers: readonly SignerInfo[];
};

const MAX_CERTIFICATES = 256;
const MAX_CRLS = 64;
const MAX_SIGNERS = 32;
const MAX_ATTRIBUTES = 128;
const MAX_DEPTH = 64;

/** @throws DerError */
export function readSignedData(bytes: Uint8Array): SignedData {
  const outer = new Fields(wholeElement(bytes), TAG.sequence);
  if (oidOf(outer.next()) !== OID.signedData) throw new DerError('no signed data');
  const wrapped = outer.next(TAG.context0);
  outer.finish();
  const fields = new Fields(elementAt(bytes, wrapped.from, wrapped.to), TAG.sequence);
  fields.next(TAG.integer);
  fields.next(TAG.set);
  const encapsulated = readEncapsulated(fields.next(TAG.sequence));
  const certificates = fields.optional(0xa0);
  const crls = fields.optional(0xa1);
  const signers = childrenOf(fields.next(TAG.set), MAX_SIGNERS).map(readSigner);
  fields.finish();
  return {
    ...encapsulated,
    certificates: certificates === undefined ? [] : sequencesIn(certificates, MAX_CERTIFICATES),
    crls: crls === undefined ? [] : sequencesIn(crls, MAX_CRLS),
    signers,
  };
}

function readEncapsulated(element: Der): { contentType: string; content?: Uint8Array } {
  const fields = new Fields(element);
  const contentType = oidOf(fields.next());
  const wrapped = fields.optional(TAG.context0);
  fields.finish();
  if (wrapped === undefined) return { contentType };
  const inner = elementAt(wrapped.bytes, wrapped.from, wrapped.to);
  if (inner.end !== wrapped.to) throw new DerError('encapsulated content');
  // PKCS#7 of old programs puts another type than OCTET STRING here; what is signed are its contents (RFC 5652, 5.2.1).
  return { contentType, content: isOctetString(inner) ? octetsOf(inner) : contentOf(inner) };
}

/** Plain certificates and CRLs; other kinds (attribute certificates, OCSP answers) carry tags of their own. */
function sequencesIn(list: Der, most: number): Uint8Array[] {
  return childrenOf(list, most).filter((element) => element.tag === TAG.sequence).map(rawOf);
}

function readSigner(element: Der): SignerInfo {
  const fields = new Fields(element, TAG.sequence);
  fields.next(TAG.integer);
  const signer = readCertificateId(fields.next());
  const digestAlgorithm = readAlgorithm(fields.next());
  const attributes = fields.optional(0xa0);
  const signatureAlgorithm = readAlgorithm(fields.next());
  const signature = fields.next();
  if (!isOctetString(signature)) throw new DerError('signature');
  fields.optional(0xa1);
  fields.finish();
  return {
    signer, digestAlgorithm, signatureAlgorithm, signature: octetsOf(signature),
    ...(attributes === undefined ? {} : { signedAttributes: readAttributes(attributes) }),
  };
}

/** IssuerAndSerialNumber, or [0] SubjectKeyIdentifier (RFC 5652, 5.3 and 6.2.1). */
export function readCertificateId(element: Der): CertificateId {
  if ((element.tag & ~TAG.constructed) === 0x80) return { kind: 'key-identifier', hex: hexOf(octetsOf(element)) };
  const fields = new Fields(element, TAG.sequence);
  const issuer = readName(fields.next());
  const serial = integerHexOf(fields.next());
  fields.finish();
  return { kind: 'issuer-and-serial', issuer, serial };
}

export function readAttributes(element: Der): SignedAttributes {
  const values = new Map<string, readonly Der[]>();
  const repeated: string[] = [];
  for (const attribute of childrenOf(element, MAX_ATTRIBUTES)) {
    const fields = new Fields(attribute, TAG.sequence);
    const oid = oidOf(fields.next());
    if (values.has(oid)) repeated.push(oid);
    values.set(oid, childrenOf(fields.next(TAG.set), MAX_ATTRIBUTES));
    fields.finish();
  }
  return { encoded: asSet(element), values, repeated };
}

/** The order is the signer's; only tag and lengths are brought into the form that was signed. */
function asSet(element: Der): Uint8Array {
  if (!hasIndefinite(element)) {
    const set = new Uint8Array(rawOf(element));
    set[0] = TAG.set;
    return set;
  }
  return definite(element, TAG.set);
}

function hasIndefinite(element: Der, depth = 0): boolean {
  if (!isConstructed(element)) return false;
  if (depth > MAX_DEPTH) throw new DerError('nested too deep');
  if (element.bytes[element.start + 1] === 0x80) return true;
  return childrenOf(element).some((child) => hasIndefinite(child, depth + 1));
}

/** The one value of an attribute that must have exactly one. */
export function singleValue(attributes: SignedAttributes, oid: string): Der | undefined {
  const values = attributes.values.get(oid);
  return values?.length === 1 && !attributes.repeated.includes(oid) ? values[0] : undefined;
}
