import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { chmod, chown, mkdir, mkdtemp, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { makeServerCertificate, type ServerCertificate } from './certificates.ts';
import { freePort, listening } from './ports.ts';

/** Owner of the mail when started by root; both servers know it by number. */
export const MAIL_UID = 65534;
export const MAIL_GID = 65534;

export type Account = { readonly user: string; readonly password: string };

export type Dovecot = {
  readonly folder: string;
  readonly imapsPort: number;
  readonly imapPort: number;
  readonly certificate: ServerCertificate;
  readonly authSocket: string;
  readonly mailFolder: string;
  /** Put a mail into an account's INBOX as it is, past any SMTP server (Maildir: write in tmp, rename to new). */
  drop(user: string, mail: Uint8Array, box?: string): Promise<void>;
  /** The mails of an account's folder as files. */
  mails(user: string, box?: string): Promise<readonly Uint8Array[]>;
  count(user: string, box?: string): Promise<number>;
  /** What a restored or repaired server does: the same mails get new uids under another UIDVALIDITY. */
  resetUidValidity(user: string): Promise<void>;
  kill(): Promise<void>;
  start(): Promise<void>;
  /** End it and remove its folder. */
  stop(): Promise<void>;
};

/** A real Dovecot on the loopback, with its own certificate authority, in a folder of its own. As root or as any user. */
export async function startDovecot(accounts: readonly Account[], options: { capability?: string } = {}): Promise<Dovecot> {
  const folder = await mkdtemp(join(tmpdir(), 'dovecot-'));
  await chmod(folder, 0o755);
  const certificate = await makeServerCertificate(folder);
  const [imapPort, imapsPort] = [await freePort(), await freePort()];
  const mailFolder = join(folder, 'mail');
  const authSocket = join(folder, 'run', 'auth-postfix');
  await prepare(folder, mailFolder, accounts);
  await writeFile(join(folder, 'dovecot.conf'), configuration({ folder, mailFolder, authSocket, certificate, imapPort, imapsPort, ...options }));
  let child: ChildProcess | undefined;
  const running = (): boolean => child !== undefined && child.exitCode === null && child.signalCode === null;
  const start = async (): Promise<void> => {
    if (running()) return;
    child = spawn('dovecot', ['-F', '-c', join(folder, 'dovecot.conf')], { stdio: 'ignore', detached: true, env: { ...process.env, PATH: `${process.env['PATH']}:/usr/sbin` } });
    await listening(imapsPort).catch(async (error: unknown) => {
      throw new Error(`Dovecot did not start: ${await readFile(join(folder, 'dovecot.log'), 'utf8').catch(() => 'no log')}`, { cause: error });
    });
  };
  /** The whole family at once, as a power cut would: Dovecot asked politely lets its sessions go on. */
  const kill = async (): Promise<void> => {
    if (child?.pid === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
    killFamily(child.pid);
    await gone;
  };
  process.once('exit', () => killFamily(child?.pid));
  await start();
  return {
    folder, imapPort, imapsPort, certificate, authSocket, mailFolder, start, kill,
    drop: (user, mail, box) => drop(mailFolder, user, mail, box),
    mails: (user, box) => mails(boxFolder(mailFolder, user, box)),
    count: async (user, box) => (await names(boxFolder(mailFolder, user, box))).length,
    resetUidValidity: (user) => resetUidValidity(join(mailFolder, user)),
    async stop() {
      if (child?.pid !== undefined && child.exitCode === null && child.signalCode === null) {
        const gone = new Promise<void>((resolve) => child?.once('exit', () => resolve()));
        child.kill('SIGTERM');
        await gone;
        killFamily(child.pid);
      }
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** What is left of a family of processes; also when the tests end without a stop. */
export function killFamily(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // nobody is left
  }
}

function configuration(at: { folder: string; mailFolder: string; authSocket: string; certificate: ServerCertificate; imapPort: number; imapsPort: number; capability?: string }): string {
  const root = process.getuid?.() === 0;
  const me = userInfo().username;
  const owner = root ? String(MAIL_UID) : String(process.getuid?.() ?? 0);
  const group = root ? String(MAIL_GID) : String(process.getgid?.() ?? 0);
  return `
protocols = imap
listen = 127.0.0.1
base_dir = ${join(at.folder, 'run')}
state_dir = ${join(at.folder, 'run')}
log_path = ${join(at.folder, 'dovecot.log')}
ssl = yes
ssl_cert = <${at.certificate.certFile}
ssl_key = <${at.certificate.keyFile}
ssl_min_protocol = TLSv1.2
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
mail_location = maildir:${at.mailFolder}/%u
mailbox_list_index = no
mail_plugins =
first_valid_uid = 1
default_internal_user = ${root ? 'dovecot' : me}
default_login_user = ${root ? 'dovenull' : me}
default_internal_group = ${root ? 'dovecot' : group}
mail_max_userip_connections = 100
${at.capability === undefined ? '' : `imap_capability = ${at.capability}`}
passdb {
  driver = passwd-file
  args = scheme=PLAIN username_format=%u ${join(at.folder, 'users')}
}
userdb {
  driver = static
  args = uid=${owner} gid=${group} home=${at.mailFolder}/%u
}
service imap-login {
  ${root ? '' : 'chroot ='}
  service_count = 0
  inet_listener imap {
    port = ${at.imapPort}
  }
  inet_listener imaps {
    port = ${at.imapsPort}
    ssl = yes
  }
}
service anvil {
  unix_listener anvil-auth-penalty {
    mode = 0
  }
  ${root ? '' : 'chroot ='}
}
service stats {
  ${root ? '' : 'chroot ='}
}
service auth {
  ${root ? '' : `user = ${me}`}
  unix_listener auth-postfix {
    mode = 0666
  }
}
`;
}

async function prepare(folder: string, mailFolder: string, accounts: readonly Account[]): Promise<void> {
  await mkdir(join(folder, 'run'), { mode: 0o755 });
  await mkdir(mailFolder);
  await writeFile(join(folder, 'users'), accounts.map(({ user, password }) => `${user}:{PLAIN}${password}::::::\n`).join(''));
  await own(mailFolder);
  for (const { user } of accounts) {
    for (const part of ['', 'tmp', 'new', 'cur']) {
      await mkdir(join(mailFolder, user, part), { recursive: true });
      await own(join(mailFolder, user, part));
    }
  }
}

async function own(path: string): Promise<void> {
  if (process.getuid?.() === 0) await chown(path, MAIL_UID, MAIL_GID);
}

function boxFolder(mailFolder: string, user: string, box?: string): string {
  return box === undefined ? join(mailFolder, user) : join(mailFolder, user, `.${box}`);
}

async function drop(mailFolder: string, user: string, mail: Uint8Array, box?: string): Promise<void> {
  const base = boxFolder(mailFolder, user, box);
  const name = `${Math.floor(Date.now() / 1000)}.${randomUUID()}.localhost`;
  await writeFile(join(base, 'tmp', name), mail);
  await own(join(base, 'tmp', name));
  await rename(join(base, 'tmp', name), join(base, 'new', name));
}

async function mails(base: string): Promise<readonly Uint8Array[]> {
  return Promise.all((await names(base)).map((path) => readFile(path)));
}

async function names(base: string): Promise<readonly string[]> {
  const parts = ['new', 'cur'].map(async (part) => (await readdir(join(base, part)).catch(() => [])).map((name) => join(base, part, name)));
  return (await Promise.all(parts)).flat();
}

async function resetUidValidity(base: string): Promise<void> {
  for (const name of (await readdir(base)).filter((each) => each.startsWith('dovecot'))) await rm(join(base, name), { force: true });
}
