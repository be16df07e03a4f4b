import { createHash } from 'node:crypto';
import { OID } from '../der/oids.ts';

/** A digest algorithm: its name for people and how it is computed. New families are added to the table. */
export type DigestAlgorithm = {
  readonly oid: string;
  readonly name: string;
  /** The name that node:crypto knows, where it knows one. */
  readonly nodeName?: string;
  readonly compute: (data: Uint8Array) => Uint8Array;
};

function known(oid: string, name: string, nodeName: string): DigestAlgorithm {
  return { oid, name, nodeName, compute: (data) => createHash(nodeName).update(data).digest() };
}

const DIGESTS: ReadonlyMap<string, DigestAlgorithm> = new Map(
  [
    known(OID.md5, 'MD5', 'md5'),
    known(OID.sha1, 'SHA-1', 'sha1'),
    known(OID.sha224, 'SHA-224', 'sha224'),
    known(OID.sha256, 'SHA-256', 'sha256'),
    known(OID.sha384, 'SHA-384', 'sha384'),
    known(OID.sha512, 'SHA-512', 'sha512'),
  ].map((digest) => [digest.oid, digest]),
);

export function digestBy(oid: string): DigestAlgorithm | undefined {
  return DIGESTS.get(oid);
}

