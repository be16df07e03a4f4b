import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { isReceptionError, type ErrorCode } from '../../domain/errors.ts';
import { newId, type ChannelId, type ReplyId } from '../../domain/identifiers.ts';
import type { Officer } from '../../domain/officer.ts';
import { writeLetterDescription } from '../../formats/container/letter-description.ts';
import { letterFlowOf } from '../../formats/packs/letter-flow.ts';
import { builtInPacks } from '../../formats/packs/load-packs.ts';
import type { OutgoingContainer } from '../../formats/readings.ts';
import { decrypt, encrypt, forgeKey, openPkcs12, readCertificate, sign, signerOf, type ForgedKey } from '../testing/openssl.ts';
import { addOfficer, openTestStation, seedSubmission, type Seeded, type TestStation } from '../testing/station.ts';
import { openRepliesDesk, type RepliesDesk } from './replies-desk.ts';
import { writeReply, type MailToWrite, type ReplyWriters } from './write-reply.ts';

let station: TestStation;
let desk: RepliesDesk;
let petrov: Officer;
let own: ForgedKey;
let subscriber: ForgedKey;
let seeded: Seeded;
let container: OutgoingContainer | undefined;
let mail: MailToWrite | undefined;
const nudge = vi.fn();
const failsWith = (code: ErrorCode) => (error: unknown) => isReceptionError(error, code);

/** Signing and enciphering are real; the packing, another room's, only keeps what it was given. */
const writers: ReplyWriters = {
  sign,
  encrypt,
  compressDocument: (_name, bytes) => bytes,
  writeLetterDescription,
  letterFlow: letterFlowOf(builtInPacks()),
  writeContainer: (given) => ((container = given), { fileName: 'FNS.zip', bytes: Buffer.from('container'), mediaType: 'application/zip' }),
  writeMail: (given) => ((mail = given), given.encrypt(given.sign(Buffer.from('mail')))),
};

async function open(by: 'container' | 'mail' = 'container'): Promise<void> {
  station = await openTestStation();
  own = forgeKey('Петров');
  subscriber = forgeKey('Ромашка');
  seeded = await seedSubmission(station, subscriber, by);
  const officer = await addOfficer(station, 'petrov', 'inspector');
  await station.papers.officers.setCertificate(officer.id, readCertificate(own.certificate).fingerprint);
  petrov = station.papers.officers.find(officer.id)!;
  nudge.mockClear();
  container = mail = undefined;
  desk = openRepliesDesk({
    archive: station.archive,
    drafts: station.papers.drafts,
    authority: () => ({ code: '7700' }),
    channels: () => [{ id: 'gd' as ChannelId, enabled: true }, { id: 'mail' as ChannelId, enabled: true, from: 'priem@authority.example.org' }],
    now: () => station.clock.now,
    tools: { openPkcs12, readCertificate, write: (input) => writeReply(input, writers), nudge },
  });
}
beforeEach(() => open());
afterEach(() => station.close());

async function draftLetter(id = newId<ReplyId>()): Promise<ReplyId> {
  const attachment = { name: 'расчёт.pdf', bytes: new Uint8Array(Buffer.from('%PDF-1.7')) };
  await desk.saveDraft({ id, submission: seeded.id, kind: 'letter', toTaxNumber: '7701234567', toName: 'ООО «Ромашка»', subject: 'О расчёте «6-НДФЛ»', text: 'Уважаемый абонент!\nПросим пояснить.' }, [attachment], [], petrov.id);
  return id;
}

