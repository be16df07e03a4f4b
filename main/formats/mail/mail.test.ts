import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { openContainer } from '../container/open-container.ts';
import type { MailLayer } from '../readings.ts';
import { encodeWords, decodeWords } from './encoded-words.ts';
import { openMail, openMailEntity } from './open-mail.ts';
import { writeMail } from './write-mail.ts';
import type { MailOrder } from './write-mail.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'mail-'));
afterAll(() => rmSync(folder, { recursive: true }));
const at = (name: string) => join(folder, name);
const openssl = (args: readonly string[], input?: Uint8Array) => new Uint8Array(execFileSync('openssl', args, { input, stdio: ['pipe', 'pipe', 'pipe'] }));

beforeAll(() => {
  openssl(['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-keyout', at('key.pem'), '-out', at('cert.pem'), '-days', '3650', '-subj', '/CN=Authority', '-addext', 'keyUsage=digitalSignature,keyEncipherment', '-addext', 'extendedKeyUsage=emailProtection']);
});

const sign = (content: Uint8Array) => openssl(['cms', '-sign', '-binary', '-signer', at('cert.pem'), '-inkey', at('key.pem'), '-outform', 'DER'], content);
const encrypt = (entity: Uint8Array) => openssl(['cms', '-encrypt', '-binary', '-aes256', '-outform', 'DER', at('cert.pem')], entity);

const order: MailOrder = {
  from: { name: 'Инспекция № 7700', address: 'reception@tax.example' },
  to: ['subscriber@example.org'],
  subject: 'Ответ на обращение: «О порядке представления уточнённой декларации по налогу на прибыль» № 42',
  messageId: 'abc.1@tax.example',
  inReplyTo: '<q.1@example.org>',
  references: ['q.0@example.org', 'q.1@example.org'],
  date: '2026-11-22T07:42:00.000Z',
  text: 'Уважаемый налогоплательщик!\n.\nFrom строка\n',
  attachments: [
    { name: 'Ответ налогового органа на обращение налогоплательщика № 42 от 22 ноября 2026 года.pdf', mediaType: 'application/pdf', content: new Uint8Array(10_000).map((_, i) => i % 256) },
    { name: 'a.xml', mediaType: 'text/xml; charset=windows-1251', content: new Uint8Array(iconv.encode('<?xml version="1.0" encoding="windows-1251"?><а/>', 'win1251')) },
    { name: 'empty', mediaType: 'nonsense\r\nBcc: x', content: new Uint8Array() },
  ],
};

const plainOf = (layer: MailLayer) => {
  if (layer.body.layer !== 'plain') throw new Error(layer.body.layer);
  return layer.body.parts;
};

