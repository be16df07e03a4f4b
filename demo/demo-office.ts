import { mkdir, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { ChannelId } from '../main/domain/identifiers.ts';
import { makePkcs12 } from '../main/signatures/keys/pkcs12.ts';
import { createStation, type Station, type StationSurroundings } from '../main/station.ts';
import type { WizardInput } from '../preload/settings.ts';
import { hearContainer, hearMail, type Heard } from './answer-authority.ts';
import { startMailServer, type MailServer } from './mail-server.ts';
import { makeContainer, makeMail, spoilings, type DemoForm, type Sender, type Spoiling } from './make-submission.ts';
import { SpoolOperator } from './operator.ts';
import { demoAuthority, demoKeyPassword, demoMail, demoOfficers, demoOperator, demoSubscribers } from './parties.ts';
import { makeDemoPki, type DemoPki } from './pki.ts';

const mailPassword = 'demo';
const forms: readonly DemoForm[] = ['NO_NDFL6', 'NO_PRIB', 'NO_NDS'];

export type DemoLog = (line: string) => void;

/** Submitted reports and what came back for them, as the simulated parties counted. */
export type DemoTally = { sent: number; spoiled: number; notices: number; acceptances: number; refusals: number; letters: number; untrustworthy: number };

/**
 * The demo office: a station made by the wizard's own way, and around it simulated subscribers, a simulated operator
 * and a mail server in memory. Made anew each time; its folder holds the key files to try things with.
 */
export class DemoOffice {
  readonly tally: DemoTally = { sent: 0, spoiled: 0, notices: 0, acceptances: 0, refusals: 0, letters: 0, untrustworthy: 0 };
  readonly #folder: string;
  readonly #log: DemoLog;
  readonly #pki: DemoPki;
  readonly #senders: readonly Sender[];
  #mail!: MailServer;
  #operator!: SpoolOperator;
  #timer: NodeJS.Timeout | undefined;
  #turn = 0;
  #busy: Promise<void> = Promise.resolve();

  private constructor(folder: string, log: DemoLog) {
    this.#folder = folder;
    this.#log = log;
    this.#pki = makeDemoPki(Date.now());
    this.#senders = demoSubscribers.map((subscriber) => ({ subscriber, key: this.#pki.subscriber(subscriber), stranger: this.#pki.stranger(subscriber) }));
  }

  /** Removes what an earlier demo left in `folder`, makes CA, keys, mail server, operator and the station. */
  static async open(folder: string, surroundings: StationSurroundings, log: DemoLog): Promise<DemoOffice> {
    await rm(path.join(folder, 'keys'), { recursive: true, force: true });
    await rm(path.join(folder, 'spool'), { recursive: true, force: true });
    await rm(surroundings.folder, { recursive: true, force: true });
    const office = new DemoOffice(folder, log);
    await office.#startServers();
    await office.#writeKeys();
    await createStation(surroundings, office.#answers(surroundings.folder));
    log(`Made a demo office in ${folder}: CA, station key, ${demoOfficers.length} officers, ${demoSubscribers.length} simulated subscribers, operator ${demoOperator.id} (simulated).`);
    return office;
  }

  /** Binds the officers' own keys, as each of them would do in the settings. */
  async bindOfficers({ office }: Station): Promise<void> {
    for (const officer of office.officers.list()) {
      const bytes = makePkcs12({ key: this.#officerKeys.get(officer.login)!, password: demoKeyPassword });
      await office.officers.setKey(officer.id, { name: `${officer.login}.p12`, bytes }, demoKeyPassword);
    }
  }

  /** A submission every few seconds; every fifth is spoiled in one way or another. */
  pace(running: boolean, seconds = 6): void {
    clearInterval(this.#timer);
    if (running) this.#timer = setInterval(() => void this.submitNext(), seconds * 1000);
  }

  async burst(count: number): Promise<void> {
    for (let n = 0; n < count; n++) await this.submitNext();
  }

  /** Submits the next report of the round; resolves when it is handed over. */
  submitNext(): Promise<void> {
    this.#busy = this.#busy.then(() => this.#submit()).catch((error: unknown) => this.#log(`A simulated party failed: ${String(error)}`));
    return this.#busy;
  }

  async stop(): Promise<void> {
    this.pace(false);
    await this.#busy;
    await this.#operator.stop();
    await this.#mail.stop();
  }

  readonly #officerKeys = new Map<string, ReturnType<DemoPki['officer']>>();

  async #submit(): Promise<void> {
    const turn = this.#turn++;
    const sender = this.#senders[turn % this.#senders.length]!;
    const spoiling: Spoiling = turn % 5 === 4 ? spoilings[1 + (Math.floor(turn / 5) % (spoilings.length - 1))]! : 'none';
    const form = forms[turn % forms.length]!;
    const honest = spoiling === 'somebody-else' ? { ...sender, key: this.#senders[(turn + 1) % this.#senders.length]!.key } : sender;
    this.tally.sent++;
    if (spoiling !== 'none') this.tally.spoiled++;
    const how = spoiling === 'none' ? '' : `, spoiled: ${spoiling}`;
    if (sender.subscriber.by === 'operator') await this.#byOperator(honest, form, spoiling, how);
    else await this.#byMail(honest, form, spoiling, how);
  }

  async #byOperator(sender: Sender, form: DemoForm, spoiling: Spoiling, how: string): Promise<void> {
    const made = await makeContainer(sender, this.#pki.station.certificate, form, 0, Date.now(), spoiling);
    await this.#operator.handIn(made.fileName, made.bytes, sender.subscriber.id);
    this.#log(`→ ${sender.subscriber.name}: ${form} through the operator${how}`);
  }

  async #byMail(sender: Sender, form: DemoForm, spoiling: Spoiling, how: string): Promise<void> {
    const made = await makeMail(sender, this.#pki.station.certificate, form, 0, Date.now(), spoiling);
    this.#mail.deliver(demoMail.authority, made.bytes);
    this.#log(`→ ${sender.subscriber.name}: ${form} by mail${how}`);
  }

  async #startServers(): Promise<void> {
    const subscribers = this.#senders.filter(({ subscriber }) => subscriber.by === 'mail');
    const accounts = [demoMail.authority, ...subscribers.map(({ subscriber }) => demoMail.of(subscriber))];
    this.#mail = await startMailServer({ accounts: accounts.map((address) => ({ address, password: mailPassword })) });
    for (const sender of subscribers) this.#mail.onMail(demoMail.of(sender.subscriber), (mail) => void this.#hearMail(sender, mail));
    await mkdir(path.join(this.#folder, 'spool'), { recursive: true });
    this.#operator = new SpoolOperator(path.join(this.#folder, 'spool'), (bytes, recipient) => this.#hearContainer(bytes, recipient));
    await this.#operator.start();
  }

  async #hearContainer(bytes: Uint8Array, recipient: string): Promise<void> {
    const sender = this.#senders.find(({ subscriber }) => subscriber.id === recipient);
    if (sender === undefined) return this.#log(`The operator knows no subscriber ${recipient}`);
    const heard = await hearContainer(sender, [this.#pki.anchor], [this.#pki.crl], bytes, Date.now());
    this.#count(sender, heard);
    if (heard.answer !== undefined) await this.#operator.handIn(heard.answer.fileName, heard.answer.bytes, sender.subscriber.id);
  }

  async #hearMail(sender: Sender, mail: Uint8Array): Promise<void> {
    const heard = await hearMail(sender, [this.#pki.anchor], [this.#pki.crl], mail, Date.now());
    this.#count(sender, heard);
    if (heard.answer !== undefined) this.#mail.deliver(demoMail.authority, heard.answer.bytes);
  }

  #count({ subscriber }: Sender, heard: Heard): void {
    const names = heard.documents.filter((name) => !name.endsWith('.p7s'));
    const some = (prefix: string) => names.some((name) => name.startsWith(prefix));
    if (some('IZ_')) this.tally.notices++;
    if (some('KV_')) this.tally.acceptances++;
    else if (some('UO_') || some('SO_')) this.tally.refusals++;
    else if (!some('IZ_')) this.tally.letters++;
    if (!heard.trustworthy) this.tally.untrustworthy++;
    this.#log(`← ${subscriber.name}: ${names.map((name) => name.split('_')[0]).join(', ')}${heard.trustworthy ? ', signature good' : ', COULD NOT BE VERIFIED'}`);
  }

  async #writeKeys(): Promise<void> {
    const folder = path.join(this.#folder, 'keys');
    await mkdir(folder, { recursive: true });
    for (const { login } of demoOfficers) {
      const key = this.#pki.officer(login);
      this.#officerKeys.set(login, key);
      await writeFile(path.join(folder, `${login}.p12`), makePkcs12({ key, password: demoKeyPassword }), { mode: 0o600 });
    }
    await writeFile(path.join(folder, 'anchor.pem'), this.#pki.pem('CERTIFICATE', this.#pki.anchor));
    await writeFile(path.join(folder, 'crl.pem'), this.#pki.pem('X509 CRL', this.#pki.crl));
  }

  #answers(stationFolder: string): WizardInput {
    const local = { host: '127.0.0.1', security: 'none' } as const;
    return {
      authority: demoAuthority,
      folder: path.join(stationFolder, 'archive'),
      channels: [
        { kind: 'spool', id: 'gd' as ChannelId, name: 'Гарантированная доставка', enabled: true, folder: path.join(this.#folder, 'spool') },
        {
          kind: 'mailbox',
          id: 'mail' as ChannelId,
          name: 'Почта',
          enabled: true,
          imap: { ...local, port: this.#mail.imapPort(demoMail.authority), user: demoMail.authority, password: mailPassword, folder: 'INBOX', processedFolder: 'Processed' },
          smtp: { ...local, port: this.#mail.smtpPort, user: '', from: demoMail.authority },
        },
      ],
      stationKey: { file: { name: 'station.p12', bytes: makePkcs12({ key: this.#pki.station, password: demoKeyPassword }) }, password: demoKeyPassword },
      trust: [
        { name: 'anchor.cer', bytes: this.#pki.anchor },
        { name: 'list.crl', bytes: this.#pki.crl },
      ],
      officers: demoOfficers.map((officer) => ({ ...officer, roles: [...officer.roles] })),
    };
  }
}
