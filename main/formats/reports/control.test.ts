import { copyFileSync, mkdtempSync, mkdirSync, readFileSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import iconv from 'iconv-lite';
import { afterAll, describe, expect, it } from 'vitest';
import type { Day, Instant } from '../../domain/identifiers.ts';
import { builtInPacks, builtInPacksFolder, loadPacks } from '../packs/load-packs.ts';
import type { Packs } from '../packs/packs.ts';
import { samplesAreHere, samplesFolder } from '../testing/samples.ts';
import { controlReport } from './control.ts';
import { readReport } from './read-report.ts';
import { writeReport } from './write-report.ts';
import type { ReportOrder, SampleForm } from './write-report.ts';

const folder = mkdtempSync(join(tmpdir(), 'packs-'));
afterAll(() => rmSync(folder, { recursive: true }));

const order: ReportOrder = {
  form: 'NO_NDFL6',
  authority: '7700',
  taxpayer: { name: 'ООО «Ромашка & сыновья»', taxNumber: '6676130154', kpp: '667601001' },
  signatory: 'Иванов Иван Иванович',
  period: { code: '33', year: 2026 },
  correction: 0,
  date: '2026-10-20' as Day,
};

async function control(file: { bytes: Uint8Array; fileName: string }, authority = '7700', packs: Packs = builtInPacks(), received = '2026-11-22T07:00:00.000Z') {
  const reading = await readReport({ ...file, mediaType: 'application/xml' }, packs);
  const findings = await controlReport(reading, file.bytes, file.fileName, { authority, received: received as Instant, packs });
  return { reading, findings, errors: findings.filter((one) => one.severity === 'error') };
}

function changed(file: { bytes: Uint8Array; fileName: string }, from: string, to: string) {
  const text = iconv.decode(Buffer.from(file.bytes), 'win1251');
  expect(text).toContain(from);
  return { fileName: file.fileName, bytes: new Uint8Array(iconv.encode(text.replace(from, to), 'win1251')) };
}

describe('Control of a report', () => {
  const forms: readonly SampleForm[] = ['NO_NDFL6', 'NO_PRIB', 'NO_BUHOTCH', 'NO_RASCHSV', 'NO_NDS', 'NO_USN', 'ON_DOV'];
  it.each(forms)('passes a sample %s of an organisation, a person and a representative', async (form) => {
    const code = { NO_NDS: '23', NO_USN: '34', NO_BUHOTCH: '34' }[form as string] ?? '33';
    const year = code === '34' ? 2025 : 2026;
    const person = { name: 'Петров Пётр', taxNumber: '667612345678' };
    for (const more of [{}, { taxpayer: person }, { representative: { name: 'АО Посредник', taxNumber: '7701234567', kpp: '770101001' } }]) {
      const { findings, reading } = await control(writeReport({ ...order, form, period: { code, year }, ...more }));
      expect(findings).toEqual([]);
      expect(reading.form?.prefix).toBe(form);
    }
  });

  it('names the period, the parties and the signatory', async () => {
    const representative = { name: 'АО Посредник', taxNumber: '7701234567', kpp: '770101001' };
    const { reading } = await control(writeReport({ ...order, representative, correction: 2 }));
    expect(reading).toMatchObject({
      form: { knd: '1151099', periodName: '9 месяцев 2026', correction: 2, date: '2026-10-20', authority: '7700' },
      subscriber: { name: 'ООО «Ромашка & сыновья»', taxNumber: '6676130154', kpp: '667601001' },
      sender: representative,
      signatory: { name: 'Иванов Иван Иванович', representative: true },
    });
    expect(reading.text).toContain('Ромашка & сыновья');
  });

  it('finds each fault and gives its code', async () => {
    const good = writeReport(order);
    const codes = async (file: { bytes: Uint8Array; fileName: string }, authority?: string) => (await control(file, authority)).errors.map((one) => one.code);
    expect(await codes(good, '7701')).toEqual(['0100200001']);
    expect(await codes({ ...good, fileName: good.fileName.replace('20261020', '20261021') })).toEqual(['0400400007']);
    expect(await codes({ ...good, fileName: 'отчет.xml' })).toEqual(['0200100003', '0400400007']);
    expect(await codes(changed(good, 'ИННЮЛ="6676130154"', 'ИННЮЛ="6676130155"'))).toEqual(['0400100005']);
    expect(await codes(changed(good, 'КПП="667601001"', 'КПП="667601002"'))).toEqual(['0400100005']);
    expect(await codes(changed(good, 'ОтчетГод="2026"', 'ОтчетГод="2027"'))).toEqual(['0400300000']);
    expect(await codes(changed(good, 'ПрПодп="1"', 'ПрПодп="2"'))).toEqual(['0400300003']);
    expect(await codes(changed(good, 'НомКорр="0"', 'НомКорр="x"'))).toEqual(['0300300001']);
    expect(await codes(changed(good, 'КНД="1151099"', 'КНД="115"'))).toEqual(['0300100001']);
  });

  it('tells the line, the path and the value of what the schema forbids', async () => {
    const { errors } = await control(changed(writeReport(order), 'Ставка="13"', 'Ставка="тринадцать"'));
    expect(errors[0]).toMatchObject({ code: '0300300001', line: 2, value: 'тринадцать', path: expect.stringContaining('СумСтавка/@Ставка') });
    expect(errors[0]?.text).toMatch(/реквизит «Ставка»: недопустимое значение «тринадцать»/);
  });

  it('says when the station has no schema of a version, and does not refuse for it', async () => {
    const { findings } = await control(changed(writeReport(order), 'ВерсФорм="5.02"', 'ВерсФорм="5.99"'));
    expect(findings).toMatchObject([{ severity: 'warning', text: expect.stringContaining('Известны версии: 5.02') }]);
  });

  it('warns of a period that has not ended', async () => {
    const { findings } = await control(writeReport({ ...order, period: { code: '34', year: 2026 } }));
    expect(findings).toMatchObject([{ severity: 'warning', text: expect.stringContaining('2026 год') }]);
  });
});

describe.skipIf(!samplesAreHere)('Real reports (skipped where the samples are missing)', () => {
  const reports = join(samplesFolder, 'fns-reports');
  const real = (start: string) => {
    const fileName = readdirSync(reports).find((name) => name.startsWith(start))!;
    return { fileName, bytes: new Uint8Array(readFileSync(join(reports, fileName))) };
  };
  const run = async (start: string, authority: string) => (await control(real(start), authority, builtInPacks(), '2024-12-01T00:00:00.000Z')).errors.map((one) => `${one.code} ${one.path ?? ''}`);

  it('pass, or fail for true reasons', async () => {
    expect(await run('NO_NDFL6', '0089')).toEqual([]);
    expect(await run('NO_BUHOTCH', '0087')).toEqual([]);
    expect(await run('NO_RASCHSV', '0087')).toEqual([]);
    expect(await run('ON_DOV', '0087')).toEqual([]);
    expect(await run('ON_OTCHOPTOV', '0087')).toEqual([]);
    // signed as by a representative, but no representative is named
    expect(await run('NO_PRIB', '0007')).toEqual(['0400300003 /Файл/Документ/Подписант/@ПрПодп']);
    // ИНН and КПП of zeros
    expect(await run('IU_SOGNTOB', '0087')).toEqual(['0300300001 /Файл/Документ/СвНП/НПЮЛ/@ИННЮЛ', '0300300001 /Файл/Документ/СвНП/НПЮЛ/@КПП']);
    // files renamed after they were made
    expect(await run('ON_UVOSTTOV', '0089')).toEqual(['0400400007 /Файл/@ИдФайл']);
    expect(await run('ON_UVVOZTOV', '0089')).toEqual(['0400400007 /Файл/@ИдФайл']);
  });

  it('are held against the official schema and its rules once that lies in the station\'s pack', async () => {
    mkdirSync(join(folder, 'forms'));
    const official = 'NO_NDFL6_1_152_00_05_02_02.xsd';
    copyFileSync(join(samplesFolder, 'fns-schemas', official), join(folder, 'forms', official));
    const packs = loadPacks({ builtIn: builtInPacksFolder(), station: folder });
    const errors = async (file: { bytes: Uint8Array; fileName: string }, authority = '0089') => (await control(file, authority, packs)).errors;
    expect(await errors(real('NO_NDFL6'))).toEqual([]);
    expect(await errors(writeReport(order), '7700')).toEqual([]);
    expect(await errors(writeReport({ ...order, representative: { name: 'АО', taxNumber: '7701234567', kpp: '770101001' } }), '7700')).toEqual([]);
    const late = await errors(changed(real('NO_NDFL6'), 'ДатаУдержНал="11.01.2019"', 'ДатаУдержНал="00.00.0000"'));
    expect(late).toMatchObject([{ code: '0400400007', value: '11.01.2019', text: expect.stringContaining('ДатаУдержНал, равном "00.00.0000"') }]);
    const renamed = await errors({ ...real('NO_NDFL6'), fileName: 'NO_NDFL6_0089_0089_6676130154667601001_20241024_1.xml' });
    expect(renamed).toMatchObject([{ code: '0400400007', text: expect.stringMatching(/"NO_NDFL6_0089_0089_6676130154667601001_20241024_1" не совпадает со значением элемента ИдФайл "NO_NDFL6_.*_979f/) }]);
    expect(await errors(changed(real('NO_NDFL6'), 'ПоМесту="214"', 'ПоМесту="999"'))).toMatchObject([{ code: '0300300001', value: '999' }]);
  });
});
