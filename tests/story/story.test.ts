import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId, type ReplyId } from '../../main/domain/identifiers.ts';
import type { Officer } from '../../main/domain/officer.ts';
import type { SubmissionRecord } from '../../main/domain/records.ts';
import { samplesAreHere, samplesFolder } from '../../main/formats/testing/samples.ts';
import { declarationFlow, hex32, opensslTakes, operator, packContainer, unpackContainer, type Container, type OpenedContainer, type Packed } from './container.ts';
import { openMail, writeMail, type OpenedMail } from './mail.ts';
import { openStoryOffice, type StoryOffice } from './office.ts';
import { p12Password, type Identity } from './openssl-authority.ts';
import { writeNotice, writeReport, type Report, type Taxpayer } from './report.ts';
import { until } from './until.ts';
import { fromWindows1251, toWindows1251 } from './windows-1251.ts';
import { inFolder, unzip } from './zip.ts';

/**
 * The whole way, with subscribers who use nothing of ours: openssl signs, enciphers, opens and verifies, 7z packs,
 * Postfix and Dovecot carry the mail.
 */
type Subscriber = { readonly id: string; readonly taxpayer: Taxpayer; readonly key: Identity };

let office: StoryOffice;
let romashka: Subscriber;
let vasilyok: Subscriber;
let sampled: Subscriber;
let officer: Officer;
let officersKey: Identity;
let elliptic: Identity;

beforeAll(async () => {
  office = await openStoryOffice(['romashka', 'vasilyok']);
  romashka = subscriber('romashka', { name: 'ООО «Ромашка и лютики»', taxNumber: '7701234560', kpp: '770101001' }, 'rsa');
  vasilyok = subscriber('vasilyok', { name: 'АО «Василёк»', taxNumber: '7702345672', kpp: '770201001' }, 'p-256');
  sampled = subscriber('sampled', { name: 'Тестовая', taxNumber: '6676130154', kpp: '667601001' }, 'p-256');
  elliptic = office.pki.issue('elliptic', { commonName: 'Инспекция, второй ключ' }, 'p-256');
  officersKey = office.pki.issue('inspector', { commonName: 'Петров Игорь Иванович', surname: 'Петров', givenName: 'Игорь Иванович' }, 'p-256');
  const { settings, officers } = office.station.office;
  await settings.installKey({ name: 'elliptic.p12', bytes: elliptic.p12 }, p12Password, 'decryption', undefined);
  officer = officers.list().find(({ login }) => login === 'inspector')!;
  await officers.setKey(officer.id, { name: 'inspector.p12', bytes: officersKey.p12 }, p12Password);
  officer = officers.list().find(({ login }) => login === 'inspector')!;
}, 180_000);

afterAll(() => office?.close());

function subscriber(id: string, taxpayer: Taxpayer, kind: 'rsa' | 'p-256'): Subscriber {
  const subject = { commonName: taxpayer.name, organization: taxpayer.name, organizationTaxNumber: taxpayer.taxNumber, surname: 'Лодыгина', givenName: 'Мария Глебовна', title: 'Директор' };
  return { id: `${operator}${id}`, taxpayer, key: office.pki.issue(id, subject, kind) };
}

/** Report and description, as a subscriber's program would put them together. */
function declaration({ key }: Subscriber, report: Report, how: Partial<Packed> = {}): Packed[] {
  return [
    { typeCode: '01', type: 'декларация', ...report, signers: [{ key, role: 'абонент' }], recipients: [office.key.certificate], ...how },
    { typeCode: '02', type: 'описание', name: 'TR_DEKL.xml', bytes: toWindows1251('<?xml version="1.0" encoding="windows-1251"?><ОписДекл/>') },
  ];
}

function handIn(who: Subscriber, documents: readonly Packed[]): Container {
  const container = packContainer(declarationFlow(who.id), documents);
  office.partner.handIn(container.fileName, container.bytes, who.id);
  return container;
}

/** What lies in out/ for a conversation, opened with the subscriber's key. */
function answersTo(who: Subscriber, flowId: string): OpenedContainer[] {
  return office.partner.out().filter(({ note }) => note.fileName.includes(flowId)).map(({ bytes }) => unpackContainer(bytes, who.key));
}

const bothAnswers = (who: Subscriber, { flow }: Container) =>
  until(`two answers about ${flow.id}`, () => {
    const found = answersTo(who, flow.id);
    return found.length === 2 ? found : undefined;
  });

