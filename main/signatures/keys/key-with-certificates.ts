import { createPublicKey } from 'node:crypto';
import { ReceptionError } from '../../domain/errors.ts';
import { keyObjectOf } from '../algorithms/public-keys.ts';
import type { KeyAndCertificate } from '../material.ts';
import { parseCertificate, type Certificate } from '../path/parsed-certificate.ts';
import { readable } from '../prepared-trust.ts';
import { privateKeyOf } from './private-key.ts';

/**
 * The certificate that belongs to the key is known by its public key, not by what a file says of it; the others are its chain.
 * @throws ReceptionError key-unusable
 */
export function keyWithCertificates(privateKey: Uint8Array, certificates: readonly Uint8Array[]): KeyAndCertificate {
  const publicKey = createPublicKey(privateKeyOf(privateKey).export({ format: 'pem', type: 'pkcs8' }));
  const parsed = readable(certificates, parseCertificate);
  const own = parsed.find((certificate) => isFor(certificate, publicKey));
  if (own === undefined) throw new ReceptionError('key-unusable', 'There is no certificate for this key');
  return { privateKey, certificate: own.der, chain: chainOf(own, parsed) };
}

function isFor(certificate: Certificate, publicKey: ReturnType<typeof createPublicKey>): boolean {
  try {
    return keyObjectOf(certificate.publicKey).equals(publicKey);
  } catch {
    // A key of another family than node:crypto knows is not this one.
    return false;
  }
}

/** From the certificate's issuer up, without the self-signed one at the end. */
function chainOf(own: Certificate, others: readonly Certificate[]): Uint8Array[] {
  const chain: Uint8Array[] = [];
  for (let top = own; chain.length < others.length; ) {
    const issuer = others.find((one) => one !== top && !one.selfIssued && one.subject.key === top.issuer.key && !chain.includes(one.der));
    if (issuer === undefined) break;
    chain.push(issuer.der);
    top = issuer;
  }
  return chain;
}
