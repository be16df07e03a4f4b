import { createHash } from 'node:crypto';
import { realpathSync, mkdirSync } from 'node:fs';
import { connect, createServer, type Server } from 'node:net';

export type Second = { readonly argv: readonly string[]; readonly cwd: string; readonly data: unknown };

/**
 * One program per user data folder. The lock is a Linux abstract socket: it goes when its process goes, so
 * nothing stale is left. A second program tells the first how it was started, over the same socket.
 */
export class SingleInstance {
  #server: Server | undefined;
  /** Settles when the first program has been told. */
  told: Promise<void> = Promise.resolve();

  get held(): boolean {
    return this.#server !== undefined;
  }

  request(userData: string, data: unknown, onSecond: (second: Second) => void): boolean {
    if (this.held) return true;
    const address = addressOf(userData);
    const server = createServer((socket) => {
      let text = '';
      socket.on('error', () => undefined);
      socket.on('data', (piece) => void (text = (text + piece).slice(0, 100_000)));
      socket.on('end', () => receive(text, onSecond));
    });
    server.on('error', () => undefined);
    // Binding happens within this call; only the news of it comes later.
    server.listen(address);
    server.unref();
    if (server.listening) this.#server = server;
    else this.told = tell(address, { argv: process.argv, cwd: process.cwd(), data });
    return this.held;
  }

  release(): void {
    this.#server?.close();
    this.#server = undefined;
  }
}

function addressOf(userData: string): string {
  mkdirSync(userData, { recursive: true, mode: 0o700 });
  const name = createHash('sha256').update(`${process.getuid?.()}\0${realpathSync(userData)}`).digest('hex');
  return `\0electron-standin-${name}`;
}

function receive(text: string, onSecond: (second: Second) => void): void {
  try {
    onSecond(JSON.parse(text) as Second);
  } catch {
    // Not from a second program.
  }
}

function tell(address: string, second: Second): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(address, () => socket.end(JSON.stringify(second)));
    socket.on('close', () => resolve());
    socket.on('error', () => resolve());
  });
}
