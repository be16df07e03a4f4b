import type { Day } from '../domain/identifiers.ts';
import type { DocumentRole, FlowKey, FormFacts, Party, PartyRole, Reason } from '../domain/submission.ts';
import type { ServiceKind } from './packs/packs.ts';
import type { ReceiptKind } from '../domain/receipt.ts';
import type { Finding } from '../domain/verdict.ts';
import type { FormView } from '../domain/document-view.ts';

/** A document as it stands in a container: perhaps enciphered and compressed. */
export type ContainerDocument = {
  readonly id: string;
  readonly role: DocumentRole;
  /** кодТипаДокумента and типДокумента as the description states them; absent in mail. */
  readonly typeCode?: string;
  readonly type?: string;
  /** Set for service documents: what the flow's table says that this one is. */
  readonly service?: ServiceKind;
  /** исходноеИмяФайла, or the attachment's name; shown, never used as a path. */
  readonly name: string;
  /** типСодержимого or MIME type, as a MIME type. */
  readonly mediaType: string;
  /** Absent where a container carries only a signature for a document sent before. */
  readonly content?: Uint8Array;
  readonly encrypted: boolean;
  readonly compressed: boolean;
  readonly signatures: readonly { readonly role: PartyRole; readonly fileName: string; readonly bytes: Uint8Array }[];
};

export type ContainerReading =
  | {
      readonly kind: 'fns-container';
      readonly flow: FlowKey;
      /** packageDescription.xml as it came. */
      readonly description: Uint8Array;
      readonly documents: readonly ContainerDocument[];
      readonly findings: readonly Finding[];
    }
  | { readonly kind: 'mail'; readonly mail: MailLayer }
  | { readonly kind: 'unreadable'; readonly findings: readonly Finding[] };

/** One layer of an S/MIME mail (RFC 8551); the desk peels them one after the other. */
export type MailLayer = {
  readonly headers: MailHeaders;
  readonly body:
    | { readonly layer: 'enveloped'; readonly cms: Uint8Array }
    | { readonly layer: 'signed-attached'; readonly cms: Uint8Array }
    /** `content` are the exact bytes that the signature covers, lines ended by CRLF. */
    | { readonly layer: 'signed-detached'; readonly content: Uint8Array; readonly cms: Uint8Array }
    | { readonly layer: 'plain'; readonly parts: readonly MailPart[] }
    | { readonly layer: 'delivery-status'; readonly status: DeliveryStatus };
  /** Faults of the layer itself: limits exceeded, broken structure. */
  readonly findings?: readonly Finding[];
};

/** Message-IDs without angle brackets, addresses without display names, texts decoded. */
export type MailHeaders = {
  readonly messageId?: string;
  readonly inReplyTo?: string;
  readonly references: readonly string[];
  readonly from?: string;
  readonly replyTo?: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly date?: string;
};

export type MailPart = { readonly id: string; readonly name: string; readonly mediaType: string; readonly isBody: boolean; readonly content: Uint8Array };

export type DeliveryStatus = { readonly originalMessageId?: string; readonly action: string; readonly status: string; readonly diagnostic: string; readonly recipient: string };

/** A report (or power of attorney, or service document) after its bytes were read. */
export type ReportReading = {
  readonly form?: FormFacts;
  readonly fileId?: string;
  readonly subscriber?: Party;
  readonly sender?: Party;
  /** Fio of the signatory and whether a representative signs (ПрПодп = 2). */
  readonly signatory?: { readonly name: string; readonly representative: boolean };
  /** Set when the document is a service document that a subscriber or an operator sent. */
  readonly service?: ServiceKind;
  /** What a service document is about: names of files without extension, as it states them. */
  readonly about?: { readonly fileName: string; readonly fileId: string };
  /** Every file that a service document names. */
  readonly aboutFiles?: readonly string[];
  readonly findings: readonly Finding[];
  /** The document as people read it. */
  readonly view: FormView;
  /** Text for search. */
  readonly text: string;
};


/** What a service document says; the writer of each kind takes what its format needs. */
export type ReceiptFacts = {
  readonly kind: ReceiptKind;
  readonly authority: { readonly code: string; readonly name: string };
  readonly subscriber: Party;
  readonly sender: Party;
  readonly form?: FormFacts;
  /** Name without extension and ИдФайл of the file that the receipt is about. */
  readonly fileName: string;
  readonly fileId?: string;
  /** All files that were examined. */
  readonly files: readonly string[];
  readonly receivedAt: string;
  readonly issuedAt: string;
  readonly registrationNumber: string;
  readonly reasons: readonly Reason[];
  readonly findings: readonly Finding[];
  /** 32 hex digits that make the file name unique. */
  readonly uniqueId: string;
  readonly program: string;
  /** Minutes east of UTC, for dates and times in the document. */
  readonly offsetMinutes: number;
};

export type WrittenDocument = { readonly fileName: string; readonly bytes: Uint8Array; readonly mediaType: string };

/** What goes into a container: contents are already signed, compressed and enciphered as the flow demands. */
export type OutgoingDocument = {
  readonly id: string;
  readonly typeCode: string;
  readonly type: string;
  readonly contentType: string;
  readonly name: string;
  /** Absent where only a signature travels, for a document that the receiver has. */
  readonly content?: Uint8Array;
  readonly encrypted: boolean;
  readonly compressed: boolean;
  readonly signatures: readonly { readonly role: PartyRole; readonly bytes: Uint8Array }[];
};

export type OutgoingContainer = {
  readonly flow: FlowKey;
  readonly flowName: string;
  readonly transactionCode: string;
  readonly transaction: string;
  readonly documents: readonly OutgoingDocument[];
  readonly date: Day;
};

export type { FormSection, FormView } from '../domain/document-view.ts';
