import { createHash, generateKeyPairSync, randomBytes, sign as signByNode, type KeyObject } from 'node:crypto';
import type { Instant } from '../domain/identifiers.ts';
import { OID } from './der/oids.ts';
import { wholeElement } from './der/reader.ts';
import {
  bitString, boolean, context, contextPrimitive, enumerated, ia5String, integer, namedBits, numericString, octetString, oid,
  printableString, sequence, setOf, time, utf8String,
} from './der/writer.ts';
import { keyUsageBit, parseCertificate, readPublicKeyInfo, type KeyUsageName } from './path/parsed-certificate.ts';
import { privateKeyOf, signatureAlgorithmFor } from './keys/private-key.ts';

export type KeyKind = 'rsa-1024' | 'rsa-2048' | 'rsa-3072' | 'rsa-4096' | 'p-256' | 'p-384' | 'p-521';
/** PKCS#8 and SubjectPublicKeyInfo, DER. */
export type KeyPair = { readonly privateKey: Uint8Array; readonly publicKey: Uint8Array };

/** Subject of a certificate; what is absent is left out. */
export type SubjectNames = {
  readonly commonName: string;
  readonly surname?: string;
  readonly givenName?: string;
  readonly title?: string;
  readonly organization?: string;
  readonly organizationalUnit?: string;
  readonly locality?: string;
  readonly country?: string;
  readonly email?: string;
  /** ИНН of a person, 12 digits */
  readonly taxNumber?: string;
  /** ИННЮЛ, 10 digits */
  readonly organizationTaxNumber?: string;
  /** ОГРН */
  readonly registrationNumber?: string;
  /** СНИЛС, 11 digits */
  readonly insuranceNumber?: string;
};

export type CertificateOrder = {
  readonly subject: SubjectNames;
  /** SubjectPublicKeyInfo, DER. */
  readonly publicKey: Uint8Array;
  /** Who issues; a self-signed certificate is issued by its own key and without a certificate. */
  readonly issuer: { readonly privateKey: Uint8Array; readonly certificate?: Uint8Array };
  readonly notBefore: Instant;
  readonly notAfter: Instant;
  /** Hex; random where absent. */
  readonly serial?: string;
  readonly authority?: boolean;
  readonly pathLength?: number;
  readonly keyUsage?: readonly KeyUsageName[];
  readonly extendedKeyUsage?: readonly string[];
  readonly crlAddresses?: readonly string[];
  readonly alternativeEmail?: string;
  /** Further extensions: identifier, critical or not, DER of the value. */
  readonly extensions?: readonly { readonly oid: string; readonly critical: boolean; readonly value: Uint8Array }[];
};

export function makeKeyPair(kind: KeyKind): KeyPair {
  const { privateKey, publicKey } = kind.startsWith('rsa-')
    ? generateKeyPairSync('rsa', { modulusLength: Number(kind.slice(4)), publicExponent: 0x10001 })
    : generateKeyPairSync('ec', { namedCurve: { 'p-256': 'prime256v1', 'p-384': 'secp384r1', 'p-521': 'secp521r1' }[kind as 'p-256' | 'p-384' | 'p-521'] });
  return { privateKey: derOf(privateKey, 'pkcs8'), publicKey: derOf(publicKey, 'spki') };
}

function derOf(key: KeyObject, type: 'pkcs8' | 'spki'): Uint8Array {
  return new Uint8Array(key.export({ format: 'der', type: type as 'pkcs8' }));
}

/** A certificate (RFC 5280, 4.1), DER. */
export function issueCertificate(order: CertificateOrder): Uint8Array {
  const issuer = order.issuer.certificate === undefined ? undefined : parseCertificate(order.issuer.certificate);
  const subject = nameOf(order.subject);
  const algorithm = signatureAlgorithmFor(privateKeyOf(order.issuer.privateKey));
  const signed = sequence(
    context(0, integer(2)),
    integer(order.serial === undefined ? randomSerial() : Buffer.from(order.serial.padStart(order.serial.length + (order.serial.length % 2), '0'), 'hex')),
    algorithm.identifier,
    issuer === undefined ? subject : issuer.subject.der,
    sequence(time(Date.parse(order.notBefore)), time(Date.parse(order.notAfter))),
    subject,
    order.publicKey,
    context(3, sequence(...extensionsOf(order, issuer?.subjectKeyIdentifier))),
  );
  return sealed(signed, order.issuer.privateKey);
}

function randomSerial(): Uint8Array {
  const serial = randomBytes(16);
  serial[0] = (serial[0]! & 0x3f) | 0x40;
  return serial;
}

/** Appends algorithm and signature, as certificates, lists and requests have them alike. */
function sealed(signed: Uint8Array, privateKey: Uint8Array): Uint8Array {
  const key = privateKeyOf(privateKey);
  const algorithm = signatureAlgorithmFor(key);
  return sequence(signed, algorithm.identifier, bitString(signByNode(algorithm.nodeDigest, signed, key)));
}

