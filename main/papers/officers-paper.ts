import { z } from 'zod';
import { ReceptionError } from '../domain/errors.ts';
import { instantOf, type Digest, type Instant, type OfficerId } from '../domain/identifiers.ts';
import type { Officer, Role } from '../domain/officer.ts';
import type { Paper, PaperKind } from './paper.ts';
import { hashPassword, passwordHashSchema, passwordIs, passwordOfNobody } from './password.ts';
import { digest, instant, officerId } from '../domain/shapes.ts';

const role = z.enum(['inspector', 'clerk', 'supervisor', 'administrator']);
const storedOfficer = z.strictObject({
  id: officerId,
  login: z.string().min(1).max(64),
  name: z.string().max(200),
  position: z.string().max(200),
  roles: z.array(role),
  active: z.boolean(),
  certificate: digest.exactOptional(),
  password: passwordHashSchema.exactOptional(),
  wrongTries: z.int().min(0),
  lockedUntil: instant.exactOptional(),
});
type StoredOfficer = z.infer<typeof storedOfficer>;
type StoredOfficers = { readonly officers: readonly StoredOfficer[] };

export const officersPaperKind: PaperKind<StoredOfficers> = {
  name: 'officers',
  version: 1,
  schema: z.strictObject({ officers: z.array(storedOfficer) }),
  empty: { officers: [] },
};

export type OfficerInput = { readonly login: string; readonly name: string; readonly position: string; readonly roles: readonly Role[]; readonly active: boolean };

export type PasswordTry =
  | { readonly outcome: 'right'; readonly officer: Officer }
  | { readonly outcome: 'wrong'; readonly officer?: Officer }
  | { readonly outcome: 'locked'; readonly officer: Officer; readonly until: Instant };

export interface OfficersPaper {
  list(): readonly Officer[];
  find(id: OfficerId): Officer | undefined;
  byLogin(login: string): Officer | undefined;
  byCertificate(fingerprint: Digest): Officer | undefined;
  /** Adds (no id known) or changes. Throws settings-invalid: a double log-in name, or no administrator left. */
  save(id: OfficerId, input: OfficerInput, password?: string): Promise<Officer>;
  /** The same rules as save, without saving: asked before the change is journalled. */
  mayBeSaved(id: OfficerId, input: OfficerInput): void;
  setPassword(id: OfficerId, password: string): Promise<void>;
  setCertificate(id: OfficerId, fingerprint: Digest): Promise<void>;
  /** One try; wrong ones are counted durably before the answer is given. */
  tryPassword(login: string, password: string, now: number): Promise<PasswordTry>;
}

const TRIES_BEFORE_LOCK = 5;
const MINUTE = 60_000;
const LONGEST_LOCK = 24 * 60 * MINUTE;

export function officersPaper(paper: Paper<StoredOfficers>): OfficersPaper {
  const find = (test: (officer: StoredOfficer) => boolean) => paper.content.officers.find(test);
  const shown = (officer: StoredOfficer | undefined) => officer && officerOf(officer);
  const tries = new Map<string, Promise<unknown>>();
  const change = (id: OfficerId, make: (officer: StoredOfficer) => StoredOfficer) => paper.change((content) => ({ officers: content.officers.map((officer) => (officer.id === id ? make(officer) : officer)) }));

  async function tryOnce(login: string, password: string, now: number): Promise<PasswordTry> {
    const stored = find((officer) => officer.login === login);
    if (!stored?.password) {
      await passwordOfNobody(password);
      return { outcome: 'wrong' };
    }
    const officer = officerOf(stored);
    if (stored.lockedUntil && Date.parse(stored.lockedUntil) > now) return { outcome: 'locked', officer, until: stored.lockedUntil };
    if (await passwordIs(password, stored.password)) {
      if (stored.wrongTries > 0) await change(stored.id, unlocked);
      return { outcome: 'right', officer };
    }
    await change(stored.id, (current) => counted(current, now));
    return { outcome: 'wrong', officer };
  }

  return {
    list: () => paper.content.officers.map(officerOf),
    find: (id) => shown(find((officer) => officer.id === id)),
    byLogin: (login) => shown(find((officer) => officer.login === login)),
    byCertificate: (fingerprint) => shown(find((officer) => officer.certificate === fingerprint)),
    mayBeSaved: (id, input) => void saved(paper.content, id, input),
    async save(id, input, password) {
      const hash = password === undefined ? undefined : await hashPassword(password);
      await paper.change((content) => saved(content, id, input, hash && { password: hash, wrongTries: 0 }));
      return officerOf(find((officer) => officer.id === id)!);
    },
    async setPassword(id, password) {
      const hash = await hashPassword(password);
      await change(id, (officer) => ({ ...unlocked(officer), password: hash }));
    },
    async setCertificate(id, fingerprint) {
      await change(id, (officer) => ({ ...officer, certificate: fingerprint }));
    },
    tryPassword(login, password, now) {
      // Tries for one name follow one another: many at once must not slip past the counting.
      const result = (tries.get(login) ?? Promise.resolve()).then(() => tryOnce(login, password, now));
      const settled = result.catch(() => undefined).finally(() => tries.get(login) === settled && tries.delete(login));
      tries.set(login, settled);
      return result;
    },
  };
}

function officerOf({ id, login, name, position, roles, active, certificate }: StoredOfficer): Officer {
  return { id, login, name, position, roles, active, ...(certificate && { certificate }) };
}

function saved(content: StoredOfficers, id: OfficerId, input: OfficerInput, extra: Partial<StoredOfficer> = {}): StoredOfficers {
  if (content.officers.some((officer) => officer.login === input.login && officer.id !== id)) {
    throw new ReceptionError('settings-invalid', `The log-in name ${input.login} belongs to another officer. Choose another one.`);
  }
  const known = content.officers.find((officer) => officer.id === id);
  const next: StoredOfficer = { ...(known ?? { wrongTries: 0 }), ...input, roles: [...input.roles], id, ...extra };
  const officers = known ? content.officers.map((officer) => (officer.id === id ? next : officer)) : [...content.officers, next];
  const hadAdministrator = content.officers.some(administers);
  if (hadAdministrator && !officers.some(administers)) {
    throw new ReceptionError('settings-invalid', 'The last administrator cannot be deactivated or lose that role. Make another officer administrator first.');
  }
  return { officers };
}

function administers(officer: StoredOfficer): boolean {
  return officer.active && officer.roles.includes('administrator');
}

function unlocked(officer: StoredOfficer): StoredOfficer {
  const { lockedUntil: _lockedUntil, ...rest } = officer;
  return { ...rest, wrongTries: 0 };
}

/** After the fifth wrong try: a minute, then twice as long with each further one, at most a day. */
function counted(officer: StoredOfficer, now: number): StoredOfficer {
  const wrongTries = officer.wrongTries + 1;
  if (wrongTries < TRIES_BEFORE_LOCK) return { ...officer, wrongTries };
  const pause = Math.min(MINUTE * 2 ** Math.min(wrongTries - TRIES_BEFORE_LOCK, 20), LONGEST_LOCK);
  return { ...officer, wrongTries, lockedUntil: instantOf(now + pause) };
}
