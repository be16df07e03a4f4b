import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import type { Day } from '../../domain/identifiers.ts';
import type { ContainerReading, OutgoingContainer } from '../readings.ts';
import { forgeZip } from '../testing/forge-zip.ts';
import type { ForgedEntry } from '../testing/forge-zip.ts';
import { openContainer } from './open-container.ts';
import { compressDocument, writeContainer } from './write-container.ts';
import { inflateDocument } from './inflate-document.ts';

vi.setConfig({ testTimeout: 60_000 });

const bytes = (text: string) => new TextEncoder().encode(text);
const open = (zip: Uint8Array) => openContainer({ bytes: zip, name: 'FNS_test.zip' });

const outgoing: OutgoingContainer = {
  flow: { id: '0123456789abcdef0123456789abcdef', type: '01', transaction: '01', sender: '1AE6676130154667601001', receiver: '7700', operator: '1BM' },
  flowName: 'Декларация',
  transactionCode: '01',
  transaction: 'ДекларацияНП',
  date: '2026-11-22' as Day,
  documents: [
    {
      id: '00000000000000000000000000000001',
      typeCode: '01',
      type: 'декларация',
      contentType: 'xml',
      name: 'NO_NDFL6_7700_7700_6676130154667601001_20261122_1.xml',
      content: bytes('<Файл/>'),
      encrypted: true,
      compressed: true,
      signatures: [{ role: 'subscriber', bytes: bytes('signature') }],
    },
    { id: '2', typeCode: '02', type: 'описание', contentType: 'xml', name: 'TR_DEKL.xml', content: bytes('<a/>'), encrypted: false, compressed: true, signatures: [] },
  ],
};

function description(documents: string, head = ''): Uint8Array {
  const text = `<?xml version="1.0" encoding="windows-1251"?>${head}<ТрансИнф версияФормата="ФНС:1.0" кодТипаДокументооборота="01" типДокументооборота="Декларация" кодТипаТранзакции="01" типТранзакции="ДекларацияНП" идентификаторДокументооборота="0123456789abcdef0123456789abcdef"><отправитель идентификаторСубъекта="abc" типСубъекта="абонент"/><получатель идентификаторСубъекта="7700" типСубъекта="налоговыйОрган"/>${documents}</ТрансИнф>`;
  return new Uint8Array(iconv.encode(text, 'win1251'));
}

const oneDocument = '<документ кодТипаДокумента="01" типДокумента="декларация" типСодержимого="xml" сжат="false" зашифрован="false" идентификаторДокумента="00000000000000000000000000000001" исходноеИмяФайла="отчет.xml"><содержимое имяФайла="a.bin"/></документ>';
const described: ForgedEntry = { name: 'packageDescription.xml', content: description(oneDocument) };

function words(reading: ContainerReading): string {
  if (reading.kind === 'mail') return 'mail';
  return reading.findings.map((finding) => finding.text).join('\n');
}