describe('A mail that was written', () => {
  it('is read back: headers, text and exact attachments', async () => {
    const layer = await openMail(await writeMail(order));
    expect(layer.headers).toEqual({
      messageId: 'abc.1@tax.example',
      inReplyTo: 'q.1@example.org',
      references: ['q.0@example.org', 'q.1@example.org'],
      from: 'reception@tax.example',
      to: ['subscriber@example.org'],
      subject: order.subject,
      date: 'Sun, 22 Nov 2026 07:42:00 +0000',
    });
    const parts = plainOf(layer);
    expect(new TextDecoder().decode(parts[0]?.content)).toBe(order.text);
    expect(parts.slice(1).map(({ name, content }) => ({ name, content }))).toEqual(order.attachments.map(({ name, content }) => ({ name, content })));
    expect(parts.map((part) => part.id)).toEqual(['m1', 'm2', 'm3', 'm4']);
  });

  it('has only CRLF lines of at most 78 characters, is ASCII, and is the same each time', async () => {
    const bytes = await writeMail({ ...order, subject: 'Ж'.repeat(3000), to: Array.from({ length: 20 }, (_, i) => `user${i}@example.org`) });
    const text = Buffer.from(bytes).toString('latin1');
    expect(text).toMatch(/^[\u0020-\u007e\r\n]*$/);
    expect(text.split('\r\n').every((line) => line.length <= 78 && !/[\r\n]/.test(line))).toBe(true);
    expect(await writeMail({ ...order, subject: 'Ж'.repeat(3000), to: Array.from({ length: 20 }, (_, i) => `user${i}@example.org`) })).toEqual(bytes);
  });

  it('is read the same by another mail library', async () => {
    writeFileSync(at('plain.eml'), await writeMail(order));
    const script = `
import sys, json, email, email.policy
m = email.message_from_binary_file(open(sys.argv[1], 'rb'), policy=email.policy.default)
print(json.dumps({'subject': m['subject'], 'from': str(m['from']), 'id': m['message-id'], 'text': m.get_body().get_content(),
  'names': [a.get_filename() for a in m.iter_attachments()], 'sizes': [len(a.get_payload(decode=True)) for a in m.iter_attachments()], 'defects': len(m.defects)}))`;
    const read = JSON.parse(execFileSync('python3', ['-c', script, at('plain.eml')], { encoding: 'utf8' })) as Record<string, unknown>;
    expect(read).toEqual({
      subject: order.subject,
      from: 'Инспекция № 7700 <reception@tax.example>',
      id: '<abc.1@tax.example>',
      text: order.text.replaceAll('\n', '\r\n'),
      names: order.attachments.map(({ name }) => name),
      sizes: order.attachments.map(({ content }) => content.length),
      defects: 0,
    });
  });

  it('is signed so that openssl verifies it, and its slicer gives the very bytes that were signed', async () => {
    const bytes = await writeMail({ ...order, sign });
    writeFileSync(at('signed.eml'), bytes);
    openssl(['cms', '-verify', '-in', at('signed.eml'), '-CAfile', at('cert.pem'), '-purpose', 'any', '-out', at('content')]);
    const { body } = await openMail(bytes);
    if (body.layer !== 'signed-detached') throw new Error(body.layer);
    writeFileSync(at('sliced'), body.content);
    writeFileSync(at('sig.der'), body.cms);
    openssl(['cms', '-verify', '-binary', '-inform', 'DER', '-in', at('sig.der'), '-content', at('sliced'), '-CAfile', at('cert.pem'), '-purpose', 'any', '-out', '/dev/null']);
    expect(plainOf(await openMailEntity(body.content))).toHaveLength(4);
  });

  it('is enciphered so that openssl opens it, layer by layer', async () => {
    const bytes = await writeMail({ ...order, sign, encrypt });
    writeFileSync(at('enc.eml'), bytes);
    const inner = openssl(['cms', '-decrypt', '-binary', '-in', at('enc.eml'), '-recip', at('cert.pem'), '-inkey', at('key.pem')]);
    const outer = await openMail(bytes);
    if (outer.body.layer !== 'enveloped') throw new Error(outer.body.layer);
    expect(openssl(['cms', '-decrypt', '-binary', '-inform', 'DER', '-recip', at('cert.pem'), '-inkey', at('key.pem')], outer.body.cms)).toEqual(inner);
    expect((await openMailEntity(inner)).body.layer).toBe('signed-detached');
    expect(Buffer.from(bytes).toString('latin1')).not.toContain('pdf');
  });

  it('cannot be given headers through its texts', async () => {
    const evil = 'x\r\nBcc: victim@example.org\r\n\r\nbody';
    const bytes = await writeMail({ ...order, subject: evil, from: { name: evil, address: 'a@b.example' }, attachments: [{ name: evil, mediaType: evil, content: new Uint8Array([1]) }] });
    expect(Buffer.from(bytes).toString('latin1')).not.toMatch(/^Bcc:/im);
    for (const bad of ['a@b.example\r\nBcc: c@d.example', 'нет@пример.рф', 'a b@c.example', '', 'a@b.example>, <c@d.example']) {
      await expect(writeMail({ ...order, to: [bad] })).rejects.toMatchObject({ code: 'input-invalid' });
    }
    await expect(writeMail({ ...order, messageId: 'a>\r\nX: y' })).rejects.toMatchObject({ code: 'input-invalid' });
  });
});

