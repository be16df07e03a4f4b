import { instantOf, type Instant } from '../main/domain/identifiers.ts';
import { pemOf } from '../main/signatures/certificate.ts';
import { issueCertificate, issueCrl, makeKeyPair, type KeyKind, type KeyPair, type SubjectNames } from '../main/signatures/issue.ts';
import type { KeyAndCertificate } from '../main/signatures/material.ts';
import { demoAuthority, demoOfficers, type DemoSubscriber } from './parties.ts';

/** The demo office's own certification authority: one level, with a list of revoked certificates. */
export type DemoPki = {
  readonly anchor: Uint8Array;
  readonly crl: Uint8Array;
  readonly station: KeyAndCertificate;
  readonly officer: (login: string) => KeyAndCertificate;
  readonly subscriber: (subscriber: DemoSubscriber) => KeyAndCertificate;
  /** The same person certified by an authority that nobody trusts. */
  readonly stranger: (subscriber: DemoSubscriber) => KeyAndCertificate;
  readonly pem: (label: string, der: Uint8Array) => string;
};

type Authority = { readonly key: KeyPair; readonly certificate: Uint8Array };

const DAY = 86_400_000;

export function makeDemoPki(now: number): DemoPki {
  const day = (days: number): Instant => instantOf(now + days * DAY);
  const root = makeRoot('УЦ демонстрационного стенда', day);
  const strangers = makeRoot('Неизвестный УЦ', day);
  const crl = issueCrl({ issuer: { privateKey: root.key.privateKey, certificate: root.certificate }, number: 1, thisUpdate: day(-1), nextUpdate: day(365), revoked: [] });
  return {
    anchor: root.certificate,
    crl,
    station: certify(root, day, { commonName: demoAuthority.name, organization: demoAuthority.name, organizationTaxNumber: demoAuthority.taxNumber, country: 'RU' }, 'rsa-2048'),
    officer: (login) => certify(root, day, officerNames(login), 'p-256'),
    subscriber: (subscriber) => certify(root, day, subscriberNames(subscriber), subscriber.key),
    stranger: (subscriber) => certify(strangers, day, subscriberNames(subscriber), 'p-256'),
    pem: pemOf,
  };
}

function makeRoot(name: string, day: (days: number) => Instant): Authority {
  const key = makeKeyPair('p-256');
  const certificate = issueCertificate({
    subject: { commonName: name, organization: name, country: 'RU' },
    publicKey: key.publicKey,
    issuer: { privateKey: key.privateKey },
    notBefore: day(-30),
    notAfter: day(3650),
    authority: true,
    keyUsage: ['keyCertSign', 'cRLSign'],
  });
  return { key, certificate };
}

function certify({ key: issuer, certificate }: Authority, day: (days: number) => Instant, subject: SubjectNames, kind: KeyKind): KeyAndCertificate {
  const key = makeKeyPair(kind);
  const made = issueCertificate({
    subject,
    publicKey: key.publicKey,
    issuer: { privateKey: issuer.privateKey, certificate },
    notBefore: day(-1),
    notAfter: day(365),
    authority: false,
    keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'keyAgreement'],
  });
  return { privateKey: key.privateKey, certificate: made, chain: [certificate] };
}

function officerNames(login: string): SubjectNames {
  const { name, position } = demoOfficers.find((officer) => officer.login === login)!;
  const [surname = '', ...given] = name.split(' ');
  return { commonName: name, surname, givenName: given.join(' '), title: position, organization: demoAuthority.name, country: 'RU' };
}

function subscriberNames({ name, taxNumber, person }: DemoSubscriber): SubjectNames {
  const isFirm = taxNumber.length === 10;
  return {
    commonName: name,
    surname: person.surname,
    givenName: person.given,
    title: person.title,
    country: 'RU',
    ...(isFirm ? { organization: name, organizationTaxNumber: taxNumber } : { taxNumber }),
  };
}
