import { instantOf, type Instant } from '../../main/domain/identifiers.ts';
import { readCertificate } from '../../main/signatures/certificate.ts';
import { issueCertificate, issueCrl, makeKeyPair, type CertificateOrder, type KeyKind, type KeyPair, type SubjectNames } from '../../main/signatures/issue.ts';
import type { KeyAndCertificate, TrustMaterial } from '../../main/signatures/material.ts';

/**
 * A small office of certificates for tests: two levels of authorities with lists of revoked certificates, the station, officers,
 * subscribers good and bad, and a stranger's authority. Everything is made anew at each call; keys are made once for each process.
 */
export type Office = {
  /** The instant at which everything that should be valid is. */
  readonly at: Instant;
  readonly root: Authority;
  readonly intermediate: Authority;
  /** Anchors, intermediates and fresh lists. */
  readonly trust: TrustMaterial;
  /** The same without any list. */
  readonly trustWithoutLists: TrustMaterial;
  readonly station: KeyAndCertificate;
  readonly officers: { readonly inspector: KeyAndCertificate; readonly clerk: KeyAndCertificate; readonly supervisor: KeyAndCertificate };
  /** Subscribers by RSA and by elliptic key. */
  readonly subscriber: KeyAndCertificate;
  readonly subscriberEc: KeyAndCertificate;
  readonly subscriberP384: KeyAndCertificate;
  readonly subscriberP521: KeyAndCertificate;
  /** A representative of another taxpayer. */
  readonly otherSubscriber: KeyAndCertificate;
  readonly expired: KeyAndCertificate;
  readonly notYetValid: KeyAndCertificate;
  /** Revoked ten days before `at`. */
  readonly revoked: KeyAndCertificate;
  /** May only encipher keys. */
  readonly wrongUsage: KeyAndCertificate;
  /** RSA-1024. */
  readonly weakKey: KeyAndCertificate;
  /** From an authority that nobody here trusts. */
  readonly stranger: KeyAndCertificate;
  readonly strangerTrust: TrustMaterial;
  /** Issues a further certificate under the intermediate authority. */
  readonly issue: (order: Partial<CertificateOrder> & { readonly subject: SubjectNames }, kind?: KeyKind) => KeyAndCertificate;
  /** A list of the intermediate authority with these revoked (beside `revoked`). */
  readonly listWith: (revoked: readonly KeyAndCertificate[], thisUpdate?: Instant, nextUpdate?: Instant) => Uint8Array;
};

export type Authority = { readonly key: KeyPair; readonly certificate: Uint8Array };

const DAY = 86_400_000;

export function makeOffice(at: Instant = instantOf(Date.now())): Office {
  const now = Date.parse(at);
  const day = (days: number): Instant => instantOf(Math.floor(now / 1000) * 1000 + days * DAY);
  const root = makeRoot('Тестовый корневой УЦ', day);
  const intermediate = makeIntermediate('Тестовый удостоверяющий центр', root, day);
  const issue = issuerOf(intermediate, [intermediate.certificate], day);
  const revoked = issue({ subject: person('Отозванная', 'Ольга Олеговна', '500100732259') }, 'p-256');
  const listWith: Office['listWith'] = (others, thisUpdate = day(-1), nextUpdate = day(30)) =>
    issueCrl({
      issuer: { privateKey: intermediate.key.privateKey, certificate: intermediate.certificate }, number: 7, thisUpdate, nextUpdate,
      revoked: [revoked, ...others].map((key) => ({ serial: readCertificate(key.certificate).serial, date: day(-10), reason: 1 })),
    });
  const rootList = issueCrl({ issuer: { privateKey: root.key.privateKey, certificate: root.certificate }, number: 3, thisUpdate: day(-20), nextUpdate: day(60), revoked: [] });
  const trustWithoutLists: TrustMaterial = { anchors: [root.certificate], intermediates: [intermediate.certificate], crls: [] };
  const trust = { ...trustWithoutLists, crls: [rootList, listWith([])] };
  return lazily<Office>({
    at: () => at,
    root: () => root,
    intermediate: () => intermediate,
    trust: () => trust,
    trustWithoutLists: () => trustWithoutLists,
    issue: () => issue,
    listWith: () => listWith,
    station: () => issue({ subject: STATION }),
    officers: () => lazily<Office['officers']>({
      inspector: () => issue({ subject: person('Петрова', 'Анна Сергеевна', '770100000017') }),
      clerk: () => issue({ subject: person('Архипов', 'Борис Ильич', '770100000024') }, 'p-256'),
      supervisor: () => issue({ subject: person('Главина', 'Вера Павловна', '770100000031') }, 'p-256'),
    }),
    subscriber: () => issue({ subject: company('ООО «Ромашка»', '7701000006', 'Иванов', 'Иван Иванович') }),
    subscriberEc: () => issue({ subject: company('АО «Василёк»', '7702000009', 'Сидоров', 'Пётр Петрович') }, 'p-256'),
    subscriberP384: () => issue({ subject: company('ООО «Клевер»', '7703000001', 'Орлов', 'Олег Олегович') }, 'p-384'),
    subscriberP521: () => issue({ subject: company('ООО «Мята»', '7704000004', 'Чайкин', 'Юрий Ильич') }, 'p-521'),
    otherSubscriber: () => issue({ subject: company('ООО «Лютик»', '7705000007', 'Лисицын', 'Лев Львович') }),
    expired: () => issue({ subject: person('Прошлова', 'Пелагея Петровна', '500100732266'), notBefore: day(-400), notAfter: day(-5) }, 'p-256'),
    notYetValid: () => issue({ subject: person('Будущев', 'Борис Борисович', '500100732273'), notBefore: day(5), notAfter: day(400) }, 'p-256'),
    revoked: () => revoked,
    wrongUsage: () => issue({ subject: person('Шифровальщик', 'Шамиль', '500100732280'), keyUsage: ['keyEncipherment'] }, 'p-256'),
    weakKey: () => issue({ subject: person('Слабый', 'Савва', '500100732297') }, 'rsa-1024'),
    stranger: () => issuerOf(makeStrangers(day), [], day)({ subject: company('ООО «Ромашка»', '7701000006', 'Иванов', 'Иван Иванович') }),
    strangerTrust: () => {
      const { key, certificate } = makeStrangers(day);
      const list = issueCrl({ issuer: { privateKey: key.privateKey, certificate }, number: 1, thisUpdate: day(-1), nextUpdate: day(30), revoked: [] });
      return { anchors: [certificate], intermediates: [], crls: [list] };
    },
  });
}

