import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { makeOffice } from '../../tests/forge/ca.ts';
import { opensslEncrypt, opensslSign } from '../../tests/forge/openssl.ts';
import { isReceptionError } from '../domain/errors.ts';
import { fingerprint, readCertificate } from './certificate.ts';
import { modelOfSignedData } from './cms.ts';
import { decrypt } from './decrypt.ts';
import { DerError } from './der/reader.ts';
import { OID } from './der/oids.ts';
import { concat, context, integer, octetString, oid, sequence, setOf } from './der/writer.ts';
import { makePkcs12, openPkcs12 } from './keys/pkcs12.ts';
import { parseCertificate } from './path/parsed-certificate.ts';
import { entryOf, parseCrl } from './path/parsed-crl.ts';
import { sign } from './sign.ts';
import { readSignedData } from './signed-data.ts';
import { sortMaterial } from './trust-store.ts';
import { verify } from './verify.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const office = makeOffice();
const content = new Uint8Array(Buffer.from('Отчёт'.repeat(20)));

/** What a hostile or careless sender does to bytes. */
type Mutation =
  | { readonly kind: 'set'; readonly at: number; readonly value: number }
  | { readonly kind: 'cut' | 'repeat' | 'insert-zeros'; readonly at: number; readonly length: number }
  | { readonly kind: 'truncate'; readonly at: number };

const position = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
const mutation: fc.Arbitrary<Mutation> = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('set' as const), at: position, value: fc.oneof(fc.integer({ min: 0, max: 255 }), fc.constantFrom(0, 0x30, 0x31, 0x80, 0x84, 0xa0, 0x24, 0xff)) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constantFrom('cut' as const, 'repeat' as const, 'insert-zeros' as const), at: position, length: fc.integer({ min: 1, max: 64 }) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('truncate' as const), at: position }) },
);

function mutated(bytes: Uint8Array, mutations: readonly Mutation[]): Uint8Array {
  return mutations.reduce((current, one) => {
    const at = Math.floor(one.at * current.length);
    if (one.kind === 'set') return concat(current.subarray(0, at), Uint8Array.of(one.value), current.subarray(at + 1));
    if (one.kind === 'truncate') return current.slice(0, at);
    if (one.kind === 'cut') return concat(current.subarray(0, at), current.subarray(at + one.length));
    const extra = one.kind === 'repeat' ? current.subarray(at, at + one.length) : new Uint8Array(one.length);
    return concat(current.subarray(0, at), extra, current.subarray(at));
  }, bytes);
}

const mutations = fc.array(mutation, { minLength: 1, maxLength: 4 });

describe('ten thousand mutated signatures', () => {
  const originals = [
    { signature: sign({ content, key: office.subscriber, detached: false, at: office.at }), signer: office.subscriber },
    { signature: sign({ content, key: office.subscriberEc, detached: false, at: office.at }), signer: office.subscriberEc },
    { signature: opensslSign(content, office.subscriberEc, { extra: ['-stream', '-indef'] }), signer: office.subscriberEc },
    { signature: opensslSign(content, office.subscriber, { extra: ['-noattr'] }), signer: office.subscriber },
  ];

  it('never throw, and pass only as the same content by the same signer', () => {
    fc.assert(
      fc.property(fc.constantFrom(...originals), mutations, ({ signature, signer }, list) => {
        const verification = verify({ signature: mutated(signature, list), trust: office.trust, at: office.at });
        for (const verdict of verification.verdicts) {
          if (verdict.indication !== 'TOTAL_PASSED') continue;
          expect(Buffer.compare(verification.content!, content)).toBe(0);
          expect(verdict.signer!.fingerprint).toBe(fingerprint(signer.certificate));
        }
      }),
      { numRuns: 10_000 },
    );
  });
});

describe('thousands of mutated envelopes, certificates, lists and key files', () => {
  const gcm = opensslEncrypt(content, [office.station.certificate], { cipher: 'aes-256-gcm' });
  const envelopes = [gcm, opensslEncrypt(content, [office.station.certificate]), opensslEncrypt(content, [office.subscriberEc.certificate]), opensslEncrypt(content, [office.station.certificate], { extra: ['-stream', '-indef'] })];

  it('envelopes never throw, and an authenticated one never opens to other bytes', () => {
    fc.assert(
      fc.property(fc.constantFrom(...envelopes), mutations, (envelope, list) => {
        const opened = decrypt(mutated(envelope, list), [office.station, office.subscriberEc]);
        if (opened.ok && opened.algorithm.endsWith('GCM')) expect(Buffer.compare(opened.content, content)).toBe(0);
      }),
      { numRuns: 2000 },
    );
  });

  it('certificates are read or refused as ASN.1, in no other way', () => {
    fc.assert(fc.property(mutations, (list) => onlyDerError(() => readCertificate(mutated(office.subscriber.certificate, list)))), { numRuns: 5000 });
  });

  it('lists are read or refused as ASN.1, in no other way', () => {
    const { issuer, serial } = parseCertificate(office.revoked.certificate);
    fc.assert(fc.property(mutations, (list) => onlyDerError(() => entryOf(parseCrl(mutated(office.trust.crls[1]!, list)), issuer, serial))), { numRuns: 5000 });
  });

  it('trust material that is mutated makes nothing worse than undecided', () => {
    const signature = sign({ content, key: office.stranger, detached: false, at: office.at });
    fc.assert(
      fc.property(mutations, mutations, (first, second) => {
        const trust = { anchors: [mutated(office.root.certificate, first)], intermediates: [mutated(office.intermediate.certificate, second)], crls: [mutated(office.trust.crls[1]!, first)] };
        expect(verify({ signature, trust, at: office.at }).verdicts[0]!.indication).not.toBe('TOTAL_PASSED');
        sortMaterial([{ name: 'a', bytes: trust.anchors[0]! }]);
      }),
      { numRuns: 2000 },
    );
  });

  it('key files are opened or refused by a code', () => {
    const file = makePkcs12({ key: office.subscriberEc, password: 'пароль' });
    fc.assert(
      fc.property(mutation, (one) => {
        try {
          openPkcs12(mutated(file, [one]), 'пароль');
        } catch (error) {
          expect(isReceptionError(error)).toBe(true);
        }
      }),
      { numRuns: 100 },
    );
  });
});

