import { ReceptionError } from '../../domain/errors.ts';
import type { DocumentType, Packs } from './packs.ts';

export type Coded = { readonly code: string; readonly name: string };

/** The flow in which the authority writes to a subscriber: what a letter, its description and its attachments are called there. */
export type LetterFlow = Coded & { readonly transaction: Coded; readonly letter: Coded; readonly description: Coded; readonly attachment: Coded };

const LETTER_OF_THE_AUTHORITY = '03';

/** Order 535@, tables of the flow, as the pack in force has them. Throws settings-invalid where the pack has no such flow. */
export function letterFlowOf({ docflows }: Pick<Packs, 'docflows'>): LetterFlow {
  const flow = docflows.flows.find(({ code }) => code === LETTER_OF_THE_AUTHORITY);
  const transaction = flow?.transactions.find(({ from }) => from === 'authority');
  const [letter, description, attachment] = (['letter', 'description', 'attachment'] as const).map((role) => coded(flow?.documents.find((document) => document.role === role)));
  if (!flow || !transaction || !letter || !description || !attachment) {
    throw new ReceptionError('settings-invalid', 'The format pack does not say how the authority writes a letter (docflows.json, flow 03).', { details: { file: 'docflows.json', path: 'flows' } });
  }
  return { code: flow.code, name: flow.name, transaction: { code: transaction.code, name: transaction.name }, letter, description, attachment };
}

function coded(document: DocumentType | undefined): Coded | undefined {
  return document && { code: document.code, name: document.name };
}
