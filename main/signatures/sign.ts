import { createHash, sign as signByNode } from 'node:crypto';
import type { Instant } from '../domain/identifiers.ts';
import { OID } from './der/oids.ts';
import { concat, context, integer, octetString, oid, sequence, setOf, time, tlv } from './der/writer.ts';
import { TAG } from './der/reader.ts';
import { privateKeyOf, signatureAlgorithmFor } from './keys/private-key.ts';
import type { KeyAndCertificate } from './material.ts';
import { parseCertificate, type Certificate } from './path/parsed-certificate.ts';

export type SignInput = {
  readonly content: Uint8Array;
  readonly key: KeyAndCertificate;
  readonly detached: boolean;
  readonly at: Instant;
  /** Whether what lies between the certificate and an anchor goes along; yes where absent. */
  readonly includeChain?: boolean;
};

/**
 * CMS SignedData, DER, at CAdES baseline B (ETSI EN 319 122-1): content-type, message-digest, signing-time, signing-certificate-v2.
 * @throws ReceptionError key-unusable
 */
export function sign(input: SignInput): Uint8Array {
  const certificate = parseCertificate(input.key.certificate);
  const key = privateKeyOf(input.key.privateKey);
  const algorithm = signatureAlgorithmFor(key);
  const attributes = signedAttributes(input, certificate, algorithm.nodeDigest);
  const signature = signByNode(algorithm.nodeDigest, tlv(TAG.set, attributes), key);
  const signer = sequence(
    integer(1),
    issuerAndSerial(certificate),
    algorithm.digest,
    context(0, attributes),
    algorithm.identifier,
    octetString(signature),
  );
  const certificates = [input.key.certificate, ...(input.includeChain === false ? [] : input.key.chain)];
  return sequence(
    oid(OID.signedData),
    context(0, sequence(
      integer(1),
      setOf(algorithm.digest),
      sequence(oid(OID.data), input.detached ? undefined : context(0, octetString(input.content))),
      context(0, ...sorted(certificates)),
      setOf(signer),
    )),
  );
}

/** The contents of SET OF Attribute, in DER order. */
function signedAttributes(input: SignInput, certificate: Certificate, digest: string): Uint8Array {
  return concat(...sorted([
    attribute(OID.contentType, oid(OID.data)),
    attribute(OID.messageDigest, octetString(createHash(digest).update(input.content).digest())),
    attribute(OID.signingTime, time(Date.parse(input.at))),
    attribute(OID.signingCertificateV2, signingCertificate(certificate)),
  ]));
}

function attribute(id: string, value: Uint8Array): Uint8Array {
  return sequence(oid(id), setOf(value));
}

/** ESSCertIDv2 with the default digest, SHA-256 (RFC 5035, 4). */
function signingCertificate(certificate: Certificate): Uint8Array {
  const issuer = sequence(context(4, certificate.issuer.der));
  const issuerSerial = sequence(issuer, certificate.serialDer);
  return sequence(sequence(sequence(octetString(createHash('sha256').update(certificate.der).digest()), issuerSerial)));
}

function sorted(pieces: readonly Uint8Array[]): Uint8Array[] {
  return [...pieces].sort(Buffer.compare);
}

export function issuerAndSerial(certificate: Certificate): Uint8Array {
  return sequence(certificate.issuer.der, certificate.serialDer);
}
