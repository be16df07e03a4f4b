import type { PrintHead, RecordsTools, Viewing } from '../desks/records/records-desk.ts';
import type { TableFormat } from '../desks/reports/reports-desk.ts';
import type { Table } from '../desks/reports/tables.ts';
import type { ReplyToWrite, WrittenReply } from '../desks/replies/write-reply.ts';
import type { CrlFacts } from '../desks/settings/trust-files.ts';
import type { DocumentView } from '../domain/document-view.ts';
import type { Protocol } from '../domain/submission.ts';
import type { CertificateFacts } from '../domain/verdict.ts';
import type { KeyAndCertificate, Verification, VerifyInput } from '../signatures/material.ts';
import type { SignInput } from '../signatures/sign.ts';
import type { TableLayout } from './write-table.ts';
import type { Workbench } from './workbench.ts';

/** The rooms' work as the desks call it: each call is a task of a worker thread. */
export function workbenchTools(bench: Workbench) {
  return {
    sign: (input: SignInput) => bench.run<Uint8Array>('sign', input),
    verify: (input: VerifyInput) => bench.run<Verification>('verify', input),
    readCertificate: (der: Uint8Array) => bench.run<CertificateFacts>('readCertificate', der),
    readCrl: (der: Uint8Array) => bench.run<CrlFacts>('readCrl', der),
    openPkcs12: (bytes: Uint8Array, password: string) => bench.run<KeyAndCertificate>('openPkcs12', { bytes, password }),
    writeReply: (input: ReplyToWrite) => bench.run<WrittenReply>('writeReply', input),
    viewDocument: (input: { bytes: Uint8Array; mediaType: string; name: string; as?: Viewing; page?: number }) => bench.run<DocumentView>('viewDocument', input),
    printProtocol: (protocol: Protocol, head: PrintHead, language: 'ru' | 'en') => bench.run<Uint8Array>('printProtocol', { protocol, head, language }),
    writeTable: (format: TableFormat, table: Table, layout: TableLayout) => bench.run<Uint8Array>('writeTable', { format, table, layout }, { timeout: 600_000 }),
  } satisfies Partial<RecordsTools> & Record<string, unknown>;
}