describe('A transport container', () => {
  it('comes back from the reader as it was given to the writer', async () => {
    const written = await writeContainer(outgoing);
    expect(written.fileName).toBe('FNS_1AE6676130154667601001_7700_0123456789abcdef0123456789abcdef_01_01_01.zip');
    const reading = await open(written.bytes);
    if (reading.kind !== 'fns-container') throw new Error(words(reading));
    expect(reading.findings).toEqual([]);
    expect(reading.flow).toEqual({ ...outgoing.flow, transaction: '01' });
    expect(reading.documents.map(({ role, name, encrypted, compressed }) => ({ role, name, encrypted, compressed }))).toEqual([
      { role: 'declaration', name: 'NO_NDFL6_7700_7700_6676130154667601001_20261122_1.xml', encrypted: true, compressed: true },
      { role: 'description', name: 'TR_DEKL.xml', encrypted: false, compressed: true },
    ]);
    expect(reading.documents[0]?.content).toEqual(bytes('<Файл/>'));
    expect(reading.documents[0]?.signatures).toMatchObject([{ role: 'subscriber', bytes: bytes('signature') }]);
  });

  it('is written to the same bytes each time, which other archivers open', async () => {
    const [one, two] = await Promise.all([writeContainer(outgoing), writeContainer(outgoing)]);
    expect(one.bytes).toEqual(two.bytes);
    const folder = mkdtempSync(join(tmpdir(), 'container-'));
    try {
      writeFileSync(join(folder, 'c.zip'), one.bytes);
      expect(execFileSync('7z', ['t', join(folder, 'c.zip')], { encoding: 'utf8' })).toContain('Everything is Ok');
    } finally {
      rmSync(folder, { recursive: true });
    }
  });

  it('is read whatever its file is called', async () => {
    const written = await writeContainer(outgoing);
    expect((await openContainer({ bytes: written.bytes, name: 'letter.eml' })).kind).toBe('fns-container');
  });

  it('may carry only a signature for a document sent before', async () => {
    const only = oneDocument.replace('<содержимое имяФайла="a.bin"/>', '<подпись имяФайла="s.bin" роль="налоговыйОрган"/>');
    const reading = await open(forgeZip([{ name: 'packageDescription.xml', content: description(only) }, { name: 's.bin', content: 'x' }]));
    if (reading.kind !== 'fns-container') throw new Error(words(reading));
    expect(reading.findings).toEqual([]);
    expect(reading.documents[0]?.content).toBeUndefined();
    expect(reading.documents[0]?.signatures[0]?.role).toBe('authority');
  });

  it('with faults in its description still opens, and every fault is named', async () => {
    const spoiled = description(oneDocument.replace('зашифрован="false"', 'зашифрован="да"').replace('a.bin', 'нет.bin').replace('кодТипаДокумента="01"', 'кодТипаДокумента="77"'));
    const reading = await open(forgeZip([{ name: 'packageDescription.xml', content: spoiled }, { name: 'stranger.bin', content: '1' }]));
    expect(reading.kind).toBe('fns-container');
    expect(words(reading)).toMatch(/зашифрован — «да»/);
    expect(words(reading)).toMatch(/«нет.bin»; такого файла/);
    expect(words(reading)).toMatch(/«77»; такого документа/);
    expect(words(reading)).toMatch(/«stranger.bin», которого нет/);
  });

  it('has file names of old archivers decoded from code page 866', async () => {
    const document = oneDocument.replace('a.bin', 'отчет.bin');
    const name = new Uint8Array(iconv.encode('отчет.bin', 'cp866'));
    const reading = await open(forgeZip([{ name: 'packageDescription.xml', content: description(document) }, { name, content: 'x' }]));
    expect(words(reading)).toBe('');
  });
});

