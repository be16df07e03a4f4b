import { createHash, sign as signByNode } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { keyPairFor, makeOffice, makeRoot } from '../../tests/forge/ca.ts';
import { opensslSign } from '../../tests/forge/openssl.ts';
import { instantOf, type Instant } from '../domain/identifiers.ts';
import { readCertificate } from './certificate.ts';
import { CHECK_KEYS } from './checks/check.ts';
import { OID } from './der/oids.ts';
import { concat, context, integer, nullValue, octetString, oid, sequence, setOf, tlv } from './der/writer.ts';
import { issueCertificate, issueCrl } from './issue.ts';
import { privateKeyOf } from './keys/private-key.ts';
import type { KeyAndCertificate, VerifyInput } from './material.ts';
import { parseCertificate } from './path/parsed-certificate.ts';
import { STANDARD_POLICY } from './policy.ts';
import { issuerAndSerial, sign } from './sign.ts';
import { verify } from './verify.ts';

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const office = makeOffice();
const now = Date.parse(office.at);
const days = (count: number): Instant => instantOf(Math.floor(now / 1000) * 1000 + count * 86_400_000);
const content = new Uint8Array(Buffer.from('<Файл ИдФайл="NO_NDS_1"/>'));
const otherContent = new Uint8Array(Buffer.from('<Файл ИдФайл="NO_NDS_2"/>'));
const signed = (key: KeyAndCertificate, options: { detached?: boolean; content?: Uint8Array } = {}) =>
  sign({ content: options.content ?? content, key, detached: options.detached === true, at: office.at });
const good = signed(office.subscriber);
const detached = signed(office.subscriber, { detached: true });

/** The bytes with one replaced by another of the same length, everywhere. */
function replaced(bytes: Uint8Array, from: Uint8Array, to: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  let at = copy.indexOf(from);
  expect(at).not.toBe(-1);
  for (; at !== -1; at = copy.indexOf(from, at + to.length)) copy.set(to, at);
  return new Uint8Array(copy);
}

function flipped(bytes: Uint8Array, at: number): Uint8Array {
  const copy = new Uint8Array(bytes);
  copy.set([copy.at(at)! ^ 1], at < 0 ? copy.length + at : at);
  return copy;
}

/** A SignedData put together by hand. */
function forged(key: KeyAndCertificate, parts: {
  attributes?: readonly Uint8Array[]; contentType?: string; content?: Uint8Array; covered?: Uint8Array; digest?: string; signatureOid?: string;
  certificates?: readonly Uint8Array[]; crls?: readonly Uint8Array[]; signer?: Uint8Array;
}): Uint8Array {
  const attributes = parts.attributes === undefined ? undefined : concat(...[...parts.attributes].sort(Buffer.compare));
  const covered = parts.covered ?? (attributes === undefined ? (parts.content ?? content) : tlv(0x31, attributes));
  const signer = sequence(
    integer(1), parts.signer ?? issuerAndSerial(parseCertificate(key.certificate)), sequence(oid(parts.digest ?? OID.sha256), nullValue()),
    attributes === undefined ? undefined : context(0, attributes), sequence(oid(parts.signatureOid ?? OID.sha256WithRsa), nullValue()),
    octetString(signByNode('sha256', covered, privateKeyOf(key.privateKey))),
  );
  return sequence(oid(OID.signedData), context(0, sequence(
    integer(1), setOf(sequence(oid(OID.sha256))), sequence(oid(parts.contentType ?? OID.data), context(0, octetString(parts.content ?? content))),
    context(0, ...(parts.certificates ?? [key.certificate, ...key.chain])), parts.crls === undefined ? undefined : context(1, ...parts.crls), setOf(signer),
  )));
}

const attribute = (id: string, ...values: Uint8Array[]) => sequence(oid(id), setOf(...values));
const typeIs = (id: string) => attribute(OID.contentType, oid(id));
const digestIs = (bytes: Uint8Array, name = 'sha256') => attribute(OID.messageDigest, octetString(createHash(name).update(bytes).digest()));
const swearTo = (certificate: Uint8Array) => attribute(OID.signingCertificateV2, sequence(sequence(sequence(octetString(createHash('sha256').update(certificate).digest())))));
const usual = [typeIs(OID.data), digestIs(content)];

