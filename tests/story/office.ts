import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ChannelId } from '../../main/domain/identifiers.ts';
import type { SubmissionRecord } from '../../main/domain/records.ts';
import { fileKeyProtection } from '../../main/key-protection.ts';
import { createStation, openStation, type Station, type StationSurroundings } from '../../main/station.ts';
import type { ChannelSettings, WizardInput } from '../../preload/settings.ts';
import { startDovecot, type Dovecot } from '../servers/dovecot.ts';
import { startPostfix, type Postfix } from '../servers/postfix.ts';
import { OpensslAuthority, p12Password, type Identity } from './openssl-authority.ts';
import { authority } from './report.ts';
import { SpoolPartner } from './spool-partner.ts';
import { until } from './until.ts';

export const mailPassword = 'почта-17';
const officers = [
  { login: 'inspector', name: 'Петров Игорь Иванович', position: 'Главный инспектор', roles: ['inspector', 'administrator'], password: 'инспектор-4417' },
  { login: 'supervisor', name: 'Михайлова Вера Николаевна', position: 'Начальник отдела', roles: ['supervisor', 'clerk'], password: 'начальник-4417' },
] as const;

/** A whole office: certification authority, spool folder with its partner, Dovecot and Postfix, and the station between them. */
export type StoryOffice = {
  readonly folder: string;
  readonly pki: OpensslAuthority;
  readonly key: Identity;
  readonly partner: SpoolPartner;
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  readonly station: Station;
  /** Files that the station was told to save, by name. */
  readonly saved: Map<string, Uint8Array>;
  readonly log: string[];
  /** The record of the submission that a channel message id came as, when it has reached the state asked for. */
  decided(by: { channel: 'gd' | 'mail'; includes: string }, seconds?: number): Promise<SubmissionRecord>;
  /** Ends the station and opens it again over the same folder. */
  restart(): Promise<void>;
  close(): Promise<void>;
};

export async function openStoryOffice(users: readonly string[]): Promise<StoryOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'reception-office-'));
  const pki = new OpensslAuthority();
  const key = pki.issue('station', { commonName: authority.name, organization: authority.name, organizationTaxNumber: authority.taxNumber }, 'rsa');
  const all = ['priem', ...users];
  const dovecot = await startDovecot(all.map((user) => ({ user, password: mailPassword })));
  const postfix = await startPostfix(dovecot, all);
  await mkdir(join(folder, 'spool'), { recursive: true });
  const partner = new SpoolPartner(join(folder, 'spool'));
  const saved = new Map<string, Uint8Array>();
  const log: string[] = [];
  const surroundings: StationSurroundings = {
    folder: join(folder, 'station'),
    protection: fileKeyProtection(join(folder, 'station')),
    language: 'ru',
    version: '0',
    threads: 2,
    saveFile: (name, bytes) => Promise.resolve((saved.set(name, bytes), { path: name })),
    log: (message, error) => void log.push(`${message} ${error instanceof Error ? (error.stack ?? error.message) : String(error ?? '')}`),
  };
  await createStation(surroundings, answers(folder, pki, key, dovecot, postfix));
  let station = await openStation(surroundings);
  await station.office.settings.save({ ...station.office.settings.read(), exchange: { mode: 'background', pollSeconds: 2 } }, undefined);
  await station.start();
  return {
    folder, pki, key, partner, dovecot, postfix, saved, log,
    get station() {
      return station;
    },
    decided: ({ channel, includes }, seconds) => until(`a decision about ${includes} (${log.join('; ')})`, () => findDecided(station, channel, includes), seconds),
    async restart() {
      await station.close();
      station = await openStation(surroundings);
      await station.start();
    },
    async close() {
      await station.close();
      await postfix.stop();
      await dovecot.stop();
      pki.remove();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function findDecided({ archive }: Station, channel: string, includes: string): Promise<SubmissionRecord | undefined> {
  for (const summary of (await archive.records.submissions({ filter: {}, sort: 'receivedAt', descending: true, offset: 0, limit: 1000 })).rows) {
    if (summary.channel !== channel || summary.state === 'registered') continue;
    const record = await archive.records.submission(summary.id);
    if (record?.delivery.messageId.includes(includes) === true) return record;
  }
  return undefined;
}

function answers(folder: string, pki: OpensslAuthority, key: Identity, dovecot: Dovecot, postfix: Postfix): WizardInput {
  const { ca } = dovecot.certificate;
  const server = { host: '127.0.0.1', security: 'tls', user: 'priem', password: mailPassword, ca } as const;
  const channels: ChannelSettings[] = [
    { kind: 'spool', id: 'gd' as ChannelId, name: 'Гарантированная доставка', enabled: true, folder: join(folder, 'spool') },
    {
      kind: 'mailbox', id: 'mail' as ChannelId, name: 'Почта', enabled: true,
      imap: { ...server, port: dovecot.imapsPort, folder: 'INBOX', processedFolder: 'Processed' },
      smtp: { ...server, port: postfix.smtpsPort, from: postfix.address('priem') },
    },
  ];
  return {
    authority,
    folder: join(folder, 'station', 'archive'),
    channels,
    stationKey: { file: { name: 'station.p12', bytes: key.p12 }, password: p12Password },
    trust: pki.trustFiles(),
    officers: officers.map((officer) => ({ ...officer, roles: [...officer.roles] })),
  };
}
