import type { Instant } from '../../domain/identifiers.ts';
import type { OpeningStep, PartyRole } from '../../domain/submission.ts';
import type { Finding } from '../../domain/verdict.ts';
import { inflateDocument } from '../../formats/container/inflate-document.ts';
import { openContainer } from '../../formats/container/open-container.ts';
import { openMailEntity } from '../../formats/mail/open-mail.ts';
import type { ContainerDocument, MailLayer } from '../../formats/readings.ts';
import { decrypt } from '../../signatures/decrypt.ts';
import type { DecryptFailure } from '../../signatures/material.ts';
import { verify } from '../../signatures/verify.ts';
import type { Equipment } from './equipment.ts';
import type { Opened, OpenedDocument, OpenedSignature } from './opened.ts';

const deepestMail = 8;

/**
 * Step 5 and 6 of the way of a submission: open, decrypt, decompress, verify. Pure over its arguments;
 * whatever is wrong with the bytes comes back as a step or a finding.
 */
export async function openDelivery(raw: Uint8Array, name: string, at: Instant, equipment: Equipment): Promise<Opened> {
  const table = new Table(at, equipment);
  await open(table, raw, name);
  return table.opened();
}

async function open(table: Table, raw: Uint8Array, name: string): Promise<void> {
  const reading = await openContainer({ bytes: raw, name });
  if (reading.kind === 'unreadable') {
    table.step('read', name, 'failed', { why: reading.findings[0]?.text ?? '' });
    table.findings.push(...reading.findings);
    return;
  }
  if (reading.kind === 'mail') {
    table.container = 'mail';
    table.mail = reading.mail.headers;
    return peel(table, reading.mail, name, [], false, 0);
  }
  table.container = 'fns-container';
  table.flow = reading.flow;
  table.step('read', name, 'passed', { documents: String(reading.documents.length) });
  table.findings.push(...reading.findings);
  table.add(descriptionOf(reading.description));
  for (const document of reading.documents) await openDocument(table, document);
}

function descriptionOf(bytes: Uint8Array): OpenedDocument {
  return { id: 'package', role: 'package-description', name: 'packageDescription.xml', mediaType: 'application/xml', content: bytes, wasEncrypted: false, signatures: [] };
}

async function openDocument(table: Table, document: ContainerDocument): Promise<void> {
  const stored = document.content;
  if (stored === undefined) {
    table.bare.push(document);
    return;
  }
  const deciphered = document.encrypted ? table.decipher(stored, document.name) : stored;
  const content = deciphered && document.compressed ? await decompress(table, deciphered, document.name) : deciphered;
  const plain = content ?? stored;
  table.add({
    id: document.id,
    role: document.role,
    name: document.name,
    mediaType: content === undefined ? 'application/octet-stream' : document.mediaType,
    content: plain,
    ...(plain === stored ? {} : { asReceived: stored }),
    wasEncrypted: document.encrypted,
    signatures: content === undefined ? [] : document.signatures.flatMap(({ role, bytes }) => table.judge(bytes, content, role)),
  });
}

async function decompress(table: Table, bytes: Uint8Array, name: string): Promise<Uint8Array | undefined> {
  const inflated = await inflateDocument(bytes);
  if (inflated.ok) {
    table.step('decompress', name, 'passed', { size: String(inflated.content.byteLength) });
    return inflated.content;
  }
  table.step('decompress', name, 'failed', { why: inflated.findings[0]?.text ?? '' });
  table.findings.push(...inflated.findings.map((finding) => ({ ...finding, fileName: finding.fileName ?? name })));
  return undefined;
}

/** Peels an S/MIME mail: enciphered and signed layers in any order (RFC 8551, section 3.7). */
async function peel(table: Table, layer: MailLayer, name: string, signatures: readonly OpenedSignature[], wasEncrypted: boolean, depth: number): Promise<void> {
  const { body } = layer;
  table.findings.push(...(layer.findings ?? []));
  if (depth > deepestMail) {
    table.findings.push({ code: '0300100001', severity: 'error', text: `Письмо вложено само в себя глубже ${deepestMail} уровней`, fileName: name });
    return;
  }
  switch (body.layer) {
    case 'delivery-status':
      table.deliveryStatus = body.status;
      return;
    case 'enveloped': {
      const inner = table.decipher(body.cms, name);
      if (inner === undefined) return table.add(closedMail(body.cms));
      return peel(table, await openMailEntity(inner), name, signatures, true, depth + 1);
    }
    case 'signed-detached': {
      const made = table.judge(body.cms, body.content, 'subscriber');
      return peel(table, await openMailEntity(body.content), name, [...signatures, ...made], wasEncrypted, depth + 1);
    }
    case 'signed-attached': {
      const { content, made } = table.unwrap(body.cms);
      if (content === undefined) return table.add(closedMail(body.cms));
      return peel(table, await openMailEntity(content), name, [...signatures, ...made], wasEncrypted, depth + 1);
    }
    case 'plain':
      return parts(table, body.parts, signatures, wasEncrypted);
  }
}

