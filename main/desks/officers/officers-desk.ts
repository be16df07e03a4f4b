import type { Archive } from '../../archive/archive.ts';
import { ReceptionError } from '../../domain/errors.ts';
import { newId, type Digest, type OfficerId } from '../../domain/identifiers.ts';
import type { Fact } from '../../domain/journal-entry.ts';
import type { Officer } from '../../domain/officer.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { OfficerInput, OfficersPaper } from '../../papers/officers-paper.ts';
import { openOwnKey, proveKey, type OfficerTools } from './own-key.ts';
import { openSessions, type Sessions } from './sessions.ts';

export type KeyFile = { readonly name: string; readonly bytes: Uint8Array };

/** Who works here, and who sits at which window. Every act is journalled before it takes effect. */
export interface OfficersDesk {
  /** Names to choose from when signing in. */
  logins(): readonly { login: string; name: string; position: string }[];
  list(): readonly Officer[];
  /** Names by id, those of former officers too. */
  names(): Readonly<Record<OfficerId, string>>;
  /** Who is signed in at a window; nobody after the lock time, or when deactivated meanwhile. */
  at(window: number): Officer | undefined;
  /** The officer did something: the lock time begins again. */
  touch(window: number): void;
  /** Throws password-wrong, account-locked. */
  signIn(window: number, login: string, password: string): Promise<Officer>;
  /** The key signs a challenge; whoever has bound its certificate is signed in. Throws password-wrong, key-unusable, not-permitted. */
  signInWithKey(window: number, file: KeyFile, password: string): Promise<Officer>;
  signOut(window: number): Promise<void>;
  changePassword(officer: OfficerId, old: string, next: string): Promise<void>;
  /** Binds the certificate of a key that the officer has shown to own. Throws key-unusable, password-wrong. */
  setKey(officer: OfficerId, file: KeyFile, password: string): Promise<CertificateFacts>;
  /** Adds (no id) or changes. Throws settings-invalid, record-missing. `by` is absent in the wizard only. */
  save(input: OfficerInput & { id?: OfficerId }, password: string | undefined, by: OfficerId | undefined): Promise<readonly Officer[]>;
  /** Called with the window whose session ended, whatever ended it. */
  onSignedOut(listener: (window: number) => void): () => void;
  close(): void;
}

export type OfficersDeskParts = {
  readonly archive: Pick<Archive, 'append' | 'deposit'>;
  readonly officers: OfficersPaper;
  readonly lockAfterMinutes: () => number;
  readonly now: () => number;
  readonly tools: OfficerTools;
};

export function openOfficersDesk(parts: OfficersDeskParts): OfficersDesk {
  const { officers } = parts;
  const journal = async (fact: Fact, officer?: OfficerId) => void (await parts.archive.append([{ ...fact, ...(officer && { officer }) }]));
  const sessions = openSessions({ now: parts.now, lockAfterMinutes: parts.lockAfterMinutes, ended: (officer) => journal({ kind: 'officer-signed-out', officer }, officer) });

  return {
    logins: () => officers.list().filter((officer) => officer.active).map(({ login, name, position }) => ({ login, name, position })),
    list: () => officers.list(),
    names: () => Object.fromEntries(officers.list().map(({ id, name }) => [id, name])),
    at: (window) => active(officers, sessions.at(window)),
    touch: (window) => sessions.touch(window),
    signIn: async (window, login, password) => begin(sessions, window, await byPassword(parts, journal, login, password), 'password', journal),
    signInWithKey: async (window, file, password) => begin(sessions, window, await byCertificate(parts, journal, file, password), 'certificate', journal),
    signOut: (window) => sessions.end(window),
    changePassword: (officer, old, next) => changePassword(parts, journal, officer, old, next),
    setKey: (officer, file, password) => setKey(parts, officer, file, password),
    save: (input, password, by) => save(parts, journal, input, password, by),
    onSignedOut: (listener) => sessions.onEnded(listener),
    close: () => sessions.close(),
  };
}

type Journal = (fact: Fact, officer?: OfficerId) => Promise<void>;

function active(officers: OfficersPaper, id: OfficerId | undefined): Officer | undefined {
  const officer = id && officers.find(id);
  return officer?.active ? officer : undefined;
}

async function begin(sessions: Sessions, window: number, officer: Officer, by: 'password' | 'certificate', journal: Journal): Promise<Officer> {
  await sessions.end(window);
  await journal({ kind: 'officer-signed-in', officer: officer.id, by }, officer.id);
  sessions.begin(window, officer.id);
  return officer;
}

