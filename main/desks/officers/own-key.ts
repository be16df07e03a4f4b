import { randomBytes } from 'node:crypto';
import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Instant } from '../../domain/identifiers.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { KeyAndCertificate, TrustMaterial, Verification, VerifyInput } from '../../signatures/material.ts';

type Awaitable<Value> = Value | Promise<Value>;

/** What this desk needs of the examination room; the station fills it in, perhaps from a worker thread. */
export type OfficerTools = {
  openPkcs12(bytes: Uint8Array, password: string): Awaitable<KeyAndCertificate>;
  sign(input: { content: Uint8Array; key: KeyAndCertificate; detached: boolean; at: Instant }): Awaitable<Uint8Array>;
  verify(input: VerifyInput): Awaitable<Verification>;
  readCertificate(der: Uint8Array): Awaitable<CertificateFacts>;
  trust(): Awaitable<TrustMaterial>;
};

export type OwnKey = { readonly key: KeyAndCertificate; readonly certificate: CertificateFacts };

/** Opens a key file; its certificate must be valid at `now`. Throws password-wrong, key-unusable. */
export async function openOwnKey(tools: Pick<OfficerTools, 'openPkcs12' | 'readCertificate'>, bytes: Uint8Array, password: string, now: number): Promise<OwnKey> {
  const key = await opened(tools, bytes, password);
  const certificate = await tools.readCertificate(key.certificate);
  const at = instantOf(now);
  if (at < certificate.notBefore || at > certificate.notAfter) {
    throw new ReceptionError('key-unusable', 'The certificate of this key is not valid today. Use a key with a valid certificate.', { details: { from: certificate.notBefore, to: certificate.notAfter } });
  }
  return { key, certificate };
}

async function opened(tools: Pick<OfficerTools, 'openPkcs12'>, bytes: Uint8Array, password: string): Promise<KeyAndCertificate> {
  try {
    return await tools.openPkcs12(bytes, password);
  } catch (cause) {
    if (isReceptionError(cause)) throw cause;
    throw new ReceptionError('key-unusable', 'The key file cannot be opened. It must be a PKCS#12 file (.p12 or .pfx) and its password must be right.', { cause });
  }
}

/**
 * The key signs a fresh challenge and the signature is verified like any other. Trust is a binding of the
 * certificate by its owner, so a missing list of revoked certificates is no hindrance; a failed verdict is.
 */
export async function proveKey(tools: OfficerTools, key: KeyAndCertificate, certificate: CertificateFacts, purpose: 'sign-in' | 'bind', now: number): Promise<void> {
  const at = instantOf(now);
  const content = Buffer.concat([Buffer.from(`Reception ${purpose} ${at} `), randomBytes(32)]);
  const signature = await tools.sign({ content, key, detached: true, at });
  const { verdicts } = await tools.verify({ signature, content, trust: await tools.trust(), at });
  const verdict = verdicts[0];
  const cryptography = verdict?.checks.filter((check) => check.block === 'CV') ?? [];
  const proved = verdicts.length === 1 && verdict?.signer?.fingerprint === certificate.fingerprint && cryptography.length > 0 && cryptography.every((check) => check.outcome === 'passed');
  if (!proved || verdict.indication === 'TOTAL_FAILED') {
    throw new ReceptionError('key-unusable', 'The key does not sign for its certificate, or the certificate was revoked. Ask for a new key.', { details: { reason: verdict?.subIndication ?? 'no verdict' } });
  }
}
