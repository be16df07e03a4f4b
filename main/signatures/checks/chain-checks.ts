import type { Check } from '../../domain/verdict.ts';
import { instantOf } from '../../domain/identifiers.ts';
import { factsOf } from '../certificate.ts';
import type { AssessedPath } from '../path/build.ts';
import type { Certificate } from '../path/parsed-certificate.ts';
import { needsAttention, type RevocationFinding } from '../path/revocation-status.ts';
import type { PathFault } from '../path/validate.ts';
import { notApplicable, objected, passed } from './check.ts';

/** EN 319 102-1, 5.2.6: what the best path to an anchor is worth. */
export function checkChain(signer: Certificate, path: AssessedPath | undefined): Check[] {
  if (path === undefined || path.faults.some((fault) => fault.aspect === 'signature')) return [checkPath(signer, path)];
  return [checkPath(signer, path), checkConstraints(path), checkValidity(signer, path), checkRevocation(signer, path)];
}

function checkPath(signer: Certificate, path: AssessedPath | undefined): Check {
  if (path === undefined) return objected('chain.path', 'NO_CERTIFICATE_CHAIN_FOUND', { issuer: factsOf(signer).issuer });
  const fault = path.faults.find((one) => one.aspect === 'signature');
  if (fault !== undefined) return objected('chain.path', 'NO_CERTIFICATE_CHAIN_FOUND', factsOfFault(fault));
  return passed('chain.path', { anchor: factsOf(path.certificates.at(-1)!).subject, length: String(path.certificates.length) });
}

function checkConstraints(path: AssessedPath): Check {
  const fault = path.faults.find((one) => one.aspect === 'constraints');
  return fault === undefined ? passed('chain.constraints') : objected('chain.constraints', 'CHAIN_CONSTRAINTS_FAILURE', factsOfFault(fault));
}

/** The signer's own validity is a check of its own. */
function checkValidity(signer: Certificate, path: AssessedPath): Check {
  const fault = path.faults.find((one) => one.aspect === 'validity' && one.certificate !== signer);
  return fault === undefined ? passed('chain.validity') : objected('chain.validity', 'OUT_OF_BOUNDS_NO_POE', factsOfFault(fault));
}

function factsOfFault(fault: PathFault): Record<string, string> {
  return { reason: fault.reason, subject: factsOf(fault.certificate).subject };
}

/** Revoked before undecided, the signer before its authorities. */
function checkRevocation(signer: Certificate, path: AssessedPath): Check {
  const findings = [...path.revocation].reverse();
  const bad = findings.find(({ status }) => status.kind === 'revoked') ?? findings.find(({ status }) => needsAttention(status));
  if (bad !== undefined) return objectionTo(bad, signer);
  const newest = findings.find(({ status }) => status.kind === 'good');
  if (newest?.status.kind !== 'good') return notApplicable('chain.revocation', 'not-published');
  return passed('chain.revocation', { thisUpdate: instantOf(newest.status.thisUpdate) });
}

function objectionTo({ certificate, status }: RevocationFinding, signer: Certificate): Check {
  const subject = factsOf(certificate).subject;
  if (status.kind === 'revoked') {
    const facts = { subject, revoked: instantOf(status.date), reason: String(status.reason) };
    return objected('chain.revocation', certificate === signer ? 'REVOKED' : 'REVOKED_CA_NO_POE', facts);
  }
  return objected('chain.revocation', 'TRY_LATER', { subject, reason: status.kind === 'unknown' ? status.why : '' });
}