const fakeAuthority = makeRoot('Тестовый удостоверяющий центр', days, 'Подделка');
const underFake = { ...office.subscriber, chain: [fakeAuthority.certificate], certificate: issueCertificate({
  subject: { commonName: 'ООО «Ромашка»' }, publicKey: keyPairFor('ООО «Ромашка»').publicKey, issuer: { privateKey: fakeAuthority.key.privateKey, certificate: fakeAuthority.certificate },
  notBefore: days(-10), notAfter: days(100),
}) };
const bySubscriber = issueCertificate({
  subject: { commonName: 'Под абонентом' }, publicKey: keyPairFor('Под абонентом').publicKey, issuer: { privateKey: office.subscriber.privateKey, certificate: office.subscriber.certificate },
  notBefore: days(-10), notAfter: days(100),
});
const strangersList = issueCrl({ issuer: { privateKey: fakeAuthority.key.privateKey, certificate: fakeAuthority.certificate }, number: 99, thisUpdate: days(-1), nextUpdate: days(9), revoked: [] });
const withCrls = (...crls: Uint8Array[]) => ({ ...office.trustWithoutLists, crls: [office.trust.crls[0]!, ...crls] });
const namesake = { ...office.subscriber, privateKey: office.officers.inspector.privateKey };
const unknownCritical = office.issue({ subject: { commonName: 'ООО «Ромашка»' }, extensions: [{ oid: '1.2.3.4.5', critical: true, value: nullValue() }] });

type Spoiled = [how: string, input: Partial<VerifyInput>, indication: string, subIndication: string, key: string];

