/** One connection of a forward: to the pod and back, each way to its own end, with its bytes counted. */
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';

export type RelayCounts = { received(bytes: number): void; sent(bytes: number): void };

/**
 * Resolves when both are closed. Where the connection to the pod is lost, the local side is reset, so that the program
 * there sees a fault and no regular end.
 */
export function relay(options: {
  readonly socket: Socket;
  readonly stream: Duplex;
  readonly counts: RelayCounts;
  /** Resolves when the connection to the pod is lost. */
  readonly lost: Promise<unknown>;
}): Promise<void> {
  const { socket, stream, counts, lost } = options;
  let open = 2;
  void lost.then(() => {
    if (open > 0) reset(socket);
  });
  return new Promise((resolve) => {
    const oneClosed = (): void => {
      open--;
      if (open === 0) resolve();
    };
    socket.on('error', () => stream.destroy());
    stream.on('error', () => reset(socket));
    socket.once('close', () => {
      stream.destroy();
      oneClosed();
    });
    stream.once('close', () => {
      // A regular end has been handed on by then; a connection that was lost has not.
      if (!socket.writableEnded) reset(socket);
      oneClosed();
    });
    socket.on('data', (chunk: Buffer) => counts.sent(chunk.length));
    stream.on('data', (chunk: Buffer) => counts.received(chunk.length));
    socket.pipe(stream);
    stream.pipe(socket, { end: false });
    // ssh2 ends the channels of a lost connection as if the pod had; the loss is known by the next turn.
    stream.once('end', () => setImmediate(() => socket.end()));
  });
}

/** A unix socket knows no reset. */
export function reset(socket: Socket): void {
  if (socket.remotePort === undefined) socket.destroy();
  else socket.resetAndDestroy();
}
