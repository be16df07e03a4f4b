import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { XmlDocument, XsdValidator } from 'libxml2-wasm';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { ReceiptKind } from '../../domain/receipt.ts';
import type { ReceiptFacts } from '../readings.ts';
import { readReport } from '../reports/read-report.ts';
import { applySchematron } from '../reports/schematron.ts';
import { samplesAreHere, samplesFolder } from '../testing/samples.ts';
import { writeReceipt } from './write-receipt.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'receipts-'));
afterAll(() => rmSync(folder, { recursive: true }));

const fileName = 'NO_NDFL6_7700_7700_6676130154667601001_20261120_979fdfdb-16cd-43e1-8e53-10730010a818';
const organisation = { name: 'ООО «Ромашка»', taxNumber: '6676130154', kpp: '667601001' };
const person = { name: 'Петров Пётр Петрович', taxNumber: '667612345678' };

const usual: ReceiptFacts = {
  kind: 'acceptance',
  authority: { code: '7700', name: 'Межрайонная инспекция' },
  subscriber: organisation,
  sender: organisation,
  form: { knd: '1151099', name: '6-НДФЛ', version: '5.02', prefix: 'NO_NDFL6', periodCode: '33', year: 2026, periodName: '9 месяцев 2026', correction: 0 },
  fileName,
  fileId: fileName,
  files: [`${fileName}.xml`],
  receivedAt: '2026-11-20T22:30:15.000Z',
  issuedAt: '2026-11-21T06:00:00.000Z',
  registrationNumber: '7700-2026-00000042',
  reasons: [{ code: '0300300001', text: 'Файл не соответствует xsd-схеме' }],
  findings: [{ code: '0300300001', severity: 'error', text: 'Недопустимое значение', fileName: `${fileName}.xml`, path: '/Файл/Документ/@Период', value: '99', line: 2 }],
  uniqueId: '7ff54fe418274bbe9f5cf63bd31fadf9',
  program: 'Reception 0.1.0',
  offsetMinutes: 180,
};

const nobody = { name: '', taxNumber: '' };
const cases: Readonly<Record<string, Partial<ReceiptFacts>>> = {
  'an organisation': {},
  'a person': { subscriber: person, sender: person },
  'a person known by one word, without ИНН': { subscriber: { name: 'Мадонна', taxNumber: '' }, sender: { name: 'Мадонна', taxNumber: '' } },
  'a representative': { sender: { name: 'АО Посредник', taxNumber: '7701234567', kpp: '770101001' } },
  'hostile and foreign names': { subscriber: { ...organisation, name: '"><!-- & \'中文\' Łódź 😀 \u0000\u000b\ud800 ]]> ё №' }, sender: person },
  'very long names': { subscriber: { ...organisation, name: 'Ж😀'.repeat(2000) }, sender: { name: `${'Я'.repeat(100)} ${'ё'.repeat(100)} ${'ъ '.repeat(90)}`, taxNumber: '667612345678' }, program: 'п'.repeat(200), authority: { code: '7700', name: 'И'.repeat(3000) } },
  'a hundred reasons and many files': {
    reasons: Array.from({ length: 100 }, (_, i) => ({ code: '0400300003', text: `Причина ${i} <&> "${'х'.repeat(i * 20)}"` })),
    findings: Array.from({ length: 100 }, (_, i) => ({ code: '0300300001', severity: 'error' as const, text: `Ошибка ${i}`, fileName: `${fileName}.xml`, path: `/a[${i}]`.repeat(300), value: 'v'.repeat(3000) })),
    files: Array.from({ length: 300 }, (_, i) => `${'f'.repeat(i)}.xml`),
  },
  'no reasons and no findings': { reasons: [], findings: [] },
};
const unknownFile: Partial<ReceiptFacts> = { subscriber: nobody, sender: nobody, fileName: 'c:\\вирус".zip', files: [], reasons: [{ code: 'x', text: '' }], findings: [] };
const withoutForm = (facts: ReceiptFacts): ReceiptFacts => {
  const { form: _form, fileId: _fileId, ...rest } = facts;
  return rest;
};

const official: Readonly<Partial<Record<ReceiptKind, string>>> = { acceptance: 'KV_', refusal: 'UO_', entry: 'IV_', clarification: 'UU_' };

