import { createHash } from 'node:crypto';
import { OID } from '../der/oids.ts';
import { DerError, elementAt, Fields, rawOf, TAG, wholeElement, type Der } from '../der/reader.ts';
import { bigIntegerOf, bitOctetsOf, booleanOf, equalBytes, hexOf, integerHexOf, isTime, namedBitsOf, smallIntegerOf, timeOf } from '../der/values.ts';
import {
  extension, readExtensions, readPointName, UNDERSTOOD_IN_CRL_ENTRIES, UNDERSTOOD_IN_CRLS, type DistributionPointName,
} from './extensions.ts';
import { readGeneralNames } from './general-name.ts';
import { readName, type Name } from './name.ts';
import { readAlgorithm, type AlgorithmIdentifier } from './parsed-certificate.ts';

export type IssuingDistributionPoint = {
  readonly name?: DistributionPointName;
  readonly onlyUsers: boolean;
  readonly onlyAuthorities: boolean;
  readonly onlyReasons?: ReadonlySet<number>;
  readonly indirect: boolean;
  readonly onlyAttributes: boolean;
};

/** RFC 5280, 5.1, as plain data; the entries are read when first asked for. */
export type Crl = {
  readonly der: Uint8Array;
  readonly fingerprint: string;
  readonly signed: Uint8Array;
  readonly signatureAlgorithm: AlgorithmIdentifier;
  readonly algorithmsAgree: boolean;
  readonly signature: Uint8Array;
  readonly issuer: Name;
  readonly thisUpdate: number;
  readonly nextUpdate?: number;
  readonly number?: bigint;
  readonly deltaBase?: bigint;
  readonly distributionPoint?: IssuingDistributionPoint;
  /** Bytes by which a delta and its base must agree (RFC 5280, 5.2.4). */
  readonly scope: string;
  /** A critical extension that is not understood: the list cannot clear anybody. */
  readonly unusable: boolean;
  readonly entries?: Der;
};

export type RevokedEntry = { readonly date: number; readonly reason: number };
export const REASON = { unspecified: 0, certificateHold: 6, removeFromCrl: 8 } as const;

/** @throws DerError */
export function parseCrl(der: Uint8Array): Crl {
  const outer = new Fields(wholeElement(der), TAG.sequence);
  const signed = outer.next(TAG.sequence);
  const algorithm = outer.next(TAG.sequence);
  const signature = bitOctetsOf(outer.next());
  outer.finish();
  const fingerprint = createHash('sha256').update(der).digest('hex');
  return { der, fingerprint, signed: rawOf(signed), signature, signatureAlgorithm: readAlgorithm(algorithm), ...readSigned(signed, algorithm) };
}

function readSigned(signed: Der, outerAlgorithm: Der) {
  const fields = new Fields(signed);
  fields.optional(TAG.integer);
  const algorithm = fields.next(TAG.sequence);
  const issuer = readName(fields.next());
  const thisUpdate = timeOf(fields.next());
  const next = fields.optional(TAG.utcTime) ?? fields.optional(TAG.generalizedTime);
  const entries = fields.optional(TAG.sequence);
  const list = fields.optional(0xa0);
  fields.finish();
  const extensions = list === undefined ? new Map() : readExtensions(elementAt(list.bytes, list.from, list.to));
  const number = extension(extensions, OID.crlNumber, bigIntegerOf);
  const deltaBase = extension(extensions, OID.deltaCrlIndicator, bigIntegerOf);
  const distributionPoint = extension(extensions, OID.issuingDistributionPoint, readIssuingDistributionPoint);
  const scope = [OID.issuingDistributionPoint, OID.authorityKeyIdentifier].map((oid) => hexOf(extensions.get(oid)?.value ?? new Uint8Array())).join('/');
  return {
    algorithmsAgree: equalBytes(rawOf(algorithm), rawOf(outerAlgorithm)),
    issuer, thisUpdate, scope,
    unusable: [...extensions].some(([oid, { critical }]) => critical && !UNDERSTOOD_IN_CRLS.has(oid)),
    ...(next === undefined ? {} : { nextUpdate: timeOf(next) }),
    ...(number === undefined ? {} : { number }),
    ...(deltaBase === undefined ? {} : { deltaBase }),
    ...(distributionPoint === undefined ? {} : { distributionPoint }),
    ...(entries === undefined ? {} : { entries }),
  };
}

function readIssuingDistributionPoint(value: Der): IssuingDistributionPoint {
  const fields = new Fields(value, TAG.sequence);
  const name = fields.optional(0xa0);
  const flag = (tag: number) => {
    const element = fields.optional(tag);
    return element !== undefined && booleanOf(element);
  };
  const onlyUsers = flag(0x81);
  const onlyAuthorities = flag(0x82);
  const reasons = fields.optional(0x83);
  const indirect = flag(0x84);
  const onlyAttributes = flag(0x85);
  fields.finish();
  return {
    onlyUsers, onlyAuthorities, indirect, onlyAttributes,
    ...(name === undefined ? {} : { name: readPointName(name) }),
    ...(reasons === undefined ? {} : { onlyReasons: namedBitsOf(reasons) }),
  };
}

const indices = new WeakMap<Crl, ReadonlyMap<string, RevokedEntry> | 'unusable'>();

/** The entry for a certificate, none, or 'unusable' where an entry carries what is not understood. */
export function entryOf(crl: Crl, issuer: Name, serial: string): RevokedEntry | undefined | 'unusable' {
  let index = indices.get(crl);
  if (index === undefined) {
    index = indexOf(crl);
    indices.set(crl, index);
  }
  return index === 'unusable' ? index : index.get(entryKey(issuer, serial));
}

function entryKey(issuer: Name, serial: string): string {
  return `${serial}\u0000${issuer.key}`;
}

function indexOf(crl: Crl): ReadonlyMap<string, RevokedEntry> | 'unusable' {
  const index = new Map<string, RevokedEntry>();
  if (crl.entries === undefined) return index;
  let issuer = crl.issuer;
  try {
    for (const fields = new Fields(crl.entries); !fields.done; ) {
      const entry = readEntry(fields.next(TAG.sequence), issuer);
      // The certificate issuer named by an entry holds for those after it too (RFC 5280, 5.3.3).
      issuer = entry.issuer;
      index.set(entryKey(issuer, entry.serial), entry);
    }
  } catch (error) {
    if (error instanceof DerError) return 'unusable';
    throw error;
  }
  return index;
}

function readEntry(element: Der, lastIssuer: Name): RevokedEntry & { serial: string; issuer: Name } {
  const fields = new Fields(element);
  const serial = integerHexOf(fields.next());
  const moment = fields.next();
  if (!isTime(moment.tag)) throw new DerError('revocation date');
  const list = fields.optional(TAG.sequence);
  fields.finish();
  const plain = { serial, date: timeOf(moment), reason: REASON.unspecified as number, issuer: lastIssuer };
  if (list === undefined) return plain;
  const extensions = readExtensions(list);
  for (const [oid, { critical }] of extensions) if (critical && !UNDERSTOOD_IN_CRL_ENTRIES.has(oid)) throw new DerError('critical extension of an entry');
  const reason = extension(extensions, OID.reasonCode, smallIntegerOf) ?? REASON.unspecified;
  const named = extension(extensions, OID.certificateIssuer, readGeneralNames)?.find((name) => name.kind === 'directory');
  return { ...plain, reason, issuer: named?.kind === 'directory' ? named.name : lastIssuer };
}