function extensionsOf(order: CertificateOrder, issuerKey: string | undefined): Uint8Array[] {
  const ownKey = keyIdentifierOf(order.publicKey);
  const authorityKey = issuerKey === undefined ? ownKey : Buffer.from(issuerKey, 'hex');
  const present: (Uint8Array | undefined)[] = [
    order.authority === undefined ? undefined : extensionOf(OID.basicConstraints, true, basicConstraints(order.authority, order.pathLength)),
    order.keyUsage === undefined ? undefined : extensionOf(OID.keyUsage, true, namedBits(order.keyUsage.map(keyUsageBit))),
    order.extendedKeyUsage === undefined ? undefined : extensionOf(OID.extendedKeyUsage, false, sequence(...order.extendedKeyUsage.map(oid))),
    extensionOf(OID.subjectKeyIdentifier, false, octetString(ownKey)),
    extensionOf(OID.authorityKeyIdentifier, false, sequence(contextPrimitive(0, authorityKey))),
    order.crlAddresses === undefined ? undefined : extensionOf(OID.crlDistributionPoints, false, sequence(...order.crlAddresses.map(distributionPoint))),
    order.alternativeEmail === undefined ? undefined : extensionOf(OID.subjectAltName, false, sequence(contextPrimitive(1, Buffer.from(order.alternativeEmail, 'latin1')))),
    ...(order.extensions ?? []).map(({ oid: id, critical, value }) => extensionOf(id, critical, value)),
  ];
  return present.filter((extension) => extension !== undefined);
}

function extensionOf(id: string, critical: boolean, value: Uint8Array): Uint8Array {
  return sequence(oid(id), critical ? boolean(true) : undefined, octetString(value));
}

function basicConstraints(authority: boolean, pathLength: number | undefined): Uint8Array {
  return sequence(authority ? boolean(true) : undefined, authority && pathLength !== undefined ? integer(pathLength) : undefined);
}

function distributionPoint(address: string): Uint8Array {
  return sequence(context(0, context(0, contextPrimitive(6, Buffer.from(address, 'latin1')))));
}

/** RFC 5280, 4.2.1.2, method (1). */
export function keyIdentifierOf(publicKey: Uint8Array): Uint8Array {
  return createHash('sha1').update(readPublicKeyInfo(wholeElement(publicKey)).key).digest();
}

/** The name in the order that Russian accredited authorities use: the person, the organisation, the numbers. */
export function nameOf(names: SubjectNames): Uint8Array {
  const attribute = (id: string, value: Uint8Array | undefined) => (value === undefined ? [] : [setOf(sequence(oid(id), value))]);
  const text = (value: string | undefined) => (value === undefined ? undefined : utf8String(value));
  const digits = (value: string | undefined) => (value === undefined ? undefined : numericString(value));
  return sequence(
    ...attribute(OID.country, names.country === undefined ? undefined : printableString(names.country)),
    ...attribute(OID.locality, text(names.locality)),
    ...attribute(OID.organization, text(names.organization)),
    ...attribute(OID.organizationalUnit, text(names.organizationalUnit)),
    ...attribute(OID.commonName, text(names.commonName)),
    ...attribute(OID.surname, text(names.surname)),
    ...attribute(OID.givenName, text(names.givenName)),
    ...attribute(OID.title, text(names.title)),
    ...attribute(OID.organizationTaxNumber, digits(names.organizationTaxNumber)),
    ...attribute(OID.taxNumber, digits(names.taxNumber)),
    ...attribute(OID.registrationNumber, digits(names.registrationNumber)),
    ...attribute(OID.insuranceNumber, digits(names.insuranceNumber)),
    ...attribute(OID.email, names.email === undefined ? undefined : ia5String(names.email)),
  );
}

export type CrlOrder = {
  readonly issuer: { readonly privateKey: Uint8Array; readonly certificate: Uint8Array };
  readonly number: number;
  readonly thisUpdate: Instant;
  readonly nextUpdate: Instant;
  readonly revoked: readonly { readonly serial: string; readonly date: Instant; readonly reason?: number }[];
};

/** A complete list of revoked certificates (RFC 5280, 5.1), DER. */
export function issueCrl(order: CrlOrder): Uint8Array {
  const issuer = parseCertificate(order.issuer.certificate);
  const algorithm = signatureAlgorithmFor(privateKeyOf(order.issuer.privateKey));
  const entries = order.revoked.map(({ serial, date, reason }) =>
    sequence(
      integer(Buffer.from(serial.length % 2 === 0 ? serial : `0${serial}`, 'hex')),
      time(Date.parse(date)),
      reason === undefined ? undefined : sequence(extensionOf(OID.reasonCode, false, enumerated(reason))),
    ),
  );
  const authorityKey = issuer.subjectKeyIdentifier === undefined ? keyIdentifierOf(issuer.publicKey.der) : Buffer.from(issuer.subjectKeyIdentifier, 'hex');
  const signed = sequence(
    integer(1),
    algorithm.identifier,
    issuer.subject.der,
    time(Date.parse(order.thisUpdate)),
    time(Date.parse(order.nextUpdate)),
    entries.length === 0 ? undefined : sequence(...entries),
    context(0, sequence(extensionOf(OID.authorityKeyIdentifier, false, sequence(contextPrimitive(0, authorityKey))), extensionOf(OID.crlNumber, false, integer(order.number)))),
  );
  return sealed(signed, order.issuer.privateKey);
}

/** A request for a certificate (PKCS#10, RFC 2986), DER. */
export function requestCertificate(order: { readonly subject: SubjectNames; readonly key: KeyPair; readonly keyUsage?: readonly KeyUsageName[] }): Uint8Array {
  const wishes = order.keyUsage === undefined ? [] : [extensionOf(OID.keyUsage, true, namedBits(order.keyUsage.map(keyUsageBit)))];
  const attributes = wishes.length === 0 ? new Uint8Array() : sequence(oid(OID.extensionRequest), setOf(sequence(...wishes)));
  return sealed(sequence(integer(0), nameOf(order.subject), order.key.publicKey, context(0, attributes)), order.key.privateKey);
}