const table: Spoiled[] = [
  ['no CMS at all', { signature: content }, 'TOTAL_FAILED', 'FORMAT_FAILURE', 'format.cms'],
  ['nothing', { signature: new Uint8Array() }, 'TOTAL_FAILED', 'FORMAT_FAILURE', 'format.cms'],
  ['cut off', { signature: good.subarray(0, good.length - 7) }, 'TOTAL_FAILED', 'FORMAT_FAILURE', 'format.cms'],
  ['bytes after the end', { signature: concat(good, Uint8Array.of(0)) }, 'TOTAL_FAILED', 'FORMAT_FAILURE', 'format.cms'],
  ['content altered', { signature: replaced(good, content, otherContent) }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['detached over other bytes', { signature: detached, content: otherContent }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['detached without its content', { signature: detached }, 'INDETERMINATE', 'SIGNED_DATA_NOT_FOUND', 'crypto.digest'],
  ['attached beside other bytes', { signature: good, content: otherContent }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['signature value altered', { signature: flipped(good, -1) }, 'TOTAL_FAILED', 'SIG_CRYPTO_FAILURE', 'crypto.signature'],
  ['elliptic signature value altered', { signature: flipped(signed(office.subscriberEc), -1) }, 'TOTAL_FAILED', 'SIG_CRYPTO_FAILURE', 'crypto.signature'],
  ['signed by another key', { signature: signed(namesake) }, 'TOTAL_FAILED', 'SIG_CRYPTO_FAILURE', 'crypto.signature'],
  ['digest algorithm replaced by another', { signature: forged(office.subscriber, { attributes: usual, digest: OID.sha512 }) }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['signature algorithm of another digest', { signature: forged(office.subscriber, { attributes: usual, signatureOid: OID.sha512WithRsa }) }, 'TOTAL_FAILED', 'SIG_CRYPTO_FAILURE', 'crypto.signature'],
  ['unknown signature algorithm', { signature: forged(office.subscriber, { attributes: usual, signatureOid: '1.2.643.7.1.1.3.2' }) }, 'INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'crypto.signature'],
  ['message digest of other bytes, signed', { signature: forged(office.subscriber, { attributes: [typeIs(OID.data), digestIs(otherContent)] }) }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['no message digest', { signature: forged(office.subscriber, { attributes: [typeIs(OID.data)] }) }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['message digest twice', { signature: forged(office.subscriber, { attributes: [...usual, digestIs(otherContent)] }) }, 'TOTAL_FAILED', 'HASH_FAILURE', 'crypto.digest'],
  ['content type of another kind', { signature: forged(office.subscriber, { attributes: [typeIs(OID.signedData), digestIs(content)] }) }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'signer.attribute'],
  ['no content type', { signature: forged(office.subscriber, { attributes: [digestIs(content)] }) }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'signer.attribute'],
  ['attributes carried over as content', { signature: forged(office.subscriber, { content: tlv(0x31, concat(...usual)), covered: tlv(0x31, concat(...usual)) }) }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'signer.attribute'],
  ['another certificate sworn to', { signature: forged(office.subscriber, { attributes: [...usual, swearTo(office.station.certificate)] }) }, 'INDETERMINATE', 'SIG_CONSTRAINTS_FAILURE', 'signer.signing-certificate'],
  ['signer nowhere to be found', { signature: forged(office.subscriber, { attributes: usual, certificates: office.subscriber.chain }) }, 'INDETERMINATE', 'NO_SIGNING_CERTIFICATE_FOUND', 'signer.certificate'],
  ['signer by a stranger', { signature: signed(office.stranger) }, 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'chain.path'],
  ['authority of the same name added', { signature: signed(underFake) }, 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'chain.path'],
  ['subscriber playing authority', { signature: signed({ privateKey: keyPairFor('Под абонентом').privateKey, certificate: bySubscriber, chain: [office.subscriber.certificate, ...office.subscriber.chain] }) }, 'INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE', 'chain.constraints'],
  ['unknown critical extension', { signature: signed(unknownCritical) }, 'INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE', 'chain.constraints'],
  ['expired certificate', { signature: signed(office.expired) }, 'TOTAL_FAILED', 'EXPIRED', 'signer.validity'],
  ['certificate not yet valid', { signature: signed(office.notYetValid) }, 'TOTAL_FAILED', 'NOT_YET_VALID', 'signer.validity'],
  ['revoked certificate', { signature: signed(office.revoked) }, 'TOTAL_FAILED', 'REVOKED', 'chain.revocation'],
  ['wrong key usage', { signature: signed(office.wrongUsage) }, 'INDETERMINATE', 'CHAIN_CONSTRAINTS_FAILURE', 'signer.key-usage'],
  ['weak key', { signature: signed(office.weakKey) }, 'INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'algorithm.key-size'],
  ['weak digest', { signature: opensslSign(content, office.subscriber, { digest: 'sha1' }) }, 'INDETERMINATE', 'CRYPTO_CONSTRAINTS_FAILURE', 'algorithm.digest'],
  ['no lists at all', { signature: good, trust: office.trustWithoutLists }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['list of the subscribers\' authority missing', { signature: good, trust: withCrls() }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['stale list', { signature: good, trust: withCrls(office.listWith([], days(-40), days(-10))) }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['list from the future', { signature: good, trust: withCrls(office.listWith([], days(2), days(10))) }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['list of a stranger under the authority\'s name', { signature: good, trust: withCrls(strangersList) }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['list of a stranger in the message', { signature: forged(office.subscriber, { attributes: usual, crls: [strangersList] }), trust: withCrls() }, 'INDETERMINATE', 'TRY_LATER', 'chain.revocation'],
  ['revoked on a stale list', { signature: good, trust: withCrls(office.listWith([office.subscriber], days(-9), days(-1))) }, 'TOTAL_FAILED', 'REVOKED', 'chain.revocation'],
  ['no anchors', { signature: good, trust: { anchors: [], intermediates: [office.root.certificate, office.intermediate.certificate], crls: office.trust.crls } }, 'INDETERMINATE', 'NO_CERTIFICATE_CHAIN_FOUND', 'chain.path'],
];

const judge = (input: Partial<VerifyInput>) => verify({ signature: good, trust: office.trust, at: office.at, ...input });

describe('a spoiled signature', () => {
  it.each(table)('%s', (_, input, indication, subIndication, key) => {
    const { verdicts } = judge(input);
    expect(verdicts).toHaveLength(1);
    const verdict = verdicts[0]!;
    expect([verdict.indication, verdict.subIndication]).toEqual([indication, subIndication]);
    expect(verdict.checks.find((check) => check.key === key)).toMatchObject({ subIndication, outcome: indication === 'TOTAL_FAILED' ? 'failed' : 'indeterminate' });
    expect(verdict.checks.map((check) => check.key)).toEqual(CHECK_KEYS);
  });
});

describe('a good signature', () => {
  it('stays good with certificates and lists of strangers added to the message', () => {
    const more = [underFake.certificate, fakeAuthority.certificate, office.stranger.certificate];
    const signature = forged(office.subscriber, { attributes: usual, certificates: [...more, office.subscriber.certificate, ...office.subscriber.chain], crls: [strangersList] });
    expect(judge({ signature }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });

  it('is not displaced by a certificate of the same issuer and serial number', () => {
    const { serial } = readCertificate(office.subscriber.certificate);
    const double = issueCertificate({
      subject: { commonName: 'Двойник' }, publicKey: keyPairFor('Двойник').publicKey, serial, issuer: { privateKey: fakeAuthority.key.privateKey, certificate: fakeAuthority.certificate },
      notBefore: days(-10), notAfter: days(100),
    });
    const swapped = { ...parseCertificate(double) };
    expect(swapped.serial).toBe(serial);
    for (const attributes of [usual, [...usual, swearTo(office.subscriber.certificate)]]) {
      const signature = forged(office.subscriber, { attributes, certificates: [double, office.subscriber.certificate, ...office.subscriber.chain] });
      expect(judge({ signature }).verdicts[0]).toMatchObject({ indication: 'TOTAL_PASSED', signer: { commonName: 'ООО «Ромашка»' } });
    }
  });

  it('may bring the list that clears it', () => {
    const signature = forged(office.subscriber, { attributes: usual, crls: [office.listWith([])] });
    const verification = judge({ signature, trust: withCrls() });
    expect(verification.verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });

  it('names everything that it rests on, and is judged the same by that alone', () => {
    const { verdicts, evidence } = judge({});
    expect(verdicts[0]!.evidence).toHaveLength(5);
    for (const digest of verdicts[0]!.evidence) expect(createHash('sha256').update(evidence.get(digest)!).digest('hex')).toBe(digest);
    const proofs = [...evidence.values()];
    const crls = proofs.filter((der) => office.trust.crls.some((crl) => Buffer.compare(crl, der) === 0));
    const trust = { anchors: [office.root.certificate], intermediates: proofs.filter((der) => !crls.includes(der)), crls };
    expect(judge({ trust }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });

  it('by a certificate revoked later was good before', () => {
    const crls = withCrls(issueCrl({
      issuer: { privateKey: office.intermediate.key.privateKey, certificate: office.intermediate.certificate }, number: 8, thisUpdate: days(-3), nextUpdate: days(9),
      revoked: [{ serial: readCertificate(office.subscriber.certificate).serial, date: days(-1) }],
    }));
    expect(judge({ trust: crls, at: days(-2) }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
    expect(judge({ trust: crls }).verdicts[0]).toMatchObject({ indication: 'TOTAL_FAILED', subIndication: 'REVOKED' });
  });

  it('on a stale list is good where the policy gives it grace', () => {
    const trust = withCrls(office.listWith([], days(-9), days(-1)));
    const policy = { ...STANDARD_POLICY, revocation: { ...STANDARD_POLICY.revocation, graceMilliseconds: 2 * 86_400_000 } };
    expect(judge({ trust, policy }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });

  it('waits for the next list where the policy lets later lists count', () => {
    const trust = withCrls(office.listWith([], days(2), days(10)));
    const policy = { ...STANDARD_POLICY, revocation: { ...STANDARD_POLICY.revocation, laterLists: true } };
    expect(judge({ trust, policy }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
    const revokedThen = withCrls(office.listWith([office.subscriber], days(2), days(10)));
    expect(judge({ trust: revokedThen, policy }).verdicts[0]).toMatchObject({ subIndication: 'REVOKED' });
  });

  it('by a self-signed certificate that is trusted vouches for nobody else', () => {
    const key = keyPairFor('Сам себе УЦ');
    const own = issueCertificate({ subject: { commonName: 'Сам себе УЦ' }, publicKey: key.publicKey, issuer: { privateKey: key.privateKey }, notBefore: days(-9), notAfter: days(9), keyUsage: ['digitalSignature'] });
    const child = issueCertificate({ subject: { commonName: 'Дитя' }, publicKey: keyPairFor('Дитя').publicKey, issuer: { privateKey: key.privateKey, certificate: own }, notBefore: days(-9), notAfter: days(9) });
    const policy = { ...STANDARD_POLICY, revocation: { ...STANDARD_POLICY.revocation, required: { endEntity: false, authority: false } } };
    const trust = { anchors: [own], intermediates: [], crls: [] };
    const judgeKey = (privateKey: Uint8Array, certificate: Uint8Array) => judge({ signature: signed({ privateKey, certificate, chain: [] }), trust, policy }).verdicts[0];
    expect(judgeKey(key.privateKey, own)).toMatchObject({ indication: 'TOTAL_PASSED' });
    expect(judgeKey(keyPairFor('Дитя').privateKey, child)).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'CHAIN_CONSTRAINTS_FAILURE' });
  });

  it('carries the time that the signer claims', () => {
    expect(judge({}).verdicts[0]).toMatchObject({ claimedSigningTime: instantOf(Math.floor(now / 1000) * 1000), validatedFor: office.at, signatureAlgorithm: 'RSA PKCS#1 v1.5 SHA-256', digestAlgorithm: 'SHA-256' });
  });

  it('by a certificate without any published status is left undecided unless the policy says otherwise', () => {
    const silent = makeRoot('Молчаливый УЦ', days);
    const key = keyPairFor('Молчун');
    const certificate = issueCertificate({ subject: { commonName: 'Молчун' }, publicKey: key.publicKey, issuer: { privateKey: silent.key.privateKey, certificate: silent.certificate }, notBefore: days(-1), notAfter: days(9) });
    const signature = signed({ privateKey: key.privateKey, certificate, chain: [] });
    const trust = { anchors: [silent.certificate], intermediates: [], crls: [] };
    expect(judge({ signature, trust }).verdicts[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
    const policy = { ...STANDARD_POLICY, revocation: { ...STANDARD_POLICY.revocation, required: { endEntity: false, authority: false } } };
    expect(judge({ signature, trust, policy }).verdicts[0]!.indication).toBe('TOTAL_PASSED');
  });
});

describe('an authority that has gone bad', () => {
  it('cannot clear itself by a list in the name of the one that revoked it', () => {
    const { serial } = readCertificate(office.intermediate.certificate);
    const rootList = issueCrl({ issuer: { privateKey: office.root.key.privateKey, certificate: office.root.certificate }, number: 9, thisUpdate: days(-2), nextUpdate: days(9), revoked: [{ serial, date: days(-2) }] });
    const rogue = issueCertificate({
      subject: { commonName: 'Тестовый корневой УЦ', country: 'RU', organization: 'Тестовый корневой УЦ' }, publicKey: keyPairFor('Самозванец').publicKey, authority: true, keyUsage: ['keyCertSign', 'cRLSign'],
      issuer: { privateKey: office.intermediate.key.privateKey, certificate: office.intermediate.certificate }, notBefore: days(-9), notAfter: days(9),
    });
    const forgedList = issueCrl({ issuer: { privateKey: keyPairFor('Самозванец').privateKey, certificate: rogue }, number: 10, thisUpdate: days(-1), nextUpdate: days(9), revoked: [] });
    const signature = forged(office.subscriber, { attributes: usual, certificates: [office.subscriber.certificate, office.intermediate.certificate, rogue], crls: [forgedList] });
    const trust = { ...office.trust, crls: [rootList, office.trust.crls[1]!] };
    expect(judge({ signature, trust }).verdicts[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'REVOKED_CA_NO_POE' });
    expect(judge({ signature, trust: { ...trust, crls: [office.trust.crls[1]!] } }).verdicts[0]).toMatchObject({ indication: 'INDETERMINATE', subIndication: 'TRY_LATER' });
  });
});
