import { OID } from '../der/oids.ts';
import { DerError } from '../der/reader.ts';
import { dsaParametersOf, type DsaParameters } from '../algorithms/dsa.ts';
import type { VerificationKey } from '../algorithms/signature-schemes.ts';
import { UNDERSTOOD_IN_CERTIFICATES } from './extensions.ts';
import { AllowedNames } from './name-constraints.ts';
import { keyUsageBit, type Certificate } from './parsed-certificate.ts';
import { PolicyGraph } from './policy-graph.ts';
import { isSignedBy, type Budget } from './signed-by.ts';

/** RFC 5280, 6.1.1 (c)-(g). */
export type PolicyInput = {
  readonly initial: readonly string[];
  readonly requireExplicit: boolean;
  readonly inhibitMapping: boolean;
  readonly inhibitAny: boolean;
};

export const ANY_POLICY_WILL_DO: PolicyInput = { initial: [OID.anyPolicy], requireExplicit: false, inhibitMapping: false, inhibitAny: false };

export type PathAspect = 'signature' | 'validity' | 'constraints';
export type PathFaultReason =
  | 'signature' | 'algorithms-differ' | 'name-chaining' | 'expired' | 'not-yet-valid' | 'name-constraints' | 'unknown-critical-extension'
  | 'explicit-policy' | 'any-policy-mapped' | 'not-an-authority' | 'path-length' | 'key-cert-sign' | 'key-unusable';
/** What is wrong with a path, and at which certificate of it. */
export type PathFault = { readonly aspect: PathAspect; readonly reason: PathFaultReason; readonly certificate: Certificate };

export type Validation = { readonly faults: readonly PathFault[]; readonly userPolicies: ReadonlySet<string> };

/**
 * RFC 5280, 6.1, with the policy graph of RFC 9618. `path` runs from the certificate that the anchor issued to the one in question.
 * Goes on after a fault, so that all can be told.
 */
export function validatePath(path: readonly Certificate[], anchor: Certificate, at: number, policy: PolicyInput, budget: Budget): Validation {
  const state = startState(path.length, anchor, policy);
  checkAnchor(state, path, anchor);
  path.forEach((certificate, i) => {
    const last = i === path.length - 1;
    checkBasics(state, certificate, at, budget);
    checkNames(state, certificate, last);
    checkPolicies(state, certificate, last);
    if (!last) prepareForNext(state, certificate);
    else wrapUp(state, certificate);
  });
  const userPolicies = state.graph.userPolicies(policy.initial);
  if (state.explicitPolicy === 0 && userPolicies.size === 0) fault(state, 'constraints', 'explicit-policy', path.at(-1) ?? anchor);
  return { faults: state.faults, userPolicies };
}

/**
 * What an anchor's certificate says of itself binds it (RFC 5937): a trusted certificate of somebody who is no authority vouches for itself alone.
 */
function checkAnchor(state: State, path: readonly Certificate[], anchor: Certificate): void {
  if (path[0]?.fingerprint === anchor.fingerprint) return;
  if (anchor.version === 3 && anchor.basicConstraints?.isAuthority !== true) fault(state, 'constraints', 'not-an-authority', anchor);
  if (anchor.keyUsage !== undefined && !anchor.keyUsage.has(keyUsageBit('keyCertSign'))) fault(state, 'constraints', 'key-cert-sign', anchor);
  if (anchor.basicConstraints?.pathLength !== undefined) state.pathLength = Math.min(state.pathLength, anchor.basicConstraints.pathLength);
  if (anchor.nameConstraints !== undefined) state.names.narrow(anchor.nameConstraints);
}

type State = {
  readonly faults: PathFault[];
  readonly graph: PolicyGraph;
  readonly names: AllowedNames;
  workingIssuer: Certificate;
  workingKey: VerificationKey;
  explicitPolicy: number;
  inhibitMapping: number;
  inhibitAny: number;
  pathLength: number;
};

function startState(length: number, anchor: Certificate, policy: PolicyInput): State {
  return {
    faults: [],
    graph: new PolicyGraph(),
    names: new AllowedNames(),
    workingIssuer: anchor,
    workingKey: keyAfter(anchor, undefined) ?? { info: anchor.publicKey },
    explicitPolicy: policy.requireExplicit ? 0 : length + 1,
    inhibitMapping: policy.inhibitMapping ? 0 : length + 1,
    inhibitAny: policy.inhibitAny ? 0 : length + 1,
    pathLength: length,
  };
}

function fault(state: State, aspect: PathAspect, reason: PathFaultReason, certificate: Certificate): void {
  state.faults.push({ aspect, reason, certificate });
}

