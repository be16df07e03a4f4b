import { Fields, TAG, wholeElement } from '../der/reader.ts';
import { bigIntegerOf } from '../der/values.ts';
import type { PublicKeyInfo } from '../path/parsed-certificate.ts';

/** FIPS 186-4 verification, for old material only; everything here is public, so time need not be constant. */
export type DsaParameters = { readonly p: bigint; readonly q: bigint; readonly g: bigint };

const MAX_MODULUS_BITS = 3072;

/** The parameters in the key, or the ones inherited from the issuer. */
export function dsaParametersOf(info: PublicKeyInfo, inherited?: DsaParameters): DsaParameters | undefined {
  if (info.algorithm.parameters === undefined) return inherited;
  const fields = new Fields(wholeElement(info.algorithm.parameters), TAG.sequence);
  return { p: bigIntegerOf(fields.next()), q: bigIntegerOf(fields.next()), g: bigIntegerOf(fields.next()) };
}

export function verifyDsa(info: PublicKeyInfo, inherited: DsaParameters | undefined, digest: Uint8Array, signature: Uint8Array): boolean {
  const parameters = dsaParametersOf(info, inherited);
  if (parameters === undefined) return false;
  const { p, q, g } = parameters;
  const bits = q.toString(2).length;
  if (p.toString(2).length > MAX_MODULUS_BITS || bits < 160 || bits > 256 || q >= p || g <= 1n || g >= p) return false;
  const y = bigIntegerOf(wholeElement(info.key));
  const fields = new Fields(wholeElement(signature), TAG.sequence);
  const r = bigIntegerOf(fields.next());
  const s = bigIntegerOf(fields.next());
  fields.finish();
  if (r <= 0n || r >= q || s <= 0n || s >= q || y <= 1n || y >= p) return false;
  const w = power(s, q - 2n, q);
  const z = leftmost(digest, bits);
  const v = ((power(g, (z * w) % q, p) * power(y, (r * w) % q, p)) % p) % q;
  return v === r;
}

function leftmost(digest: Uint8Array, bits: number): bigint {
  const value = BigInt(`0x${Buffer.from(digest).toString('hex')}`);
  const surplus = digest.length * 8 - bits;
  return surplus > 0 ? value >> BigInt(surplus) : value;
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let result = 1n;
  let square = base % modulus;
  for (let rest = exponent; rest > 0n; rest >>= 1n) {
    if ((rest & 1n) === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
  }
  return result;
}