function opensslVerdict(signature: Uint8Array, content: Uint8Array): string {
  return opensslTakes(signature, content, [office.pki.der('issuing.crt')], join(office.pki.folder, 'trust.pem'));
}

/** Throws what xmllint says. */
function mustSatisfy(schema: string, xml: Uint8Array): void {
  const file = readdirSync(join(samplesFolder, 'fns-schemas')).find((name) => name.startsWith(schema))!;
  inFolder((folder) => {
    writeFileSync(join(folder, 'document.xml'), xml);
    execFileSync('xmllint', ['--noout', '--schema', join(samplesFolder, 'fns-schemas', file), join(folder, 'document.xml')], { stdio: 'pipe' });
  });
}

const named = (opened: readonly OpenedContainer[], prefix: string) => opened.flatMap(({ documents }) => documents).find(({ name }) => name.startsWith(prefix));

describe('a container made by openssl and 7z', () => {
  const ways = [
    ['RSA signature, RSA key transport v1.5', () => romashka, {}, () => office.key],
    ['RSA signature, OAEP', () => romashka, { encryption: { keyOptions: ['rsa_padding_mode:oaep', 'rsa_oaep_md:sha256'] } }, () => office.key],
    ['ECDSA signature on P-256, ECDH', () => vasilyok, {}, () => elliptic],
    ['ECDSA signature, two recipients, AES-128', () => vasilyok, { encryption: { cipher: 'aes-128-cbc' } }, () => office.key],
  ] as const;

  it.each(ways)('with %s is accepted, archived as it came and answered with a notice and an acceptance', async (way, whose, how, to) => {
    const who = whose();
    const report = writeReport(who.taxpayer);
    const recipients = way.includes('two') ? [elliptic.certificate, to().certificate] : [to().certificate];
    const container = handIn(who, declaration(who, report, { ...how, recipients }));
    const record = await office.decided({ channel: 'gd', includes: container.flow.id });
    expect(record.examination?.findings).toEqual([]);
    expect(record.summary).toMatchObject({ state: 'accepted', indication: 'TOTAL_PASSED', formKnd: '1151099', operator, flowId: container.flow.id, subscriber: { taxNumber: who.taxpayer.taxNumber } });
    expect(Buffer.from(await office.station.archive.read(record.summary.raw)).equals(container.bytes)).toBe(true);
    const opened = await bothAnswers(who, container);
    expect(opened.map(({ transaction }) => transaction).sort()).toEqual(['02', '04']);
    expect(opened.every(({ flowId }) => flowId === container.flow.id)).toBe(true);
    checkReceipts(opened, record, report);
  }, 150_000);

  function checkReceipts(opened: readonly OpenedContainer[], { summary }: SubmissionRecord, report: Report): void {
    const notice = named(opened, 'IZ_')!;
    const acceptance = named(opened, 'KV_')!;
    expect([notice.encrypted, acceptance.encrypted]).toEqual([false, true]);
    for (const { content, signatures } of [notice, acceptance]) {
      expect(signatures.map(({ role }) => role)).toEqual(['налоговыйОрган']);
      expect(opensslVerdict(signatures[0]!.bytes, content!)).toBe('good');
    }
    expect(fromWindows1251(notice.content!)).toContain(report.name.replace('.xml', ''));
    expect(fromWindows1251(acceptance.content!)).toContain(summary.number);
    // The authority's second signature, under the declaration itself.
    const second = opened.flatMap(({ documents }) => documents).find(({ content }) => content === undefined)!;
    expect(opensslVerdict(second.signatures[0]!.bytes, report.bytes)).toBe('good');
    expect(opensslVerdict(second.signatures[0]!.bytes, Buffer.concat([report.bytes, Buffer.from(' ')]))).not.toBe('good');
  }

  it.skipIf(!samplesAreHere)('is answered with an acceptance that satisfies the official schema (needs ../shared/samples)', async () => {
    const container = handIn(romashka, declaration(romashka, writeReport(romashka.taxpayer)));
    mustSatisfy('KV_OTCH', named(await bothAnswers(romashka, container), 'KV_')!.content!);
  }, 150_000);

  it('that nobody has signed is refused by a message of error, for there is no certificate to encipher a refusal to', async () => {
    const container = handIn(vasilyok, declaration(vasilyok, writeReport(vasilyok.taxpayer), { signers: [] }));
    const record = await office.decided({ channel: 'gd', includes: container.flow.id });
    expect(record).toMatchObject({ summary: { state: 'refused' }, decisionReasons: [{ code: '0100100001' }] });
    expect(record.receipts.map(({ kind }) => kind).sort()).toEqual(['error-message', 'notice-of-receipt']);
  }, 150_000);

  it.skipIf(!samplesAreHere)('that is refused is answered with a refusal that openssl opens and that satisfies the schema (needs ../shared/samples)', async () => {
    const report = writeReport(vasilyok.taxpayer);
    const changed = toWindows1251(fromWindows1251(report.bytes).replace('КолФЛДоход="11"', 'КолФЛДоход="12"'));
    const container = handIn(vasilyok, declaration(vasilyok, report, { enclosed: changed }));
    const record = await office.decided({ channel: 'gd', includes: container.flow.id });
    expect(record).toMatchObject({ summary: { state: 'refused', indication: 'TOTAL_FAILED' }, decisionReasons: [{ code: '0100100004' }] });
    const refusal = named(await bothAnswers(vasilyok, container), 'UO_')!;
    mustSatisfy('UO_OTCH', refusal.content!);
    expect(opensslVerdict(refusal.signatures[0]!.bytes, refusal.content!)).toBe('good');
    expect(fromWindows1251(refusal.content!)).toContain('0100100004');
  }, 150_000);

  const samples = samplesAreHere ? readdirSync(join(samplesFolder, 'fns-reports')).filter((name) => /^NO_(BUHOTCH|RASCHSV)_0087_/.test(name)) : [];
  it.skipIf(!samplesAreHere)('with a real report of the tax service is decided by its form (needs ../shared/samples)', async () => {
    expect(samples.length).toBeGreaterThan(2);
    for (const name of samples) {
      const report = { name, bytes: new Uint8Array(readFileSync(join(samplesFolder, 'fns-reports', name))) };
      const container = handIn(sampled, declaration(sampled, report));
      const record = await office.decided({ channel: 'gd', includes: container.flow.id });
      const { state, indication, subscriber: party, formKnd } = record.summary;
      expect({ name, state, indication, taxNumber: party.taxNumber, formKnd, findings: record.examination?.findings.filter(({ severity }) => severity === 'error') }).toEqual({
        name, state: 'accepted', indication: 'TOTAL_PASSED', taxNumber: sampled.taxpayer.taxNumber, formKnd: name.startsWith('NO_BUHOTCH') ? '0710099' : '1151111', findings: [],
      });
      const acceptance = named(await bothAnswers(sampled, container), 'KV_')!;
      mustSatisfy('KV_OTCH', acceptance.content!);
    }
  }, 150_000);
});