describe('A mail made by other tools', () => {
  it('signed by openssl with bare line feeds, as a store may keep it, still verifies', async () => {
    writeFileSync(at('body.txt'), 'Content-Type: text/plain\r\n\r\nПривет\r\nмир\r\n');
    const smime = openssl(['smime', '-sign', '-in', at('body.txt'), '-signer', at('cert.pem'), '-inkey', at('key.pem'), '-from', 'a@b.example', '-to', 'c@d.example', '-subject', 'x']);
    for (const bytes of [smime, new Uint8Array(Buffer.from(Buffer.from(smime).toString('latin1').replaceAll('\r\n', '\n'), 'latin1'))]) {
      const { body } = await openMail(bytes);
      if (body.layer !== 'signed-detached') throw new Error(body.layer);
      writeFileSync(at('c2'), body.content);
      writeFileSync(at('s2'), body.cms);
      openssl(['cms', '-verify', '-binary', '-inform', 'DER', '-in', at('s2'), '-content', at('c2'), '-CAfile', at('cert.pem'), '-purpose', 'any', '-out', '/dev/null']);
    }
  });

  it('with an attached signature, or enciphered, is told by what the CMS is and not by its header', async () => {
    writeFileSync(at('plain.txt'), 'Content-Type: text/plain\r\n\r\nx\r\n');
    const signed = openssl(['cms', '-sign', '-nodetach', '-in', at('plain.txt'), '-signer', at('cert.pem'), '-inkey', at('key.pem')]);
    expect((await openMail(signed)).body.layer).toBe('signed-attached');
    const lying = Buffer.from(Buffer.from(signed).toString('latin1').replace('smime-type=signed-data', 'smime-type=enveloped-data'), 'latin1');
    expect((await openMail(lying)).body.layer).toBe('signed-attached');
    const enveloped = openssl(['cms', '-encrypt', '-in', at('plain.txt'), at('cert.pem')]);
    expect((await openMail(enveloped)).body.layer).toBe('enveloped');
    const octets = Buffer.from(Buffer.from(enveloped).toString('latin1').replace(/Content-Type: [^\n]*(\n\s[^\n]*)*/, 'Content-Type: application/octet-stream; name="smime.p7m"'), 'latin1');
    expect((await openMail(octets)).body.layer).toBe('enveloped');
  });

  it('with Cyrillic in every old way is read right', async () => {
    const koi = (text: string) => Buffer.from(iconv.encode(text, 'koi8-r'));
    const raw = Buffer.concat([
      Buffer.from(`From: =?koi8-r?B?${koi('Иванов').toString('base64')}?= <ivanov@example.org>\r\nTo: a@b.example\r\nSubject: =?windows-1251?Q?=CE=F2=F7=E5=F2?=\r\n =?windows-1251?Q?_=E7=E0_=E3=EE=E4?=\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="b 1"\r\n\r\n--b 1\r\nContent-Type: text/plain; charset=koi8-r\r\nContent-Transfer-Encoding: 8bit\r\n\r\n`),
      koi('Здравствуйте'),
      Buffer.from(`\r\n--b 1\r\nContent-Type: application/xml\r\nContent-Disposition: attachment;\r\n filename*0*=windows-1251''%EE%F2;\r\n filename*1*=%F7%E5%F2.xml\r\nContent-Transfer-Encoding: base64\r\n\r\nPGEvPg==\r\n--b 1\r\nContent-Type: application/zip; name="../../etc/passwd\u0000.zip"\r\nContent-Disposition: attachment\r\n\r\nx\r\n--b 1--\r\n`),
    ]);
    const layer = await openMail(raw);
    expect(layer.headers).toMatchObject({ from: 'ivanov@example.org', subject: 'Отчет за год' });
    const parts = plainOf(layer);
    expect(new TextDecoder().decode(parts[0]?.content)).toContain('Здравствуйте');
    expect(parts[1]).toMatchObject({ name: 'отчет.xml', content: new Uint8Array(Buffer.from('<a/>')) });
    expect(parts[2]?.name).not.toMatch(/[/\\]|\.\.|\u0000/);
  });

  it('that reports a failed delivery tells which mail, whom and why', async () => {
    const report = `From: MAILER-DAEMON@mx.example\r\nSubject: Undelivered Mail\r\nMIME-Version: 1.0\r\nContent-Type: multipart/report; report-type=delivery-status; boundary="B"\r\n\r\n--B\r\nContent-Type: text/plain\r\n\r\nSorry.\r\n--B\r\nContent-Type: message/delivery-status\r\n\r\nReporting-MTA: dns; mx.example\r\n\r\nFinal-Recipient: rfc822; nobody@example.org\r\nAction: failed\r\nStatus: 5.1.1\r\nDiagnostic-Code: smtp; 550 5.1.1 User unknown\r\n\r\n--B\r\nContent-Type: text/rfc822-headers\r\n\r\nMessage-ID: <abc.1@tax.example>\r\nSubject: x\r\n\r\n--B--\r\n`;
    expect((await openMail(Buffer.from(report))).body).toEqual({
      layer: 'delivery-status',
      status: { originalMessageId: 'abc.1@tax.example', action: 'failed', status: '5.1.1', diagnostic: '550 5.1.1 User unknown', recipient: 'nobody@example.org' },
    });
  });

  it('whose display name holds another address is from the address in angle brackets', async () => {
    const layer = await openMail(Buffer.from('From: "boss@tax.example" <thief@example.org>\r\nSubject: x\r\n\r\nx'));
    expect(layer.headers.from).toBe('thief@example.org');
  });

  it('is recognised as a mail whatever its file is called', async () => {
    const bytes = await writeMail(order);
    expect(await openContainer({ bytes, name: 'FNS_1_2.zip' })).toMatchObject({ kind: 'mail', mail: { headers: { subject: order.subject } } });
  });

  it('keeps a forwarded mail as an attachment', async () => {
    const inner = Buffer.from(await writeMail({ ...order, attachments: [] })).toString('latin1');
    const parts = plainOf(await openMail(Buffer.from(`From: a@b.example\r\nContent-Type: multipart/mixed; boundary=q\r\n\r\n--q\r\nContent-Type: message/rfc822\r\n\r\n${inner}\r\n--q--\r\n`)));
    expect(parts).toMatchObject([{ mediaType: 'message/rfc822', isBody: false }]);
  });
});