describe('A hostile container is refused with a reason', () => {
  const file = (more: Partial<ForgedEntry>): ForgedEntry[] => [described, { name: 'a.bin', content: 'x'.repeat(100), ...more }];
  const cases: readonly (readonly [string, Uint8Array, RegExp])[] = [
    ['a path upwards', forgeZip(file({ name: '../../etc/passwd' })), /недопустимое имя/],
    ['a backslash path', forgeZip(file({ name: '..\\..\\windows' })), /недопустимое имя/],
    ['a drive letter', forgeZip(file({ name: 'C:evil' })), /недопустимое имя/],
    ['a zero byte in a name', forgeZip(file({ name: 'a.bin\u0000.exe' })), /недопустимое имя/],
    ['a symbolic link', forgeZip(file({ mode: 0o120777 })), /ссылка/],
    ['an encrypted entry', forgeZip(file({ flags: 1 })), /паролем/],
    ['an unknown method', forgeZip(file({ method: 14 })), /способ сжатия/],
    ['a doubled name', forgeZip([...file({}), { name: 'A.BIN', content: 'y' }]), /повторяется/],
    ['another name in the local header', forgeZip(file({ localName: 'b.bin' })), /не совпадает с именем/],
    ['a wrong checksum', forgeZip(file({ crc: 1 })), /контрольная сумма/],
    ['a bomb that tells its size', forgeZip(file({ declaredSize: 2_000_000_000 })), /больше 64 МБ/],
    ['a bomb that lies about its size', forgeZip(file({ content: new Uint8Array(50_000_000), declaredSize: 1000 })), /больший размер/],
    ['many that together are too much', forgeZip([described, ...Array.from({ length: 4 }, (_, i) => ({ name: `${i}`, content: 'x', declaredSize: 60 * 2 ** 20 }))]), /больше 160 МБ/],
    ['overlapping entries', forgeZip([described, { name: 'a.bin', content: 'x' }, { name: 'b.bin', localName: 'a.bin', content: 'x', sameDataAs: 1 }]), /не совпадает|накладываются/],
    ['no description', forgeZip([{ name: 'a.bin', content: 'x' }]), /нет описания/],
    ['200 entries above the limit', forgeZip(Array.from({ length: 800 }, (_, i) => ({ name: `${i}`, content: '' }))), /не больше 600/],
    ['a DOCTYPE', forgeZip([{ name: 'packageDescription.xml', content: description(oneDocument, '<!DOCTYPE a [<!ENTITY x "y">]>') }, { name: 'a.bin', content: 'x' }]), /DOCTYPE/],
    ['a DOCTYPE behind a comment', forgeZip([{ name: 'packageDescription.xml', content: description(oneDocument, '<!-- x --><!DOCTYPE a SYSTEM "file:///etc/passwd">') }, { name: 'a.bin', content: 'x' }]), /DOCTYPE/],
    ['an empty zip', forgeZip([]), /пуст/],
    ['trailing bytes', new Uint8Array([...forgeZip(file({})), 1, 2, 3]), /повреждено/],
    ['nothing at all', new Uint8Array(), /пуст/],
    ['a page', bytes('<!DOCTYPE html><html><body>Login</body></html>'), /HTML/],
    ['a bare report', bytes('<?xml version="1.0"?><Файл/>'), /отдельный файл XML/],
    ['a rar', bytes('Rar!\u001a\u0007\u0000xxxxx'), /RAR/],
    ['a signature alone', new Uint8Array([0x30, 0x82, 1, 2, 6, 9]), /криптографическое/],
  ];
  it.each(cases)('%s', async (_name, zip, reason) => {
    const reading = await open(zip);
    expect(reading.kind).toBe('unreadable');
    expect(words(reading)).toMatch(reason);
    expect(reading.kind === 'unreadable' && reading.findings.every((finding) => /^\d{10}$/.test(finding.code))).toBe(true);
  });

  it('200,000 entries', async () => {
    const many = forgeZip(Array.from({ length: 200_000 }, (_, i) => ({ name: i.toString(36), content: '', stored: true })));
    expect((await open(many)).kind).toBe('unreadable');
  });

  it('entries that share their data', async () => {
    const reading = await open(forgeZip([described, { name: 'a.bin', content: 'x', stored: true }, { name: 'a.bi2', localName: 'a.bin', content: 'x', stored: true, sameDataAs: 1 }]));
    expect(reading.kind).toBe('unreadable');
  });

  it('cut off anywhere', async () => {
    const content = new Uint8Array(40_000).map((_, index) => (index * 7919) % 251);
    const whole = forgeZip([described, { name: 'a.bin', content, stored: true }]);
    for (let length = 1; length < whole.length; length += 1024) {
      expect((await open(whole.slice(0, length))).kind).toBe('unreadable');
    }
  });

  it('with any byte changed never throws', async () => {
    const whole = forgeZip([described, { name: 'a.bin', content: 'x'.repeat(50) }]);
    for (let at = 0; at < whole.length; at += 3) {
      const spoiled = new Uint8Array(whole);
      spoiled[at]! ^= 0xff;
      expect(['unreadable', 'fns-container', 'mail']).toContain((await open(spoiled)).kind);
    }
  });
});

describe('A compressed document', () => {
  it('comes back as it was, and compresses to the same bytes each time', async () => {
    const content = bytes('отчет '.repeat(1000));
    const zip = await compressDocument('отчет.xml', content);
    expect(await compressDocument('отчет.xml', content)).toEqual(zip);
    expect(await inflateDocument(zip)).toEqual({ ok: true, content, name: 'отчет.xml' });
  });

  it('of two files is refused', async () => {
    const inflated = await inflateDocument(forgeZip([{ name: 'a', content: '1' }, { name: 'b', content: '2' }]));
    expect(inflated).toMatchObject({ ok: false, findings: [{ code: '0300100001' }] });
  });

  it('that is no zip is refused', async () => {
    expect(await inflateDocument(bytes('<Файл/>'))).toMatchObject({ ok: false });
    expect(await inflateDocument(new Uint8Array())).toMatchObject({ ok: false });
  });
});
