import { createRequire } from 'node:module';
import type { AddressInfo, Server, Socket } from 'node:net';
import { SMTPServer, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';

export type MailAccount = { readonly address: string; readonly password: string };

/** An in-process mail server for the demo office: memory only, loopback only, no TLS. */
export type MailServer = {
  readonly smtpPort: number;
  /** Each account has an IMAP server of its own: hoodiecrow keeps one mail store for all its users. */
  imapPort(address: string): number;
  /** Put a mail into an account's INBOX; its bytes stay as they are. */
  deliver(address: string, mail: Uint8Array): void;
  /** The mails in an account's INBOX, oldest first, each as it came. */
  inbox(address: string): readonly Uint8Array[];
  /** Called with every mail that reaches an account. Returns how to stop listening. */
  onMail(address: string, listener: (mail: Uint8Array) => void): () => void;
  stop(): Promise<void>;
};

type Message = { readonly raw: string };
/** What is used of hoodiecrow-imap, which has no types. Mails are binary strings, one character for each byte. */
type Hoodiecrow = {
  readonly server: Server;
  readonly connectionHandlers: ((connection: { readonly socket: Socket }) => void)[];
  listen(port: number, host: string, listening: () => void): void;
  close(closed: () => void): void;
  getMailbox(path: string): { readonly messages: readonly Message[] };
  appendMessage(path: string, flags: string[], internalDate: string | undefined, raw: string): unknown;
  setMaxListeners(count: number): void;
};

const hoodiecrow = createRequire(import.meta.url)('hoodiecrow-imap') as (options: object) => Hoodiecrow;
const plugins = ['ID', 'IDLE', 'LITERALPLUS', 'UIDPLUS', 'MOVE', 'UNSELECT', 'ENABLE', 'AUTH-PLAIN', 'SASL-IR'];
const LARGEST_MAIL = 256 * 1024 * 1024;

type Box = { readonly account: MailAccount; readonly imap: Hoodiecrow; readonly sockets: Set<Socket>; readonly listeners: Set<(mail: Uint8Array) => void> };

/** SMTP takes mail for the accounts (550 for anybody else) and drops it into their INBOXes; a sender needs no password. */
export async function startMailServer(options: { accounts: readonly MailAccount[] }): Promise<MailServer> {
  const boxes = new Map<string, Box>();
  for (const account of options.accounts) boxes.set(account.address.toLowerCase(), await openBox(account));
  const smtp = await startSmtp(boxes);
  return {
    smtpPort: portOf(smtp.server),
    imapPort: (address) => portOf(boxOf(boxes, address).imap.server),
    deliver: (address, mail) => drop(boxOf(boxes, address), mail),
    inbox: (address) => boxOf(boxes, address).imap.getMailbox('INBOX').messages.map(({ raw }) => Buffer.from(raw, 'latin1')),
    onMail(address, listener) {
      const { listeners } = boxOf(boxes, address);
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    async stop() {
      await new Promise<void>((resolve) => smtp.close(resolve));
      await Promise.all(Array.from(boxes.values(), closeBox));
    },
  };
}

async function openBox(account: MailAccount): Promise<Box> {
  const imap = hoodiecrow({
    plugins,
    users: { [account.address]: { password: account.password } },
    storage: { INBOX: { messages: [], allowPermanentFlags: true }, '': { separator: '/', folders: { Processed: {} } } },
  });
  const sockets = new Set<Socket>();
  imap.setMaxListeners(0);
  imap.connectionHandlers.push((connection) => track(sockets, connection.socket));
  await new Promise<void>((resolve) => imap.listen(0, '127.0.0.1', resolve));
  return { account, imap, sockets, listeners: new Set() };
}

/** Remembered so that stop() can end them; answers go out at once; a reset line must not end the program. */
function track(sockets: Set<Socket>, socket: Socket): void {
  sockets.add(socket);
  socket.setNoDelay(true);
  socket.on('error', () => socket.destroy());
  socket.on('close', () => sockets.delete(socket));
}

function closeBox(box: Box): Promise<void> {
  return new Promise((resolve) => {
    box.imap.close(resolve);
    for (const socket of box.sockets) socket.destroy();
  });
}

async function startSmtp(boxes: ReadonlyMap<string, Box>): Promise<SMTPServer> {
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    disableReverseLookup: true,
    hideSMTPUTF8: false,
    size: LARGEST_MAIL,
    logger: false,
    onAuth: (given, _session, answer) => {
      const known = boxes.get((given.username ?? '').toLowerCase())?.account.password === given.password;
      answer(known ? null : new Error('Unknown user or password'), known ? { user: given.username } : undefined);
    },
    onRcptTo: ({ address }, _session, answer) => {
      answer(boxes.has(address.toLowerCase()) ? null : Object.assign(new Error('User unknown'), { responseCode: 550 }));
    },
    onData: (stream, session, answer) => void receive(boxes, stream, session).then((id) => answer(null, id), answer),
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

async function receive(boxes: ReadonlyMap<string, Box>, stream: SMTPServerDataStream, session: SMTPServerSession): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  if (stream.sizeExceeded) throw Object.assign(new Error('Too large'), { responseCode: 552 });
  const id = `${session.id}-${session.transaction}`;
  const trace = Buffer.from(`Received: from loopback by demo.invalid with ESMTP id ${id}; ${new Date().toUTCString()}\r\n`);
  const mail = Buffer.concat([trace, ...pieces]);
  for (const { address } of session.envelope.rcptTo) drop(boxOf(boxes, address), mail);
  return `OK: queued as ${id}`;
}

function drop(box: Box, mail: Uint8Array): void {
  box.imap.appendMessage('INBOX', [], undefined, Buffer.from(mail).toString('latin1'));
  for (const listener of box.listeners) listener(mail);
}

function boxOf(boxes: ReadonlyMap<string, Box>, address: string): Box {
  const box = boxes.get(address.toLowerCase());
  if (box === undefined) throw new Error(`The demo's mail server has no account ${address}`);
  return box;
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port;
}