describe('a mail made by openssl, through Postfix and Dovecot', () => {
  const ways = [
    ['signed and enciphered (RSA)', () => romashka, {}, true],
    ['signed and enciphered (RSA, OAEP)', () => romashka, { keyOptions: ['rsa_padding_mode:oaep'] }, true],
    ['signed opaquely by ECDSA, enciphered by ECDH', () => vasilyok, { opaque: true }, true],
    ['signed only', () => vasilyok, {}, false],
  ] as const;

  it.each(ways)('%s is accepted and answered by a mail that openssl opens and verifies', async (way, whose, more, isEncrypted) => {
    const who = whose();
    const user = who.key.name;
    const report = writeReport(who.taxpayer);
    const messageId = `<${hex32()}@subscribers.test>`;
    const recipient = way.includes('ECDH') ? elliptic : office.key;
    const mail = writeMail({
      from: office.postfix.address(user), to: office.postfix.address('priem'), subject: `Отчётность ${way}`, text: 'Направляем отчёт.', attachments: [report], messageId, signer: who.key, ...more,
      ...(isEncrypted ? { recipient: recipient.certificateFile } : {}),
    });
    await office.postfix.deliver('priem', mail, office.postfix.address(user));
    const record = await office.decided({ channel: 'mail', includes: messageId });
    expect(record.examination?.findings).toEqual([]);
    expect(record.summary).toMatchObject({ state: 'accepted', indication: 'TOTAL_PASSED', formKnd: '1151099', container: 'mail', subscriber: { taxNumber: who.taxpayer.taxNumber } });
    const answer = await answerTo(who, messageId);
    expect(answer.wasEncrypted).toBe(isEncrypted);
    expect(answer.text).toContain(record.summary.number);
    const names = [...answer.attachments.keys()].filter((name) => !name.endsWith('.p7s'));
    expect(names.map((name) => name.slice(0, 3)).sort()).toEqual(['IZ_', 'KV_']);
    for (const name of names) expect(opensslVerdict(answer.attachments.get(`${name}.p7s`)!, answer.attachments.get(name)!)).toBe('good');
    if (samplesAreHere) mustSatisfy('KV_OTCH', answer.attachments.get(names.find((name) => name.startsWith('KV_'))!)!);
  }, 150_000);

  it('is answered on the same channel when a container lies in it', async () => {
    const container = packContainer(declarationFlow(romashka.id), declaration(romashka, writeReport(romashka.taxpayer)));
    const messageId = `<${hex32()}@subscribers.test>`;
    const mail = writeMail({ from: office.postfix.address('romashka'), to: office.postfix.address('priem'), subject: 'Контейнер', text: '', attachments: [{ name: container.fileName, bytes: container.bytes, type: 'application/zip' }], messageId });
    await office.postfix.deliver('priem', mail, office.postfix.address('romashka'));
    const record = await office.decided({ channel: 'mail', includes: messageId });
    expect(record.summary).toMatchObject({ state: 'accepted', container: 'fns-container', flowId: container.flow.id });
    expect(record.dispatches.every(({ channel }) => channel === 'mail')).toBe(true);
  }, 150_000);
});

