import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { builtInPacks, builtInPacksFolder, loadPacks } from './load-packs.ts';

const root = mkdtempSync(join(tmpdir(), 'packs-'));
afterAll(() => rmSync(root, { recursive: true }));
let folder = '';
let count = 0;
beforeEach(() => {
  folder = join(root, String(count++));
  mkdirSync(join(folder, 'forms'), { recursive: true });
});
const put = (name: string, content: unknown) => writeFileSync(join(folder, name), typeof content === 'string' ? content : JSON.stringify(content));
const load = () => loadPacks({ builtIn: builtInPacksFolder(), station: folder });

describe('The station\'s own packs', () => {
  it('add to the built-in ones and replace what has the same code', () => {
    put('forms.json', { forms: [{ knd: '1151099', prefix: 'NO_NDFL6.2026', name: '6-НДФЛ' }, { knd: '1150000', prefix: 'NO_NEW', name: 'Новая' }] });
    put('classifier.json', { edition: '2026-01-01', codes: { '0100900001': 'Новый код' } });
    put('docflows.json', { flows: [{ code: '01', documents: [{ code: '11', name: 'опись', role: 'attachment' }] }] });
    const packs = load();
    expect(packs.forms.forms.find((form) => form.knd === '1151099')?.prefix).toBe('NO_NDFL6.2026');
    expect(packs.forms.forms).toHaveLength(builtInPacks().forms.forms.length + 1);
    expect(packs.classifier.codes).toMatchObject({ '0100900001': 'Новый код', '0300300001': expect.any(String) });
    expect(packs.classifier.edition).toBe('2026-01-01');
    const declaration = packs.docflows.flows.find((flow) => flow.code === '01');
    expect(declaration).toMatchObject({ name: 'Декларация', transactions: { length: 11 }, documents: { length: 11 } });
  });

  it('that do not parse are the station\'s fault and name the file', () => {
    put('limits.json', '{ broken');
    expect(load).toThrow(expect.objectContaining({ code: 'settings-invalid' }));
    put('limits.json', { station: { entries: 'много' } });
    expect(load).toThrow(/limits\.json/);
  });

  it('with a schema that names no form are refused', () => {
    put('forms/x.xsd', '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema"/>');
    expect(load).toThrow(/x\.xsd/);
  });

  it('may be absent', () => {
    expect(loadPacks({ builtIn: builtInPacksFolder(), station: join(root, 'nowhere') }).schemas).toHaveLength(11);
  });
});

describe('The built-in packs', () => {
  it('hold what the writers of receipts and containers rely on', () => {
    const packs = builtInPacks();
    expect(packs.docflows.flows.map((flow) => flow.code)).toEqual(['01', '02', '03', '04', '05', '06', '07', '08', '09', '10', '11', '12', '13']);
    for (const [kind, format] of Object.entries(packs.receipts.receipts)) {
      const types = packs.docflows.flows.flatMap((flow) => flow.documents.filter((document) => document.service === kind));
      expect(types.map((type) => type.name)).toContain(format.documentType);
    }
  });
});