async function byPassword({ officers, now }: OfficersDeskParts, journal: Journal, typed: string, password: string): Promise<Officer> {
  const login = typed.trim().toLowerCase();
  const tried = await officers.tryPassword(login, password, now());
  if (tried.outcome === 'right' && tried.officer.active) return tried.officer;
  if (tried.outcome === 'locked') {
    await journal({ kind: 'sign-in-refused', login, reason: 'locked' });
    throw new ReceptionError('account-locked', 'Too many wrong passwords were tried for this name. Wait, then try again.', { details: { until: tried.until } });
  }
  const reason = tried.outcome === 'right' ? 'inactive' : tried.officer ? 'password' : 'unknown';
  await journal({ kind: 'sign-in-refused', login: tried.officer ? login : veiled(login), reason });
  throw wrongPassword();
}

/** People type passwords into the name's field; the journal forgets nothing, so it must not learn one. */
function veiled(login: string): string {
  return `${login.slice(0, 2)}…`;
}

function wrongPassword(): ReceptionError {
  return new ReceptionError('password-wrong', 'The name or the password is wrong.');
}

async function byCertificate(parts: OfficersDeskParts, journal: Journal, file: KeyFile, password: string): Promise<Officer> {
  const { key, certificate } = await openOwnKey(parts.tools, file.bytes, password, parts.now());
  await proveKey(parts.tools, key, certificate, 'sign-in', parts.now());
  const officer = parts.officers.byCertificate(certificate.fingerprint);
  if (officer?.active) return officer;
  await journal({ kind: 'sign-in-refused', login: officer?.login ?? '', reason: officer ? 'inactive' : 'certificate' });
  throw new ReceptionError('not-permitted', 'No officer of this station has bound this certificate. Sign in with the password and bind the key first.');
}

async function changePassword({ officers, now }: OfficersDeskParts, journal: Journal, id: OfficerId, old: string, next: string): Promise<void> {
  const officer = known(officers, id);
  const tried = await officers.tryPassword(officer.login, old, now());
  if (tried.outcome !== 'right') {
    await journal({ kind: 'sign-in-refused', login: officer.login, reason: tried.outcome === 'locked' ? 'locked' : 'password' }, id);
    throw tried.outcome === 'locked' ? new ReceptionError('account-locked', 'Too many wrong passwords were tried. Wait, then try again.', { details: { until: tried.until } }) : new ReceptionError('password-wrong', 'The old password is wrong.');
  }
  await journal({ kind: 'officer-changed', ...said(officer), change: 'password-set' }, id);
  await officers.setPassword(id, next);
}

async function setKey(parts: OfficersDeskParts, id: OfficerId, file: KeyFile, password: string): Promise<CertificateFacts> {
  const officer = known(parts.officers, id);
  const { key, certificate } = await openOwnKey(parts.tools, file.bytes, password, parts.now());
  await proveKey(parts.tools, key, certificate, 'bind', parts.now());
  mustBeFree(parts.officers, id, certificate.fingerprint);
  const stored = await parts.archive.deposit(key.certificate);
  await parts.archive.append([
    { kind: 'key-installed', purpose: 'officer', fingerprint: certificate.fingerprint, subject: certificate.subject, certificate: stored, officer: id },
    { kind: 'officer-changed', ...said(officer), change: 'certificate-set' },
  ]);
  await parts.officers.setCertificate(id, certificate.fingerprint);
  return certificate;
}

function mustBeFree(officers: OfficersPaper, id: OfficerId, fingerprint: Digest): void {
  const holder = officers.byCertificate(fingerprint);
  if (holder && holder.id !== id) throw new ReceptionError('not-permitted', 'This certificate is bound to another officer. Every officer signs with a key of their own.');
}

async function save({ officers }: OfficersDeskParts, journal: Journal, { id: given, ...typed }: OfficerInput & { id?: OfficerId }, password: string | undefined, by: OfficerId | undefined): Promise<readonly Officer[]> {
  const input = { ...typed, login: typed.login.trim().toLowerCase() };
  if (given && !officers.find(given)) throw new ReceptionError('record-missing', 'There is no such officer any more. Open the list again.');
  if (!given && password === undefined) throw new ReceptionError('input-invalid', 'A new officer needs a first password.');
  const id = given ?? newId<OfficerId>();
  officers.mayBeSaved(id, input);
  const change = !given ? 'added' : officers.find(given)!.active && !input.active ? 'deactivated' : 'changed';
  await journal({ kind: 'officer-changed', whom: id, change, login: input.login, name: input.name, roles: input.roles }, by);
  if (given && password !== undefined) await journal({ kind: 'officer-changed', whom: id, change: 'password-set', login: input.login, name: input.name, roles: input.roles }, by);
  await officers.save(id, input, password);
  return officers.list();
}

function known(officers: OfficersPaper, id: OfficerId): Officer {
  const officer = officers.find(id);
  if (!officer) throw new ReceptionError('record-missing', 'There is no such officer any more.');
  return officer;
}

function said({ id, login, name, roles }: Officer) {
  return { whom: id, login, name, roles } as const;
}

