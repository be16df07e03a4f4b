import { isSignedBy, type Budget } from './signed-by.ts';
import { keyAfter, validatePath, type PathFault, type PolicyInput } from './validate.ts';
import type { Certificate } from './parsed-certificate.ts';
import { needsAttention, type RevocationFinding } from './revocation-status.ts';

const MAX_DEPTH = 12;

/** Certificates by the name of their subject. */
export type Pool = { get(subject: string): readonly Certificate[] | undefined };

export type PathQuestion = {
  readonly target: Certificate;
  readonly anchors: Pool;
  readonly pool: Pool;
  readonly at: number;
  readonly policy: PolicyInput;
  readonly budget: Budget;
  /** Judges the revocation of each certificate of a path that holds otherwise; absent where it is not asked for. */
  readonly revocation?: (path: readonly Certificate[], anchor: Certificate) => readonly RevocationFinding[];
};

/** A path as judged: without faults and with nothing revoked or unknown, it is good. */
export type AssessedPath = {
  /** From the target up; the last one is the anchor. */
  readonly certificates: readonly Certificate[];
  readonly faults: readonly PathFault[];
  readonly revocation: readonly RevocationFinding[];
  readonly userPolicies: ReadonlySet<string>;
};

/** The first good path to an anchor, or the best of the bad ones, or none at all. The search is bounded by depth and budget. */
export function findPath(question: PathQuestion): AssessedPath | undefined {
  let best: AssessedPath | undefined;
  for (const { path, anchor } of candidatePaths(question, [question.target])) {
    const assessed = assess(question, path, anchor);
    if (gravity(assessed) === 0) return assessed;
    if (best === undefined || gravity(assessed) < gravity(best)) best = assessed;
  }
  return best;
}

/** Depth first, anchors before others; `climbed` runs from the target up. */
function* candidatePaths(question: PathQuestion, climbed: readonly Certificate[]): Generator<{ path: Certificate[]; anchor: Certificate }> {
  const top = climbed.at(-1)!;
  for (const anchor of likelyFirst(question.anchors.get(top.issuer.key) ?? [], top)) {
    if (question.budget.steps-- <= 0) return;
    if (maySign(anchor, top, question.budget)) yield { path: [...climbed].reverse(), anchor };
  }
  if (climbed.length >= MAX_DEPTH) return;
  for (const candidate of likelyFirst(question.pool.get(top.issuer.key) ?? [], top)) {
    if (question.budget.steps-- <= 0) return;
    if (isRepeated(candidate, climbed) || !maySign(candidate, top, question.budget)) continue;
    yield* candidatePaths(question, [...climbed, candidate]);
  }
}

/** The key identifier is a hint for the order, never a reason to leave a candidate out (RFC 4158, 3.5.12). */
function likelyFirst(candidates: readonly Certificate[], issued: Certificate): readonly Certificate[] {
  const wanted = issued.authorityKeyIdentifier;
  if (wanted === undefined || candidates.length < 2) return candidates;
  return [...candidates].sort((a, b) => Number(b.subjectKeyIdentifier === wanted) - Number(a.subjectKeyIdentifier === wanted));
}

/** RFC 4158, 2.4.2: the same name with the same key only goes round in a circle. */
function isRepeated(candidate: Certificate, climbed: readonly Certificate[]): boolean {
  return climbed.some(
    (one) => one.fingerprint === candidate.fingerprint || (one.subject.key === candidate.subject.key && Buffer.compare(one.publicKey.der, candidate.publicKey.der) === 0),
  );
}

/** A key that is not complete without its issuer's parameters is left to the validation. */
function maySign(issuer: Certificate, issued: Certificate, budget: Budget): boolean {
  const key = keyAfter(issuer, undefined);
  return key === undefined || isSignedBy(issued, key, budget);
}

function assess(question: PathQuestion, path: readonly Certificate[], anchor: Certificate): AssessedPath {
  const { faults, userPolicies } = validatePath(path, anchor, question.at, question.policy, question.budget);
  const sound = !faults.some((fault) => fault.aspect === 'signature');
  const revocation = sound && question.revocation !== undefined ? question.revocation(path, anchor) : [];
  return { certificates: [...path].reverse().concat(anchor), faults, revocation, userPolicies };
}

const FAULT_GRAVITY = { signature: 1000, constraints: 100, validity: 10 } as const;

function gravity(path: AssessedPath): number {
  return (
    path.faults.reduce((sum, fault) => sum + FAULT_GRAVITY[fault.aspect], 0) +
    path.revocation.reduce((sum, { status }) => sum + (status.kind === 'revoked' ? 5 : needsAttention(status) ? 1 : 0), 0)
  );
}

/** What lies in a message, before what the station keeps. */
export function poolOver(upper: Pool, lower: Pool): Pool {
  return {
    get: (subject) => {
      const above = upper.get(subject);
      const below = lower.get(subject);
      return above === undefined ? below : below === undefined ? above : [...below, ...above];
    },
  };
}

export function poolOf(certificates: readonly Certificate[]): ReadonlyMap<string, readonly Certificate[]> {
  const pool = new Map<string, Certificate[]>();
  const seen = new Set<string>();
  for (const certificate of certificates) {
    if (seen.has(certificate.fingerprint)) continue;
    seen.add(certificate.fingerprint);
    const alike = pool.get(certificate.subject.key);
    if (alike === undefined) pool.set(certificate.subject.key, [certificate]);
    else alike.push(certificate);
  }
  return pool;
}
