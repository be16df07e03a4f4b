import type { StoredObject, ChannelKind } from './delivery.ts';
import type {
  ChannelId,
  Day,
  DeliveryId,
  Digest,
  Instant,
  RegistrationNumber,
  SubmissionId,
} from './identifiers.ts';
import type { Finding, Indication, SignatureVerdict, SubIndication } from './verdict.ts';

/**
 * registered: numbered, not yet decided. deciding: waits for an officer's decision.
 * entered / clarification: the authority's second word on an accepted submission.
 * quarantined: could not be opened or answered; archived as it came, waits for a person.
 */
export type SubmissionState =
  | 'registered'
  | 'deciding'
  | 'accepted'
  | 'refused'
  | 'entered'
  | 'clarification'
  | 'quarantined';

const next: Readonly<Record<SubmissionState, readonly SubmissionState[]>> = {
  registered: ['deciding', 'accepted', 'refused', 'quarantined'],
  deciding: ['accepted', 'refused', 'quarantined'],
  quarantined: ['deciding', 'accepted', 'refused'],
  accepted: ['entered', 'clarification'],
  clarification: ['entered'],
  refused: [],
  entered: [],
};

export function mayBecome(from: SubmissionState, to: SubmissionState): boolean {
  return next[from].includes(to);
}

export function isDecided(state: SubmissionState): boolean {
  return state !== 'registered' && state !== 'deciding' && state !== 'quarantined';
}

export type DocumentRole =
  | 'declaration'
  | 'description'
  | 'power-of-attorney'
  | 'attachment'
  | 'letter'
  | 'mail-body'
  | 'package-description'
  | 'receipt'
  | 'unknown';

/** Who put a signature: роль in the package description. */
export type PartyRole = 'subscriber' | 'operator' | 'authority';

/** One document of a submission, opened: plain bytes in the archive. */
export type SubmissionDocument = {
  /** Unique within the submission: the 32 hex digits of the container, or "m1", "m2" in a mail. */
  readonly id: string;
  readonly role: DocumentRole;
  /** The name its author gave it: shown, never used as a path. */
  readonly name: string;
  readonly mediaType: string;
  readonly content: StoredObject;
  /** What stood in the container, where that differs (enciphered, compressed). */
  readonly asReceived?: StoredObject;
  readonly wasEncrypted: boolean;
  readonly signatures: readonly DocumentSignature[];
};

/** A signature as the journal keeps it; every check of it stands in the protocol. */
export type DocumentSignature = {
  readonly role: PartyRole;
  readonly signature: StoredObject;
  readonly indication: Indication;
  readonly subIndication?: SubIndication;
  /** Common name of the signer, and the digest of the certificate, which is archived under it. */
  readonly signer?: string;
  readonly certificate?: Digest;
};

/** The verdict as a document: archived as JSON, shown, printed, run again. */
export type Protocol = {
  readonly version: 1;
  readonly examinedAt: Instant;
  readonly validatedFor: Instant;
  readonly indication: Indication;
  readonly container: ContainerKind;
  /** Steps before any signature: opening, deciphering; each with its outcome. */
  readonly opening: readonly OpeningStep[];
  readonly documents: readonly {
    readonly id: string;
    readonly name: string;
    readonly digest: Digest;
    readonly signatures: readonly { readonly role: PartyRole; readonly signature: Digest; readonly verdict: SignatureVerdict }[];
  }[];
  /** Signer against subscriber, missing signatures, format and content control. */
  readonly findings: readonly Finding[];
};

export type OpeningStep = {
  readonly key: 'read' | 'decrypt' | 'decompress' | 'name' | 'addressee';
  readonly file: string;
  readonly outcome: 'passed' | 'failed';
  readonly facts: Readonly<Record<string, string>>;
};

export type Party = {
  readonly name: string;
  /** ИНН: 10 digits of an organisation, 12 of a person; empty when unknown. */
  readonly taxNumber: string;
  /** КПП, organisations only. */
  readonly kpp?: string;
};

export type FormFacts = {
  /** КНД, seven digits, e.g. 1151099. */
  readonly knd: string;
  readonly name: string;
  readonly version: string;
  /** Prefix of the file name, e.g. NO_NDFL6. */
  readonly prefix: string;
  readonly periodCode?: string;
  readonly year?: number;
  /** "9 месяцев 2026" */
  readonly periodName?: string;
  readonly correction?: number;
  /** Date of the document as it states itself. */
  readonly date?: Day;
  readonly authority?: string;
};

export type ContainerKind = 'fns-container' | 'mail' | 'unreadable';

/** The conversation that a submission belongs to, as its container names it. */
export type FlowKey = {
  /** идентификаторДокументооборота, or the Message-ID of the mail that opened it. */
  readonly id: string;
  /** кодТипаДокументооборота: "01" Декларация...; "mail" for plain mail. */
  readonly type: string;
  readonly transaction: string;
  readonly sender: string;
  readonly receiver: string;
  readonly operator?: string;
};

/** Why a submission is refused or set aside; code from the error classifier. */
export type Reason = { readonly code: string; readonly text: string };

/** The outcome of steps 5 to 7 for one submission: what was found, before any decision. */
export type Examination = {
  readonly container: ContainerKind;
  readonly flow?: FlowKey;
  readonly form?: FormFacts;
  readonly subscriber: Party;
  /** Where a representative submits. */
  readonly sender?: Party;
  readonly subject?: string;
  /** Message-ID of the mail, for the answer's In-Reply-To. */
  readonly mailId?: string;
  readonly documents: readonly SubmissionDocument[];
  readonly indication: Indication;
  readonly findings: readonly Finding[];
  /** What the authority owes because of this submission, with the time limits of the flow. */
  readonly duties: readonly Duty[];
  readonly examinedAt: Instant;
  /** The protocol (verdict as JSON document). */
  readonly protocol: StoredObject;
  /** Text for full-text search: UTF-8, at most 1 MB. */
  readonly searchText: StoredObject;
};

/** One row of the submissions table: a view over the journal. */
export type SubmissionSummary = {
  readonly id: SubmissionId;
  readonly delivery: DeliveryId;
  readonly number: RegistrationNumber;
  readonly receivedAt: Instant;
  readonly state: SubmissionState;
  readonly decidedAt?: Instant;
  readonly channel: ChannelId;
  readonly channelKind: ChannelKind;
  readonly container: ContainerKind;
  readonly subscriber: Party;
  readonly sender?: Party;
  readonly operator?: string;
  readonly formKnd?: string;
  readonly formName?: string;
  readonly period?: string;
  readonly year?: number;
  readonly correction?: number;
  readonly subject?: string;
  readonly indication?: Indication;
  readonly flowId?: string;
  readonly flowType?: string;
  readonly documents: number;
  readonly size: number;
  /** The nearest thing the authority owes and when; absent when nothing is owed. */
  readonly dueAt?: Instant;
  readonly dueWhat?: DutyKind;
  /** Receipts that were issued / sent / confirmed by the subscriber. */
  readonly receiptsIssued: number;
  readonly receiptsSent: number;
  readonly receiptsConfirmed: number;
  readonly repliesSent: number;
  readonly raw: Digest;
};

/** What an authority owes a subscriber, each with a time limit of the flow's pack. */
export type DutyKind = 'notice-of-receipt' | 'decision' | 'entry' | 'answer';

export type Duty = { readonly what: DutyKind; readonly dueAt: Instant };
