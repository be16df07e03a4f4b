import { createHash } from 'node:crypto';
import { DerError } from './der/reader.ts';
import type { TrustMaterial } from './material.ts';
import { poolOf, type Pool } from './path/build.ts';
import { parseCertificate, type Certificate } from './path/parsed-certificate.ts';
import { parseCrl, type Crl } from './path/parsed-crl.ts';

/** Trust material, read once. Material that does not hold is left out: it can then prove nothing. */
export type PreparedTrust = {
  readonly anchors: ReadonlyMap<string, readonly Certificate[]>;
  readonly intermediates: readonly Certificate[];
  readonly pool: Pool;
  readonly crls: readonly Crl[];
  readonly crlsByIssuer: ReadonlyMap<string, readonly Crl[]>;
};

const prepared = new WeakMap<TrustMaterial, PreparedTrust>();

/** Keep one TrustMaterial and pass the same object each time: what was read and checked of it is remembered. */
export function prepareTrust(trust: TrustMaterial): PreparedTrust {
  const known = prepared.get(trust);
  if (known !== undefined) return known;
  const intermediates = readable(trust.intermediates, parseCertificate);
  const crls = readable(trust.crls, parseCrl);
  const made = {
    anchors: poolOf(readable(trust.anchors, parseCertificate)),
    intermediates, pool: poolOf(intermediates), crls, crlsByIssuer: crlsByIssuer(crls),
  };
  prepared.set(trust, made);
  return made;
}

export function crlsByIssuer(crls: readonly Crl[]): ReadonlyMap<string, readonly Crl[]> {
  const byIssuer = new Map<string, Crl[]>();
  for (const crl of crls) {
    const alike = byIssuer.get(crl.issuer.key);
    if (alike === undefined) byIssuer.set(crl.issuer.key, [crl]);
    else alike.push(crl);
  }
  return byIssuer;
}

export function readable<Parsed>(files: readonly Uint8Array[], parse: (der: Uint8Array) => Parsed): Parsed[] {
  return files.flatMap((der) => {
    try {
      return [parse(der)];
    } catch (error) {
      if (error instanceof DerError) return [];
      throw error;
    }
  });
}

const MAX_REMEMBERED = 256;
const remembered = new Map<string, Certificate>();

/** The same subscribers come again and again: the last few hundred certificates are kept read, with the signatures checked on them. */
export function knownCertificate(der: Uint8Array): Certificate {
  const key = createHash('sha256').update(der).digest('base64');
  const known = remembered.get(key);
  if (known !== undefined) {
    remembered.delete(key);
    remembered.set(key, known);
    return known;
  }
  const certificate = parseCertificate(new Uint8Array(der));
  remembered.set(key, certificate);
  if (remembered.size > MAX_REMEMBERED) remembered.delete(remembered.keys().next().value!);
  return certificate;
}