async function answerTo(who: Subscriber, messageId: string): Promise<OpenedMail> {
  return until(`an answer to ${messageId}`, async () => {
    for (const mail of await office.dovecot.mails(who.key.name)) {
      if (new RegExp(`^In-Reply-To:\\s*${messageId}`, 'mi').test(Buffer.from(mail).toString('latin1'))) return openMail(mail, who.key, office.pki.folder);
    }
    return undefined;
  });
}

describe('the subscriber’s own notice of receipt', () => {
  it('in a container confirms the acceptance', async () => {
    const container = handIn(romashka, declaration(romashka, writeReport(romashka.taxpayer)));
    const acceptance = named(await bothAnswers(romashka, container), 'KV_')!;
    await confirm(romashka, { ...container.flow, transaction: '06', transactionName: 'ИзвещениеРезультатПриемаНП' }, acceptance.name, ['09', 'извещениеОПолучении']);
    const record = await office.decided({ channel: 'gd', includes: container.flow.id });
    const receipt = await until('the confirmation', async () => (await office.station.office.records.record(record.summary.id)).receipts.find(({ kind, confirmedAt }) => kind === 'acceptance' && confirmedAt !== undefined));
    expect(receipt.fileName).toBe(acceptance.name);
    const { ties } = await office.station.office.records.record(record.summary.id);
    expect(ties).toMatchObject([{ tie: { what: 'notice-of-receipt', indication: 'TOTAL_PASSED' } }]);
  }, 150_000);

  it('by mail confirms the acceptance', async () => {
    const messageId = `<${hex32()}@subscribers.test>`;
    const mail = writeMail({ from: office.postfix.address('vasilyok'), to: office.postfix.address('priem'), subject: 'Отчёт', text: 'Отчёт', attachments: [writeReport(vasilyok.taxpayer)], messageId, signer: vasilyok.key, recipient: office.key.certificateFile });
    await office.postfix.deliver('priem', mail, office.postfix.address('vasilyok'));
    const { summary } = await office.decided({ channel: 'mail', includes: messageId });
    const answer = await answerTo(vasilyok, messageId);
    const about = [...answer.attachments.keys()].find((name) => /^KV_.*xml$/.test(name))!;
    await confirmByMail(vasilyok, about, answer.messageId);
    await until('the confirmation', async () => (await office.station.office.records.record(summary.id)).receipts.some(({ kind, confirmedAt }) => kind === 'acceptance' && confirmedAt !== undefined));
  }, 150_000);
});

async function confirm(who: Subscriber, flow: Container['flow'], about: string, [typeCode, type]: readonly [string, string]): Promise<void> {
  const notice = writeNotice(who.taxpayer, about);
  const container = packContainer(flow, [{ typeCode, type, ...notice, signers: [{ key: who.key, role: 'абонент' }] }]);
  office.partner.handIn(container.fileName, container.bytes, who.id);
}

