import { createHash } from 'node:crypto';
import { instantOf, type Digest } from '../domain/identifiers.ts';
import type { CertificateFacts } from '../domain/verdict.ts';
import { keyName } from './algorithms/public-keys.ts';
import { OID } from './der/oids.ts';
import type { Name } from './path/name.ts';
import { emailsIn, keyUsageNames, parseCertificate, type Certificate } from './path/parsed-certificate.ts';

export { pemOf, pemToDer, splitPem } from './der/pem.ts';

/**
 * What people want to know of a certificate.
 * @throws DerError where the bytes are no certificate
 */
export function readCertificate(der: Uint8Array): CertificateFacts {
  return factsOf(parseCertificate(der));
}

/** SHA-256 of the bytes, hex: the name of a certificate in lists and in the archive. */
export function fingerprint(der: Uint8Array): Digest {
  return createHash('sha256').update(der).digest('hex') as Digest;
}

const factsByCertificate = new WeakMap<Certificate, CertificateFacts>();

export function factsOf(certificate: Certificate): CertificateFacts {
  const known = factsByCertificate.get(certificate);
  if (known !== undefined) return known;
  const facts = gatherFacts(certificate);
  factsByCertificate.set(certificate, facts);
  return facts;
}

function gatherFacts(certificate: Certificate): CertificateFacts {
  const first = (oid: string) => certificate.subject.attributes.find((attribute) => attribute.oid === oid)?.text;
  const optional = {
    organization: first(OID.organization),
    surname: first(OID.surname),
    givenName: first(OID.givenName),
    title: first(OID.title),
    email: emailsIn(certificate.subject)[0] ?? alternativeEmail(certificate),
    insuranceNumber: first(OID.insuranceNumber),
  };
  return {
    fingerprint: certificate.fingerprint as Digest,
    subject: nameText(certificate.subject),
    issuer: nameText(certificate.issuer),
    serial: certificate.serial,
    notBefore: instantOf(certificate.notBefore),
    notAfter: instantOf(certificate.notAfter),
    commonName: first(OID.commonName) ?? optional.organization ?? nameText(certificate.subject),
    ...(Object.fromEntries(Object.entries(optional).filter(([, value]) => value !== undefined)) as Partial<Record<keyof typeof optional, string>>),
    taxNumbers: taxNumbersOf(certificate.subject),
    keyAlgorithm: keyName(certificate.publicKey),
    keyUsage: keyUsageNames(certificate),
  };
}

function alternativeEmail(certificate: Certificate): string | undefined {
  for (const name of certificate.subjectAltNames) if (name.kind === 'email') return name.text;
  return undefined;
}

/** The organisation's own number first; a ten-digit number padded to twelve loses its padding. */
function taxNumbersOf(name: Name): string[] {
  const valuesOf = (oid: string) => name.attributes.filter((attribute) => attribute.oid === oid).map((attribute) => attribute.text.trim());
  const numbers = [...valuesOf(OID.organizationTaxNumber), ...valuesOf(OID.taxNumber)].map((number) =>
    /^00\d{10}$/.test(number) ? number.slice(2) : number,
  );
  return [...new Set(numbers)].filter((number) => number !== '');
}

const SHORT_NAMES: Readonly<Record<string, string>> = {
  [OID.commonName]: 'CN', [OID.surname]: 'SN', [OID.serialNumber]: 'SERIALNUMBER', [OID.country]: 'C', [OID.locality]: 'L', [OID.region]: 'ST',
  [OID.street]: 'STREET', [OID.organization]: 'O', [OID.organizationalUnit]: 'OU', [OID.title]: 'T', [OID.givenName]: 'G', [OID.email]: 'E',
  [OID.domainComponent]: 'DC', [OID.taxNumber]: 'ИНН', [OID.organizationTaxNumber]: 'ИННЮЛ', [OID.insuranceNumber]: 'СНИЛС',
  [OID.registrationNumber]: 'ОГРН', [OID.entrepreneurRegistrationNumber]: 'ОГРНИП',
};

/** "CN=..., O=...", in the order of the certificate. */
export function nameText(name: Name): string {
  return name.attributes.map(({ oid, text }) => `${SHORT_NAMES[oid] ?? oid}=${text.replace(/[,\\]/g, (sign) => `\\${sign}`)}`).join(', ');
}