describe('a reply', () => {
  it('is signed, enciphered and queued in one transaction, and ties itself to what it answers', async () => {
    const id = await draftLetter();
    const row = await desk.send(id, own.file, own.password, petrov);
    expect(row).toMatchObject({ id, state: 'signed', submission: seeded.id, kind: 'letter', to: { taxNumber: '7701234567' } });
    const entries = (await station.journal()).slice(-2);
    expect(entries).toMatchObject([{ kind: 'reply-signed', officer: petrov.id }, { kind: 'dispatch-queued', officer: petrov.id, dispatch: { reply: id, recipient: '1BM', channel: 'gd' } }]);
    expect(entries[0]!.at).toBe(entries[1]!.at);
    expect(container).toMatchObject({ transactionCode: '01', transaction: 'ПисьмоНО', flow: { type: '03', sender: '7700', receiver: '1BM-romashka', operator: '1BM' } });
    expect(container!.documents.map(({ typeCode, encrypted, name }) => [typeCode, encrypted, name])).toEqual([['01', true, 'Письмо.txt'], ['02', false, 'TR_PISNO.xml'], ['03', true, 'расчёт.pdf']]);
    const description = new TextDecoder('windows-1251').decode(container!.documents[1]!.content);
    expect(description).toContain(`ответНа="${'f'.repeat(32)}" тема="О расчёте «6-НДФЛ»"`);
    expect(nudge).toHaveBeenCalledTimes(1);
    expect(await desk.drafts(petrov.id)).toEqual([]);
  });

  it('can be opened by the subscriber alone, and its signature is the officer’s', async () => {
    const row = await desk.send(await draftLetter(), own.file, own.password, petrov);
    const letter = container!.documents[0]!;
    const opened = decrypt(letter.content!, subscriber);
    expect(Buffer.from(opened).toString('utf8')).toBe('Уважаемый абонент!\r\nПросим пояснить.');
    expect(signerOf(letter.signatures[0]!.bytes, opened)).toEqual(own.certificate);
    for (const document of row.documents) expect(signerOf(await station.archive.read(document.signature.digest), await station.archive.read(document.content.digest))).toEqual(own.certificate);
    expect(() => decrypt(letter.content!, own)).toThrow();
  });

  it('goes by mail to who wrote by mail, as an answer to that letter', async () => {
    await station.close();
    await open('mail');
    await desk.send(await draftLetter(), own.file, own.password, petrov);
    expect(mail).toMatchObject({ from: 'priem@authority.example.org', to: ['buh@romashka.example.org'], inReplyTo: '<letter-17@romashka.example.org>', subject: 'О расчёте «6-НДФЛ»' });
    expect(mail!.attachments.map(({ name }) => name)).toEqual(['Письмо.txt', 'Письмо.txt.p7s', 'расчёт.pdf', 'расчёт.pdf.p7s']);
    const { dispatch } = (await station.journal()).at(-1) as { dispatch?: { messageId: string } };
    expect(dispatch?.messageId).toBe(mail!.messageId);
  });

  it('is not signed with a key that the officer has not bound, and nothing is journalled then', async () => {
    const id = await draftLetter();
    const before = (await station.journal()).length;
    await expect(desk.send(id, subscriber.file, subscriber.password, petrov)).rejects.toSatisfy(failsWith('key-unusable'));
    await expect(desk.send(id, own.file, 'не тот', petrov)).rejects.toSatisfy(failsWith('password-wrong'));
    await expect(desk.send(id, undefined, own.password, petrov)).rejects.toSatisfy(failsWith('key-missing'));
    const { certificate: _certificate, ...unbound } = petrov;
    await expect(desk.send(id, own.file, own.password, unbound)).rejects.toSatisfy(failsWith('key-missing'));
    expect(await station.journal()).toHaveLength(before);
    expect(nudge).not.toHaveBeenCalled();
    expect(await desk.drafts(petrov.id)).toHaveLength(1);
  });

  it('is not sent when its certificate or the subscriber’s has expired', async () => {
    const id = await draftLetter();
    station.clock.now += 60 * 86_400_000;
    expect(await desk.route('7701234567', seeded.id)).toMatchObject({ possible: false, problem: 'certificate-expired' });
    await expect(desk.send(id, own.file, own.password, petrov)).rejects.toSatisfy(failsWith('certificate-missing'));
  });

  it('is sent once, however often the button is pressed', async () => {
    const id = await draftLetter();
    const tries = await Promise.allSettled([desk.send(id, own.file, own.password, petrov), desk.send(id, own.file, own.password, petrov)]);
    expect(tries.map((one) => one.status).sort()).toEqual(['fulfilled', 'rejected']);
    expect((await station.journal()).filter((entry) => entry.kind === 'reply-signed')).toHaveLength(1);
  });

  it('whose draft a crash left over is not offered again', async () => {
    const id = await draftLetter();
    const kept = station.papers.drafts.find(id)!;
    const bytes = await station.papers.drafts.readAttachment(kept.attachments[0]!.digest);
    await desk.send(id, own.file, own.password, petrov);
    await station.papers.drafts.keepAttachment(bytes);
    await station.papers.drafts.save(kept);
    await expect(desk.send(id, own.file, own.password, petrov)).rejects.toSatisfy(failsWith('entry-conflict'));
    expect(await desk.drafts(petrov.id)).toEqual([]);
    expect((await station.journal()).filter((entry) => entry.kind === 'dispatch-queued')).toHaveLength(1);
  });

  it('is the business of the officer who drafts it', async () => {
    const id = await draftLetter();
    const other = await addOfficer(station, 'ivanova', 'inspector');
    await expect(desk.send(id, own.file, own.password, other)).rejects.toSatisfy(failsWith('not-permitted'));
    await expect(desk.deleteDraft(id, other.id)).rejects.toSatisfy(failsWith('not-permitted'));
    expect(await desk.drafts(other.id)).toEqual([]);
  });
});

describe('the route of a reply', () => {
  it('names channel, address and certificate, or the problem', async () => {
    expect(await desk.route('7701234567', seeded.id)).toMatchObject({ possible: true, channel: 'gd', address: '1BM', certificate: { fingerprint: readCertificate(subscriber.certificate).fingerprint } });
    expect(await desk.route('7701234567')).toMatchObject({ possible: true, channel: 'gd' });
    expect(await desk.route('7709999999')).toEqual({ possible: false, problem: 'no-address' });
  });
});
