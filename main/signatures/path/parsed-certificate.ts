import { createHash } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { DerError, elementAt, Fields, rawOf, TAG, wholeElement, type Der } from '../der/reader.ts';
import { bitOctetsOf, equalBytes, integerHexOf, oidOf, smallIntegerOf, timeOf } from '../der/values.ts';
import {
  extension, readAuthorityKeyIdentifier, readBasicConstraints, readDistributionPoints, readExtensions, readKeyUsage, readNameConstraints,
  readOidList, readPolicies, readPolicyConstraints, readPolicyMappings, readSubjectKeyIdentifier,
  type DistributionPoint, type Extensions, type NameConstraints, type PolicyMapping,
} from './extensions.ts';
import { readGeneralNames, type GeneralName } from './general-name.ts';
import { readName, type Name } from './name.ts';

export type AlgorithmIdentifier = {
  readonly oid: string;
  /** DER of the parameters, absent where there are none or NULL. */
  readonly parameters?: Uint8Array;
};

/** SubjectPublicKeyInfo, opened as far as the choice of an algorithm needs. */
export type PublicKeyInfo = { readonly der: Uint8Array; readonly algorithm: AlgorithmIdentifier; readonly key: Uint8Array };

/** RFC 5280, 4.1, as plain data; times in milliseconds since 1970. */
export type Certificate = {
  readonly der: Uint8Array;
  /** SHA-256 of `der`, hex. */
  readonly fingerprint: string;
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  /** Whether the algorithm inside the signed part is the one outside (RFC 5280, 4.1.1.2). */
  readonly algorithmsAgree: boolean;
  readonly signature: Uint8Array;
  readonly version: number;
  readonly serial: string;
  /** The INTEGER as it is encoded. */
  readonly serialDer: Uint8Array;
  readonly issuer: Name;
  readonly subject: Name;
  readonly selfIssued: boolean;
  readonly notBefore: number;
  readonly notAfter: number;
  readonly publicKey: PublicKeyInfo;
  readonly extensions: Extensions;
  readonly basicConstraints?: { readonly isAuthority: boolean; readonly pathLength?: number };
  readonly keyUsage?: ReadonlySet<number>;
  readonly extendedKeyUsage?: readonly string[];
  readonly subjectAltNames: readonly GeneralName[];
  readonly policies?: readonly string[];
  readonly policyMappings?: readonly PolicyMapping[];
  readonly policyConstraints?: { readonly requireExplicit?: number; readonly inhibitMapping?: number };
  readonly inhibitAnyPolicy?: number;
  readonly nameConstraints?: NameConstraints;
  readonly distributionPoints?: readonly DistributionPoint[];
  readonly subjectKeyIdentifier?: string;
  readonly authorityKeyIdentifier?: string;
};

const MAX_CERTIFICATE_BYTES = 262_144;

/** @throws DerError */
export function parseCertificate(der: Uint8Array): Certificate {
  if (der.length > MAX_CERTIFICATE_BYTES) throw new DerError('certificate too large');
  const outer = new Fields(wholeElement(der), TAG.sequence);
  const signed = outer.next(TAG.sequence);
  const algorithm = outer.next(TAG.sequence);
  const signature = bitOctetsOf(outer.next());
  outer.finish();
  return { der, fingerprint: createHash('sha256').update(der).digest('hex'), signed: rawOf(signed), signature, ...readSigned(signed, algorithm) };
}

