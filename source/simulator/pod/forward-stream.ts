/** A stream that a client has forwarded into the pod (direct-tcpip), joined to what stands for its end on this machine. */
import { connect } from 'node:net';
import type { AcceptConnection, RejectConnection, ServerChannel } from 'ssh2';

export async function forwardStream({
  accept,
  reject,
  place,
  host,
}: {
  readonly accept: AcceptConnection<ServerChannel>;
  readonly reject: RejectConnection;
  readonly place: Promise<number | null>;
  readonly host: string;
}): Promise<void> {
  const port = await place.catch(() => null);
  if (port === null) {
    reject();
    return;
  }
  const socket = connect({ host, port });
  socket.once('error', reject);
  socket.once('connect', () => {
    socket.off('error', reject);
    const stream = accept();
    socket.on('error', () => stream.destroy());
    stream.on('error', () => socket.destroy());
    stream.once('close', () => socket.destroy());
    socket.pipe(stream);
    stream.pipe(socket);
  });
}
