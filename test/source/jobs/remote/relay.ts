/** A TCP relay on the loopback address whose connections can be cut off, as a network does. */
import { once } from 'node:events';
import { connect, createServer, type Socket } from 'node:net';

export type Relay = {
  readonly port: number;
  /** Cuts what is open, at both ends. */
  cut(): void;
  /** Takes no connection, until `admit`. */
  refuse(): void;
  admit(): void;
  /** Lets nothing through any more, but keeps the sockets open: a link that hangs. */
  freeze(): void;
  /** How many connections it has taken. */
  taken(): number;
  close(): Promise<void>;
};

export async function startRelay(targetPort: number): Promise<Relay> {
  const sockets = new Set<Socket>();
  let isRefusing = false;
  let taken = 0;
  const server = createServer((near) => {
    if (isRefusing) return near.destroy();
    taken += 1;
    const far = connect(targetPort, '127.0.0.1');
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        near.destroy();
        far.destroy();
      });
    }
    near.pipe(far);
    far.pipe(near);
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The relay has no port.');
  const cut = () => {
    for (const socket of sockets) socket.destroy();
  };
  return {
    port: address.port,
    cut,
    refuse() {
      isRefusing = true;
    },
    admit() {
      isRefusing = false;
    },
    freeze() {
      for (const socket of sockets) socket.unpipe().pause();
    },
    taken: () => taken,
    async close() {
      cut();
      server.close();
      await once(server, 'close');
    },
  };
}
