import { OctetString, type Sequence } from 'asn1js';
import {
  AlgorithmIdentifier as ModelAlgorithm, Attribute, AuthenticatedSafe, CertBag, ContentInfo, DigestInfo, EncryptedContentInfo, EncryptedData, MacData,
  PFX, PKCS8ShroudedKeyBag, SafeBag, SafeContents, SignedData as ModelSignedData, type Certificate as ModelCertificate, type PrivateKeyInfo,
} from 'pkijs';
import { DerError } from './der/reader.ts';

/**
 * The only door to pkijs and asn1js: models of what is read and written rarely, where an object tree does no harm.
 * Nothing of their trust, path or decryption code is used; cryptography is done by the callers.
 */
const OID_KEY_BAG = '1.2.840.113549.1.12.10.1.1';
const OID_SHROUDED_KEY_BAG = '1.2.840.113549.1.12.10.1.2';
const OID_CERT_BAG = '1.2.840.113549.1.12.10.1.3';
const OID_X509_CERT = '1.2.840.113549.1.9.22.1';
const OID_LOCAL_KEY_ID = '1.2.840.113549.1.9.21';

export type Pkcs12Mac = { readonly digestOid: string; readonly digest: Uint8Array; readonly salt: Uint8Array; readonly iterations: number };
export type Pkcs12 = { readonly mac?: Pkcs12Mac; readonly safe: Uint8Array };
/** `algorithm` is the DER of an AlgorithmIdentifier. */
export type Encrypted = { readonly algorithm: Uint8Array; readonly bytes: Uint8Array };
export type SafePart = { readonly plain: Uint8Array } | { readonly encrypted: Encrypted };
export type Bag =
  | { readonly kind: 'key'; readonly pkcs8: Uint8Array }
  | { readonly kind: 'encrypted-key'; readonly encrypted: Encrypted }
  | { readonly kind: 'certificate'; readonly der: Uint8Array };

/** The outer shell of a PKCS#12 (RFC 7292, 4). @throws DerError */
export function readPkcs12(bytes: Uint8Array): Pkcs12 {
  return modelled(() => {
    const pfx = PFX.fromBER(bytes as Uint8Array<ArrayBuffer>);
    const safe = octets(pfx.authSafe.content as OctetString);
    if (pfx.macData === undefined) return { safe };
    const { mac, macSalt, iterations } = pfx.macData;
    return { safe, mac: { digestOid: mac.digestAlgorithm.algorithmId, digest: octets(mac.digest), salt: octets(macSalt), iterations: iterations ?? 1 } };
  });
}

/** AuthenticatedSafe (RFC 7292, 4.1). @throws DerError */
export function readSafeParts(safe: Uint8Array): SafePart[] {
  return modelled(() =>
    AuthenticatedSafe.fromBER(safe as Uint8Array<ArrayBuffer>).safeContents.map((content): SafePart => {
      if (content.contentType === ContentInfo.DATA) return { plain: octets(content.content as OctetString) };
      if (content.contentType !== ContentInfo.ENCRYPTED_DATA) throw new DerError('part of a safe');
      const info = new EncryptedData({ schema: content.content }).encryptedContentInfo;
      return { encrypted: { algorithm: der(info.contentEncryptionAlgorithm), bytes: new Uint8Array(info.getEncryptedContent()) } };
    }),
  );
}

/** SafeContents (RFC 7292, 4.2); bags of other kinds are left out. @throws DerError */
export function readBags(contents: Uint8Array): Bag[] {
  return modelled(() => SafeContents.fromBER(contents as Uint8Array<ArrayBuffer>).safeBags.flatMap(readBag));
}

function readBag({ bagId, bagValue }: SafeBag): Bag[] {
  if (bagId === OID_KEY_BAG) return [{ kind: 'key', pkcs8: der(bagValue as PrivateKeyInfo) }];
  if (bagId === OID_SHROUDED_KEY_BAG) {
    const { encryptionAlgorithm, encryptedData } = bagValue as PKCS8ShroudedKeyBag;
    return [{ kind: 'encrypted-key', encrypted: { algorithm: der(encryptionAlgorithm), bytes: octets(encryptedData) } }];
  }
  if (bagId !== OID_CERT_BAG || (bagValue as CertBag).certId !== OID_X509_CERT) return [];
  const value = (bagValue as CertBag).certValue;
  return [{ kind: 'certificate', der: value instanceof OctetString ? octets(value) : der(value as ModelCertificate) }];
}

