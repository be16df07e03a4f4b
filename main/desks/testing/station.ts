import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Archive } from '../../archive/archive.ts';
import { openArchive } from '../../archive/open-archive.ts';
import { instantOf, newId, type ChannelId, type DeliveryId, type Digest, type OfficerId, type SubmissionId } from '../../domain/identifiers.ts';
import type { JournalEntry } from '../../domain/journal-entry.ts';
import type { Officer, Role } from '../../domain/officer.ts';
import type { Examination, Protocol, SubmissionSummary } from '../../domain/submission.ts';
import { fileKeyProtection } from '../../key-protection.ts';
import { openPapers, type Papers } from '../../papers/papers.ts';
import { readCertificate, sign, type ForgedKey } from './openssl.ts';

/** A station for tests of desks: a real archive and real papers in a folder of their own. */
export type TestStation = {
  readonly folder: string;
  readonly archive: Archive;
  readonly papers: Papers;
  /** Moves the clock that the desks are handed. */
  clock: { now: number };
  journal(): Promise<readonly JournalEntry[]>;
  /** Whether any file of the station holds these bytes. */
  holds(secret: string | Uint8Array): string | undefined;
  close(): Promise<void>;
};

export async function openTestStation(): Promise<TestStation> {
  const folder = mkdtempSync(path.join(tmpdir(), 'station-'));
  // An hour ahead, so that a key which a test makes is valid already.
  const clock = { now: Date.now() + 3_600_000 };
  const archive = await openArchive({ folder: path.join(folder, 'archive'), create: true, authority: '7700', now: () => clock.now });
  const papers = await openPapers(path.join(folder, 'papers'), fileKeyProtection(folder));
  return {
    folder,
    archive,
    papers,
    clock,
    journal: async () => [...(await archive.records.journal({ limit: 1000 }))].sort((a, b) => a.seq - b.seq),
    holds: (secret) => filesOf(folder).find((file) => readFileSync(file).includes(Buffer.from(secret as Uint8Array))),
    async close() {
      await archive.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function filesOf(folder: string): readonly string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
}

export async function addOfficer({ papers }: TestStation, login: string, role: Role): Promise<Officer> {
  return papers.officers.save(newId<OfficerId>(), { login, name: `Officer ${login}`, position: '', roles: [role], active: true });
}

export type Seeded = { readonly id: SubmissionId; readonly summary: SubmissionSummary; readonly declaration: Uint8Array };

const declaration = new Uint8Array(Buffer.from('<?xml version="1.0"?><Файл ИдФайл="NO_NDFL6_1"/>'));

/** A submission as the intake desk would leave it, signed by the subscriber's key, undecided. */
export async function seedSubmission({ archive, clock }: TestStation, subscriber: ForgedKey, by: 'container' | 'mail' = 'container', name = 'one'): Promise<Seeded> {
  const at = instantOf(clock.now);
  const signature = sign({ content: declaration, key: subscriber, detached: true, at });
  const facts = readCertificate(subscriber.certificate);
  const [raw, content, signed, certificate, text] = await archive.depositAll([Buffer.from(`raw ${name}`), declaration, signature, subscriber.certificate, Buffer.from('Ромашка')]);
  const protocol: Protocol = {
    version: 1,
    examinedAt: at,
    validatedFor: at,
    indication: 'TOTAL_PASSED',
    container: by === 'container' ? 'fns-container' : 'mail',
    opening: [],
    documents: [{ id: 'm1', name: 'report.xml', digest: content!.digest, signatures: [{ role: 'subscriber', signature: signed!.digest, verdict: { indication: 'TOTAL_PASSED', signer: facts, path: [facts], validatedFor: at, checks: [], evidence: [facts.fingerprint] } }] }],
    findings: [],
  };
  const delivery = newId<DeliveryId>(clock.now);
  await archive.append([{
    kind: 'delivery-received',
    delivery: {
      id: delivery,
      channel: (by === 'container' ? 'gd' : 'mail') as ChannelId,
      channelKind: by === 'container' ? 'spool' : 'mailbox',
      messageId: `message-${name}`,
      receivedAt: at,
      raw: raw!,
      name: 'FNS_1.zip',
      replyTo: by === 'container' ? '1BM' : 'buh@romashka.example.org',
    },
  }]);
  const { submission, summary } = await archive.register(delivery, 2026);
  const examination: Examination = {
    container: protocol.container,
    flow: { id: 'f'.repeat(32), type: '01', transaction: '01', sender: '1BM-romashka', receiver: '7700', operator: '1BM' },
    subscriber: { name: 'ООО «Ромашка»', taxNumber: '7701234567', kpp: '770101001' },
    ...(by === 'mail' && { mailId: '<letter-17@romashka.example.org>' }),
    documents: [{ id: 'm1', role: 'declaration', name: 'отчёт "$(id)" `1`.xml', mediaType: 'application/xml', content: content!, wasEncrypted: true, signatures: [{ role: 'subscriber', signature: signed!, indication: 'TOTAL_PASSED', signer: 'Иванов "$(id)"', certificate: certificate!.digest as Digest }] }],
    indication: 'TOTAL_PASSED',
    findings: [],
    duties: [],
    examinedAt: at,
    protocol: await archive.deposit(Buffer.from(JSON.stringify(protocol))),
    searchText: text!,
  };
  await archive.append([{ kind: 'submission-examined', submission, examination }, { kind: 'submission-accepted', submission, duties: [] }]);
  return { id: submission, summary, declaration };
}
