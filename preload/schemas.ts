import { z } from 'zod';
import type { FactKind } from '../main/domain/journal-entry.ts';
import type { Arguments, Method } from './contract.ts';
import { authoritySchema, channelSchema, channelsSchema, settingsSchema } from '../main/domain/settings-schema.ts';
import { channelId, day, deliveryId, digest, dispatchId, instant, officerId, replyId, sequence, submissionId } from '../main/domain/shapes.ts';

/** What the arguments of every method must be. Objects are strict, texts, lists and files are bounded. */

const MEGABYTE = 1024 * 1024;

const nothing = z.strictObject({}) as unknown as z.ZodType<Record<string, never>>;
const text = (most: number) => z.string().max(most);
const said = (most: number) => z.string().trim().min(1).max(most);
const password = z.string().max(1000);
const newPassword = z.string().min(8).max(1000);
const taxNumber = z.string().regex(/^\d{10}(\d{2})?$/);
const mediaType = text(255);
const offset = z.int().min(0).max(1_000_000_000);
const limit = z.int().min(1).max(1000);
const offsetMinutes = z.int().min(-14 * 60).max(14 * 60);
const language = z.enum(['ru', 'en']);
const tableFormat = z.enum(['xlsx', 'csv', 'pdf']);
const job = text(64);

const bytes = (most: number) => z.instanceof(Uint8Array).refine((value) => value.byteLength <= most, { message: `at most ${most} bytes` });
const file = (most: number) => z.strictObject({ name: said(255), bytes: bytes(most) });
const keyFile = file(MEGABYTE);
const trustFile = file(50 * MEGABYTE);
const attachment = file(50 * MEGABYTE);
const checkedFile = file(500 * MEGABYTE);

const state = z.enum(['registered', 'deciding', 'accepted', 'refused', 'entered', 'clarification', 'quarantined']);
const indication = z.enum(['TOTAL_PASSED', 'TOTAL_FAILED', 'INDETERMINATE']);
const role = z.enum(['inspector', 'clerk', 'supervisor', 'administrator']);
const dispatchState = z.enum(['owed', 'sent', 'held', 'given-up']);
const factKind = z.string().regex(/^[a-z-]{1,40}$/) as unknown as z.ZodType<FactKind>;

const filter = z.strictObject({
  states: z.array(state).max(10).exactOptional(),
  forms: z.array(text(20)).max(500).exactOptional(),
  channels: z.array(channelId).max(50).exactOptional(),
  indications: z.array(indication).max(3).exactOptional(),
  from: instant.exactOptional(),
  to: instant.exactOptional(),
  taxNumber: text(12).exactOptional(),
  dueBefore: instant.exactOptional(),
  text: text(500).exactOptional(),
});
const page = { text: text(500).exactOptional(), offset, limit };
const one = z.strictObject({ id: submissionId });
const ids = z.array(submissionId).min(1).max(1000);
const reason = z.strictObject({ code: z.string().regex(/^\d{10}$/), text: said(2000) });
const reasons = z.array(reason).min(1).max(50);
const reportQuery = { from: day, to: day, offsetMinutes };
const login = z.string().trim().min(1).max(64);
const newLogin = z.string().trim().regex(/^[\p{L}\p{N}._-]{1,64}$/u);
const person = { name: said(200), position: text(200), roles: z.array(role).max(4) };
const place = z.enum(['submissions', 'archive']);

