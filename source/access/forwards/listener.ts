/** Where a forward listens on this machine: a port of an address, or a socket in a folder of the user's own. */
import { chmod, lstat, mkdir, rm } from 'node:fs/promises';
import { createServer, type Server, type Socket } from 'node:net';
import { dirname } from 'node:path';
import { messageOf } from '../../base/message-of.ts';
import type { ForwardListener } from '../../fleet/forward-spec.ts';

export type OpenListener = {
  /** With the port that was given where 0 was asked for. */
  readonly at: ForwardListener;
  close(): Promise<void>;
};

export type ListenOutcome =
  | { readonly ok: true; readonly value: OpenListener }
  | { readonly ok: false; readonly reason: string };

/** Most connections that one forward serves at once; further ones are reset. */
export const maxConnections = 256;

/** Never throws. */
export async function listen(
  listener: ForwardListener,
  onConnection: (socket: Socket) => void,
): Promise<ListenOutcome> {
  const server = createServer({ allowHalfOpen: true, noDelay: true }, onConnection);
  server.maxConnections = maxConnections;
  try {
    if (listener.kind === 'unix') await listenOnSocket(server, listener.path);
    else
      await listening(server, () =>
        server.listen({ host: listener.host, port: listener.port, exclusive: true }),
      );
  } catch (error) {
    return { ok: false, reason: refusal(listener, error) };
  }
  return { ok: true, value: { at: placeOf(server, listener), close: () => closed(server) } };
}

/** Whoever may open the socket may use the forward, so it stands in a folder that is the user's alone. */
async function listenOnSocket(server: Server, path: string): Promise<void> {
  const folder = dirname(path);
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  const { mode } = await lstat(folder);
  if (made === undefined && (mode & 0o077) !== 0)
    throw new Error(`its folder ${folder} is open to others; choose one with mode 0700`);
  await removeStale(path);
  await listening(server, () => server.listen(path));
  await chmod(path, 0o600);
}

/** Left by a console that was killed. What is no socket stays. */
async function removeStale(path: string): Promise<void> {
  const found = await lstat(path).catch(() => null);
  if (found === null) return;
  if (!found.isSocket()) throw new Error('there is something else than a socket already');
  const { connect } = await import('node:net');
  const isServed = await new Promise<boolean>((resolve) => {
    const probe = connect(path);
    probe.once('connect', () => resolve(true));
    probe.once('error', () => resolve(false));
    probe.once('close', () => probe.destroy());
    setTimeout(() => resolve(true), 500).unref();
  });
  if (isServed) throw new Error('somebody listens there already');
  await rm(path, { force: true });
}

function listening(server: Server, begin: () => void): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.once('listening', () => {
      server.off('error', reject);
      // An error later on, such as no more file descriptors, must not end the program.
      server.on('error', () => {});
      resolve();
    });
    begin();
  });
}

function placeOf(server: Server, listener: ForwardListener): ForwardListener {
  const address = server.address();
  if (listener.kind === 'unix' || address === null || typeof address === 'string') return listener;
  return { ...listener, port: address.port };
}

function refusal(listener: ForwardListener, error: unknown): string {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  const where = listener.kind === 'unix' ? listener.path : `port ${listener.port} of ${listener.host}`;
  if (code === 'EADDRINUSE') return `${where} is taken already; choose another, or 0 for a free one`;
  if (code === 'EACCES') return `${where} is not for this user to listen on; choose a port from 1024 on`;
  if (code === 'EADDRNOTAVAIL') return `${where}: this machine has no such address`;
  return `nothing can listen on ${where}: ${messageOf(error)}`;
}

function closed(server: Server): Promise<void> {
  return new Promise((resolve) => {
    if (server.listening) server.close(() => resolve());
    else resolve();
  });
}
