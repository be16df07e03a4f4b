import iconv from 'iconv-lite';
import { describe, expect, it, vi } from 'vitest';
import { viewDocument } from './document-view.ts';
import { searchText } from './search-text.ts';

vi.setConfig({ testTimeout: 60_000 });

const russian = 'Уважаемый налоговый орган! Прошу Вас принять отчёт ООО «Ромашка» за 9 месяцев и сообщить о решении.';
const view = (bytes: Uint8Array, mediaType = 'application/octet-stream', name = 'a') => viewDocument({ bytes, mediaType, name });

describe('A document is shown', () => {
  it.each(['utf-8', 'windows-1251', 'koi8-r', 'ibm866'] as const)('as text in %s, detected by its letters', async (charset) => {
    const bytes = new Uint8Array(iconv.encode(russian.replace(/[«»]/g, '"'), charset === 'ibm866' ? 'cp866' : charset));
    expect(await view(bytes)).toMatchObject({ as: 'text', charset, text: russian.replace(/[«»]/g, '"') });
  });

  it('as a form with its XML, where it is an exchange file', async () => {
    const bytes = new Uint8Array(iconv.encode('<?xml version="1.0" encoding="windows-1251"?><Файл ИдФайл="x"><Документ КНД="1151099" Период="34" ОтчетГод="2025"><СвНП><НПЮЛ НаимОрг="А &amp; Б"/></СвНП></Документ></Файл>', 'win1251'));
    const shown = await view(bytes, 'application/xml');
    expect(shown).toMatchObject({ as: 'form', others: ['xml', 'text', 'hex'] });
    const xml = await viewDocument({ bytes, mediaType: 'application/xml', name: 'a', as: 'xml' });
    expect(xml.as === 'xml' && xml.text).toContain('      <НПЮЛ НаимОрг="А &amp; Б"/>');
  });

  it('as XML, as text where the XML is broken, and a page as its words', async () => {
    expect(await view(Buffer.from('<a><b>1</b></a>'))).toEqual({ as: 'xml', text: '<a>\n  <b>1</b>\n</a>', cut: false, others: ['text', 'hex'] });
    expect(await view(Buffer.from('<a><b>'))).toMatchObject({ as: 'text', text: '<a><b>' });
    expect(await view(Buffer.from('<!DOCTYPE a [<!ENTITY x "y">]><a>&x;</a>'))).toMatchObject({ as: 'text' });
    const page = await view(Buffer.from('<html><script>alert(1)</script><b>Привет</b></html>'), 'text/html');
    expect(page).toMatchObject({ as: 'text' });
    expect(page.as === 'text' && page.text.trim()).toBe('Привет');
  });

  it('as bytes, a page at a time, where it is nothing else', async () => {
    const bytes = new Uint8Array(10_000).map((_, index) => index % 256);
    expect(await view(bytes)).toMatchObject({ as: 'hex', size: 10_000, page: 0, pages: 3, rows: { length: 256 } });
    const last = await viewDocument({ bytes, mediaType: '', name: '', page: 99 });
    expect(last).toMatchObject({ as: 'hex', page: 2, rows: expect.arrayContaining([expect.objectContaining({ offset: 9984, hex: '00 01 02 03 04 05 06 07 08 09 0a 0b 0c 0d 0e 0f' })]) });
    expect(await view(new Uint8Array())).toMatchObject({ as: 'hex', size: 0, rows: [] });
    expect(await view(Buffer.from('%PDF-1.7 text text'))).toMatchObject({ as: 'hex' });
  });

  it('within bounds, however large', async () => {
    const text = await view(Buffer.alloc(20_000_000, 'слово '));
    expect(text).toMatchObject({ as: 'text', cut: true });
    const xml = await view(Buffer.from(`<a>${'<b/>'.repeat(300_000)}</a>`));
    expect(xml).toMatchObject({ as: 'xml', cut: true });
    expect(xml.as === 'xml' && xml.text.length).toBeLessThanOrEqual(400_000);
  });
});

describe('Text for search', () => {
  it('is normalised, without control characters, and at most a megabyte', () => {
    expect(searchText(['  ﬁле\u0000\u202eно\t\n№ ', '', 'б'])).toBe('fiле но No\nб');
    const long = searchText(['слово '.repeat(400_000), 'хвост']);
    expect(Buffer.byteLength(long)).toBeLessThanOrEqual(2 ** 20);
    expect(long).not.toContain('\ufffd');
  });
});
