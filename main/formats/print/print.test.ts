import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it, vi } from 'vitest';
import type { Digest, Instant } from '../../domain/identifiers.ts';
import type { Protocol } from '../../domain/submission.ts';
import type { ReceiptFacts } from '../readings.ts';
import { readReport } from '../reports/read-report.ts';
import { printProtocol } from './print-protocol.ts';
import { printForm, printReceipt } from './print-receipt.ts';
import { printTable } from './print-table.ts';

vi.setConfig({ testTimeout: 60_000 });

const folder = mkdtempSync(join(tmpdir(), 'print-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** What a reader of the PDF sees, by another program. */
function read(pdf: Uint8Array): { text: string; fonts: string; pages: number } {
  const path = join(folder, 'a.pdf');
  writeFileSync(path, pdf);
  const run = (tool: string, ...args: string[]) => execFileSync(tool, args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] });
  return { text: run('pdftotext', '-layout', path, '-').replace(/[ \t]+/g, ' '), fonts: run('pdffonts', path), pages: Number(/Pages:\s+(\d+)/.exec(run('pdfinfo', path))![1]) };
}

const instant = '2026-11-22T07:42:00.000Z' as Instant;
const digest = 'ab'.repeat(32) as Digest;
const certificate = {
  fingerprint: digest,
  subject: 'CN=Иванов Иван, O=ООО «Ромашка»',
  issuer: 'CN=УЦ',
  serial: '1f',
  notBefore: instant,
  notAfter: instant,
  commonName: 'Иванов Иван',
  taxNumbers: [],
  keyAlgorithm: 'RSA-2048',
  keyUsage: [],
};
const protocol: Protocol = {
  version: 1,
  examinedAt: instant,
  validatedFor: instant,
  indication: 'TOTAL_FAILED',
  container: 'fns-container',
  opening: [{ key: 'decrypt', file: 'a.bin', outcome: 'passed', facts: { recipient: 'CN=Орган' } }],
  documents: [
    {
      id: '1',
      name: 'NO_NDFL6_1.xml',
      digest,
      signatures: [
        {
          role: 'subscriber',
          signature: digest,
          verdict: {
            indication: 'TOTAL_FAILED',
            subIndication: 'HASH_FAILURE',
            signer: certificate,
            path: [],
            validatedFor: instant,
            checks: [
              { block: 'CV', key: 'crypto.digest', outcome: 'failed', subIndication: 'HASH_FAILURE', facts: { expected: 'x'.repeat(300) }, clause: 'RFC 5652, 11.2' },
              { block: 'XCV', key: 'chain.unheard-of', outcome: 'passed', facts: {}, clause: '' },
            ],
            evidence: [],
          },
        },
      ],
    },
  ],
  findings: [{ code: '0300300001', severity: 'error', text: 'Недопустимое значение \u202e<b>&\u0000', fileName: 'a.xml', line: 7, path: '/Файл/Документ' }],
};
const head = { number: '7700-2026-00000042', receivedAt: instant, subscriber: { name: 'ООО «Ромашка»', taxNumber: '6676130154' }, printedAt: instant, program: 'Reception 0.1.0', offsetMinutes: 180 };

describe('A protocol', () => {
  it('prints every check in Russian, in PT Sans, with the text in it', async () => {
    const { text, fonts } = read(await printProtocol(protocol, head, 'ru'));
    for (const words of ['Протокол проверки 7700-2026-00000042', 'Проверка не пройдена (TOTAL_FAILED)', 'Документ не изменен', 'не пройдена', 'HASH_FAILURE', 'RFC 5652, 11.2', 'chain.unheard-of', 'CN=Иванов Иван', '22.11.2026 10:42:00', 'a.xml:7', 'Страница 1 из 1']) {
      expect(text).toContain(words);
    }
    expect(fonts).toMatch(/PTSans-Regular/);
  });

  it('prints in English, and the same bytes each time', async () => {
    const first = await printProtocol(protocol, head, 'en');
    expect(read(first).text).toContain('The document is unchanged');
    expect(await printProtocol(protocol, head, 'en')).toEqual(first);
  });

  it('of an unreadable delivery prints too', async () => {
    expect(read(await printProtocol({ ...protocol, container: 'unreadable', documents: [], opening: [] }, head, 'ru')).text).toContain('не раскрывается');
  });
});

describe('A receipt', () => {
  const facts: ReceiptFacts = {
    kind: 'refusal',
    authority: { code: '7700', name: 'Инспекция' },
    subscriber: { name: 'ООО «Ромашка»', taxNumber: '6676130154', kpp: '667601001' },
    sender: { name: 'ООО «Ромашка»', taxNumber: '6676130154', kpp: '667601001' },
    fileName: 'a',
    files: ['a.xml'],
    receivedAt: instant,
    issuedAt: instant,
    registrationNumber: '7700-2026-00000042',
    reasons: [{ code: '0100100000', text: 'Подпись не действительна' }],
    findings: protocol.findings,
    uniqueId: '1',
    program: 'Reception',
    offsetMinutes: 180,
  };
  const order = { fileName: 'UO_1.xml', stamps: [{ signer: 'CN=Инспекция', serial: '2a', notBefore: instant, notAfter: instant }], printedAt: instant, program: 'Reception', offsetMinutes: 180 };

  it('prints with its reasons and the stamp of its signature', async () => {
    const { text } = read(await printReceipt(facts, order, 'ru'));
    for (const words of ['Уведомление об отказе', '0100100000', 'Подпись не действительна', 'Документ подписан электронной подписью', 'CN=Инспекция']) expect(text).toContain(words);
  });

  it('prints as any form does, bounded', async () => {
    const bytes = new TextEncoder().encode(`<?xml version="1.0" encoding="UTF-8"?><Файл ИдФайл="x"><Документ КНД="1151099">${'<Строка Сумма="100"/>'.repeat(4000)}</Документ></Файл>`);
    const { view } = await readReport({ bytes, fileName: 'x.xml', mediaType: 'application/xml' });
    const { text, pages } = read(await printForm(view, order, 'ru'));
    expect(text).toContain('Расчет сумм налога');
    expect(text).toContain('Показано не все');
    expect(pages).toBeGreaterThan(3);
  });
});

describe('A table', () => {
  it('repeats its head on every page and numbers them', async () => {
    const rows = Array.from({ length: 300 }, (_, i) => [`7700-2026-${i}`, 'ООО «Очень длинное название организации» '.repeat(3), instant, i]);
    const columns = [{ title: 'Номер', type: 'text' }, { title: 'Абонент', type: 'text', width: 3 }, { title: 'Поступило', type: 'instant' }, { title: 'Размер', type: 'number' }] as const;
    const { text, pages } = read(await printTable({ title: 'Реестр отправлений', columns, rows, language: 'ru', offsetMinutes: 180, printedAt: instant }));
    expect(pages).toBeGreaterThan(5);
    expect(text.match(/Номер Абонент Поступило Размер/g)).toHaveLength(pages);
    expect(text).toContain(`Страница ${pages} из ${pages}`);
    expect(text).toContain('22.11.2026 10:42');
    expect(text).toContain('7700-2026-299');
    const boxes = execFileSync('pdftotext', ['-bbox', join(folder, 'a.pdf'), '-'], { encoding: 'utf8' });
    expect(Math.max(...[...boxes.matchAll(/xMax="([\d.]+)"/g)].map((match) => Number(match[1])))).toBeLessThanOrEqual(842 - 38);
  });
});
