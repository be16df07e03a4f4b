import { execFile, spawn, type ChildProcess } from 'node:child_process';
import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createTransport } from 'nodemailer';
import { killFamily, MAIL_GID, MAIL_UID, type Dovecot } from './dovecot.ts';
import { freePort, listening } from './ports.ts';

const run = promisify(execFile);

export type Postfix = {
  readonly smtpPort: number;
  readonly smtpsPort: number;
  readonly domain: string;
  address(user: string): string;
  /** Send a finished mail to an account through SMTP; resolves when the server has taken it, which is before it is in the INBOX. */
  deliver(user: string, mail: Uint8Array, from?: string): Promise<void>;
  log(): Promise<string>;
  kill(): Promise<void>;
  start(): Promise<void>;
  stop(): Promise<void>;
};

/**
 * A real Postfix on the loopback that puts mail into the Maildirs of a Dovecot and asks it for passwords. Needs root,
 * as Postfix does. Unknown users are refused (550), "later@" is put off (450).
 */
export async function startPostfix(dovecot: Dovecot, users: readonly string[], domain = 'authority.test'): Promise<Postfix> {
  if (process.getuid?.() !== 0) throw new Error('Postfix can only be started by root');
  const folder = await mkdtemp(join(tmpdir(), 'postfix-'));
  await chmod(folder, 0o755);
  const [smtpPort, smtpsPort] = [await freePort(), await freePort()];
  await configure(folder, dovecot, users, domain, smtpPort, smtpsPort);
  let child: ChildProcess | undefined;
  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (): Promise<void> => {
    if (running()) return;
    child = spawn('/usr/sbin/postfix', ['-c', join(folder, 'etc'), 'start-fg'], { stdio: 'ignore', detached: true });
    await listening(smtpPort).catch(async (error: unknown) => {
      throw new Error(`Postfix did not start: ${await log(folder)}`, { cause: error });
    });
  };
  const kill = async (): Promise<void> => {
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
    await run('/usr/sbin/postfix', ['-c', join(folder, 'etc'), 'stop']).catch(() => child?.kill('SIGTERM'));
    await gone;
  };
  process.once('exit', () => killFamily(child?.pid));
  await start();
  const transport = createTransport({ host: '127.0.0.1', port: smtpPort, ignoreTLS: true, pool: true, maxConnections: 4, maxMessages: Infinity });
  return {
    smtpPort, smtpsPort, domain, start, kill,
    address: (user) => `${user}@${domain}`,
    async deliver(user, mail, from = 'sender@elsewhere.test') {
      await transport.sendMail({ envelope: { from, to: [`${user}@${domain}`] }, raw: Buffer.from(mail) });
    },
    log: () => log(folder),
    async stop() {
      transport.close();
      await kill();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function log(folder: string): Promise<string> {
  return readFile(join(folder, 'mail.log'), 'utf8').catch(() => 'no log');
}

async function configure(folder: string, dovecot: Dovecot, users: readonly string[], domain: string, smtpPort: number, smtpsPort: number): Promise<void> {
  const at = { etc: join(folder, 'etc'), queue: join(folder, 'queue'), data: join(folder, 'data') };
  for (const path of Object.values(at)) await mkdir(path);
  await run('chown', ['postfix', at.data]);
  await writeFile(join(at.etc, 'boxes'), users.map((user) => `${user}@${domain} ${user}/\n`).join(''));
  await writeFile(join(at.etc, 'recipients'), `later@${domain} 450 4.2.1 The mailbox is busy, try again later\n`);
  await writeFile(join(at.etc, 'main.cf'), mainCf(folder, at, dovecot, domain));
  await writeFile(join(at.etc, 'master.cf'), masterCf(smtpPort, smtpsPort));
}

function mainCf(folder: string, at: { etc: string; queue: string; data: string }, dovecot: Dovecot, domain: string): string {
  return `
compatibility_level = 3.6
queue_directory = ${at.queue}
data_directory = ${at.data}
maillog_file = ${join(folder, 'mail.log')}
maillog_file_prefixes = ${folder}
mail_owner = postfix
setgid_group = postdrop
myhostname = mail.${domain}
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
alias_database =
local_recipient_maps =
virtual_mailbox_domains = ${domain}
virtual_mailbox_base = ${dovecot.mailFolder}
virtual_mailbox_maps = texthash:${join(at.etc, 'boxes')}
virtual_uid_maps = static:${MAIL_UID}
virtual_gid_maps = static:${MAIL_GID}
virtual_minimum_uid = 1
virtual_mailbox_limit = 0
mailbox_size_limit = 0
message_size_limit = 314572800
queue_minfree = 0
default_database_type = texthash
biff = no
relayhost =
default_transport = error:no mail leaves this machine
smtpd_recipient_restrictions = check_recipient_access texthash:${join(at.etc, 'recipients')}, permit_mynetworks, reject
smtpd_reject_unlisted_recipient = yes
smtpd_client_connection_rate_limit = 0
smtpd_tls_cert_file = ${dovecot.certificate.certFile}
smtpd_tls_key_file = ${dovecot.certificate.keyFile}
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_type = dovecot
smtpd_sasl_path = ${dovecot.authSocket}
smtpd_sasl_security_options = noanonymous
tls_random_source = dev:/dev/urandom
`;
}

function masterCf(smtpPort: number, smtpsPort: number): string {
  return `
127.0.0.1:${smtpPort} inet n - n - - smtpd
127.0.0.1:${smtpsPort} inet n - n - - smtpd
  -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
`;
}
