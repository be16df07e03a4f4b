import { OID } from './der/oids.ts';
import { childrenOf, contentOf, DerError, elementAt, Fields, TAG, wholeElement, type Der } from './der/reader.ts';
import { hexOf, octetsOf, oidOf } from './der/values.ts';
import { definite } from './der/writer.ts';
import { readAlgorithm, type AlgorithmIdentifier } from './path/parsed-certificate.ts';
import { readCertificateId, type CertificateId } from './signed-data.ts';

/** One way to the content key: for whom, and how it is wrapped. */
export type Recipient =
  | { readonly kind: 'transport'; readonly id: CertificateId; readonly algorithm: AlgorithmIdentifier; readonly encryptedKey: Uint8Array }
  | {
      readonly kind: 'agreement';
      readonly id: CertificateId;
      readonly algorithm: AlgorithmIdentifier;
      /** The sender's ephemeral key: its point, and its parameters where stated. */
      readonly originator?: { readonly algorithm: AlgorithmIdentifier; readonly key: Uint8Array };
      readonly userKeyingMaterial?: Uint8Array;
      /** DER of the AlgorithmIdentifier of the key wrap, as it goes into the derivation. */
      readonly wrap: Uint8Array;
      readonly encryptedKey: Uint8Array;
    }
  | { readonly kind: 'other'; readonly tag: number };

export type EnvelopedData = {
  readonly recipients: readonly Recipient[];
  readonly algorithm: AlgorithmIdentifier;
  readonly encryptedContent: Uint8Array;
  /** AuthEnvelopedData only: the tag and what it covers beside the content. */
  readonly authentication?: { readonly tag: Uint8Array; readonly attributes: Uint8Array };
};

const MAX_RECIPIENTS = 1024;

/** EnvelopedData or AuthEnvelopedData (RFC 5652, 6; RFC 5083); undefined where it is another type of content. @throws DerError */
export function readEnvelopedData(bytes: Uint8Array): EnvelopedData | undefined {
  const outer = new Fields(wholeElement(bytes), TAG.sequence);
  const type = oidOf(outer.next());
  if (type !== OID.envelopedData && type !== OID.authEnvelopedData) return undefined;
  const wrapped = outer.next(TAG.context0);
  outer.finish();
  const fields = new Fields(elementAt(bytes, wrapped.from, wrapped.to), TAG.sequence);
  fields.next(TAG.integer);
  fields.optional(0xa0);
  const recipients = childrenOf(fields.next(TAG.set), MAX_RECIPIENTS).flatMap(readRecipient);
  const content = readContent(fields.next(TAG.sequence));
  if (type === OID.envelopedData) return { recipients, ...content };
  const attributes = fields.optional(0xa1);
  const tag = octetsOf(fields.next());
  return { recipients, ...content, authentication: { tag, attributes: attributes === undefined ? new Uint8Array() : definite(attributes, TAG.set) } };
}

function readContent(element: Der): { algorithm: AlgorithmIdentifier; encryptedContent: Uint8Array } {
  const fields = new Fields(element);
  fields.next(TAG.oid);
  const algorithm = readAlgorithm(fields.next());
  const content = fields.optional(0x80) ?? fields.optional(0xa0);
  fields.finish();
  if (content === undefined) throw new DerError('no encrypted content');
  return { algorithm, encryptedContent: octetsOf(content) };
}

function readRecipient(element: Der): Recipient[] {
  if (element.tag === TAG.sequence) return [readTransport(element)];
  if (element.tag === 0xa1) return readAgreement(element);
  return [{ kind: 'other', tag: element.tag }];
}

function readTransport(element: Der): Recipient {
  const fields = new Fields(element);
  fields.next(TAG.integer);
  const id = readCertificateId(fields.next());
  const algorithm = readAlgorithm(fields.next());
  return { kind: 'transport', id, algorithm, encryptedKey: octetsOf(fields.next()) };
}

/** One ephemeral key may serve several recipients. */
function readAgreement(element: Der): Recipient[] {
  const fields = new Fields(element);
  fields.next(TAG.integer);
  const originator = readOriginator(fields.next(0xa0));
  const material = fields.optional(0xa1);
  const encryption = fields.next(TAG.sequence);
  const algorithm = readAlgorithm(encryption);
  const keys = childrenOf(fields.next(TAG.sequence), MAX_RECIPIENTS);
  return keys.map((key): Recipient => {
    const parts = new Fields(key, TAG.sequence);
    const id = readKeyHolder(parts.next());
    return {
      kind: 'agreement', id, algorithm,
      wrap: algorithm.parameters ?? new Uint8Array(),
      encryptedKey: octetsOf(parts.next()),
      ...(originator === undefined ? {} : { originator }),
      ...(material === undefined ? {} : { userKeyingMaterial: octetsOf(elementAt(material.bytes, material.from, material.to)) }),
    };
  });
}

/** Only a key sent along is of use to us: [1] OriginatorPublicKey. */
function readOriginator(element: Der): { algorithm: AlgorithmIdentifier; key: Uint8Array } | undefined {
  const inner = elementAt(element.bytes, element.from, element.to);
  if (inner.tag !== 0xa1) return undefined;
  const fields = new Fields(inner);
  const algorithm = readAlgorithm(fields.next());
  const bits = contentOf(fields.next(TAG.bitString));
  if (bits[0] !== 0) throw new DerError('originator key');
  return { algorithm, key: bits.subarray(1) };
}

/** IssuerAndSerialNumber, or [0] RecipientKeyIdentifier whose first field is the identifier. */
function readKeyHolder(element: Der): CertificateId {
  if (element.tag !== 0xa0) return readCertificateId(element);
  return { kind: 'key-identifier', hex: hexOf(octetsOf(new Fields(element).next(TAG.octetString))) };
}