function makeStrangers(day: (days: number) => Instant): Authority {
  return makeRoot('Чужой УЦ', day);
}

/** Each member is made when it is first asked for: RSA keys cost time. */
function lazily<Shape extends object>(makers: { readonly [Key in keyof Shape]: () => Shape[Key] }): Shape {
  const made = {} as Shape;
  for (const key of Object.keys(makers) as (keyof Shape)[]) {
    Object.defineProperty(made, key, {
      enumerable: true,
      configurable: true,
      get: () => {
        const value = makers[key]();
        Object.defineProperty(made, key, { value, enumerable: true });
        return value;
      },
    });
  }
  return made;
}

const STATION: SubjectNames = {
  commonName: 'Инспекция № 1 (тестовая)', organization: 'Инспекция № 1 (тестовая)', country: 'RU', organizationTaxNumber: '7707329152', registrationNumber: '1047707030513', email: 'station@authority.example',
};

function person(surname: string, givenName: string, taxNumber: string): SubjectNames {
  return { commonName: `${surname} ${givenName}`, surname, givenName, country: 'RU', taxNumber, insuranceNumber: '12345678901' };
}

function company(organization: string, organizationTaxNumber: string, surname: string, givenName: string): SubjectNames {
  return {
    ...person(surname, givenName, '770123456789'), commonName: organization, organization, organizationTaxNumber, title: 'Генеральный директор',
    registrationNumber: '1027700132195', email: 'report@subscriber.example',
  };
}

const keyPairs = new Map<string, KeyPair>();

/** Making RSA keys is slow, so that each name keeps its key for the life of the process. */
export function keyPairFor(name: string, kind: KeyKind = 'rsa-2048'): KeyPair {
  const known = keyPairs.get(`${kind} ${name}`);
  if (known !== undefined) return known;
  const made = makeKeyPair(kind);
  keyPairs.set(`${kind} ${name}`, made);
  return made;
}

/** `keyName` where another key than the one of that name is wanted. */
export function makeRoot(name: string, day: (days: number) => Instant, keyName = name): Authority {
  const key = keyPairFor(keyName);
  const certificate = issueCertificate({
    subject: { commonName: name, country: 'RU', organization: name }, publicKey: key.publicKey, issuer: { privateKey: key.privateKey },
    notBefore: day(-2000), notAfter: day(4000), authority: true, keyUsage: ['keyCertSign', 'cRLSign'],
  });
  return { key, certificate };
}

function makeIntermediate(name: string, root: Authority, day: (days: number) => Instant): Authority {
  const key = keyPairFor(name);
  const certificate = issueCertificate({
    subject: { commonName: name, country: 'RU', organization: name }, publicKey: key.publicKey, issuer: { privateKey: root.key.privateKey, certificate: root.certificate },
    notBefore: day(-1000), notAfter: day(2000), authority: true, pathLength: 0, keyUsage: ['keyCertSign', 'cRLSign'], crlAddresses: ['http://ca.example/root.crl'],
  });
  return { key, certificate };
}

function issuerOf(authority: Authority, chain: readonly Uint8Array[], day: (days: number) => Instant): Office['issue'] {
  return (order, kind = 'rsa-2048') => {
    const key = keyPairFor(order.subject.commonName, kind);
    const certificate = issueCertificate({
      publicKey: key.publicKey,
      issuer: { privateKey: authority.key.privateKey, certificate: authority.certificate },
      notBefore: day(-100), notAfter: day(300),
      keyUsage: ['digitalSignature', 'nonRepudiation', 'keyEncipherment', 'dataEncipherment', 'keyAgreement'],
      extendedKeyUsage: ['1.3.6.1.5.5.7.3.2', '1.3.6.1.5.5.7.3.4'],
      crlAddresses: ['http://ca.example/ca.crl'],
      ...order,
    });
    return { privateKey: key.privateKey, certificate, chain };
  };
}