async function confirmByMail(who: Subscriber, about: string, inReplyTo: string): Promise<void> {
  const notice = writeNotice(who.taxpayer, about);
  const mail = writeMail({ from: office.postfix.address(who.key.name), to: office.postfix.address('priem'), subject: 'Извещение о получении', text: 'Получено.', attachments: [notice], signer: who.key, inReplyTo });
  await office.postfix.deliver('priem', mail, office.postfix.address(who.key.name));
}

describe('an inspector’s reply, signed with the officer’s own p12', () => {
  const attachment = { name: 'Требование.txt', bytes: new Uint8Array(Buffer.from('Приложение к письму')) };

  async function reply(record: SubmissionRecord, who: Subscriber): Promise<ReplyId> {
    const { replies } = office.station.office;
    const id = newId<ReplyId>();
    expect(await replies.route(who.taxpayer.taxNumber, record.summary.id)).toMatchObject({ possible: true });
    await replies.saveDraft({ id, submission: record.summary.id, kind: 'letter', toTaxNumber: who.taxpayer.taxNumber, toName: who.taxpayer.name, subject: 'О пояснениях', text: 'Просим пояснить показатели раздела 1.' }, [attachment], [], officer.id);
    expect(await replies.send(id, { name: 'inspector.p12', bytes: officersKey.p12 }, p12Password, officer)).toMatchObject({ id, kind: 'letter' });
    return id;
  }

  const becomes = (id: ReplyId, state: string) => until(`the reply to become ${state}`, async () => (await office.station.office.replies.record(id)).state === state);

  it('goes to the spool folder, openssl opens it, and the notice confirms it', async () => {
    const container = handIn(romashka, declaration(romashka, writeReport(romashka.taxpayer)));
    const record = await office.decided({ channel: 'gd', includes: container.flow.id });
    const id = await reply(record, romashka);
    await becomes(id, 'sent');
    const row = await office.station.office.replies.record(id);
    const sent = office.partner.out().find(({ note }) => note.fileName.includes(row.flowId.replaceAll('-', '')))!;
    const opened = unpackContainer(sent.bytes, romashka.key);
    expect(opened).toMatchObject({ type: '03', transaction: '01' });
    const [letter, description, enclosure] = opened.documents;
    expect(new TextDecoder().decode(letter!.content)).toContain('Просим пояснить показатели раздела 1.');
    expect(enclosure!.content).toEqual(attachment.bytes);
    expect(fromWindows1251(description!.content!)).toContain(`ответНа="${container.flow.id}"`);
    for (const { content, signatures } of [letter!, enclosure!]) expect(opensslVerdict(signatures[0]!.bytes, content!)).toBe('good');
    await confirm(romashka, { id: opened.flowId, type: '03', typeName: 'ПисьмоНО', transaction: '03', transactionName: 'ИзвещениеПисьмоНП', sender: romashka.id }, letter!.name, ['05', 'извещениеОПолучении']);
    await becomes(id, 'confirmed');
  }, 150_000);

  it('goes by mail, openssl opens it, and the notice confirms it', async () => {
    const messageId = `<${hex32()}@subscribers.test>`;
    const mail = writeMail({ from: office.postfix.address('vasilyok'), to: office.postfix.address('priem'), subject: 'Отчёт с вопросом', text: 'Отчёт', attachments: [writeReport(vasilyok.taxpayer)], messageId, signer: vasilyok.key, recipient: office.key.certificateFile });
    await office.postfix.deliver('priem', mail, office.postfix.address('vasilyok'));
    const id = await reply(await office.decided({ channel: 'mail', includes: messageId }), vasilyok);
    await becomes(id, 'sent');
    const letter = await until('the letter', async () => {
      for (const one of await office.dovecot.mails('vasilyok')) {
        const opened = await openMail(one, vasilyok.key, office.pki.folder);
        if (opened.subject === 'О пояснениях') return opened;
      }
      return undefined;
    });
    expect(letter).toMatchObject({ wasEncrypted: true, inReplyTo: messageId });
    expect(letter.attachments.get(attachment.name)).toEqual(attachment.bytes);
    expect(opensslVerdict(letter.attachments.get(`${attachment.name}.p7s`)!, attachment.bytes)).toBe('good');
    await confirmByMail(vasilyok, [...letter.attachments.keys()][0]!, letter.messageId);
    await becomes(id, 'confirmed');
  }, 150_000);
});

