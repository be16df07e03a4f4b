import { createHash } from 'node:crypto';
import type { StoredObject } from '../../domain/delivery.ts';
import type { Digest } from '../../domain/identifiers.ts';
import type { ContainerKind, DocumentRole, FlowKey, OpeningStep, PartyRole } from '../../domain/submission.ts';
import type { Finding, SignatureVerdict } from '../../domain/verdict.ts';
import type { DeliveryStatus, MailHeaders, ReportReading } from '../../formats/readings.ts';

/** A document after decryption and decompression, with the verdict on each of its signatures. */
export type OpenedDocument = {
  readonly id: string;
  readonly role: DocumentRole;
  readonly name: string;
  readonly mediaType: string;
  readonly content: Uint8Array;
  readonly asReceived?: Uint8Array;
  readonly wasEncrypted: boolean;
  readonly signatures: readonly OpenedSignature[];
};

export type OpenedSignature = {
  readonly role: PartyRole;
  readonly bytes: Uint8Array;
  readonly verdict: SignatureVerdict;
};

/** A delivery taken apart: everything that can be said before format control and judgement. */
export type Opened = {
  readonly container: ContainerKind;
  readonly flow?: FlowKey;
  readonly documents: readonly OpenedDocument[];
  readonly steps: readonly OpeningStep[];
  readonly findings: readonly Finding[];
  /** Certificates and CRLs that the verdicts rest on, by SHA-256. */
  readonly evidence: ReadonlyMap<string, Uint8Array>;
  readonly mail?: MailHeaders;
  readonly deliveryStatus?: DeliveryStatus;
};

/** What reading each document came to. */
export type Readings = ReadonlyMap<OpenedDocument, ReportReading>;

/** Collects bytes that are to be deposited, each once, and names them by digest. */
export class Objects {
  readonly #byDigest = new Map<string, Uint8Array>();

  add(bytes: Uint8Array): StoredObject {
    const digest = createHash('sha256').update(bytes).digest('hex') as Digest;
    if (!this.#byDigest.has(digest)) this.#byDigest.set(digest, bytes);
    return { digest, size: bytes.byteLength };
  }

  list(): Uint8Array[] {
    return [...this.#byDigest.values()];
  }
}