export type Pkcs12Order = {
  readonly encryptedKey: Encrypted;
  /** The key's own certificate first. */
  readonly certificates: readonly Uint8Array[];
  readonly localKeyId: Uint8Array;
};

/** The two parts of a safe to be: the key's bag in the clear (it is encrypted itself) and the certificates' bags, to be encrypted. */
export function writeBags(order: Pkcs12Order): { keys: Uint8Array; certificates: Uint8Array } {
  const bagAttributes = [new Attribute({ type: OID_LOCAL_KEY_ID, values: [new OctetString({ valueHex: buffer(order.localKeyId) })] })];
  const shrouded = new PKCS8ShroudedKeyBag({ encryptionAlgorithm: algorithmOf(order.encryptedKey.algorithm), encryptedData: new OctetString({ valueHex: buffer(order.encryptedKey.bytes) }) });
  const keyBag = new SafeBag({ bagId: OID_SHROUDED_KEY_BAG, bagValue: shrouded, bagAttributes });
  const certificateBags = order.certificates.map((certificate, i) => {
    const bagValue = new CertBag({ certId: OID_X509_CERT, certValue: new OctetString({ valueHex: buffer(certificate) }) });
    return new SafeBag({ bagId: OID_CERT_BAG, bagValue, ...(i === 0 ? { bagAttributes } : {}) });
  });
  return { keys: der(new SafeContents({ safeBags: [keyBag] })), certificates: der(new SafeContents({ safeBags: certificateBags })) };
}

export function writeSafe(keys: Uint8Array, certificates: Encrypted): Uint8Array {
  const encrypted = new EncryptedData({
    encryptedContentInfo: new EncryptedContentInfo({
      contentType: ContentInfo.DATA,
      contentEncryptionAlgorithm: algorithmOf(certificates.algorithm),
      encryptedContent: new OctetString({ valueHex: buffer(certificates.bytes) }),
    }),
  });
  const safeContents = [
    new ContentInfo({ contentType: ContentInfo.ENCRYPTED_DATA, content: encrypted.toSchema() }),
    new ContentInfo({ contentType: ContentInfo.DATA, content: new OctetString({ valueHex: buffer(keys) }) }),
  ];
  return der(new AuthenticatedSafe({ safeContents }));
}

export function writePkcs12(safe: Uint8Array, mac: Pkcs12Mac): Uint8Array {
  const digestAlgorithm = new ModelAlgorithm({ algorithmId: mac.digestOid });
  const macData = new MacData({
    mac: new DigestInfo({ digestAlgorithm, digest: new OctetString({ valueHex: buffer(mac.digest) }) }),
    macSalt: new OctetString({ valueHex: buffer(mac.salt) }),
    iterations: mac.iterations,
  });
  const authSafe = new ContentInfo({ contentType: ContentInfo.DATA, content: new OctetString({ valueHex: buffer(safe) }) });
  return der(new PFX({ version: 3, authSafe, macData }));
}

/** What pkijs reads of a SignedData, for comparison with our own reader in tests and benches. @throws DerError */
export function modelOfSignedData(bytes: Uint8Array): { contentType: string; certificates: number; signers: number; signatures: Uint8Array[] } {
  return modelled(() => {
    const data = new ModelSignedData({ schema: ContentInfo.fromBER(bytes as Uint8Array<ArrayBuffer>).content });
    return {
      contentType: data.encapContentInfo.eContentType,
      certificates: data.certificates?.length ?? 0,
      signers: data.signerInfos.length,
      signatures: data.signerInfos.map((signer) => octets(signer.signature)),
    };
  });
}

function algorithmOf(identifier: Uint8Array): ModelAlgorithm {
  return ModelAlgorithm.fromBER(identifier as Uint8Array<ArrayBuffer>);
}

function octets(value: OctetString): Uint8Array {
  return new Uint8Array(value.getValue());
}

function buffer(bytes: Uint8Array): ArrayBuffer {
  return new Uint8Array(bytes).buffer;
}

function der(model: { toSchema(): unknown }): Uint8Array {
  return new Uint8Array((model.toSchema() as Sequence).toBER(false));
}

/** pkijs throws errors of many kinds on what does not hold; here they are one. */
function modelled<Value>(read: () => Value): Value {
  try {
    return read();
  } catch (error) {
    if (error instanceof DerError) throw error;
    throw new DerError(error instanceof Error ? error.message : 'structure');
  }
}
