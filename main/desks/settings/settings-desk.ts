import type { ChannelCheck } from '../../channels/channel.ts';
import type { Archive } from '../../archive/archive.ts';
import { isReceptionError, ReceptionError } from '../../domain/errors.ts';
import { instantOf, type Digest, type Instant, type OfficerId } from '../../domain/identifiers.ts';
import type { CertificateFacts } from '../../domain/verdict.ts';
import type { Papers } from '../../papers/papers.ts';
import { settingsSchema } from '../../domain/settings-schema.ts';
import type { KeyAndCertificate, TrustMaterial } from '../../signatures/material.ts';
import type { ChannelSettings, Settings, StationKeyView, TrustRow } from '../../../preload/settings.ts';
import { changesBetween } from './changes.ts';
import { readTrustFiles, trustRow, type CrlFacts } from './trust-files.ts';

type Awaitable<Value> = Value | Promise<Value>;
type File = { readonly name: string; readonly bytes: Uint8Array };

export type SettingsTools = {
  openPkcs12(bytes: Uint8Array, password: string): Awaitable<KeyAndCertificate>;
  readCertificate(der: Uint8Array): Awaitable<CertificateFacts>;
  /** Facts of a certificate revocation list. Throws when it is none. */
  readCrl(der: Uint8Array): Awaitable<CrlFacts>;
  checkChannel(channel: ChannelSettings): Promise<ChannelCheck>;
};

/** Rules, keys and trust of the station. Everything that changes is journalled first; no secret ever is. */
export interface SettingsDesk {
  read(): Settings;
  /** Throws settings-invalid. `by` is absent in the wizard only. */
  save(settings: Settings, by: OfficerId | undefined): Promise<Settings>;
  checkChannel(channel: ChannelSettings): Promise<ChannelCheck>;
  keys(): Promise<readonly StationKeyView[]>;
  /** Throws password-wrong, key-unusable. */
  installKey(file: File, password: string, purpose: 'station' | 'decryption', by: OfficerId | undefined): Promise<readonly StationKeyView[]>;
  trust(): Promise<readonly TrustRow[]>;
  /** Certificates and revocation lists, DER or PEM, several in a file. Throws input-invalid, and has added nothing then. */
  addTrust(files: readonly File[], by: OfficerId | undefined): Promise<readonly TrustRow[]>;
  removeTrust(fingerprint: Digest, by: OfficerId): Promise<readonly TrustRow[]>;
  /** For whoever verifies. */
  trustMaterial(): TrustMaterial;
  /** Called after settings, keys or trust have changed. */
  onChange(listener: (what: 'settings' | 'keys' | 'trust') => void): () => void;
}

export type SettingsDeskParts = {
  readonly archive: Pick<Archive, 'append' | 'deposit' | 'depositAll'>;
  readonly papers: Pick<Papers, 'settings' | 'keys' | 'trust'>;
  readonly now: () => number;
  readonly tools: SettingsTools;
};

