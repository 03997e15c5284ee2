/** A server on a free port that answers with whatever bytes a test gives it, at a moment the test chooses. */
import { once } from 'node:events';
import { createServer, type Socket } from 'node:net';

export type ByteServer = {
  readonly port: number;
  requestCount(): number;
  connectionCount(): number;
  openCount(): number;
  stop(): Promise<void>;
};

/** @param onRequest Called for each whole request. */
export async function startByteServer(
  onRequest: (socket: Socket, request: string) => void,
  onConnection: (socket: Socket) => void = () => undefined,
): Promise<ByteServer> {
  const sockets = new Set<Socket>();
  let requestCount = 0;
  let connectionCount = 0;
  const server = createServer((socket) => {
    connectionCount += 1;
    let text = '';
    sockets.add(socket);
    onConnection(socket);
    socket.setNoDelay(true);
    socket.on('error', () => undefined);
    socket.on('close', () => sockets.delete(socket));
    socket.setEncoding('latin1').on('data', (more: string) => {
      text += more;
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        const request = text.slice(0, end + 4);
        text = text.slice(end + 4);
        requestCount += 1;
        onRequest(socket, request);
      }
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('The server has no port.');
  return {
    port: address.port,
    requestCount: () => requestCount,
    connectionCount: () => connectionCount,
    openCount: () => sockets.size,
    async stop() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}
