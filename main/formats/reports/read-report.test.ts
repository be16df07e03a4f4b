import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import { readReport } from './read-report.ts';

vi.setConfig({ testTimeout: 60_000 });

const read = (text: string | Uint8Array, fileName = 'NO_NDFL6_7700_7700_6676130154667601001_20261122_1.xml') =>
  readReport({ bytes: typeof text === 'string' ? new Uint8Array(iconv.encode(text, 'win1251')) : text, fileName, mediaType: 'application/xml' });
const head = '<?xml version="1.0" encoding="windows-1251"?>';

describe('A hostile report is a finding, never an exception', () => {
  const laughs = `<!DOCTYPE a [<!ENTITY a "ha">${Array.from({ length: 20 }, (_, i) => `<!ENTITY a${i} "${`&a${i - 1};`.replace('&a-1;', '&a;').repeat(10)}">`).join('')}]>`;
  const cases: readonly (readonly [string, string | Uint8Array, RegExp])[] = [
    ['an external entity', `${head}<!DOCTYPE Файл [<!ENTITY x SYSTEM "file:///etc/passwd">]><Файл a="1">&x;</Файл>`, /DOCTYPE/],
    ['billion laughs', `${head}${laughs}<Файл>&a19;</Файл>`, /DOCTYPE/],
    ['a hundred thousand levels', `${head}${'<a>'.repeat(100_000)}`, /вложенность/],
    ['an unknown entity', `${head}<Файл>&xxe;</Файл>`, /синтаксис/],
    ['a doubled attribute', `${head}<Файл a="1" a="2"/>`, /синтаксис/],
    ['text after the root', `${head}<Файл/>x`, /синтаксис/],
    ['another encoding', '<?xml version="1.0" encoding="koi8-r"?><a/>', /koi8-r/],
    ['UTF-16', new Uint8Array([0xff, 0xfe, 0x3c, 0, 0x3f, 0]), /UTF-16/],
    ['windows-1251 that calls itself UTF-8', new Uint8Array(iconv.encode('<?xml version="1.0" encoding="UTF-8"?><Файл/>', 'win1251')), /utf-8/i],
    ['UTF-8 that calls itself windows-1251', new TextEncoder().encode(`${head}<Файл ИдФайл="1"/>`), /не соответствует содержимому/],
    ['nothing', '', /пуст/],
    ['white space', ' \n ', /пуст/],
    ['zeros', new Uint8Array(1000), /кодировка/],
    ['a page', '<html><br></html>', /синтаксис/],
  ];
  it.each(cases)('%s', async (_name, text, words) => {
    const reading = await read(text);
    expect(reading.findings).toMatchObject([{ code: '0300100001', severity: 'error' }]);
    expect(reading.findings[0]?.text).toMatch(words);
    expect(reading.form).toBeUndefined();
  });

  it('five megabytes of empty lines, a long attribute, and a million elements', async () => {
    expect((await read(`${head}<Файл>${'\n'.repeat(5_000_000)}</Файл>`)).findings).toEqual([]);
    const long = await read(`${head}<Файл a="${'x'.repeat(5_000_000)}"/>`);
    expect(long.view.sections[0]?.fields[0]?.value).toHaveLength(2000);
    expect(Buffer.byteLength(long.text)).toBeLessThanOrEqual(2 ** 20);
    const many = await read(`${head}<Файл>${'<a/>'.repeat(1_000_001)}</Файл>`);
    expect(many.findings[0]?.text).toMatch(/слишком много/);
  });

  it('cut off anywhere', async () => {
    const whole = `${head}<Файл ИдФайл="1"><Документ КНД="1151099">${'<a б="в"/>'.repeat(2000)}</Документ></Файл>`;
    for (let length = 1; length < whole.length; length += 1024) {
      expect((await read(whole.slice(0, length))).findings).toMatchObject([{ code: '0300100001' }]);
    }
  });

  it('whose names are those of objects', async () => {
    const reading = await read(`${head}<Файл ИдФайл="x"><Документ КНД="1151099" constructor="1" Период="toString"><__proto__ __proto__="2"/></Документ></Файл>`);
    expect(reading.form?.knd).toBe('1151099');
    expect(reading.view.sections.length).toBeGreaterThan(0);
  });
});

describe('Other documents', () => {
  it('a notice of receipt says what it is about', async () => {
    const reading = await read(
      `${head}<Файл ИдФайл="IZ_KVNONDFL6_7700_7700_6676130154667601001_20261122_1" ВерсФорм="5.01" ВерсПрог="x"><Документ КНД="1166008"><СвИзвещП ДатаПол="22.11.2026" ВремяПол="10.00.00"><СведПолФайл НаимПолФайла="KV_NONDFL6_1_1_7700_20261122_a.xml"/></СвИзвещП></Документ></Файл>`,
      'IZ_KVNONDFL6_7700_7700_6676130154667601001_20261122_1.xml',
    );
    expect(reading.service).toBe('notice-of-receipt');
    expect(reading.about).toEqual({ fileName: 'KV_NONDFL6_1_1_7700_20261122_a', fileId: 'KV_NONDFL6_1_1_7700_20261122_a' });
  });

  it('a confirmation of the sending date is recognised', async () => {
    const reading = await read(`${head}<Файл ИдФайл="PD_NONDFL6_1_1_1BM_20261122_1"><Документ КНД="1166001"><СведПодтв><СведОтпрФайл ИмяПостФайла="NO_NDFL6_a"/></СведПодтв></Документ></Файл>`, 'PD_NONDFL6_1_1_1BM_20261122_1.xml');
    expect(reading).toMatchObject({ service: 'sending-confirmation', about: { fileName: 'NO_NDFL6_a' } });
  });

  it('text and pages give their words for search, whatever their charset', async () => {
    const text = await readReport({ bytes: new Uint8Array(iconv.encode('Прошу разъяснить порядок', 'koi8-r')), fileName: 'a.txt', mediaType: 'text/plain' });
    expect(text.text).toBe('Прошу разъяснить порядок');
    const html = await readReport({ bytes: new TextEncoder().encode('<p>Привет&nbsp;<b>мир</b><script>alert(1)</script>'), fileName: 'a.html', mediaType: 'text/html' });
    expect(html.text).toBe('Привет мир');
    const pdf = await readReport({ bytes: new TextEncoder().encode('%PDF-1.7'), fileName: 'a.pdf', mediaType: 'application/pdf' });
    expect(pdf).toMatchObject({ text: '', findings: [] });
  });
});
