import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './postgres.js';

/** A network in between that can swallow all, as a firewall or a dead machine does: nobody is told. */
export interface Proxy {
  port: number;
  swallow(all: boolean): void;
  close(): void;
}

/** Stands before a port of 127.0.0.1. */
export async function startProxy(target: number): Promise<Proxy> {
  const sockets = new Set<Socket>();
  let swallows = false;
  const pass = (from: Socket, to: Socket) => {
    sockets.add(from);
    from.on('data', (data) => {
      if (!swallows) to.write(data);
    });
    from.on('error', () => {});
    from.on('close', () => {
      sockets.delete(from);
      if (!swallows) to.destroy();
    });
  };
  const server = createServer((near) => {
    const far = connect(target, '127.0.0.1');
    pass(near, far);
    pass(far, near);
  });
  const port = await freePort();
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  return {
    port,
    /** When the network is back, both ends learn that the old connections are gone. */
    swallow(all) {
      swallows = all;
      if (!all) for (const socket of sockets) socket.destroy();
    },
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