function readSigned(signed: Der, outerAlgorithm: Der): Omit<Certificate, 'der' | 'fingerprint' | 'signed' | 'signature'> {
  const fields = new Fields(signed);
  const versionTag = fields.optional(0xa0);
  const version = versionTag === undefined ? 1 : 1 + smallIntegerOf(elementAt(versionTag.bytes, versionTag.from, versionTag.to));
  const serialElement = fields.next();
  const serial = integerHexOf(serialElement);
  const algorithm = fields.next(TAG.sequence);
  const issuer = readName(fields.next());
  const validity = new Fields(fields.next(), TAG.sequence);
  const notBefore = timeOf(validity.next());
  const notAfter = timeOf(validity.next());
  const subject = readName(fields.next());
  const publicKey = readPublicKeyInfo(fields.next());
  fields.optional(0x81);
  fields.optional(0x82);
  const list = fields.optional(0xa3);
  fields.finish();
  if (list !== undefined && version !== 3) throw new DerError('extensions in an old certificate');
  const extensions = list === undefined ? new Map() : readExtensions(elementAt(list.bytes, list.from, list.to));
  return {
    signatureAlgorithm: readAlgorithm(outerAlgorithm),
    algorithmsAgree: equalBytes(rawOf(algorithm), rawOf(outerAlgorithm)),
    version, serial, serialDer: rawOf(serialElement), issuer, subject, selfIssued: issuer.key === subject.key, notBefore, notAfter, publicKey, extensions,
    ...readKnownExtensions(extensions),
  };
}

function readKnownExtensions(extensions: Extensions) {
  const found = {
    basicConstraints: extension(extensions, OID.basicConstraints, readBasicConstraints),
    keyUsage: extension(extensions, OID.keyUsage, readKeyUsage),
    extendedKeyUsage: extension(extensions, OID.extendedKeyUsage, readOidList),
    policies: extension(extensions, OID.certificatePolicies, readPolicies),
    policyMappings: extension(extensions, OID.policyMappings, readPolicyMappings),
    policyConstraints: extension(extensions, OID.policyConstraints, readPolicyConstraints),
    inhibitAnyPolicy: extension(extensions, OID.inhibitAnyPolicy, smallIntegerOf),
    nameConstraints: extension(extensions, OID.nameConstraints, readNameConstraints),
    distributionPoints: extension(extensions, OID.crlDistributionPoints, readDistributionPoints),
    subjectKeyIdentifier: extension(extensions, OID.subjectKeyIdentifier, readSubjectKeyIdentifier),
    authorityKeyIdentifier: extension(extensions, OID.authorityKeyIdentifier, readAuthorityKeyIdentifier)?.keyIdentifier,
  };
  const present = Object.fromEntries(Object.entries(found).filter(([, value]) => value !== undefined)) as {
    [Key in keyof typeof found]?: NonNullable<(typeof found)[Key]>;
  };
  return { ...present, subjectAltNames: extension(extensions, OID.subjectAltName, readGeneralNames) ?? [] };
}

export function readAlgorithm(element: Der): AlgorithmIdentifier {
  const fields = new Fields(element, TAG.sequence);
  const oid = oidOf(fields.next());
  const parameters = fields.done ? undefined : fields.next();
  fields.finish();
  return parameters === undefined || parameters.tag === TAG.null ? { oid } : { oid, parameters: rawOf(parameters) };
}

export function readPublicKeyInfo(element: Der): PublicKeyInfo {
  const fields = new Fields(element, TAG.sequence);
  const algorithm = readAlgorithm(fields.next());
  const key = bitOctetsOf(fields.next());
  fields.finish();
  return { der: rawOf(element), algorithm, key };
}

export function emailsIn(name: Name): string[] {
  return name.attributes.filter((attribute) => attribute.oid === OID.email).map((attribute) => attribute.text);
}

/** HTTP addresses where the certificate says that its CRLs are. */
export function crlAddresses(certificate: Certificate): string[] {
  return (certificate.distributionPoints ?? []).flatMap((point) =>
    point.name?.kind === 'full' ? point.name.names.flatMap((name) => (name.kind === 'uri' ? [name.text] : [])) : [],
  );
}

const KEY_USAGE_NAMES = [
  'digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement', 'keyCertSign', 'cRLSign', 'encipherOnly', 'decipherOnly',
] as const;
export type KeyUsageName = (typeof KEY_USAGE_NAMES)[number];

export function keyUsageBit(name: KeyUsageName): number {
  return KEY_USAGE_NAMES.indexOf(name);
}

export function keyUsageNames(certificate: Certificate): KeyUsageName[] {
  return KEY_USAGE_NAMES.filter((_, bit) => certificate.keyUsage?.has(bit) === true);
}

