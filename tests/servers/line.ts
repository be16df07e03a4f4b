import { connect, createServer, type Socket } from 'node:net';

export type Line = { readonly port: number; cut(): Promise<void>; mend(): Promise<void>; stop(): Promise<void> };

/** A network line to a server on the loopback that can be cut (all connections reset, new ones refused) and mended. */
export async function layLine(target: number): Promise<Line> {
  const sockets = new Set<Socket>();
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    for (const [one, other] of [[near, far], [far, near]] as const) {
      sockets.add(one);
      one.setNoDelay(true);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => {
        sockets.delete(one);
        other.destroy();
      });
    }
  });
  const listen = (port: number): Promise<void> => new Promise((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  const { port } = server.address() as { port: number };
  const cut = async (): Promise<void> => {
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const socket of sockets) socket.resetAndDestroy();
    await closed;
  };
  return { port, cut, mend: () => listen(port), stop: async () => (server.listening ? cut() : undefined) };
}
