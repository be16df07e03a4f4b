import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { SubmissionRecord } from '../../main/domain/records.ts';
import type { SubmissionState } from '../../main/domain/submission.ts';
import { forgeZip } from '../../main/formats/testing/forge-zip.ts';
import { opensslEncrypt, opensslSign } from '../forge/openssl.ts';
import { declarationFlow, hex32, operator, packContainer, type Container, type Packed } from './container.ts';
import { writeEntity, writeMail } from './mail.ts';
import { openStoryOffice, type StoryOffice } from './office.ts';
import type { Identity } from './openssl-authority.ts';
import { writeReport, type Report, type Taxpayer } from './report.ts';
import { until } from './until.ts';
import { fromWindows1251, toWindows1251 } from './windows-1251.ts';
import { zip } from './zip.ts';

/**
 * Spoiled input through both doors. Whatever it is: it is archived as it came, it gets a state and a reason that a
 * person can read, and the station goes on.
 */
type Spoiled = { readonly what: string; readonly name: string; readonly bytes: Uint8Array; readonly state: SubmissionState; readonly code?: string };

const taxpayer: Taxpayer = { name: 'ООО «Ромашка и лютики»', taxNumber: '7701234560', kpp: '770101001' };
const sender = `${operator}romashka`;
const hour = 3_600_000;

let office: StoryOffice;
let key: Identity;
let spoiled: readonly Spoiled[];

beforeAll(async () => {
  office = await openStoryOffice(['romashka']);
  key = office.pki.issue('romashka', { commonName: taxpayer.name, organization: taxpayer.name, organizationTaxNumber: taxpayer.taxNumber }, 'rsa');
  spoiled = [...truncated(), ...zips(), ...documents(), ...signatures()];
  for (const { name, bytes } of spoiled) office.partner.handIn(name, bytes, sender);
}, 180_000);

afterAll(() => office?.close());

const good = (report: Report = writeReport(taxpayer)): Packed => ({ typeCode: '01', type: 'декларация', ...report, signers: [{ key, role: 'абонент' }], recipients: [office.key.certificate] });
const packed = (...documents: Packed[]): Container => packContainer(declarationFlow(sender), documents);
const named = (what: string): string => `${what.replace(/[^a-zа-яё0-9]+/giu, '-')}-${hex32().slice(0, 6)}.zip`;

const spoil = (what: string, bytes: Uint8Array, state: SubmissionState, code?: string): Spoiled => ({ what, name: named(what), bytes, state, ...(code === undefined ? {} : { code }) });

function truncated(): Spoiled[] {
  const { bytes } = packed(good());
  const lengths = [0, 1, 4, 30, Math.floor(bytes.length / 4), Math.floor(bytes.length / 2), bytes.length - 22, bytes.length - 1];
  return lengths.map((length) => spoil(`a container cut to ${length} bytes`, bytes.subarray(0, length), 'quarantined'));
}

function zips(): Spoiled[] {
  const { files } = packed(good());
  const description = files[0]!;
  const content = files[1]!;
  const bomb = zip([{ name: 'report.xml', bytes: new Uint8Array(200_000_000) }], ['-mx=1']);
  return [
    spoil('a zip with a password', zip(files, ['-psecret']), 'quarantined'),
    spoil('a zip with a password, AES-256', zip(files, ['-psecret', '-mem=AES256']), 'quarantined'),
    spoil('a bomb as the container', zip([{ name: 'packageDescription.xml', bytes: new Uint8Array(200_000_000) }], ['-mx=1']), 'quarantined'),
    spoil('a bomb in an enciphered document', packed({ ...good(), enclosed: bomb }).bytes, 'refused'),
    spoil('entries that lie on each other', forgeZip([{ ...toForged(description) }, { name: content.name, content: content.bytes }, { name: 'again.bin', content: '', sameDataAs: 1 }]), 'quarantined'),
    spoil('names that climb out of the folder', forgeZip([toForged(description), { name: '../../../etc/cron.d/x', content: 'evil' }, ...files.slice(1).map(toForged)]), 'quarantined'),
    spoil('a symbolic link', forgeZip([toForged(description), { name: 'link', content: '/etc/passwd', mode: 0o120777 }, ...files.slice(1).map(toForged)]), 'quarantined'),
    spoil('two files of one name', forgeZip([...files.map(toForged), toForged(description)]), 'quarantined'),
    spoil('a zip without a description', zip([{ name: 'report.xml', bytes: writeReport(taxpayer).bytes }]), 'quarantined'),
    spoil('no zip at all', randomBytes(5000), 'quarantined'),
    spoil('a text', Buffer.from('Это не контейнер'), 'quarantined'),
  ];
}

