import type { DocumentView } from '../domain/document-view.ts';
import type { CertificateFacts } from '../domain/verdict.ts';
import type { Equipment } from '../desks/intake/equipment.ts';
import { packsOf } from '../desks/intake/examine.ts';
import { intakeTasks } from '../desks/intake/tasks.ts';
import type { PrintHead, Viewing } from '../desks/records/records-desk.ts';
import type { TableFormat } from '../desks/reports/reports-desk.ts';
import type { Table } from '../desks/reports/tables.ts';
import { writeReply, type ReplyToWrite, type WrittenReply } from '../desks/replies/write-reply.ts';
import type { CrlFacts } from '../desks/settings/trust-files.ts';
import type { Protocol } from '../domain/submission.ts';
import { writeLetterDescription } from '../formats/container/letter-description.ts';
import { compressDocument, writeContainer } from '../formats/container/write-container.ts';
import { viewDocument } from '../formats/document-view.ts';
import { writeMail } from '../formats/mail/write-mail.ts';
import { letterFlowOf } from '../formats/packs/letter-flow.ts';
import { printProtocol, type ProtocolHead } from '../formats/print/print-protocol.ts';
import { readCertificate } from '../signatures/certificate.ts';
import { readCrl } from '../signatures/crl-facts.ts';
import { encrypt } from '../signatures/encrypt.ts';
import { openPkcs12 } from '../signatures/keys/pkcs12.ts';
import type { KeyAndCertificate, Verification, VerifyInput } from '../signatures/material.ts';
import { sign, type SignInput } from '../signatures/sign.ts';
import { verify } from '../signatures/verify.ts';
import { serveTasks } from './serve-tasks.ts';
import { writeTable, type TableLayout } from './write-table.ts';

/** Everything that costs processor time, by name. Plain data in, plain data out. */
const tasks = {
  ...intakeTasks,
  sign: (input: SignInput): Uint8Array => sign(input),
  verify: (input: VerifyInput, { policy }: Equipment): Verification => verify({ policy, ...input }),
  readCertificate: (der: Uint8Array): CertificateFacts => readCertificate(der),
  readCrl: (der: Uint8Array): CrlFacts => readCrl(der),
  openPkcs12: ({ bytes, password }: { bytes: Uint8Array; password: string }): Promise<KeyAndCertificate> | KeyAndCertificate => openPkcs12(bytes, password),
  writeReply: (input: ReplyToWrite, equipment: Equipment): Promise<WrittenReply> =>
    writeReply(input, { sign, encrypt, compressDocument, writeContainer, writeLetterDescription, writeMail, letterFlow: letterFlowOf(packsOf(equipment)) }),
  viewDocument: (input: { bytes: Uint8Array; mediaType: string; name: string; as?: Viewing; page?: number }, equipment: Equipment): Promise<DocumentView> =>
    viewDocument(input, packsOf(equipment)),
  printProtocol: ({ protocol, head, language }: { protocol: Protocol; head: PrintHead; language: 'ru' | 'en' }, equipment: Equipment): Promise<Uint8Array> =>
    printProtocol(protocol, headOf(head, equipment), language),
  writeTable: ({ format, table, layout }: { format: TableFormat; table: Table; layout: TableLayout }): Promise<Uint8Array> => writeTable(format, table, layout, new Date().toISOString()),
};

function headOf({ number, subscriber, taxNumber, form, receivedAt, authority }: PrintHead, { program, calendar }: Equipment): ProtocolHead {
  return { number, receivedAt, subscriber: { name: subscriber, taxNumber }, fileName: form, authority, printedAt: new Date().toISOString(), program, offsetMinutes: calendar.offsetMinutes };
}

serveTasks<Equipment>(tasks as never);