export function openSettingsDesk(parts: SettingsDeskParts): SettingsDesk {
  const { papers } = parts;
  const listeners = new Set<(what: 'settings' | 'keys' | 'trust') => void>();
  const changed = (what: 'settings' | 'keys' | 'trust') => listeners.forEach((listener) => listener(what));

  return {
    read: () => papers.settings.read(),
    async save(settings, by) {
      await saveSettings(parts, settings, by);
      changed('settings');
      return papers.settings.read();
    },
    checkChannel: (channel) => parts.tools.checkChannel(papers.settings.withSecrets(channel)),
    keys: () => keyViews(parts),
    async installKey(file, password, purpose, by) {
      await installKey(parts, file, password, purpose, by);
      changed('keys');
      return keyViews(parts);
    },
    trust: () => trustRows(parts),
    async addTrust(files, by) {
      await addTrust(parts, files, by);
      changed('trust');
      return trustRows(parts);
    },
    async removeTrust(fingerprint, by) {
      await removeTrust(parts, fingerprint, by);
      changed('trust');
      return trustRows(parts);
    },
    trustMaterial: () => trustMaterial(parts),
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

async function saveSettings({ archive, papers }: SettingsDeskParts, settings: Settings, by: OfficerId | undefined): Promise<void> {
  const parsed = settingsSchema.safeParse(settings);
  if (!parsed.success) {
    const issue = parsed.error.issues[0]!;
    throw new ReceptionError('settings-invalid', `A setting does not hold: ${issue.path.join('.')}: ${issue.message}`, { details: { path: issue.path.join('.') } });
  }
  const facts = changesBetween(papers.settings.read(), parsed.data);
  if (facts.length > 0) await archive.append(facts.map((fact) => ({ ...fact, ...(by && { officer: by }) })));
  await papers.settings.save(parsed.data);
}

const DAY = 86_400_000;

async function keyViews({ papers, tools, now }: SettingsDeskParts): Promise<readonly StationKeyView[]> {
  return Promise.all(
    papers.keys.list().map(async ({ purpose, certificate, current }) => {
      const facts = await tools.readCertificate(certificate);
      return { purpose, current, certificate: facts, daysLeft: Math.floor((Date.parse(facts.notAfter) - now()) / DAY) };
    }),
  );
}

async function installKey({ archive, papers, tools, now }: SettingsDeskParts, file: File, password: string, purpose: 'station' | 'decryption', by: OfficerId | undefined): Promise<void> {
  const key = await opened(tools, file, password);
  const certificate = await tools.readCertificate(key.certificate);
  const at: Instant = instantOf(now());
  if (purpose === 'station' && (at < certificate.notBefore || at > certificate.notAfter)) {
    throw new ReceptionError('key-unusable', 'The certificate of this key is not valid today, so the station cannot sign with it.', { details: { from: certificate.notBefore, to: certificate.notAfter } });
  }
  papers.keys.mayBeInstalled(key);
  const stored = await archive.deposit(key.certificate);
  await archive.append([{ kind: 'key-installed', purpose, fingerprint: certificate.fingerprint, subject: certificate.subject, certificate: stored, ...(by && { officer: by }) }]);
  await papers.keys.install(purpose, key, certificate.fingerprint, at);
}

async function opened(tools: SettingsTools, file: File, password: string): Promise<KeyAndCertificate> {
  try {
    return await tools.openPkcs12(file.bytes, password);
  } catch (cause) {
    if (isReceptionError(cause)) throw cause;
    throw new ReceptionError('key-unusable', 'The key file cannot be opened. It must be a PKCS#12 file (.p12 or .pfx) and its password must be right.', { cause });
  }
}

async function trustRows({ papers, tools, now }: SettingsDeskParts): Promise<readonly TrustRow[]> {
  return Promise.all(papers.trust.list().map((file) => trustRow(file, tools, now())));
}

async function addTrust({ archive, papers, tools }: SettingsDeskParts, files: readonly File[], by: OfficerId | undefined): Promise<void> {
  const known = new Set(papers.trust.list().map((file) => file.fingerprint));
  const read = (await Promise.all(files.map((file) => readTrustFiles(file, tools)))).flat();
  const fresh = [...new Map(read.filter((file) => !known.has(file.fingerprint)).map((file) => [file.fingerprint, file])).values()];
  if (fresh.length === 0) return;
  const stored = await archive.depositAll(fresh.map((file) => file.content));
  await archive.append(
    fresh.map(({ what, fingerprint, subject }, index) => ({ kind: 'trust-changed', change: 'added', what, fingerprint, subject, content: stored[index]!, ...(by && { officer: by }) })),
  );
  for (const { what, fingerprint, content } of fresh) await papers.trust.add({ what, fingerprint, content });
}

async function removeTrust({ archive, papers, tools, now }: SettingsDeskParts, fingerprint: Digest, by: OfficerId): Promise<void> {
  const file = papers.trust.list().find((known) => known.fingerprint === fingerprint);
  if (!file) throw new ReceptionError('record-missing', 'This certificate or list is not among the trusted ones any more.');
  const { subject } = await trustRow(file, tools, now());
  const content = await archive.deposit(file.content);
  await archive.append([{ kind: 'trust-changed', change: 'removed', what: file.what, fingerprint, subject, content, officer: by }]);
  await papers.trust.remove(file);
}

function trustMaterial({ papers }: SettingsDeskParts): TrustMaterial {
  const contents = (what: string) => papers.trust.list().filter((file) => file.what === what).map((file) => file.content);
  return { anchors: contents('anchor'), intermediates: contents('intermediate'), crls: contents('crl') };
}
