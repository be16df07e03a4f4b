import { mkdirSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { makeContainer, makeMail } from '../../demo/make-submission.ts';
import { demoAuthority, demoKeyPassword, demoSubscribers } from '../../demo/parties.ts';
import { makeDemoPki } from '../../demo/pki.ts';
import type { ChannelId } from '../../main/domain/identifiers.ts';
import { fileKeyProtection } from '../../main/key-protection.ts';
import { makePkcs12 } from '../../main/signatures/keys/pkcs12.ts';
import { createStation, openStation, type Station } from '../../main/station.ts';
import type { ChannelSettings } from '../../preload/settings.ts';

export type Made = { readonly name: string; readonly bytes: Uint8Array; readonly sender: string; readonly flowId: string };

/** A station on disk with its channels, and submissions for it; nothing runs yet. */
export type CrashOffice = {
  readonly folder: string;
  readonly spool: string;
  readonly certificate: Uint8Array;
  makeContainers(count: number): Promise<Made[]>;
  /** Signed and enciphered mails; `from` tells the address of the n-th. */
  makeMails(count: number): Promise<Made[]>;
  /** Opens the station in this process, without starting the exchange. */
  open(): Promise<Station>;
  remove(): Promise<void>;
};

export async function makeCrashOffice(mailbox?: (id: ChannelId) => ChannelSettings): Promise<CrashOffice> {
  const folder = await mkdtemp(join(tmpdir(), 'reception-crash-'));
  const spool = join(folder, 'spool');
  for (const name of ['in/tmp', 'out']) mkdirSync(join(spool, name), { recursive: true });
  const pki = makeDemoPki(Date.now());
  const surroundings = () => ({
    folder: join(folder, 'station'), protection: fileKeyProtection(join(folder, 'station')), language: 'ru' as const, version: '0', threads: 2,
    saveFile: () => Promise.resolve({}), log: (message: string, error?: unknown) => console.error(message, error ?? ''),
  });
  await createStation(surroundings(), {
    authority: demoAuthority,
    folder: join(folder, 'station', 'archive'),
    channels: [
      { kind: 'spool', id: 'gd' as ChannelId, name: 'Папка', enabled: mailbox === undefined, folder: spool },
      ...(mailbox === undefined ? [] : [mailbox('mail' as ChannelId)]),
    ],
    stationKey: { file: { name: 'station.p12', bytes: makePkcs12({ key: pki.station, password: demoKeyPassword }) }, password: demoKeyPassword },
    trust: [{ name: 'anchor.cer', bytes: pki.anchor }, { name: 'list.crl', bytes: pki.crl }],
    officers: [{ login: 'admin', name: 'Админ', position: '', roles: ['administrator'], password: 'администратор-17' }],
  });
  const open = () => openStation(surroundings());
  await setPace(await open());
  const senders = demoSubscribers.map((subscriber) => ({ subscriber, key: pki.subscriber(subscriber), stranger: pki.stranger(subscriber) }));
  return {
    folder, spool, open,
    certificate: pki.station.certificate,
    makeContainers: (count) => makeAll(count, async (at) => {
      const sender = senders[at % 4]!;
      // Every seventh is refused: changed after signing.
      const made = await makeContainer(sender, pki.station.certificate, 'NO_NDFL6', 0, Date.now(), at % 7 === 6 ? 'changed-after-signing' : 'none');
      return { name: made.fileName, bytes: made.bytes, sender: sender.subscriber.id, flowId: made.flowId };
    }),
    makeMails: (count) => makeAll(count, async (at) => {
      const sender = senders[4 + (at % 2)]!;
      const made = await makeMail(sender, pki.station.certificate, 'NO_PRIB', 0, Date.now(), 'none');
      return { name: made.messageId, bytes: made.bytes, sender: sender.subscriber.id, flowId: made.flowId };
    }),
    remove: () => rm(folder, { recursive: true, force: true }),
  };
}

async function setPace(station: Station): Promise<void> {
  const { settings } = station.office;
  await settings.save({ ...settings.read(), exchange: { mode: 'background', pollSeconds: 1 } }, undefined);
  await station.close();
}

async function makeAll(count: number, make: (at: number) => Promise<Made>): Promise<Made[]> {
  const made: Made[] = [];
  for (let at = 0; at < count; at++) made.push(await make(at));
  return made;
}
