import { describe, expect, it, vi } from 'vitest';
import { keyPairFor } from '../../../tests/forge/ca.ts';
import { instantOf } from '../../domain/identifiers.ts';
import { issueCertificate } from '../issue.ts';
import { findPath, poolOf } from './build.ts';
import { parseCertificate, type Certificate } from './parsed-certificate.ts';
import { newBudget } from './signed-by.ts';
import { ANY_POLICY_WILL_DO } from './validate.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const at = Date.UTC(2026, 10, 22);
const KIND = 'p-256';

/** A certificate over the key of one name, signed by the key of another. */
function issued(subject: string, subjectKey: string, issuer: string, issuerKey: string, authority = true): Certificate {
  const by = issueCertificate({
    subject: { commonName: issuer }, publicKey: keyPairFor(issuerKey, KIND).publicKey, issuer: { privateKey: keyPairFor(issuerKey, KIND).privateKey },
    notBefore: instantOf(at - 1e9), notAfter: instantOf(at + 1e9), authority: true,
  });
  if (subject === issuer && subjectKey === issuerKey) return parseCertificate(by);
  return parseCertificate(issueCertificate({
    subject: { commonName: subject }, publicKey: keyPairFor(subjectKey, KIND).publicKey, issuer: { privateKey: keyPairFor(issuerKey, KIND).privateKey, certificate: by },
    notBefore: instantOf(at - 1e9), notAfter: instantOf(at + 1e9), ...(authority ? { authority } : {}),
  }));
}

const root = issued('Корень', 'Корень', 'Корень', 'Корень');
const question = (target: Certificate, pool: readonly Certificate[], budget = newBudget()) =>
  findPath({ target, anchors: poolOf([root]), pool: poolOf(pool), at, policy: ANY_POLICY_WILL_DO, budget });
const names = (path: ReturnType<typeof question>) => path?.certificates.map((one) => one.subject.attributes[0]!.text);

describe('the search for a path', () => {
  it('finds the way among several, through cross certificates', () => {
    const target = issued('Абонент', 'а', 'УЦ 2', 'у2', false);
    const pool = [issued('УЦ 2', 'у2', 'Чужой', 'ч'), issued('УЦ 2', 'у2', 'УЦ 1', 'у1'), issued('УЦ 1', 'у1', 'УЦ 2', 'у2'), issued('УЦ 1', 'у1', 'Корень', 'Корень')];
    expect(names(question(target, pool))).toEqual(['Абонент', 'УЦ 2', 'УЦ 1', 'Корень']);
  });

  it('does not go round in circles', () => {
    const target = issued('Абонент', 'а', 'Круг 1', 'к1', false);
    const pool = [issued('Круг 1', 'к1', 'Круг 2', 'к2'), issued('Круг 2', 'к2', 'Круг 1', 'к1')];
    const budget = newBudget();
    expect(question(target, pool, budget)).toBeUndefined();
    expect(budget.steps).toBeGreaterThan(newBudget().steps - 10);
  });

  it('gives up on a flood of authorities that all vouch for each other, at a bounded cost', () => {
    const keys = Array.from({ length: 12 }, (_, i) => `поток ${i}`);
    const pool = keys.flatMap((key) => keys.filter((other) => other !== key).map((other) => issued('Поток', key, 'Поток', other)));
    const target = issued('Абонент', 'а', 'Поток', keys[0]!, false);
    const budget = newBudget();
    expect(question(target, pool, budget)).toBeUndefined();
    expect(budget.signatures).toBeGreaterThanOrEqual(0);
    expect(budget.steps).toBeLessThan(newBudget().steps);
  });

  it('takes the key that fits where several authorities bear one name', () => {
    const decoys = Array.from({ length: 20 }, (_, i) => issued('УЦ', `ложный ${i}`, 'Корень', 'не корень'));
    const target = issued('Абонент', 'а', 'УЦ', 'у', false);
    expect(names(question(target, [...decoys, issued('УЦ', 'у', 'Корень', 'Корень')]))).toEqual(['Абонент', 'УЦ', 'Корень']);
  });

  it('goes no further than the twelfth certificate', () => {
    const chain = Array.from({ length: 20 }, (_, i) => issued(`Звено ${i}`, `з${i}`, i === 0 ? 'Корень' : `Звено ${i - 1}`, i === 0 ? 'Корень' : `з${i - 1}`));
    expect(names(question(chain[11]!, chain))).toHaveLength(13);
    expect(question(chain[12]!, chain)).toBeUndefined();
  });
});
