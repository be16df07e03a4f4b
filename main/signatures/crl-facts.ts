import { instantOf, type Instant } from '../domain/identifiers.ts';
import { nameText } from './certificate.ts';
import { parseCrl } from './path/parsed-crl.ts';

export type CrlFacts = { readonly issuer: string; readonly thisUpdate: Instant; readonly nextUpdate?: Instant };

/** What people want to know of a list of revoked certificates (RFC 5280, 5.1). Throws when the bytes are none. */
export function readCrl(der: Uint8Array): CrlFacts {
  const { issuer, thisUpdate, nextUpdate } = parseCrl(der);
  return { issuer: nameText(issuer), thisUpdate: instantOf(thisUpdate), ...(nextUpdate === undefined ? {} : { nextUpdate: instantOf(nextUpdate) }) };
}
