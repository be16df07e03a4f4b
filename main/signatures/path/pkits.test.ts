import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { crlsByIssuer } from '../prepared-trust.ts';
import { newBudget } from './signed-by.ts';
import { findPath, poolOf, type AssessedPath } from './build.ts';
import { parseCertificate, type Certificate } from './parsed-certificate.ts';
import { parseCrl, type Crl } from './parsed-crl.ts';
import { needsAttention } from './revocation-status.ts';
import { judgeRevocation } from './revocation.ts';

type Case = {
  num: string; title: string; certs: string[]; crls: string[]; ok: boolean; ips?: string; uc?: string; expl: boolean; pmi: boolean; iap: boolean;
};

const CASES = fileURLToPath(new URL('../../../../shared/samples/pkits/cases.json', import.meta.url));
const DATA = '/usr/lib/python3/dist-packages/cryptography_vectors/x509/PKITS_data';
const AT = Date.UTC(2011, 3, 15);
const ANY = '2.5.29.32.0';

/** Sub-cases that do not come out as NIST expects. None may ever be a false acceptance. */
const KNOWN_FAILURES: readonly string[] = [];

const policyOid = (name: string) => (name === 'anyPolicy' ? ANY : `2.16.840.1.101.3.2.1.48.${name.replace('NIST-test-policy-', '')}`);
const policiesOf = (list: string | undefined) => (list === undefined ? [ANY] : list.split(',').filter((name) => name !== '').map(policyOid));

function judge(one: Case): AssessedPath | undefined {
  let certificates: Certificate[];
  let crls: Crl[];
  try {
    certificates = one.certs.map((name) => parseCertificate(new Uint8Array(readFileSync(`${DATA}/certs/${name}.crt`))));
    crls = one.crls.map((name) => parseCrl(new Uint8Array(readFileSync(`${DATA}/crls/${name}.crl`))));
  } catch {
    return undefined;
  }
  const budget = newBudget();
  const anchors = poolOf([certificates[0]!]);
  const pool = poolOf(certificates.slice(1, -1));
  const byIssuer = crlsByIssuer(crls);
  const context = { anchors, pool, crls: byIssuer, at: AT, graceMilliseconds: 0, laterLists: false, budget, required: { endEntity: true, authority: true } };
  return findPath({
    target: certificates.at(-1)!, anchors, pool, at: AT, budget,
    policy: { initial: policiesOf(one.ips), requireExplicit: one.expl, inhibitMapping: one.pmi, inhibitAny: one.iap },
    revocation: (path, anchor) => judgeRevocation(path, anchor, context),
  });
}

const isGood = (path: AssessedPath | undefined): boolean =>
  path !== undefined && path.faults.length === 0 && !path.revocation.some(({ status }) => needsAttention(status));

describe.skipIf(!existsSync(CASES) || !existsSync(DATA))('the NIST path validation suite', () => {
  const cases = existsSync(CASES) ? (JSON.parse(readFileSync(CASES, 'utf8')) as Case[]) : [];
  const judged = cases.map((one) => ({ one, path: judge(one) }));

  it('has all its 249 sub-cases', () => {
    expect(cases).toHaveLength(249);
  });

  it('accepts nothing that is to be refused', () => {
    expect(judged.filter(({ one, path }) => !one.ok && isGood(path)).map(({ one }) => `${one.num} ${one.title}`)).toEqual([]);
  });

  it('comes out as expected but for the known failures', () => {
    const wrong = judged.filter(({ one, path }) => isGood(path) !== one.ok).map(({ one }) => `${one.num} ${one.title}`);
    expect(wrong).toEqual(KNOWN_FAILURES);
  });

  it('finds the policies that the user is left with, where the suite states them', () => {
    const stated = judged.filter(({ one }) => one.ok && one.uc !== undefined);
    expect(stated.length).toBeGreaterThan(10);
    for (const { one, path } of stated) expect([one.num, [...path!.userPolicies].sort()]).toEqual([one.num, one.uc!.split(',').filter((name) => name !== '').map(policyOid).sort()]);
  });
});