describe('ASN.1 made to exhaust', () => {
  const repeated = (bytes: number[], times: number) => new Uint8Array(Buffer.concat(Array.from({ length: times }, () => Buffer.from(bytes))));
  const bombs: [string, Uint8Array][] = [
    ['a hundred thousand open sequences', repeated([0x30, 0x80], 100_000)],
    ['a hundred thousand open octet strings', repeated([0x24, 0x80], 100_000)],
    ['a million empty elements', concat(Uint8Array.of(0x30, 0x80), repeated([0x05, 0x00], 1_000_000), Uint8Array.of(0, 0))],
    ['a length of terabytes', Uint8Array.of(0x30, 0x86, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x30)],
    ['a length of lengths', Uint8Array.of(0x30, 0xff, 0xff)],
    ['a tag without end', repeated([0x3f, 0xff], 10_000)],
    ['ten megabytes of base64 signs', new Uint8Array(10_000_000).fill(0x41)],
    ['ten megabytes of dashes', Buffer.concat([Buffer.from('-----BEGIN '), new Uint8Array(10_000_000).fill(0x2d)])],
  ];

  it.each(bombs)('%s is refused', (_, bytes) => {
    expect(verify({ signature: bytes, trust: office.trust, at: office.at }).verdicts[0]).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'FORMAT_FAILURE' });
    expect(decrypt(bytes, [office.station])).toMatchObject({ ok: false });
    expect(() => readCertificate(bytes)).toThrow(DerError);
  });
});

describe('a signature made to exhaust', () => {
  /** Grows outward, so that even a hundred thousand levels are made quickly. */
  function nested(levels: number): Uint8Array {
    const headers: Buffer[] = [];
    let length = 0;
    for (let i = 0; i < levels; i++) {
      const header = Buffer.from([0x30, 0x84, length >>> 24, (length >>> 16) & 0xff, (length >>> 8) & 0xff, length & 0xff]);
      headers.push(header);
      length += header.length;
    }
    return new Uint8Array(Buffer.concat(headers.reverse()));
  }

  const algorithm = sequence(oid(OID.sha256));
  const message = (attributes: Uint8Array, name: Uint8Array) => {
    const signer = sequence(integer(1), sequence(name, integer(1)), algorithm, context(0, attributes), algorithm, octetString(content));
    return sequence(oid(OID.signedData), context(0, sequence(integer(1), setOf(algorithm), sequence(oid(OID.data), context(0, octetString(content))), setOf(signer))));
  };

  it('by attributes nested without end is a broken format', () => {
    const signature = message(sequence(oid(OID.messageDigest), setOf(nested(60_000))), sequence());
    expect(verify({ signature, trust: office.trust, at: office.at }).verdicts[0]).toMatchObject({ subIndication: 'FORMAT_FAILURE' });
  });

  it('by a name nested without end is a broken format', () => {
    const signature = message(sequence(oid(OID.messageDigest), setOf(octetString(content))), nested(60_000));
    expect(verify({ signature, trust: office.trust, at: office.at }).verdicts[0]).toMatchObject({ subIndication: 'FORMAT_FAILURE' });
  });
});

describe('our reader and pkijs', () => {
  it('agree on what openssl and the station sign', () => {
    const extras = [[], ['-keyid'], ['-noattr'], ['-stream', '-indef'], ['-cades'], ['-nocerts']];
    const samples = [...extras.map((extra) => opensslSign(content, [office.subscriber, office.subscriberEc], { extra })), sign({ content, key: office.subscriber, detached: true, at: office.at })];
    for (const sample of samples) {
      const own = readSignedData(sample);
      expect({ contentType: own.contentType, certificates: own.certificates.length, signers: own.signers.length, signatures: own.signers.map((signer) => new Uint8Array(signer.signature)) }).toEqual(modelOfSignedData(sample));
    }
  });
});

function onlyDerError(read: () => unknown): void {
  try {
    read();
  } catch (error) {
    expect(error).toBeInstanceOf(DerError);
  }
}
