import { OID } from '../der/oids.ts';
import { childrenOf, contentOf, DerError, elementAt, Fields, rawOf, TAG, wholeElement, type Der } from '../der/reader.ts';
import { booleanOf, hexOf, integerHexOf, namedBitsOf, octetsOf, oidOf, smallIntegerOf } from '../der/values.ts';
import { readGeneralName, readGeneralNames, type GeneralName } from './general-name.ts';
import { readRdn } from './name.ts';

export type Extension = { readonly critical: boolean; readonly value: Uint8Array };
export type Extensions = ReadonlyMap<string, Extension>;

export type PolicyMapping = { readonly from: string; readonly to: string };
export type DistributionPointName =
  | { readonly kind: 'full'; readonly names: readonly GeneralName[] }
  | { readonly kind: 'relative'; readonly rdn: string };
export type DistributionPoint = {
  readonly name?: DistributionPointName;
  readonly reasons?: ReadonlySet<number>;
  readonly crlIssuer?: readonly GeneralName[];
};
export type NameConstraints = {
  readonly permitted: readonly GeneralName[];
  readonly excluded: readonly GeneralName[];
};

const MAX_EXTENSIONS = 64;
const MAX_POLICIES = 256;
const MAX_POINTS = 256;

/** Extensions ::= SEQUENCE OF Extension; the same one twice is refused (RFC 5280, 4.2). */
export function readExtensions(list: Der): Map<string, Extension> {
  const extensions = new Map<string, Extension>();
  for (const item of childrenOf(list, MAX_EXTENSIONS)) {
    const fields = new Fields(item, TAG.sequence);
    const oid = oidOf(fields.next());
    const flag = fields.optional(TAG.boolean);
    const value = octetsOf(fields.next(TAG.octetString));
    fields.finish();
    if (extensions.has(oid)) throw new DerError('extension twice');
    extensions.set(oid, { critical: flag !== undefined && booleanOf(flag), value });
  }
  return extensions;
}

/** What `read` makes of the extension, or undefined where there is none. */
export function extension<Value>(extensions: Extensions, oid: string, read: (value: Der) => Value): Value | undefined {
  const found = extensions.get(oid);
  return found === undefined ? undefined : read(wholeElement(found.value));
}

export function readBasicConstraints(value: Der): { isAuthority: boolean; pathLength?: number } {
  const fields = new Fields(value, TAG.sequence);
  const flag = fields.optional(TAG.boolean);
  const length = fields.optional(TAG.integer);
  fields.finish();
  return { isAuthority: flag !== undefined && booleanOf(flag), ...(length === undefined ? {} : { pathLength: smallIntegerOf(length) }) };
}

export function readKeyUsage(value: Der): ReadonlySet<number> {
  if (value.tag !== TAG.bitString) throw new DerError('key usage');
  return namedBitsOf(value);
}

export function readOidList(value: Der): string[] {
  return childrenOf(value, MAX_POLICIES).map(oidOf);
}

export function readPolicies(value: Der): string[] {
  const policies = childrenOf(value, MAX_POLICIES).map((policy) => oidOf(new Fields(policy, TAG.sequence).next()));
  if (policies.length === 0 || new Set(policies).size !== policies.length) throw new DerError('policies');
  return policies;
}

export function readPolicyMappings(value: Der): PolicyMapping[] {
  const mappings = childrenOf(value, MAX_POLICIES).map((pair) => {
    const fields = new Fields(pair, TAG.sequence);
    return { from: oidOf(fields.next()), to: oidOf(fields.next()) };
  });
  if (mappings.length === 0) throw new DerError('policy mappings');
  return mappings;
}

export function readPolicyConstraints(value: Der): { requireExplicit?: number; inhibitMapping?: number } {
  const fields = new Fields(value, TAG.sequence);
  const explicit = fields.optional(0x80);
  const inhibit = fields.optional(0x81);
  fields.finish();
  return {
    ...(explicit === undefined ? {} : { requireExplicit: smallIntegerOf(explicit) }),
    ...(inhibit === undefined ? {} : { inhibitMapping: smallIntegerOf(inhibit) }),
  };
}

