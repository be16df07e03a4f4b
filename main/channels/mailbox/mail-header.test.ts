import { describe, expect, it } from 'vitest';
import { decodeWords, readMailHeader } from './mail-header.ts';

const read = (text: string) => readMailHeader(Buffer.from(text, 'latin1'));

describe('The header of a mail', () => {
  it('gives subject, sender, reply address and Message-ID, also folded and in any case', () => {
    const header = read('FROM: "Last, First" <a@b.test>\r\nreply-to: c@d.test, e@f.test\r\nSubject: one\r\n two\r\nMessage-Id:\r\n <1.2@x>\r\n\r\nSubject: body');
    expect(header).toMatchObject({ from: 'a@b.test', replyTo: 'c@d.test', subject: 'one two', messageId: '<1.2@x>' });
    expect(Buffer.from(header.bytes).toString().endsWith('<1.2@x>')).toBe(true);
  });

  it.each([
    ['=?koi8-r?B?8NLJ18XU?=', 'Привет'],
    ['=?windows-1251?Q?=CF=F0=E8=E2=E5=F2?= there', 'Привет there'],
    ['=?utf-8?B?0J/R?= =?utf-8?B?gNC40LLQtdGC?=', 'Привет'],
    ['=?utf-8?q?a_b=20c?=', 'a b c'],
    ['=?x-unknown?B?YWJj?=', 'abc'],
    [Buffer.from('Привет').toString('latin1'), 'Привет'],
  ])('decodes %s', (encoded, plain) => expect(decodeWords(encoded)).toBe(plain));

  it('leaves out what is not an address or an id', () => {
    expect(read('From: nobody\r\nMessage-ID: no angle\r\nReply-To: <a b@c>\r\n\r\n')).not.toHaveProperty('from');
    expect(read('Message-ID: <with space@x>\r\n\r\n')).not.toHaveProperty('messageId');
    expect(read('')).toEqual({ bytes: expect.anything() });
  });

  it('reads hostile headers in the time of honest ones', () => {
    for (const piece of ['=?a?b?', ' ', '<', '\r\n ', 'x@', '=?utf-8?B?AAAA?= ']) {
      const header = read(`Subject: ${piece.repeat(200_000)}\r\nFrom: ${piece.repeat(200_000)}`);
      expect(header.bytes.length).toBeLessThanOrEqual(256 * 1024);
    }
  });
});
