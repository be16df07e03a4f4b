import type { KeyFacts } from './algorithms/public-keys.ts';
import { OID } from './der/oids.ts';

/** What the station asks of signatures, as data. Days are the last on which a thing is still good. */
export type VerificationPolicy = {
  readonly name: string;
  /** Digest algorithms by identifier; `until` is the last good day. */
  readonly digests: Readonly<Record<string, { readonly until?: string }>>;
  readonly keys: {
    readonly rsa: readonly { readonly minimumBits: number; readonly until?: string }[];
    readonly curves: readonly string[];
    /** Other families, by name, with the least size. */
    readonly others: Readonly<Record<string, { readonly minimumBits: number; readonly until?: string }>>;
  };
  readonly revocation: {
    /** Whether a certificate whose status nobody publishes is left undecided. */
    readonly required: { readonly endEntity: boolean; readonly authority: boolean };
    /** How long after its nextUpdate a list still counts. */
    readonly graceMilliseconds: number;
    /**
     * Whether a list issued after the instant in question counts. It proves no less: who was revoked stays on it until the certificate ends,
     * with the date. Needed where a submission waits for the next list.
     */
    readonly laterLists: boolean;
  };
  /** One of these bits must be set where the certificate restricts its key's use. */
  readonly signerKeyUsage: readonly string[];
};

export const STANDARD_POLICY: VerificationPolicy = {
  name: 'reception-1',
  digests: {
    [OID.sha1]: { until: '2012-12-31' },
    [OID.sha224]: { until: '2022-12-31' },
    [OID.sha256]: {},
    [OID.sha384]: {},
    [OID.sha512]: {},
  },
  keys: {
    rsa: [{ minimumBits: 2048 }, { minimumBits: 1024, until: '2013-12-31' }],
    curves: ['P-256', 'P-384', 'P-521'],
    others: { DSA: { minimumBits: 1024, until: '2013-12-31' } },
  },
  revocation: { required: { endEntity: true, authority: false }, graceMilliseconds: 0, laterLists: false },
  signerKeyUsage: ['digitalSignature', 'nonRepudiation'],
};

/** `day` is YYYY-MM-DD, or an instant. */
export function digestAllowed(policy: VerificationPolicy, oid: string, day: string): boolean {
  const rule = policy.digests[oid];
  return rule !== undefined && isStill(rule, day);
}

export function keyAllowed(policy: VerificationPolicy, key: KeyFacts, day: string): boolean {
  if (key.family === 'RSA') return policy.keys.rsa.some((rule) => key.bits >= rule.minimumBits && isStill(rule, day));
  if (key.family === 'ECDSA') return key.curve !== undefined && policy.keys.curves.includes(key.curve);
  const rule = policy.keys.others[key.family];
  return rule !== undefined && key.bits >= rule.minimumBits && isStill(rule, day);
}

function isStill(rule: { readonly until?: string }, day: string): boolean {
  return rule.until === undefined || day.slice(0, 10) <= rule.until;
}
