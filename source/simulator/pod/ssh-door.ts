/** sshd of one pod: a real SSH server on a port of its own, which lets in root and nobody else. */
import { createServer, type Socket } from 'node:net';
import ssh2, { type AuthContext, type Connection, type ServerChannel, type Session } from 'ssh2';
import { forwardStream } from './forward-stream.ts';
import { newHostKey } from './host-keys.ts';

export type SshDoor = {
  readonly port: number;
  /** Breaks off every connection. */
  dropAll(): void;
  /** The next connection meets another key. */
  changeHostKey(): void;
  close(): Promise<void>;
};

export type SshDoorOptions = {
  readonly host: string;
  /** Asked for each connection: where false, it is reset. */
  isReachable(): boolean;
  /** A command that somebody runs. Must end the channel. */
  onCommand(command: string, channel: ServerChannel): void;
  onShell(channel: ServerChannel): void;
  /** The port of this machine that stands for one of the pod's; null where nothing listens there. */
  placeOf(host: string, port: number): Promise<number | null>;
};

export async function openSshDoor(options: SshDoorOptions): Promise<SshDoor> {
  const sockets = new Set<Socket>();
  let server = makeServer(options);
  const listener = createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // A client that goes away in the middle of a packet is nothing to speak of.
    socket.on('error', () => socket.destroy());
    if (options.isReachable()) server.injectSocket(socket);
    else socket.resetAndDestroy();
  });
  await new Promise<void>((resolve, reject) => {
    listener.once('error', reject);
    listener.listen(0, options.host, resolve);
  });
  const address = listener.address();
  if (address === null || typeof address === 'string')
    throw new Error(`Cannot tell the port of sshd on ${options.host}.`);

  function dropAll(): void {
    for (const socket of sockets) socket.destroy();
  }

  return {
    port: address.port,
    dropAll,
    changeHostKey() {
      server = makeServer(options);
      dropAll();
    },
    async close() {
      const closed = new Promise<void>((resolve) => listener.close(() => resolve()));
      dropAll();
      await closed;
    },
  };
}

function makeServer(options: SshDoorOptions): ssh2.Server {
  return new ssh2.Server(
    { hostKeys: [newHostKey()], ident: 'OpenSSH_8.9p1 Ubuntu-3ubuntu0.13' },
    (connection) => {
      connection.on('error', () => connection.end());
      connection.on('authentication', authenticate);
      connection.on('session', (accept) => serveSession(accept(), options));
      connection.on('tcpip', (accept, reject, info) => {
        void forwardStream({
          accept,
          reject,
          place: options.placeOf(info.destIP, info.destPort),
          host: options.host,
        });
      });
      acceptKeepalives(connection);
    },
  );
}

function authenticate(context: AuthContext): void {
  if (isWelcome(context)) context.accept();
  else context.reject(['publickey']);
}

function isWelcome(context: AuthContext): boolean {
  if (context.username !== 'root') return false;
  // The fleet is on loopback and made up: a machine without any key of its own may watch it too.
  if (context.method === 'none') return true;
  if (context.method !== 'publickey') return false;
  const key = ssh2.utils.parseKey(context.key.data);
  if (key instanceof Error) return false;
  // Without a signature the client only asks whether this key would do.
  if (context.signature === undefined || context.blob === undefined) return true;
  return key.verify(context.blob, context.signature, context.hashAlgo) === true;
}

function serveSession(session: Session, options: SshDoorOptions): void {
  session.on('pty', (accept) => accept?.());
  session.on('env', (accept) => accept?.());
  session.on('exec', (accept, _reject, info) => options.onCommand(info.command, accept()));
  session.on('window-change', (accept) => accept?.());
  session.on('shell', (accept) => options.onShell(accept()));
}

function acceptKeepalives(connection: Connection): void {
  connection.on('request', (accept) => accept?.());
}