/** 6.1.3 (a). */
function checkBasics(state: State, certificate: Certificate, at: number, budget: Budget): void {
  if (!isSignedBy(certificate, state.workingKey, budget)) fault(state, 'signature', 'signature', certificate);
  if (!certificate.algorithmsAgree) fault(state, 'signature', 'algorithms-differ', certificate);
  if (certificate.issuer.key !== state.workingIssuer.subject.key) fault(state, 'signature', 'name-chaining', certificate);
  if (at < certificate.notBefore) fault(state, 'validity', 'not-yet-valid', certificate);
  if (at > certificate.notAfter) fault(state, 'validity', 'expired', certificate);
  for (const [oid, { critical }] of certificate.extensions) {
    if (critical && !UNDERSTOOD_IN_CERTIFICATES.has(oid)) fault(state, 'constraints', 'unknown-critical-extension', certificate);
  }
}

/** 6.1.3 (b), (c); certificates that an authority issues to itself are exempt. */
function checkNames(state: State, certificate: Certificate, last: boolean): void {
  if (certificate.selfIssued && !last) return;
  if (!state.names.admits(certificate)) fault(state, 'constraints', 'name-constraints', certificate);
}

/** 6.1.3 (d)-(f). */
function checkPolicies(state: State, certificate: Certificate, last: boolean): void {
  state.graph.descend(certificate.policies, state.inhibitAny > 0 || (!last && certificate.selfIssued));
  if (state.explicitPolicy === 0 && state.graph.isNull) fault(state, 'constraints', 'explicit-policy', certificate);
}

/** 6.1.4. */
function prepareForNext(state: State, certificate: Certificate): void {
  mapPolicies(state, certificate);
  state.workingIssuer = certificate;
  const key = keyAfter(certificate, state.workingKey.dsaParameters);
  if (key === undefined) fault(state, 'constraints', 'key-unusable', certificate);
  state.workingKey = key ?? { info: certificate.publicKey };
  if (certificate.nameConstraints !== undefined) state.names.narrow(certificate.nameConstraints);
  countDown(state, certificate);
  checkAuthority(state, certificate);
}

function mapPolicies(state: State, certificate: Certificate): void {
  if (certificate.policyMappings === undefined) return;
  if (certificate.policyMappings.some(({ from, to }) => from === OID.anyPolicy || to === OID.anyPolicy)) {
    fault(state, 'constraints', 'any-policy-mapped', certificate);
  }
  state.graph.map(certificate.policyMappings, state.inhibitMapping > 0);
}

/** 6.1.4 (h)-(j). */
function countDown(state: State, certificate: Certificate): void {
  if (!certificate.selfIssued) {
    if (state.explicitPolicy > 0) state.explicitPolicy--;
    if (state.inhibitMapping > 0) state.inhibitMapping--;
    if (state.inhibitAny > 0) state.inhibitAny--;
  }
  const { requireExplicit, inhibitMapping } = certificate.policyConstraints ?? {};
  if (requireExplicit !== undefined) state.explicitPolicy = Math.min(state.explicitPolicy, requireExplicit);
  if (inhibitMapping !== undefined) state.inhibitMapping = Math.min(state.inhibitMapping, inhibitMapping);
  if (certificate.inhibitAnyPolicy !== undefined) state.inhibitAny = Math.min(state.inhibitAny, certificate.inhibitAnyPolicy);
}

/** 6.1.4 (k)-(n). */
function checkAuthority(state: State, certificate: Certificate): void {
  if (certificate.version !== 3 || certificate.basicConstraints?.isAuthority !== true) fault(state, 'constraints', 'not-an-authority', certificate);
  if (!certificate.selfIssued) {
    if (state.pathLength <= 0) fault(state, 'constraints', 'path-length', certificate);
    else state.pathLength--;
  }
  const own = certificate.basicConstraints?.pathLength;
  if (own !== undefined) state.pathLength = Math.min(state.pathLength, own);
  if (certificate.keyUsage !== undefined && !certificate.keyUsage.has(keyUsageBit('keyCertSign'))) fault(state, 'constraints', 'key-cert-sign', certificate);
}

/** 6.1.5 (a), (b). */
function wrapUp(state: State, certificate: Certificate): void {
  if (state.explicitPolicy > 0) state.explicitPolicy--;
  if (certificate.policyConstraints?.requireExplicit === 0) state.explicitPolicy = 0;
}

/** The key of an authority, with the parameters that a DSA key takes over from its issuer's. */
export function keyAfter(certificate: Certificate, inherited: DsaParameters | undefined): VerificationKey | undefined {
  if (certificate.publicKey.algorithm.oid !== OID.dsa) return { info: certificate.publicKey };
  try {
    const dsaParameters = dsaParametersOf(certificate.publicKey, inherited);
    return dsaParameters === undefined ? undefined : { info: certificate.publicKey, dsaParameters };
  } catch (error) {
    if (error instanceof DerError) return undefined;
    throw error;
  }
}

/** The target's key after all authorities above it; `certificates` runs from the target up. */
export function keyAlong(certificates: readonly Certificate[]): VerificationKey | undefined {
  return certificates.reduceRight<VerificationKey | undefined>((key, certificate) => keyAfter(certificate, key?.dsaParameters) ?? { info: certificate.publicKey }, undefined);
}
