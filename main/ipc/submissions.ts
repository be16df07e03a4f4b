import { isReceptionError } from '../domain/errors.ts';
import type { SubmissionId } from '../domain/identifiers.ts';
import type { Handlers } from './call.ts';

export const submissionsHandlers: Handlers<'submissions' | 'deliveries' | 'signature'> = {
  'submissions.page': (query, { office }) => office.records.views.submissions(query),
  'submissions.facets': (filter, { office }) => office.records.views.facets(filter),
  'submissions.summary': async ({ id }, { office }) => (await office.records.views.summary(id)) ?? null,
  'submissions.record': ({ id }, { office }) => office.records.record(id),
  'submissions.find': async ({ reference }, { office }) => ({ id: (await office.records.views.find(reference)) ?? null }),
  'submissions.protocol': ({ id }, { office }) => office.intake.protocol(id),
  'submissions.recheck': ({ id, at }, { office, officer }) => office.intake.recheck(id, at, officer.id),
  'submissions.certificate': ({ digest }, { office }) => office.records.certificate(digest),
  'submissions.document': (what, { office }) => office.records.document(what),
  'submissions.accept': ({ ids }, { office, officer }) => each(ids, (id) => office.intake.accept(id, officer.id)),
  'submissions.refuse': ({ ids, reasons }, { office, officer }) => each(ids, (id) => office.intake.refuse(id, reasons, officer.id)),
  'submissions.enter': ({ ids }, { office, officer }) => each(ids, (id) => office.intake.enter(id, officer.id)),
  async 'submissions.clarify'({ id, reasons }, { office, officer }) {
    await office.intake.clarify(id, reasons, officer.id);
    return null;
  },
  async 'submissions.note'({ id, text }, { office, officer }) {
    await office.records.note(id, text, officer.id);
    return null;
  },
  'submissions.reasons': async (_args, { office }) => office.intake.reasons(),
  'submissions.saveDocument': ({ digest, name }, { office, officer }) => office.records.saveDocument(digest, name, officer.id),
  'submissions.saveProtocol': ({ id, format }, { office, officer }) => office.records.saveProtocol(id, format, officer.id),
  'submissions.export': ({ id }, { office, officer }) => office.records.exportSubmission(id, officer.id),

  async 'deliveries.retry'({ id }, { office, officer }) {
    await office.intake.retry(id, officer.id);
    return null;
  },
  async 'deliveries.setAside'({ id, reason }, { office, officer }) {
    await office.intake.setAside(id, reason, officer.id);
    return null;
  },

  'signature.check': ({ signature, content }, { office }) => office.records.checkSignature(signature, content),
};

type Outcome = { done: number; failed: { id: SubmissionId; reason: string }[] };

/** One that cannot be decided does not hold up the others; a broken station does. */
async function each(ids: readonly SubmissionId[], act: (id: SubmissionId) => Promise<void>): Promise<Outcome> {
  const outcome: Outcome = { done: 0, failed: [] };
  for (const id of new Set(ids)) {
    try {
      await act(id);
      outcome.done++;
    } catch (error) {
      if (!concernsOneOnly(error)) throw error;
      outcome.failed.push({ id, reason: error.message });
    }
  }
  return outcome;
}

function concernsOneOnly(error: unknown): error is Error {
  return (['entry-refused', 'entry-conflict', 'record-missing', 'certificate-missing'] as const).some((code) => isReceptionError(error, code));
}
