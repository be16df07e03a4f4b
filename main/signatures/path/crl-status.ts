import type { VerificationKey } from '../algorithms/signature-schemes.ts';
import type { DistributionPoint, DistributionPointName } from './extensions.ts';
import { generalNameKey } from './general-name.ts';
import type { Name } from './name.ts';
import { keyUsageBit, type Certificate } from './parsed-certificate.ts';
import { entryOf, REASON, type Crl, type RevokedEntry } from './parsed-crl.ts';
import { needsAttention, type ProvePath, type RevocationContext, type RevocationQuestion, type RevocationStatus } from './revocation-status.ts';
import { isSignedBy } from './signed-by.ts';
import { keyAfter } from './validate.ts';

const ALL_REASONS = [1, 2, 3, 4, 5, 6, 7, 8] as const;
const MAX_LISTS = 64;
const MAX_RECURSION = 4;

type ListContext = RevocationContext & { readonly prove: ProvePath };

/** RFC 5280, 6.3.3: what the lists at hand say of a certificate. A list out of its time clears nobody, but who is revoked on it stays so. */
export function statusByCrls(question: RevocationQuestion, given: RevocationContext, prove: ProvePath): RevocationStatus {
  const context: ListContext = { ...given, prove };
  const cleared = new Set<number>();
  const evidence: Uint8Array[] = [];
  let newest = 0;
  const seen = { any: false, fresh: false };
  for (const point of pointsOf(question.certificate)) {
    for (const crl of listsFor(point, question.certificate, context)) {
      seen.any = true;
      if (!isFresh(crl, question.certificate, context)) {
        const old = consult(crl, point, question, context, new Set());
        if (old?.revoked !== undefined && old.revoked.reason !== REASON.certificateHold) return revokedBy(old.revoked, old.evidence);
        continue;
      }
      seen.fresh = true;
      const answer = consult(crl, point, question, context, cleared);
      if (answer === undefined) continue;
      if (answer.revoked !== undefined) return revokedBy(answer.revoked, answer.evidence);
      evidence.push(...answer.evidence);
      newest = Math.max(newest, crl.thisUpdate);
    }
    if (ALL_REASONS.every((reason) => cleared.has(reason))) return { kind: 'good', evidence, thisUpdate: newest };
  }
  return { kind: 'unknown', why: !seen.any ? 'no-list' : seen.fresh ? 'not-trusted' : 'stale' };
}

function revokedBy(entry: RevokedEntry, evidence: readonly Uint8Array[]): RevocationStatus {
  return { kind: 'revoked', evidence, date: entry.date, reason: entry.reason };
}

/** The points named in the certificate, and last the issuer's own list (6.3.3, end). */
function pointsOf(certificate: Certificate): DistributionPoint[] {
  const own: DistributionPoint = { name: { kind: 'full', names: [{ kind: 'directory', name: certificate.issuer }] } };
  return [...(certificate.distributionPoints ?? []), own];
}

/** Complete lists by whoever may speak for the point (6.3.3 (b) (1)). */
function listsFor(point: DistributionPoint, certificate: Certificate, context: ListContext): Crl[] {
  const issuers = point.crlIssuer === undefined ? [certificate.issuer.key] : point.crlIssuer.flatMap((name) => (name.kind === 'directory' ? [name.name.key] : []));
  return issuers
    .flatMap((issuer) => context.crls.get(issuer) ?? [])
    .filter((crl) => crl.deltaBase === undefined && !crl.unusable && crl.algorithmsAgree && (point.crlIssuer === undefined || crl.distributionPoint?.indirect === true))
    .slice(0, MAX_LISTS);
}

/** A list that does not say when the next one is due never grows old, and so is never fresh (RFC 5280, 5.1.2.5: it must say). */
function isFresh(crl: Crl, certificate: Certificate, context: ListContext): boolean {
  if (crl.thisUpdate > context.at) return context.laterLists && crl.thisUpdate <= certificate.notAfter;
  return crl.nextUpdate !== undefined && crl.nextUpdate + context.graceMilliseconds >= context.at;
}

type Consultation = { readonly revoked?: RevokedEntry; readonly evidence: readonly Uint8Array[] };

/** Undefined where the list does not speak about this certificate or cannot be trusted. */
function consult(crl: Crl, point: DistributionPoint, question: RevocationQuestion, context: ListContext, cleared: Set<number>): Consultation | undefined {
  if (!inScope(crl, point, question.certificate)) return undefined;
  const reasons = ALL_REASONS.filter((reason) => (crl.distributionPoint?.onlyReasons?.has(reason) ?? true) && (point.reasons?.has(reason) ?? true));
  if (reasons.every((reason) => cleared.has(reason))) return undefined;
  const authority = authorityOf(crl, question, context);
  if (authority === undefined) return undefined;
  const { issuer, serial } = question.certificate;
  const delta = deltaOf(crl, question, context);
  const own = entryOf(crl, issuer, serial);
  const changed = delta === undefined ? undefined : entryOf(delta, issuer, serial);
  if (own === 'unusable' || changed === 'unusable') return undefined;
  const evidence = [...authority, crl.der, ...(delta === undefined ? [] : [delta.der])];
  const revoked = changed === undefined ? own : changed.reason === REASON.removeFromCrl ? undefined : changed;
  if (revoked !== undefined && revoked.date <= context.at) return { revoked, evidence };
  for (const reason of reasons) cleared.add(reason);
  return { evidence };
}

