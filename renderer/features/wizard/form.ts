import { z } from 'zod';
import type { ChannelSettings, WizardInput } from '../../../preload/contract.ts';

// The window's policy forbids code made from text, which zod would try for speed.
z.config({ jitless: true });

/** What the wizard asks for. Messages are keys of texts/<language>/wizard.json. */
const file = z.object({ name: z.string(), bytes: z.instanceof(Uint8Array) });
const needed = z.string().trim().min(1, 'wrong.needed');
const server = z.object({
  host: needed,
  port: z.coerce.number().int().min(1, 'wrong.port').max(65_535, 'wrong.port'),
  security: z.enum(['tls', 'starttls', 'none']),
  user: needed,
  password: z.string(),
});

const spool = z.object({ kind: z.literal('spool'), id: z.string(), name: needed, folder: needed });
const mailbox = z.object({ kind: z.literal('mailbox'), id: z.string(), name: needed, imap: server.extend({ folder: needed, processedFolder: needed }), smtp: server.extend({ from: z.email('wrong.mail') }) });

export const officer = z.object({
  login: z.string().trim().toLowerCase().regex(/^[a-z][a-z0-9._-]{1,31}$/, 'wrong.login'),
  name: needed,
  position: needed,
  roles: z.array(z.enum(['inspector', 'clerk', 'supervisor', 'administrator'])).min(1, 'wrong.roles'),
  password: z.string().min(10, 'wrong.password'),
});

export const form = z.object({
  authority: z.object({
    code: z.string().regex(/^\d{4}$/, 'wrong.code'),
    name: needed,
    taxNumber: z.string().refine(isTaxNumber, 'wrong.taxNumber'),
    kpp: z.string().regex(/^\d{9}$/, 'wrong.kpp'),
  }),
  folder: needed,
  channels: z.array(z.discriminatedUnion('kind', [spool, mailbox])).min(1, 'wrong.channels'),
  keyFile: z.array(file).length(1, 'wrong.key'),
  keyPassword: z.string(),
  trust: z.array(file).min(1, 'wrong.trust'),
  officers: z
    .array(officer)
    .min(1, 'wrong.officers')
    .refine((all) => new Set(all.map((one) => one.login)).size === all.length, 'wrong.logins')
    .refine((all) => all.some((one) => one.roles.includes('administrator')), 'wrong.administrator'),
});

export type WizardForm = z.input<typeof form>;
export type WizardFacts = z.output<typeof form>;
export type ChannelForm = WizardForm['channels'][number];

/** Ten digits with the control digit of the tax number of an organisation. */
function isTaxNumber(text: string): boolean {
  if (!/^\d{10}$/.test(text)) return false;
  const weights = [2, 4, 10, 3, 5, 9, 4, 6, 8];
  const sum = weights.reduce((total, weight, at) => total + weight * Number(text[at]), 0);
  return (sum % 11) % 10 === Number(text[9]);
}

export function empty(spoolName: string, position: string): WizardForm {
  return {
    authority: { code: '', name: '', taxNumber: '', kpp: '' },
    folder: '',
    channels: [{ kind: 'spool', id: 'spool', name: spoolName, folder: '' }],
    keyFile: [],
    keyPassword: '',
    trust: [],
    officers: [{ login: '', name: '', position, roles: ['administrator'], password: '' }],
  };
}

export function emptyMailbox(name: string, id: string): ChannelForm {
  const common = { host: '', security: 'tls' as const, user: '', password: '' };
  return { kind: 'mailbox', id, name, imap: { ...common, port: 993, folder: 'INBOX', processedFolder: 'Processed' }, smtp: { ...common, port: 465, from: '' } };
}

export function inputOf(facts: WizardFacts): WizardInput {
  return {
    authority: facts.authority,
    folder: facts.folder,
    channels: facts.channels.map((channel) => ({ ...channel, id: channel.id, enabled: true }) as ChannelSettings),
    stationKey: { file: facts.keyFile[0]!, password: facts.keyPassword },
    trust: facts.trust,
    officers: facts.officers,
  };
}