async function parts(table: Table, list: Extract<MailLayer['body'], { layer: 'plain' }>['parts'], signatures: readonly OpenedSignature[], wasEncrypted: boolean): Promise<void> {
  table.step('read', 'mail', 'passed', { documents: String(list.length) });
  const container = list.find((part) => !part.isBody && /\.zip$/i.test(part.name) && /^FNS_/i.test(part.name));
  if (container !== undefined) {
    await open(table, container.content, container.name);
    return;
  }
  for (const part of list) {
    table.add({
      id: part.id,
      role: part.isBody ? 'mail-body' : 'attachment',
      name: part.name,
      mediaType: part.mediaType,
      content: part.content,
      wasEncrypted,
      signatures,
    });
  }
}

function closedMail(cms: Uint8Array): OpenedDocument {
  return { id: 'smime', role: 'unknown', name: 'smime.p7m', mediaType: 'application/pkcs7-mime', content: cms, wasEncrypted: true, signatures: [] };
}

const decryptTexts: Readonly<Record<DecryptFailure, { code: string; text: string }>> = {
  'not-enveloped': { code: '0300100001', text: 'Файл объявлен зашифрованным, но не является зашифрованным сообщением CMS' },
  broken: { code: '0300100001', text: 'Зашифрованное сообщение повреждено и не может быть прочитано' },
  'not-for-us': { code: '0100300003', text: 'Контейнер зашифрован для другого получателя' },
  algorithm: { code: '0300100001', text: 'Алгоритм шифрования не поддерживается' },
  'key-failed': { code: '0300100001', text: 'Файл зашифрован для органа, но не открывается его ключом: сообщение повреждено' },
};

/** What has been opened so far. One table for one delivery. */
class Table {
  container: Opened['container'] = 'unreadable';
  flow: Opened['flow'];
  mail: Opened['mail'];
  deliveryStatus: Opened['deliveryStatus'];
  readonly findings: Finding[] = [];
  /** Documents that a container names without their content. */
  readonly bare: ContainerDocument[] = [];
  readonly #documents: OpenedDocument[] = [];
  readonly #steps: OpeningStep[] = [];
  readonly #evidence = new Map<string, Uint8Array>();
  readonly #at: Instant;
  readonly #equipment: Equipment;

  constructor(at: Instant, equipment: Equipment) {
    this.#at = at;
    this.#equipment = equipment;
  }

  add(document: OpenedDocument): void {
    this.#documents.push(document);
  }

  step(key: OpeningStep['key'], file: string, outcome: OpeningStep['outcome'], facts: OpeningStep['facts'] = {}): void {
    this.#steps.push({ key, file, outcome, facts });
  }

  decipher(cms: Uint8Array, file: string): Uint8Array | undefined {
    const opened = decrypt(cms, this.#equipment.decryptionKeys);
    if (opened.ok) {
      this.step('decrypt', file, 'passed', { algorithm: opened.algorithm, recipient: opened.recipient.commonName });
      return opened.content;
    }
    const { code, text } = decryptTexts[opened.failure];
    this.step('decrypt', file, 'failed', { why: opened.failure, detail: opened.detail, recipients: opened.recipients.join('; ') });
    this.findings.push({ code, severity: 'error', text, fileName: file });
    return undefined;
  }

  judge(signature: Uint8Array, content: Uint8Array, role: PartyRole): OpenedSignature[] {
    const verification = verify({ signature, content, trust: this.#equipment.trust, at: this.#at, policy: this.#equipment.policy });
    for (const [digest, bytes] of verification.evidence) this.#evidence.set(digest, bytes);
    return verification.verdicts.map((verdict) => ({ role, bytes: signature, verdict }));
  }

  unwrap(signature: Uint8Array): { content?: Uint8Array; made: OpenedSignature[] } {
    const verification = verify({ signature, trust: this.#equipment.trust, at: this.#at, policy: this.#equipment.policy });
    for (const [digest, bytes] of verification.evidence) this.#evidence.set(digest, bytes);
    const made = verification.verdicts.map((verdict): OpenedSignature => ({ role: 'subscriber', bytes: signature, verdict }));
    return verification.content === undefined ? { made } : { content: verification.content, made };
  }

  opened(): Opened {
    return {
      container: this.container,
      ...(this.flow === undefined ? {} : { flow: this.flow }),
      documents: this.#documents,
      steps: this.#steps,
      findings: this.findings,
      evidence: this.#evidence,
      ...(this.mail === undefined ? {} : { mail: this.mail }),
      ...(this.deliveryStatus === undefined ? {} : { deliveryStatus: this.deliveryStatus }),
    };
  }
}