function toForged({ name, bytes }: { name: string; bytes: Uint8Array }) {
  return { name, content: bytes };
}

/** Bytes of every value but those that a mail server would change: NUL and the ends of lines. */
const noise = (size: number): Uint8Array => randomBytes(size).map((byte) => ([0, 10, 13].includes(byte) ? 1 : byte));

const described = (change: (xml: string) => Uint8Array): Uint8Array => {
  const { files } = packed(good());
  return zip(files.map((file) => (file.name === 'packageDescription.xml' ? { ...file, bytes: change(fromWindows1251(file.bytes)) } : file)));
};

function documents(): Spoiled[] {
  const doctype = '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>';
  const report = writeReport(taxpayer);
  const xml = fromWindows1251(report.bytes);
  const withBytes = (bytes: Uint8Array): Report => ({ ...report, bytes });
  const laughs = `<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "ха">${'bcdefghij'.split('').map((name, i) => `<!ENTITY ${name} "${`&${'abcdefghi'[i]};`.repeat(10)}">`).join('')}]><Файл>&j;</Файл>`;
  return [
    spoil('a DOCTYPE in the description', described((text) => toWindows1251(text.replace('?>', doctype))), 'quarantined'),
    spoil('a description in UTF-16', described((text) => Buffer.from(`\ufeff${text}`, 'utf16le')), 'quarantined'),
    spoil('a description that is not XML', described(() => Buffer.from('<ТрансИнф')), 'quarantined'),
    spoil('an empty description', described(() => new Uint8Array()), 'quarantined'),
    spoil('a description without its end', described((text) => toWindows1251(text.slice(0, -30))), 'quarantined'),
    spoil('a description that names files that are not there', described((text) => toWindows1251(text.replace(/содержимое имяФайла="[^"]*"/u, 'содержимое имяФайла="../../etc/passwd"'))), 'refused'),
    spoil('a DOCTYPE in the report', packed(good(withBytes(toWindows1251(xml.replace('?>', doctype))))).bytes, 'refused'),
    spoil('a billion laughs in the report', packed(good(withBytes(Buffer.from(laughs)))).bytes, 'refused'),
    spoil('an empty report', packed(good(withBytes(new Uint8Array()))).bytes, 'refused'),
    spoil('a report in UTF-8 that says windows-1251', packed(good(withBytes(Buffer.from(xml)))).bytes, 'refused'),
    spoil('a report that is not XML', packed(good(withBytes(toWindows1251('КНД 1151099: всё уплачено')))).bytes, 'refused'),
    spoil('a report nested a thousand deep', packed(good(withBytes(toWindows1251(`<Файл>${'<а>'.repeat(1000)}${'</а>'.repeat(1000)}</Файл>`)))).bytes, 'refused'),
    spoil('a report of another authority', packed(good(writeReport(taxpayer, 'Лодыгина', 'chuzhoj', '5001'))).bytes, 'refused', '0100200001'),
    spoil('a container enciphered to somebody else', packed({ ...good(), recipients: [key.certificate] }).bytes, 'refused', '0100300003'),
  ];
}

function signatures(): Spoiled[] {
  const changed = (which: number, change: (bytes: Uint8Array) => Uint8Array): Uint8Array => {
    const { files } = packed(good());
    return zip(files.map((file, at) => (at === which ? { ...file, bytes: change(file.bytes) } : file)));
  };
  const halved = (bytes: Uint8Array) => bytes.subarray(0, bytes.length >> 1);
  const flipped = (at: number) => (bytes: Uint8Array) => bytes.map((byte, i) => (i === Math.floor(bytes.length * at) ? byte ^ 0xff : byte));
  return [
    spoil('an enciphered document cut in half', changed(1, halved), 'refused'),
    spoil('an enciphered document with a changed byte in its middle', changed(1, flipped(0.7)), 'refused'),
    spoil('an enciphered document of random bytes', changed(1, () => randomBytes(3000)), 'refused'),
    spoil('an enciphered document of nested ASN.1', changed(1, () => Buffer.from('30803080'.repeat(5000), 'hex')), 'refused'),
    spoil('a signature cut in half', changed(2, halved), 'refused', '0100100000'),
    spoil('an empty signature', changed(2, () => new Uint8Array()), 'refused'),
    spoil('a signature of nested ASN.1', changed(2, () => Buffer.from('30803080'.repeat(5000), 'hex')), 'refused', '0100100000'),
    spoil('a signature with a length of four gigabytes', changed(2, () => Buffer.from('3084ffffffff0203', 'hex')), 'refused', '0100100000'),
    spoil('a signature over other bytes', changed(2, () => opensslSign(Buffer.from('другое'), key, { detached: true })), 'refused', '0100100004'),
    spoil('an enveloped message where a signature should be', changed(2, () => opensslEncrypt(Buffer.from('другое'), [office.key.certificate])), 'refused', '0100100000'),
  ];
}

/** As it came, with a state, with a reason in words. */
async function mustBeKept(record: SubmissionRecord, bytes: Uint8Array, state: SubmissionState, code?: string): Promise<void> {
  expect(Buffer.from(await office.station.archive.read(record.summary.raw)).equals(bytes)).toBe(true);
  expect(record.summary.state).toBe(state);
  expect(record.decisionReasons.length).toBeGreaterThan(0);
  for (const { code: given, text } of record.decisionReasons) {
    expect(given).toMatch(/^\d{10}$/);
    expect(text).toMatch(/[а-яё]{3}/i);
    expect(text).not.toMatch(/undefined|\[object|Error:|\bat \w+ \(/);
  }
  if (code !== undefined) expect(record.decisionReasons.map((reason) => reason.code)).toContain(code);
}

describe('of spoiled containers in the spool folder', () => {
  // The names are made when the office stands; the list is walked here one by one, so that a failure names its case.
  it('each is archived as it came, with a state and a reason, and acknowledged', async () => {
    const faults: string[] = [];
    for (const { what, name, bytes, state, code } of spoiled) {
      const record = await office.decided({ channel: 'gd', includes: name }, 120);
      await mustBeKept(record, bytes, state, code).catch((error: Error) => faults.push(`${what}: ${error.message.slice(0, 300)} — ${record.summary.state} ${JSON.stringify(record.decisionReasons)}`));
      if (office.partner.acknowledged(name)?.size !== bytes.length) faults.push(`${what}: not acknowledged`);
    }
    expect(faults).toEqual([]);
  }, 300_000);

  it('the same name with other bytes is another delivery', async () => {
    const [one, other] = [packed(good()), packed(good())];
    office.partner.handIn('одно-имя.zip', one.bytes, sender);
    const first = await office.decided({ channel: 'gd', includes: 'одно-имя.zip' });
    await until('the first to be cleared', () => office.partner.waiting().length === 0);
    office.partner.handIn('одно-имя.zip', other.bytes, sender);
    const second = await until('the second', async () => {
      const { rows } = await office.station.archive.records.submissions({ filter: {}, sort: 'receivedAt', descending: true, offset: 0, limit: 10 });
      return rows.find(({ flowId, state }) => flowId === other.flow.id && state !== 'registered');
    });
    expect(second.id).not.toBe(first.summary.id);
    expect([first.summary.state, second.state]).toEqual(['accepted', 'accepted']);
  }, 150_000);

  it('the same name with the same bytes is cleared and not taken twice', async () => {
    const before = await counted();
    const { bytes } = packed(good());
    office.partner.handIn('дважды.zip', bytes, sender);
    await office.decided({ channel: 'gd', includes: 'дважды.zip' });
    office.partner.handIn('дважды.zip', bytes, sender);
    await until('the second to be cleared', () => office.partner.waiting().length === 0);
    await settled();
    expect(await counted()).toBe(before + 1);
  }, 150_000);
});

const counted = async (): Promise<number> => (await office.station.archive.records.submissions({ filter: {}, sort: 'number', descending: false, offset: 0, limit: 1 })).total;
const settled = () => until('nothing left to do', async () => (await office.station.archive.unfinished()).length === 0 && (await office.station.archive.owed('9999-01-01T00:00:00.000Z' as never, 10)).length === 0);

describe('of spoiled mails in Dovecot', () => {
  const address = (user: string) => office.postfix.address(user);
  const mailOf = (attachments: { name: string; bytes: Uint8Array; type?: string }[], more: Partial<Parameters<typeof writeMail>[0]> = {}) => {
    const messageId = `<${hex32()}@subscribers.test>`;
    return { messageId, bytes: Buffer.from(writeMail({ from: address('romashka'), to: address('priem'), subject: 'Отчёт', text: 'Отчёт', attachments, messageId, ...more })) };
  };
  const signedAndEnciphered = () => ({ signer: key, recipient: office.key.certificateFile });

  async function arrives(mail: { messageId: string; bytes: Uint8Array }, state: SubmissionState | readonly SubmissionState[], seconds = 120): Promise<SubmissionRecord> {
    await office.dovecot.drop('priem', mail.bytes);
    const record = await office.decided({ channel: 'mail', includes: mail.messageId.slice(1, -1) }, seconds);
    expect(Buffer.from(await office.station.archive.read(record.summary.raw)).equals(mail.bytes)).toBe(true);
    expect([state].flat()).toContain(record.summary.state);
    return record;
  }

  it('one without a signature is left to an officer, with the reason', async () => {
    expect((await arrives(mailOf([writeReport(taxpayer)]), 'deciding')).decisionReasons.map(({ code }) => code)).toContain('0100100001');
  }, 150_000);

  it('one whose enciphered part is cut or enciphered to somebody else is quarantined', async () => {
    const { messageId, bytes } = mailOf([writeReport(taxpayer)], signedAndEnciphered());
    await arrives({ messageId, bytes: bytes.subarray(0, Math.floor(bytes.length * 0.6)) }, 'quarantined');
    await arrives(mailOf([writeReport(taxpayer)], { signer: key, recipient: key.certificateFile }), 'quarantined');
  }, 150_000);

  it('one changed after signing is refused', async () => {
    const { messageId, bytes } = mailOf([writeReport(taxpayer)], { signer: key });
    const text = bytes.toString('latin1');
    const at = text.indexOf('Content-Disposition: attachment');
    const start = text.indexOf('\r\n\r\n', at) + 40;
    const letter = text[start] === 'A' ? 'B' : 'A';
    await arrives({ messageId, bytes: Buffer.from(text.slice(0, start) + letter + text.slice(start + 1), 'latin1') }, 'refused');
  }, 150_000);

  it('one whose report has a DOCTYPE is refused with the reason', async () => {
    const report = writeReport(taxpayer);
    const bytes = toWindows1251(fromWindows1251(report.bytes).replace('?>', '?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'));
    const { decisionReasons } = await arrives(mailOf([{ ...report, bytes }], signedAndEnciphered()), 'refused');
    expect(decisionReasons.map(({ text }) => text).join()).toContain('DOCTYPE');
  }, 150_000);

  it('one wrapped in mails and signatures deeper than anybody needs is decided all the same', async () => {
    let entity = writeEntity({ text: 'внутри', attachments: [writeReport(taxpayer)] });
    for (let depth = 0; depth < 60; depth++) entity = `Content-Type: message/rfc822\r\n\r\nFrom: a@b.test\r\nSubject: ${depth}\r\n${entity}`;
    const messageId = `<${hex32()}@subscribers.test>`;
    await arrives({ messageId, bytes: Buffer.from(`From: ${address('romashka')}\r\nTo: ${address('priem')}\r\nMessage-ID: ${messageId}\r\nSubject: nested\r\nMIME-Version: 1.0\r\n${entity}`) }, ['deciding', 'quarantined']);
  }, 150_000);

  it('one with headers, boundaries and bytes that no standard allows is decided all the same', async () => {
    const messageId = `<${hex32()}@subscribers.test>`;
    const head = `From: =?koi8-r?B?////?= <>\r\nMessage-ID: ${messageId}\r\nContent-Type: multipart/signed; boundary="\r\nSubject: =?utf-7?Q?+AAA-\r\n`;
    await arrives({ messageId, bytes: Buffer.concat([Buffer.from(head), noise(20_000), Buffer.from('\r\n'), Buffer.alloc(10_000, 0x2d)]) }, ['deciding', 'quarantined']);
  }, 150_000);

  it('one with an executable and a zip bomb beside the report is accepted for its report and opens neither', async () => {
    const bomb = zip([{ name: 'a', bytes: new Uint8Array(200_000_000) }], ['-mx=1']);
    const record = await arrives(mailOf([writeReport(taxpayer), { name: '../../run.exe', bytes: Buffer.from('MZ…'), type: 'application/octet-stream' }, { name: 'bomb.zip', bytes: bomb, type: 'application/zip' }], signedAndEnciphered()), ['accepted', 'refused']);
    expect(record.examination?.documents.every(({ name }) => !name.includes('/'))).toBe(true);
  }, 150_000);

  it('one that brings the very container that came through the folder is decided once more under its own number, or known as a double when the bytes are the same', async () => {
    const container = packed(good());
    office.partner.handIn(container.fileName, container.bytes, sender);
    const first = await office.decided({ channel: 'gd', includes: container.flow.id });
    const second = await arrives(mailOf([{ name: container.fileName, bytes: container.bytes, type: 'application/zip' }]), ['accepted', 'refused', 'deciding']);
    expect(second.summary.flowId).toBe(first.summary.flowId);
    expect(second.summary.number).not.toBe(first.summary.number);
    const before = await counted();
    const { bytes } = mailOf([writeReport(taxpayer)], { signer: key });
    await office.dovecot.drop('priem', bytes);
    await until('the mail', async () => (await counted()) === before + 1);
    office.partner.handIn('то-же-письмо.eml', bytes, sender);
    await until('the double to be acknowledged', () => office.partner.acknowledged('то-же-письмо.eml'));
    await settled();
    expect(await counted()).toBe(before + 1);
    expect(await office.station.archive.records.journal({ kinds: ['delivery-doubled'], limit: 10 })).toHaveLength(1);
  }, 150_000);

  it('one of 100 MB is archived whole and decided', async () => {
    const piece = randomBytes(1_000_000);
    const big = Buffer.concat(Array.from({ length: 76 }, () => piece));
    const mail = mailOf([writeReport(taxpayer), { name: 'большое.bin', bytes: big, type: 'application/octet-stream' }], { signer: key });
    expect(mail.bytes.length).toBeGreaterThan(100_000_000);
    // Its bytes are too many for the id: a large mail is called by its header.
    await office.dovecot.drop('priem', mail.bytes);
    const record = await office.decided({ channel: 'mail', includes: mail.messageId.slice(1, -1) }, 240);
    expect(record.delivery.raw.size).toBe(mail.bytes.length);
    expect(Buffer.from(await office.station.archive.read(record.summary.raw)).equals(mail.bytes)).toBe(true);
    expect(record.summary.state).toBe('accepted');
  }, 300_000);
});

describe('after all that', () => {
  it('the station takes a good container as on the first day', async () => {
    const container = packed(good());
    office.partner.handIn(container.fileName, container.bytes, sender);
    expect((await office.decided({ channel: 'gd', includes: container.flow.id })).summary.state).toBe('accepted');
  }, 150_000);

  it('nothing is left undone, nothing went wrong, and the archive is whole', async () => {
    await settled();
    const { archive } = office.station;
    expect(await archive.unfinished({ held: true })).toEqual([]);
    expect(await archive.fixity({})).toMatchObject({ damaged: [], missing: [] });
    const { rows } = await archive.records.register({}, 0, 1000);
    expect(rows.map(({ number }) => Number(number.slice(-8)))).toEqual(rows.map((_, at) => at + 1));
    expect(office.log).toEqual([]);
    expect(Date.parse(rows.at(-1)!.receivedAt) - Date.parse(rows[0]!.receivedAt)).toBeLessThan(hour);
  }, 150_000);
});
