import { beforeAll, describe, expect, it } from 'vitest';
import { keyPairFor, makeOffice, makeRoot, type Office } from '../../../tests/forge/ca.ts';
import { demoSubscribers } from '../../../demo/parties.ts';
import { makeContainer, makeMail, type Spoiling } from '../../../demo/make-submission.ts';
import { openContainer } from '../../formats/container/open-container.ts';
import { inflateDocument } from '../../formats/container/inflate-document.ts';
import { decrypt } from '../../signatures/decrypt.ts';
import { verify } from '../../signatures/verify.ts';
import { instantOf, type RegistrationNumber } from '../../domain/identifiers.ts';
import { issueCertificate, type SubjectNames } from '../../signatures/issue.ts';
import type { KeyAndCertificate } from '../../signatures/material.ts';
import { STANDARD_POLICY } from '../../signatures/policy.ts';
import { decide } from './decide.ts';
import type { Equipment } from './equipment.ts';
import { examine, type Examined } from './examine.ts';
import { issue } from './issue.ts';

let office: Office;
let equipment: Equipment;
let sender: { subscriber: (typeof demoSubscribers)[number]; key: KeyAndCertificate; stranger: KeyAndCertificate };
const policy = { onIndeterminate: 'leave-to-officer' } as const;

beforeAll(() => {
  office = makeOffice();
  const subscriber = demoSubscribers[0]!;
  const subject = { commonName: subscriber.name, organization: subscriber.name, organizationTaxNumber: subscriber.taxNumber, surname: subscriber.person.surname, givenName: subscriber.person.given };
  sender = { subscriber, key: office.issue({ subject }), stranger: strangersCopy(subject) };
  equipment = {
    authority: { code: '7700', name: 'Инспекция' },
    stationKey: office.station,
    decryptionKeys: [office.station],
    trust: office.trust,
    calendar: { offsetMinutes: 180, holidays: [] },
    limits: { noticeHours: 4, decisionWorkingDays: 1, entryWorkingDays: 2, answerDays: 30 },
    program: 'Reception',
    mailFrom: { mail: 'priem@inspection.demo' },
    policy: STANDARD_POLICY,
  };
});

/** The subscriber's very name, certified by an authority that nobody here trusts. */
function strangersCopy(subject: SubjectNames): KeyAndCertificate {
  const at = (days: number) => instantOf(Date.parse(office.at) + days * 86_400_000);
  const root = makeRoot('Чужой УЦ', at);
  const key = keyPairFor('stranger');
  const issuer = { privateKey: root.key.privateKey, certificate: root.certificate };
  const certificate = issueCertificate({ subject, publicKey: key.publicKey, issuer, notBefore: at(-1), notAfter: at(300), keyUsage: ['digitalSignature'] });
  return { privateKey: key.privateKey, certificate, chain: [] };
}

async function examined(spoiling: Spoiling, by: 'container' | 'mail' = 'container'): Promise<Extract<Examined, { as: 'submission' }>> {
  const make = by === 'container' ? makeContainer : makeMail;
  const made = await make(sender, office.station.certificate, 'NO_NDFL6', 0, Date.parse(office.at), spoiling);
  const result = await examine({ raw: made.bytes, name: made.fileName, receivedAt: office.at, at: office.at, now: office.at }, equipment);
  if (result.as !== 'submission') throw new Error('a tie');
  return result;
}

describe('examination of a delivery', () => {
  it('accepts a good report in a container and reads what it is', async () => {
    const { examination } = await examined('none');
    expect(examination.findings).toEqual([]);
    expect(examination).toMatchObject({ container: 'fns-container', indication: 'TOTAL_PASSED', form: { knd: '1151099', prefix: 'NO_NDFL6' }, subscriber: { taxNumber: sender.subscriber.taxNumber } });
    expect(decide(examination, policy).state).toBe('accepted');
  });

  it('accepts the same report in a signed and enciphered mail', async () => {
    const { examination } = await examined('none', 'mail');
    expect(examination.findings).toEqual([]);
    expect(examination).toMatchObject({ container: 'mail', indication: 'TOTAL_PASSED', form: { knd: '1151099' } });
    expect(decide(examination, policy).state).toBe('accepted');
  });

  it.each([
    ['changed-after-signing', 'refused', '0100100004'],
    ['unsigned', 'refused', '0100100001'],
    ['wrong-authority', 'refused', '0100200001'],
    ['wrong-period', 'refused', undefined],
    ['stranger-certificate', 'deciding', '0100100000'],
    ['truncated', 'quarantined', undefined],
    ['empty', 'quarantined', undefined],
    ['not-for-us', 'refused', '0100300003'],
    ['doctype', 'refused', undefined],
    ['zip-bomb', 'refused', undefined],
  ] as const)('of one spoiled as %s: %s', async (spoiling, state, code) => {
    const { examination } = await examined(spoiling);
    const decision = decide(examination, policy);
    expect(decision.state).toBe(state);
    expect(decision.reasons.length).toBeGreaterThan(0);
    if (code !== undefined) expect(decision.reasons.map((reason) => reason.code)).toContain(code);
    for (const reason of decision.reasons) expect(reason.text).toMatch(/[а-яё]/i);
  });

  it('refuses a report that somebody else has signed', async () => {
    const honest = sender;
    sender = { ...sender, key: office.otherSubscriber };
    const { examination } = await examined('none');
    sender = honest;
    expect(decide(examination, policy)).toMatchObject({ state: 'refused', reasons: [{ code: '0100100002' }] });
  });

  it('issues a notice in the clear and an acceptance that the subscriber alone can open', async () => {
    const { examination } = await examined('none');
    const declaration = examination.documents.find(({ role }) => role === 'declaration')!;
    const issued = await issue(
      {
        kinds: ['notice-of-receipt', 'acceptance'],
        number: '7700-2026-00000001' as RegistrationNumber,
        container: 'fns-container',
        flow: examination.flow!,
        form: examination.form!,
        subscriber: examination.subscriber,
        fileName: declaration.name,
        files: [declaration.name],
        receivedAt: office.at,
        now: office.at,
        reasons: [],
        findings: [],
        recipients: [sender.key.certificate],
        declaration: { id: declaration.id, name: declaration.name, content: new TextEncoder().encode('report') },
        seed: 'seed',
      },
      equipment,
    );
    expect(issued.parcels.map(({ kinds }) => kinds)).toEqual([['notice-of-receipt'], ['acceptance']]);
    const acceptance = issued.objects.find((bytes) => bytes.length === issued.parcels[1]!.payload.size)!;
    const reading = await openContainer({ bytes: acceptance, name: 'x.zip' });
    if (reading.kind !== 'fns-container') throw new Error('not a container');
    const [receipt, second] = reading.documents;
    const opened = decrypt(receipt!.content!, [sender.key]);
    const plain = opened.ok ? await inflateDocument(opened.content) : undefined;
    if (plain?.ok !== true) throw new Error('the acceptance does not open');
    expect(new TextDecoder('windows-1251').decode(plain.content)).toContain('7700-2026-00000001');
    const judged = verify({ signature: receipt!.signatures[0]!.bytes, content: plain.content, trust: office.trust, at: office.at });
    expect(judged.verdicts[0]!.indication).toBe('TOTAL_PASSED');
    expect(second).toMatchObject({ id: declaration.id, signatures: [{ role: 'authority' }] });
    expect(second!.content).toBeUndefined();
  });
});