/** 6.3.3 (b) (2). */
function inScope(crl: Crl, point: DistributionPoint, certificate: Certificate): boolean {
  const scope = crl.distributionPoint;
  if (scope === undefined) return true;
  const isAuthority = certificate.basicConstraints?.isAuthority === true;
  if ((scope.onlyUsers && isAuthority) || (scope.onlyAuthorities && !isAuthority) || scope.onlyAttributes) return false;
  if (scope.name === undefined) return true;
  const listNames = pointNames(scope.name, crl.issuer);
  const wanted = point.name === undefined ? (point.crlIssuer ?? []).map(generalNameKey) : pointNames(point.name, point.crlIssuer === undefined ? certificate.issuer : crl.issuer);
  return listNames.some((name) => wanted.includes(name));
}

function pointNames(name: DistributionPointName, issuer: Name): string[] {
  return name.kind === 'full' ? name.names.map(generalNameKey) : [`directory:${[...issuer.rdns, name.rdn].join('\u0000')}`];
}

/** The newest delta of the same scope, on top of this base (5.2.4, 6.3.3 (c)). */
function deltaOf(crl: Crl, question: RevocationQuestion, context: ListContext): Crl | undefined {
  if (crl.number === undefined) return undefined;
  return (context.crls.get(crl.issuer.key) ?? [])
    .filter((one) => one.deltaBase !== undefined && one.number !== undefined && one.deltaBase <= crl.number! && crl.number! < one.number)
    .filter((one) => !one.unusable && one.algorithmsAgree && one.scope === crl.scope && isFresh(one, question.certificate, context))
    .sort((a, b) => (a.number! < b.number! ? 1 : -1))
    .slice(0, MAX_LISTS)
    .find((one) => authorityOf(one, question, context) !== undefined);
}

/** Lists whose signer is being examined at this moment, with that signer. */
const underway: { crl: Crl; signer: Certificate }[] = [];

/**
 * 6.3.3 (f), (g): who signed the list and may do so. The certificates that prove it, or undefined.
 * Whoever stands above the certificate on its path needs no further proof: it is judged with the path. Whoever stands below proves nothing.
 */
function authorityOf(crl: Crl, question: RevocationQuestion, context: ListContext): readonly Uint8Array[] | undefined {
  const above = [question.anchor, ...question.path.slice(0, question.path.indexOf(question.certificate))];
  for (const signer of above) if (maySignLists(signer, crl) && isSignedBy(crl, keyOf(signer, question), context.budget)) return [];
  for (const signer of [...(context.anchors.get(crl.issuer.key) ?? []), ...(context.pool.get(crl.issuer.key) ?? [])]) {
    if (context.budget.steps-- <= 0) return undefined;
    if (!maySignLists(signer, crl) || !isNamedByIssuer(signer, crl, question) || !isSignedBy(crl, keyOf(signer, question), context.budget)) continue;
    const proof = proveSigner(crl, signer, question, context);
    if (proof !== undefined) return proof;
  }
  return undefined;
}

/**
 * Another authority under the same anchor could make out a certificate in our issuer's name. A direct list is therefore believed
 * only from a key that the issuer certified itself, or that was certified by whoever certified the issuer.
 */
function isNamedByIssuer(signer: Certificate, crl: Crl, question: RevocationQuestion): boolean {
  if (crl.issuer.key !== question.certificate.issuer.key) return true;
  return signer.issuer.key === crl.issuer.key || signer.issuer.key === question.issuer.issuer.key;
}

function maySignLists(signer: Certificate, crl: Crl): boolean {
  return signer.subject.key === crl.issuer.key && (signer.keyUsage === undefined || signer.keyUsage.has(keyUsageBit('cRLSign')));
}

/** DSA parameters come down the path from issuer to issuer. */
function keyOf(signer: Certificate, question: RevocationQuestion): VerificationKey {
  let parameters = keyAfter(question.anchor, undefined)?.dsaParameters;
  for (const one of question.path) {
    const key = keyAfter(one, parameters);
    if (one === signer && key !== undefined) return key;
    parameters = key?.dsaParameters;
  }
  return keyAfter(signer, parameters) ?? { info: signer.publicKey };
}

/**
 * A key of its own for lists: its certificate needs a path to the same anchor and must not be revoked itself.
 * Such a certificate is often covered by nothing but the list that it signs; that list may clear its own signer, no other may in a circle.
 */
function proveSigner(crl: Crl, signer: Certificate, question: RevocationQuestion, context: ListContext): readonly Uint8Array[] | undefined {
  if (underway.some((one) => one.crl === crl)) {
    const current = underway.at(-1);
    return current?.crl === crl && current.signer === signer && question.certificate === signer ? [signer.der] : undefined;
  }
  if (underway.length >= MAX_RECURSION) return undefined;
  underway.push({ crl, signer });
  try {
    const path = context.prove(signer, question.anchor);
    if (path === undefined || path.faults.length > 0 || path.revocation.some(({ status }) => needsAttention(status))) return undefined;
    return [...path.certificates.map((one) => one.der), ...path.revocation.flatMap(({ status }) => (status.kind === 'good' ? status.evidence : []))];
  } finally {
    underway.pop();
  }
}
