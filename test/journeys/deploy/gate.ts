/** A gate before a server of HTTP: lets requests through, and tells of each before it goes on and before its answer comes back. */
import {
  request as ask,
  createServer,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import type { AddressInfo } from 'node:net';

export type Passing = {
  readonly method: string;
  readonly path: string;
  readonly body: string;
  /** `forward`: it has not reached the server. `answer`: it has been carried out, and nobody knows. */
  readonly when: 'forward' | 'answer';
};

export type Watcher = (passing: Passing) => 'pass' | 'drop';

export type Gate = {
  readonly url: string;
  /** 127.0.0.1:41234 */
  readonly host: string;
  /** Told of everything that passes; "drop" closes the connection instead. @returns What to call to end it. */
  watch(watcher: Watcher): () => void;
  close(): Promise<void>;
};

export async function openGate(target: string): Promise<Gate> {
  const to = new URL(target);
  const watchers = new Set<Watcher>();
  const isDropped = (passing: Passing): boolean =>
    [...watchers].some((watcher) => watcher(passing) === 'drop');

  async function pass(incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const body = Buffer.concat(chunks);
    const { method = 'GET', url: path = '/', headers } = incoming;
    // A layer is not text, and nobody looks for words in it.
    const told = { method, path, body: body.length > 100_000 ? '' : body.toString('utf8') };
    if (isDropped({ ...told, when: 'forward' })) return void incoming.socket.destroy();
    const { 'transfer-encoding': _, ...others } = headers;
    const asked = ask(
      {
        host: to.hostname,
        port: to.port,
        method,
        path,
        headers: { ...others, 'content-length': body.length },
      },
      (answer) => {
        if (isDropped({ ...told, when: 'answer' })) {
          answer.resume();
          return void incoming.socket.destroy();
        }
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    asked.on('error', () => incoming.socket.destroy());
    asked.end(body);
  }

  const server: Server = createServer((incoming, outgoing) => {
    void pass(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const host = `127.0.0.1:${port}`;
  return {
    ...{ url: `http://${host}`, host },
    watch(watcher) {
      watchers.add(watcher);
      return () => void watchers.delete(watcher);
    },
    close() {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