/** Minimum and maximum must be absent (RFC 5280, 4.2.1.10), so that they cannot be misread. */
export function readNameConstraints(value: Der): NameConstraints {
  const fields = new Fields(value, TAG.sequence);
  const permitted = fields.optional(0xa0);
  const excluded = fields.optional(0xa1);
  fields.finish();
  return { permitted: permitted === undefined ? [] : readSubtrees(permitted), excluded: excluded === undefined ? [] : readSubtrees(excluded) };
}

function readSubtrees(list: Der): GeneralName[] {
  return childrenOf(list, 1024).map((subtree) => {
    const fields = new Fields(subtree, TAG.sequence);
    const base = readGeneralName(fields.next());
    const minimum = fields.optional(0x80);
    if (minimum !== undefined && smallIntegerOf(minimum) !== 0) throw new DerError('minimum of a subtree');
    fields.finish();
    return base;
  });
}

export function readDistributionPoints(value: Der): DistributionPoint[] {
  return childrenOf(value, MAX_POINTS).map((point) => {
    const fields = new Fields(point, TAG.sequence);
    const name = fields.optional(0xa0);
    const reasons = fields.optional(0x81);
    const crlIssuer = fields.optional(0xa2);
    fields.finish();
    return {
      ...(name === undefined ? {} : { name: readPointName(name) }),
      ...(reasons === undefined ? {} : { reasons: namedBitsOf(reasons) }),
      ...(crlIssuer === undefined ? {} : { crlIssuer: readGeneralNames(crlIssuer) }),
    };
  });
}

/** DistributionPointName is a CHOICE, so its tag is explicit. */
export function readPointName(element: Der): DistributionPointName {
  const inner = elementAt(element.bytes, element.from, element.to);
  if (inner.tag === 0xa0) return { kind: 'full', names: readGeneralNames(inner) };
  if (inner.tag === 0xa1) return { kind: 'relative', rdn: readRdn(inner) };
  throw new DerError('name of a distribution point');
}

export function readSubjectKeyIdentifier(value: Der): string {
  if (value.tag !== TAG.octetString) throw new DerError('subject key identifier');
  return hexOf(contentOf(value));
}

export function readAuthorityKeyIdentifier(value: Der): { keyIdentifier?: string; serial?: string; hex: string } {
  const fields = new Fields(value, TAG.sequence);
  const key = fields.optional(0x80);
  fields.optional(0xa1);
  const serial = fields.optional(0x82);
  fields.finish();
  return {
    hex: hexOf(rawOf(value)),
    ...(key === undefined ? {} : { keyIdentifier: hexOf(contentOf(key)) }),
    ...(serial === undefined ? {} : { serial: integerHexOf({ ...serial, tag: TAG.integer }) }),
  };
}

/** Understood by the path validation, or without influence on it. */
export const UNDERSTOOD_IN_CERTIFICATES: ReadonlySet<string> = new Set<string>([
  OID.subjectKeyIdentifier, OID.keyUsage, OID.subjectAltName, OID.issuerAltName, OID.basicConstraints, OID.nameConstraints,
  OID.crlDistributionPoints, OID.certificatePolicies, OID.policyMappings, OID.authorityKeyIdentifier, OID.policyConstraints,
  OID.extendedKeyUsage, OID.freshestCrl, OID.inhibitAnyPolicy, OID.authorityInfoAccess, OID.subjectInfoAccess,
]);
export const UNDERSTOOD_IN_CRLS: ReadonlySet<string> = new Set<string>([
  OID.crlNumber, OID.deltaCrlIndicator, OID.issuingDistributionPoint, OID.authorityKeyIdentifier, OID.freshestCrl, OID.issuerAltName,
]);
export const UNDERSTOOD_IN_CRL_ENTRIES: ReadonlySet<string> = new Set<string>([OID.reasonCode, OID.invalidityDate, OID.certificateIssuer]);
