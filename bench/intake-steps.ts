import { STANDARD_POLICY } from '../main/signatures/policy.ts';
import { compressDocument, writeContainer } from '../main/formats/container/write-container.ts';
import { writeReport } from '../main/formats/reports/write-report.ts';
import { decrypt } from '../main/signatures/decrypt.ts';
import { encrypt } from '../main/signatures/encrypt.ts';
import { sign } from '../main/signatures/sign.ts';
import { verify } from '../main/signatures/verify.ts';
import { instantOf, type Day, type RegistrationNumber } from '../main/domain/identifiers.ts';
import type { Equipment } from '../main/desks/intake/equipment.ts';
import { examine } from '../main/desks/intake/examine.ts';
import { issue } from '../main/desks/intake/issue.ts';
import { randomBytes, randomUUID } from 'node:crypto';
import { taxpayer, type BenchCase, type Party } from './case.ts';

export function equipmentFor({ station, trust }: Party): Equipment {
  return {
    authority: { code: '7700', name: 'Инспекция' }, stationKey: station, decryptionKeys: [station], trust,
    calendar: { offsetMinutes: 180, holidays: [] }, limits: { noticeHours: 4, decisionWorkingDays: 1, entryWorkingDays: 2, answerDays: 30 },
    program: 'bench', mailFrom: {}, policy: STANDARD_POLICY,
  };
}

/** Rounds of a processor second of this process, all its threads counted. */
export async function measure(seconds: number, round: () => Promise<void> | void): Promise<number> {
  for (let warm = 0; warm < 5; warm++) await round();
  const before = process.cpuUsage();
  const used = () => (({ user, system }) => (user + system) / 1e6)(process.cpuUsage(before));
  let rounds = 0;
  do {
    await round();
    rounds++;
  } while (used() < seconds);
  return rounds / used();
}

/** The very work of the C program, by the station's own code: decrypt, verify with path and lists, sign. */
export function cryptoRound({ enveloped, signature, content, receipt, station, trust }: BenchCase): void {
  const at = instantOf(Date.now());
  const opened = decrypt(enveloped, [station]);
  if (!opened.ok || opened.content.length !== content.length) throw new Error('decrypt');
  const { verdicts } = verify({ signature, content: opened.content, trust, at, policy: STANDARD_POLICY });
  if (verdicts[0]?.indication !== 'TOTAL_PASSED') throw new Error(`verify: ${JSON.stringify(verdicts[0]?.checks.filter(({ outcome }) => outcome === 'failed'))}`);
  sign({ content: receipt, key: station, detached: true, at });
}

export type BenchContainer = { readonly name: string; readonly bytes: Uint8Array };

/** A report of about `size` bytes in its container. */
export async function makeBenchContainer({ station, subscriber }: Party, size: number): Promise<BenchContainer> {
  const now = instantOf(Date.now());
  const date = now.slice(0, 10) as Day;
  const report = writeReport({ form: 'NO_PRIB', authority: '7700', taxpayer, signatory: 'Иванов Иван', period: { code: '33', year: Number(date.slice(0, 4)) }, correction: 0, date, id: randomUUID() });
  const content = grown(report.bytes, size);
  const packed = await compressDocument(report.fileName, content);
  const id = randomBytes(16).toString('hex');
  const { fileName, bytes } = await writeContainer({
    flow: { id, type: '01', transaction: '01', sender: '1OP0001', receiver: '7700', operator: '1OP' }, flowName: 'Декларация', transactionCode: '01', transaction: 'ДекларацияНП', date,
    documents: [{
      id: randomBytes(16).toString('hex'), typeCode: '01', type: 'декларация', contentType: 'xml', name: report.fileName, content: encrypt({ content: packed, recipients: [station.certificate] }),
      encrypted: true, compressed: true, signatures: [{ role: 'subscriber', bytes: sign({ content, key: subscriber, detached: true, at: now }) }],
    }],
  });
  return { name: fileName, bytes };
}

/** More elements before the report's last tags. */
function grown(report: Uint8Array, size: number): Uint8Array {
  const text = Buffer.from(report).toString('latin1');
  const at = text.lastIndexOf('</', text.lastIndexOf('</') - 1);
  const line = (n: number) => `<a n="${n}" s="${(n * 7919) % 100_000}"/>`;
  let more = '';
  for (let n = 0; report.length + more.length < size; n++) more += line(n);
  return Buffer.from(text.slice(0, at) + more + text.slice(at), 'latin1');
}

/** Steps 5 to 8 in one thread: examine, then make, sign and pack the receipts. */
export async function examineRound({ name, bytes }: BenchContainer, party: Party, equipment: Equipment): Promise<void> {
  const now = instantOf(Date.now());
  const examined = await examine({ raw: bytes, name, receivedAt: now, at: now, now }, equipment);
  if (examined.as !== 'submission' || examined.examination.indication !== 'TOTAL_PASSED') throw new Error('examine');
  const { examination } = examined;
  const declaration = examination.documents.find(({ role }) => role === 'declaration')!;
  const content = examined.objects.find((object) => object.length === declaration.content.size)!;
  await issue(
    {
      kinds: ['notice-of-receipt', 'acceptance'], number: '7700-2026-00000001' as RegistrationNumber, container: 'fns-container', flow: examination.flow!, ...(examination.form === undefined ? {} : { form: examination.form }),
      subscriber: examination.subscriber, fileName: declaration.name, files: [declaration.name], receivedAt: now, now, reasons: [], findings: [], recipients: [party.subscriber.certificate],
      declaration: { id: declaration.id, name: declaration.name, content }, seed: name,
    },
    equipment,
  );
}