describe('A hostile mail is a value', () => {
  const head = 'From: a@b.example\r\nSubject: x\r\nMIME-Version: 1.0\r\n';
  const nested = (depth: number) => {
    let text = head;
    for (let i = 0; i < depth; i++) text += `Content-Type: multipart/mixed; boundary="b${i}"\r\n\r\n--b${i}\r\n`;
    return text;
  };
  const refused: readonly (readonly [string, () => string, RegExp])[] = [
    ['a thousand levels deep', () => nested(1000), /вложенность/],
    ['ten thousand parts', () => `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n${'--b\r\n\r\nx\r\n'.repeat(10_000)}--b--`, /частей больше/],
    ['a header of two megabytes', () => `${head}X: ${'y'.repeat(2_000_000)}\r\n\r\nx`, /Заголовок/],
    ['a hundred thousand headers', () => `${head}${'X-A: b\r\n'.repeat(100_000)}\r\nx`, /Заголовок/],
    ['a multipart without boundary', () => `${head}Content-Type: multipart/mixed\r\n\r\nx`, /граница/],
  ];
  it.each(refused)('%s', async (_name, make, words) => {
    const layer = await openMail(Buffer.from(make()));
    expect(plainOf(layer)).toEqual([]);
    expect(layer.findings?.[0]?.text).toMatch(words);
  });

  const harmless: readonly (readonly [string, () => string])[] = [
    ['five megabytes of empty lines', () => `${head}\r\n${'\r\n'.repeat(2_500_000)}`],
    ['ten megabytes of near boundaries', () => `${head}Content-Type: multipart/mixed; boundary=bbbb\r\n\r\n${'--bbbbx\r\n'.repeat(1_100_000)}`],
    ['a page of nested blocks', () => `${head}Content-Type: text/html\r\n\r\n${'<div>'.repeat(200_000)}`],
    ['an endless encoded word', () => `From: a@b.example\r\nSubject: ${'=?utf-8?Q?'.repeat(10_000)}\r\n\r\nx`],
    ['brackets without end', () => `From: ${'('.repeat(50_000)}${'"'.repeat(50_001)}<a@b.example\r\nReferences: ${'<'.repeat(100_000)}\r\n\r\nx`],
    ['a parameter in a million pieces', () => `${head}Content-Type: text/plain; ${'a*0*=x;'.repeat(30_000)}\r\n\r\nx`],
    ['broken base64', () => `${head}Content-Type: application/pkcs7-mime\r\nContent-Transfer-Encoding: base64\r\n\r\n====!!!!`],
    ['a signed mail of one part', () => `${head}Content-Type: multipart/signed; protocol="application/pkcs7-signature"; boundary=b\r\n\r\n--b\r\n\r\nx\r\n--b--`],
    ['parts named like objects', () => `${head}Content-Type: text/plain; __proto__=1; constructor=2; charset=__proto__\r\n\r\nx`],
  ];
  it.each(harmless)('%s', async (_name, make) => {
    const layer = await openMail(Buffer.from(make()));
    expect(layer.body.layer).toBe('plain');
  });

  it('cut off anywhere', async () => {
    const whole = await writeMail({ ...order, sign });
    for (let length = 0; length < whole.length; length += 512) {
      expect(['plain', 'signed-detached']).toContain((await openMail(whole.slice(0, length))).body.layer);
    }
  });

  it('of random bytes', async () => {
    let seed = 42;
    const random = () => (seed = (seed * 1103515245 + 12345) & 0x7fffffff) & 0xff;
    for (let run = 0; run < 50; run++) {
      const layer = await openMail(Buffer.concat([Buffer.from(head), Buffer.from(Array.from({ length: 500 }, random))]));
      expect(layer.body.layer).toBe('plain');
    }
  });
});

it('Encoded words come back as they went, however the text is cut', () => {
  for (const text of ['', 'plain', 'Привет', '😀'.repeat(200), 'смесь mixed =?utf-8?Q?x?= текст'.repeat(10), ' x '.repeat(100)]) {
    expect(decodeWords(encodeWords(text).replaceAll('\r\n ', ' '))).toBe(text.trim());
  }
});