describe('what the archive holds', () => {
  it('is found by number, by the taxpayer’s name in another case, by file name and by a word of the document, and survives a restart', async () => {
    const odd: Subscriber = { ...romashka, taxpayer: romashka.taxpayer };
    const report = writeReport(odd.taxpayer, 'Благонравова', 'zzneobychnyj');
    const container = handIn(odd, declaration(odd, report));
    const { summary } = await office.decided({ channel: 'gd', includes: container.flow.id });
    await bothAnswers(odd, container);
    await office.restart();
    const search = async (text: string) => (await office.station.archive.records.search({ text, offset: 0, limit: 100 })).rows.map(({ submission }) => submission);
    expect(await search(summary.number)).toContain(summary.id);
    expect(await search('Ромашкой')).toContain(summary.id);
    expect(await search(report.name)).toContain(summary.id);
    expect(await search('Благонравовой')).toEqual([summary.id]);
    expect(await office.station.archive.records.find(summary.number)).toBe(summary.id);
  }, 150_000);

  it('is exported as a zip that its own README verifies', async () => {
    const container = handIn(vasilyok, declaration(vasilyok, writeReport(vasilyok.taxpayer)));
    const { summary } = await office.decided({ channel: 'gd', includes: container.flow.id });
    await bothAnswers(vasilyok, container);
    const { bytes } = await office.station.office.records.packSubmission(summary.id, officer.id);
    inFolder((folder) => {
      writeFileSync(join(folder, 'export.zip'), bytes);
      execFileSync('7z', ['x', '-bd', '-y', 'export.zip'], { cwd: folder, stdio: 'pipe' });
      const readme = readFileSync(join(folder, 'README.ru.txt'), 'utf8').split('\r\n');
      const commands = readme.filter((line) => /^(openssl|sha256sum) /.test(line));
      expect(commands.length).toBeGreaterThanOrEqual(4);
      for (const command of commands) execFileSync('sh', ['-c', command], { cwd: folder, stdio: 'pipe' });
      const joined = readme.find((line) => line.startsWith('cat '))!;
      const [, replaced, by = ''] = /-CAfile (\S+) .* -CAfile (.*)$/.exec(readme.find((line) => /-CAfile .* -crl_check$/.test(line))!)!;
      const verify = commands.find((line) => line.includes(`-CAfile ${replaced}`))!;
      execFileSync('sh', ['-c', `${joined} && ${verify.replace(replaced!, by)}`], { cwd: folder, stdio: 'pipe' });
      expect(existsSync(join(folder, 'protocol.pdf'))).toBe(true);
    });
  }, 150_000);

  it('goes into a register as XLSX, CSV and PDF', async () => {
    const { reports } = office.station.office;
    const total = (await office.station.archive.records.submissions({ filter: {}, sort: 'number', descending: false, offset: 0, limit: 1 })).total;
    for (const format of ['xlsx', 'csv', 'pdf'] as const) expect(await reports.exportRegister({}, format, 'ru', officer.id)).toMatchObject({ rows: total });
    const file = (extension: string) => [...office.saved].find(([name]) => name.endsWith(extension))![1];
    expect(unzip(file('.xlsx')).map(({ name }) => name)).toContain('xl/workbook.xml');
    expect(new TextDecoder().decode(file('.csv')).trim().split('\r\n')).toHaveLength(total + 1);
    const text = inFolder((folder) => {
      writeFileSync(join(folder, 'register.pdf'), file('.pdf'));
      return execFileSync('pdftotext', ['-layout', join(folder, 'register.pdf'), '-'], { encoding: 'utf8' });
    });
    expect(text).toContain('Ромашка');
  }, 150_000);

  it('is whole: no object is damaged, the chain holds, nothing is left to do or to send', async () => {
    const { archive } = office.station;
    expect(await archive.fixity({})).toMatchObject({ damaged: [], missing: [], falseSeals: [] });
    expect(await archive.unfinished({ held: true })).toEqual([]);
    await until('the outbox to be empty', async () => (await archive.records.dispatches({ states: ['owed', 'held'], offset: 0, limit: 10 })).total === 0);
    expect(office.log).toEqual([]);
  }, 150_000);
});