function validate(written: { bytes: Uint8Array; fileName: string }, prefix: string): void {
  const schemas = join(samplesFolder, 'fns-schemas');
  const schema = join(schemas, readdirSync(schemas).find((name) => name.startsWith(prefix))!);
  const document = XmlDocument.fromBuffer(written.bytes);
  const xsd = XmlDocument.fromBuffer(readFileSync(schema));
  const validator = XsdValidator.fromDoc(xsd);
  try {
    validator.validate(document);
    const file = { fileName: written.fileName, bareName: written.fileName.replace('.xml', '') };
    expect(applySchematron(document, { knd: '', version: '', name: schema, xsd: readFileSync(schema) }, file)).toEqual([]);
  } finally {
    [validator, xsd, document].forEach((one) => one.dispose());
  }
  const path = join(folder, 'receipt.xml');
  writeFileSync(path, written.bytes);
  execFileSync('xmllint', ['--noout', '--schema', schema, path], { stdio: 'pipe' });
}

describe.skipIf(!samplesAreHere)('Against the official schemas (skipped where the samples are missing)', () => {
  for (const [kind, prefix] of Object.entries(official) as [ReceiptKind, string][]) {
    it.each(Object.keys(cases))(`${prefix} is valid for %s`, (name) => {
      validate(writeReceipt({ ...usual, kind, ...cases[name] }), prefix);
    });
  }

  it('UO_ is valid for an unreadable file of an unknown sender', () => {
    validate(writeReceipt(withoutForm({ ...usual, kind: 'refusal', ...unknownFile })), 'UO_');
  });

  it('UO_ is valid for an organisation without КПП and for a tax number of zeros', () => {
    validate(writeReceipt({ ...usual, kind: 'refusal', subscriber: { name: 'x', taxNumber: '6676130154' }, sender: { name: 'x', taxNumber: '6676130154' } }), 'UO_');
    validate(writeReceipt({ ...usual, kind: 'refusal', subscriber: { name: 'x', taxNumber: '0000000000' }, sender: { name: 'x', taxNumber: '000000000000' } }), 'UO_');
  });
});

describe('A receipt', () => {
  const kinds: readonly ReceiptKind[] = ['notice-of-receipt', 'acceptance', 'refusal', 'entry', 'clarification', 'error-message'];
  const text = (written: { bytes: Uint8Array }) => new TextDecoder('windows-1251').decode(written.bytes);

  it('is named by the rule, with the day of the authority\'s own zone', () => {
    expect(writeReceipt(usual).fileName).toBe('KV_NONDFL6_6676130154_6676130154_7700_20261121_7ff54fe418274bbe9f5cf63bd31fadf9.xml');
    expect(text(writeReceipt(usual))).toMatch(/ДатаПредст="21\.11\.2026" ВремПредст="01\.30\.15"/);
    expect(writeReceipt({ ...usual, kind: 'notice-of-receipt' }).fileName).toMatch(/^IZ_NONDFL6_/);
    expect(writeReceipt({ ...withoutForm(usual), kind: 'refusal', ...unknownFile }).fileName).toBe('UO_FILE_0000000000_0000000000_7700_20261121_7ff54fe418274bbe9f5cf63bd31fadf9.xml');
  });

  it.each(kinds)('%s is the same each time, is windows-1251, and is read back by the reader of service documents', async (kind) => {
    const written = writeReceipt({ ...usual, kind });
    expect(writeReceipt({ ...usual, kind }).bytes).toEqual(written.bytes);
    const reading = await readReport({ ...written, mediaType: 'application/xml' });
    expect(reading.findings).toEqual([]);
    expect(reading.service).toBe(kind);
    expect(reading.about?.fileName).toBe(fileName);
    expect(`${reading.fileId}.xml`).toBe(written.fileName);
  });

  it('of a letter without a form is written all the same, under the version of the station', () => {
    for (const kind of kinds) {
      const written = writeReceipt(withoutForm({ ...usual, kind, sender: person }));
      expect(text(written)).toContain(official[kind] === undefined || kind === 'refusal' ? 'ВерсФорм="' : 'ВерсФорм="0.01"');
      XmlDocument.fromBuffer(written.bytes).dispose();
    }
  });

  it('keeps characters outside windows-1251', async () => {
    const written = writeReceipt({ ...usual, subscriber: { ...organisation, name: 'Łódź 中 & <b> "x"' } });
    const reading = await readReport({ ...written, mediaType: 'application/xml' });
    expect(reading.subscriber?.name).toBe('Łódź 中 & <b> "x"');
  });
});
