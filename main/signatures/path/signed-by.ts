import { schemeOf, type VerificationKey } from '../algorithms/signature-schemes.ts';
import type { PublicKeyInfo } from './parsed-certificate.ts';
import type { AlgorithmIdentifier } from './parsed-certificate.ts';

/** What one examination may cost. Signature checks are dear; steps bound the search itself. */
export type Budget = { signatures: number; steps: number };

export function newBudget(): Budget {
  return { signatures: 300, steps: 3000 };
}

type Signed = { readonly signed: Uint8Array; readonly signature: Uint8Array; readonly signatureAlgorithm: AlgorithmIdentifier };

const outcomes = new WeakMap<Signed, WeakMap<PublicKeyInfo, boolean>>();

/** Whether a certificate or CRL bears the key's signature. Remembered for as long as both are; an exhausted budget counts as no. */
export function isSignedBy(thing: Signed, key: VerificationKey, budget: Budget): boolean {
  const known = key.dsaParameters === undefined ? outcomes.get(thing)?.get(key.info) : undefined;
  if (known !== undefined) return known;
  if (budget.signatures <= 0) return false;
  budget.signatures--;
  const outcome = schemeOf(thing.signatureAlgorithm)?.verify(key, thing.signed, thing.signature) ?? false;
  if (key.dsaParameters === undefined) remember(thing, key.info, outcome);
  return outcome;
}

function remember(thing: Signed, key: PublicKeyInfo, outcome: boolean): void {
  const byKey = outcomes.get(thing) ?? new WeakMap<PublicKeyInfo, boolean>();
  byKey.set(key, outcome);
  outcomes.set(thing, byKey);
}
