import type { Delivery } from '../../domain/delivery.ts';
import type { Instant } from '../../domain/identifiers.ts';
import type { Examination, Protocol } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { Objects } from './opened.ts';

/** What is said of a delivery whose examination cannot be brought to an end: it took too long or too much memory. */
export function examinationOfUnexamined(delivery: Delivery, now: Instant, why: string): { examination: Examination; objects: Uint8Array[] } {
  const finding: Finding = {
    code: '0300100001',
    severity: 'error',
    text: 'Проверка файла не завершилась: он требует слишком много времени или памяти. Файл сохранён в архиве без изменений.',
    fileName: delivery.name,
    value: why,
  };
  const protocol: Protocol = {
    version: 1,
    examinedAt: now,
    validatedFor: delivery.receivedAt,
    indication: 'INDETERMINATE',
    container: 'unreadable',
    opening: [{ key: 'read', file: delivery.name, outcome: 'failed', facts: { why } }],
    documents: [],
    findings: [finding],
  };
  const objects = new Objects();
  const text = new TextEncoder();
  const examination: Examination = {
    container: 'unreadable',
    subscriber: { name: delivery.sender ?? '', taxNumber: '' },
    documents: [],
    indication: 'INDETERMINATE',
    findings: [finding],
    duties: [],
    examinedAt: now,
    protocol: objects.add(text.encode(JSON.stringify(protocol))),
    searchText: objects.add(text.encode(`${delivery.name} ${delivery.sender ?? ''}`)),
  };
  return { examination, objects: objects.list() };
}
