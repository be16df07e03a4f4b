import type { BuildingBlock, Check, Indication, Outcome, SubIndication } from '../../domain/verdict.ts';

/** Sub-indications of a signature that is proved bad; the others leave it undecided (ETSI EN 319 102-1, tables 5 and 6). */
const PROVED_BAD: ReadonlySet<SubIndication> = new Set<SubIndication>(['FORMAT_FAILURE', 'HASH_FAILURE', 'SIG_CRYPTO_FAILURE', 'REVOKED', 'EXPIRED', 'NOT_YET_VALID']);

/** Every check that is made of a signer, in the order in which they are told; block and clause belong to the key. */
const CHECKS = {
  'format.cms': { block: 'FC', clause: 'EN 319 102-1 5.2.2; RFC 5652 5.1' },
  'signer.certificate': { block: 'ISC', clause: 'EN 319 102-1 5.2.3' },
  'signer.signing-certificate': { block: 'ISC', clause: 'EN 319 102-1 5.2.3; RFC 5035 5' },
  'crypto.digest': { block: 'CV', clause: 'EN 319 102-1 5.2.7; RFC 5652 5.4' },
  'crypto.signature': { block: 'CV', clause: 'EN 319 102-1 5.2.7; RFC 5652 5.6' },
  'signer.attribute': { block: 'SAV', clause: 'RFC 5652 5.3, 11.1, 11.2' },
  'chain.path': { block: 'XCV', clause: 'EN 319 102-1 5.2.6; RFC 5280 6.1' },
  'chain.constraints': { block: 'XCV', clause: 'RFC 5280 6.1.3, 6.1.4' },
  'chain.validity': { block: 'XCV', clause: 'RFC 5280 6.1.3 (a) (2)' },
  'chain.revocation': { block: 'XCV', clause: 'RFC 5280 6.3' },
  'signer.key-usage': { block: 'XCV', clause: 'RFC 5280 4.2.1.3' },
  'signer.validity': { block: 'XCV', clause: 'EN 319 102-1 5.2.6' },
  'algorithm.digest': { block: 'SAV', clause: 'EN 319 102-1 5.2.8; TS 119 312' },
  'algorithm.key-size': { block: 'SAV', clause: 'EN 319 102-1 5.2.8; TS 119 312' },
} as const satisfies Record<string, { block: BuildingBlock; clause: string }>;

export type CheckKey = keyof typeof CHECKS;
export const CHECK_KEYS = Object.keys(CHECKS) as readonly CheckKey[];

export type Facts = Readonly<Record<string, string>>;

export function passed(key: CheckKey, facts: Facts = {}): Check {
  return made(key, 'passed', facts);
}

/** Failed or undecided, as the sub-indication says. */
export function objected(key: CheckKey, subIndication: SubIndication, facts: Facts = {}): Check {
  return { ...made(key, PROVED_BAD.has(subIndication) ? 'failed' : 'indeterminate', facts), subIndication };
}

export function notApplicable(key: CheckKey, reason: string): Check {
  return made(key, 'not-applicable', { reason });
}

function made(key: CheckKey, outcome: Outcome, facts: Facts): Check {
  return { key, ...CHECKS[key], outcome, facts };
}

/**
 * One indication from all checks (EN 319 102-1, 5.3): what is proved bad before what is undecided, each in the order of the list.
 * Passed only if every check passed or does not apply, and the ones that nothing can be believed without were really made.
 */
export function conclude(checks: readonly Check[]): { indication: Indication; subIndication?: SubIndication } {
  const bad = checks.find((check) => check.outcome === 'failed') ?? checks.find((check) => check.outcome === 'indeterminate');
  if (bad !== undefined) {
    const indication = bad.outcome === 'failed' ? 'TOTAL_FAILED' : 'INDETERMINATE';
    return { indication, ...(bad.subIndication === undefined ? {} : { subIndication: bad.subIndication }) };
  }
  const whole = INDISPENSABLE.every((key) => checks.some((check) => check.key === key && check.outcome === 'passed'));
  return whole ? { indication: 'TOTAL_PASSED' } : { indication: 'INDETERMINATE', subIndication: 'CERTIFICATE_CHAIN_GENERAL_FAILURE' };
}

const INDISPENSABLE: readonly CheckKey[] = [
  'format.cms', 'signer.certificate', 'crypto.digest', 'crypto.signature', 'chain.path', 'chain.constraints', 'chain.validity', 'signer.key-usage',
  'signer.validity', 'algorithm.digest', 'algorithm.key-size',
];

/** The checks in the order of the table, each exactly once. */
export function inOrder(checks: readonly Check[], reasonForRest: string): Check[] {
  return CHECK_KEYS.map((key) => checks.find((check) => check.key === key) ?? notApplicable(key, reasonForRest));
}
