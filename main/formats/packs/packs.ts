import { z } from 'zod';

const edition = { edition: z.string(), source: z.string() };
const code = z.string().regex(/^\d{2}$/);

export const serviceKinds = [
  'sending-confirmation',
  'notice-of-receipt',
  'acceptance',
  'refusal',
  'entry',
  'clarification',
  'error-message',
] as const;

export type ServiceKind = (typeof serviceKinds)[number];

const documentType = z.object({
  code,
  name: z.string().min(1).max(50),
  role: z.enum(['declaration', 'description', 'power-of-attorney', 'attachment', 'letter', 'receipt', 'unknown']),
  service: z.enum(serviceKinds).optional(),
});

const flowType = z.object({
  code,
  name: z.string().min(1).max(50),
  /** carries: the service documents of the authority that this transaction brings. */
  transactions: z.array(
    z.object({ code, name: z.string().min(1).max(50), from: z.enum(['subscriber', 'operator', 'authority']), carries: z.array(z.enum(serviceKinds)).optional() }),
  ),
  documents: z.array(documentType),
});

/** docflows.json: codes of document flows, their transactions and documents, by edition of the order. */
export const docflowsSchema = z.object({ ...edition, formatVersion: z.string(), flows: z.array(flowType) });

const regulationLimits = z.object({ container: z.number(), file: z.number(), attachments: z.number() });
const stationLimits = z.object({
  container: z.number(),
  entries: z.number(),
  entry: z.number(),
  total: z.number(),
  description: z.number(),
  xml: z.number(),
  xmlDepth: z.number(),
  xmlElements: z.number(),
});
/** limits.json: bytes and counts. Above `regulation` a warning, above `station` nothing is opened. */
export const limitsSchema = z.object({ ...edition, regulation: regulationLimits, station: stationLimits });

export const classifierSchema = z.object({ ...edition, codes: z.record(z.string().regex(/^\d{10}$/), z.string()) });
export const contentTypesSchema = z.object({ ...edition, types: z.record(z.string(), z.string()) });

const period = z.object({ name: z.string(), months: z.number().int().min(1).max(12).optional() });
export const periodsSchema = z.object({
  ...edition,
  periods: z.record(z.string(), period),
  byForm: z.record(z.string(), z.record(z.string(), period)),
});

export const formsSchema = z.object({
  ...edition,
  forms: z.array(z.object({ knd: z.string().regex(/^\d{7}$/), prefix: z.string(), name: z.string() })),
});

const receiptFormat = z.object({ prefix: z.string(), knd: z.string().regex(/^\d{7}$/), version: z.string(), documentType: z.string() });
export const receiptsSchema = z.object({
  ...edition,
  receipts: z.object({
    'notice-of-receipt': receiptFormat,
    acceptance: receiptFormat,
    refusal: receiptFormat,
    entry: receiptFormat,
    clarification: receiptFormat,
    'error-message': receiptFormat,
  }),
  ownVersion: z.string(),
});

export const labelsSchema = z.object({ ...edition, labels: z.record(z.string(), z.string()) });

export type FlowType = z.infer<typeof flowType>;
export type DocumentType = z.infer<typeof documentType>;
export type Limits = z.infer<typeof limitsSchema>;
export type ReceiptFormat = z.infer<typeof receiptFormat>;

/** A form's XSD with the form and version that it describes. */
export type FormSchema = {
  readonly knd: string;
  readonly version: string;
  /** The file's name, for messages. */
  readonly name: string;
  readonly xsd: Uint8Array;
};

/** The formats of one regulator, as dated data. */
export type Packs = {
  readonly docflows: z.infer<typeof docflowsSchema>;
  readonly limits: Limits;
  readonly classifier: z.infer<typeof classifierSchema>;
  readonly contentTypes: z.infer<typeof contentTypesSchema>;
  readonly periods: z.infer<typeof periodsSchema>;
  readonly forms: z.infer<typeof formsSchema>;
  readonly receipts: z.infer<typeof receiptsSchema>;
  readonly labels: z.infer<typeof labelsSchema>;
  /** Later ones win: the station's stand after the built-in ones. */
  readonly schemas: readonly FormSchema[];
};
