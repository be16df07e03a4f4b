import { createServer, connect } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

/** A port of the loopback that nobody listens on now. */
export async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}

/** Resolves when somebody accepts connections there; rejects after `patience` milliseconds. */
export async function listening(port: number, patience = 15000): Promise<void> {
  const end = Date.now() + patience;
  for (;;) {
    if (await accepts(port)) return;
    if (Date.now() > end) throw new Error(`nobody listens on port ${port}`);
    await pause(30);
  }
}

function accepts(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