export const schemas = {
  'start.read': nothing,
  'wizard.create': z.strictObject({
    authority: authoritySchema,
    folder: said(1000),
    channels: channelsSchema,
    stationKey: z.strictObject({ file: keyFile, password }),
    trust: z.array(trustFile).max(200),
    officers: z
      .array(z.strictObject({ login: newLogin, ...person, password: newPassword }))
      .max(200)
      .refine((officers) => officers.some(({ roles }) => roles.includes('administrator')), { message: 'one officer at least must be administrator' }),
  }),
  'session.signIn': z.strictObject({ login, password }),
  'session.signInWithKey': z.strictObject({ file: keyFile, password }),
  'session.signOut': nothing,
  'session.changePassword': z.strictObject({ old: password, next: newPassword }),
  'session.setKey': z.strictObject({ file: keyFile, password }),

  'health.read': nothing,
  'needsAction.list': z.strictObject({ limit }),

  'submissions.page': z.strictObject({
    filter,
    sort: z.enum(['receivedAt', 'number', 'subscriber', 'form', 'state', 'dueAt', 'size']),
    descending: z.boolean(),
    offset,
    limit,
  }),
  'submissions.facets': filter,
  'submissions.summary': one,
  'submissions.record': one,
  'submissions.find': z.strictObject({ reference: said(100) }),
  'submissions.protocol': one,
  'submissions.recheck': z.strictObject({ id: submissionId, at: z.enum(['now', 'as-received']) }),
  'submissions.certificate': z.strictObject({ digest }),
  'submissions.document': z.strictObject({
    digest,
    name: text(255),
    mediaType,
    as: z.enum(['form', 'xml', 'text', 'hex']).exactOptional(),
    page: z.int().min(0).max(10_000_000).exactOptional(),
  }),
  'submissions.accept': z.strictObject({ ids }),
  'submissions.refuse': z.strictObject({ ids, reasons }),
  'submissions.enter': z.strictObject({ ids }),
  'submissions.clarify': z.strictObject({ id: submissionId, reasons }),
  'submissions.note': z.strictObject({ id: submissionId, text: said(4000) }),
  'submissions.reasons': nothing,
  'submissions.saveDocument': z.strictObject({ digest, name: said(255) }),
  'submissions.saveProtocol': z.strictObject({ id: submissionId, format: z.enum(['pdf', 'json']) }),
  'submissions.export': one,

  'deliveries.retry': z.strictObject({ id: deliveryId }),
  'deliveries.setAside': z.strictObject({ id: deliveryId, reason: said(2000) }),

  'replies.page': z.strictObject(page),
  'replies.record': z.strictObject({ id: replyId }),
  'replies.drafts': nothing,
  'replies.saveDraft': z.strictObject({
    draft: z.strictObject({
      id: replyId,
      submission: submissionId.exactOptional(),
      kind: z.enum(['letter', 'demand', 'notification']),
      toTaxNumber: text(12),
      toName: text(1000),
      subject: text(255),
      text: text(200_000),
    }),
    add: z.array(attachment).max(99).exactOptional(),
    remove: z.array(digest).max(99).exactOptional(),
  }),
  'replies.deleteDraft': z.strictObject({ id: replyId }),
  'replies.route': z.strictObject({ taxNumber, submission: submissionId.exactOptional() }),
  'replies.send': z.strictObject({ id: replyId, key: keyFile.exactOptional(), password }),

  'subscribers.page': z.strictObject(page),
  'subscribers.record': z.strictObject({ taxNumber }),

  'archive.search': z.strictObject({
    text: text(500),
    from: instant.exactOptional(),
    to: instant.exactOptional(),
    kinds: z.array(z.enum(['submission', 'reply', 'receipt'])).max(3).exactOptional(),
    offset,
    limit,
  }),
  'archive.status': nothing,
  'archive.fixity': nothing,
  'archive.seal': nothing,
  'archive.backup': z.strictObject({ folder: said(1000).exactOptional() }),
  'archive.rebuildIndex': nothing,
  'archive.searches': nothing,
  'archive.saveSearch': z.strictObject({ id: text(64).exactOptional(), name: said(200), place, query: text(4000) }),
  'archive.deleteSearch': z.strictObject({ id: text(64) }),
  'signature.check': z.strictObject({ signature: checkedFile, content: checkedFile.exactOptional() }),

  'reports.read': z.strictObject(reportQuery),
  'reports.exportRegister': z.strictObject({ filter, format: tableFormat, language }),
  'reports.exportSummary': z.strictObject({ ...reportQuery, format: tableFormat, language }),

  'journal.page': z.strictObject({
    kinds: z.array(factKind).max(60).exactOptional(),
    officer: officerId.exactOptional(),
    submission: submissionId.exactOptional(),
    from: instant.exactOptional(),
    to: instant.exactOptional(),
    before: sequence.exactOptional(),
    limit,
  }),

  'exchange.overview': nothing,
  'exchange.dispatches': z.strictObject({ states: z.array(dispatchState).max(4).exactOptional(), offset, limit }),
  'exchange.run': nothing,
  'exchange.stop': nothing,
  'exchange.retryDispatch': z.strictObject({ id: dispatchId }),
  'exchange.giveUpDispatch': z.strictObject({ id: dispatchId, reason: said(2000) }),

  'settings.read': nothing,
  'settings.save': z.strictObject({ settings: settingsSchema }),
  'settings.checkChannel': z.strictObject({ channel: channelSchema }),
  'settings.keys': nothing,
  'settings.installKey': z.strictObject({ file: keyFile, password, purpose: z.enum(['station', 'decryption']) }),
  'settings.trust': nothing,
  'settings.addTrust': z.strictObject({ files: z.array(trustFile).min(1).max(200) }),
  'settings.removeTrust': z.strictObject({ fingerprint: digest }),
  'officers.list': nothing,
  'officers.save': z.strictObject({
    officer: z.strictObject({ id: officerId.exactOptional(), login: newLogin, ...person, active: z.boolean() }),
    password: newPassword.exactOptional(),
  }),

  'jobs.stop': z.strictObject({ job }),
  'files.chooseFolder': z.strictObject({ title: text(200) }),

  'demo.burst': z.strictObject({ count: z.int().min(1).max(1000) }),
  'demo.pace': z.strictObject({ running: z.boolean() }),
} satisfies { readonly [M in Method]: z.ZodType<Arguments<M>> };

/** Compile-time proof of the other direction: no argument of the contract is unknown to its schema. */
type Unknown = { [M in Method]: Exclude<keyof Arguments<M>, keyof z.output<(typeof schemas)[M]>> }[Method];
const noArgumentIsUnknown: [Unknown] extends [never] ? true : Unknown = true;
void noArgumentIsUnknown;
