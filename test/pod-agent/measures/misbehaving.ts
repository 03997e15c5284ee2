/** Small HTTP servers that do what a pod should not. */
import { once } from 'node:events';
import { createServer, type RequestListener, type Server } from 'node:http';
import { afterEach } from 'vitest';

/** Starts servers for the tests of a file; none outlives its test. @returns The port. */
export function serversOf(): (answer: RequestListener) => Promise<number> {
  const servers: Server[] = [];
  afterEach(() => {
    for (const server of servers.splice(0)) {
      server.close();
      server.closeAllConnections();
    }
  });
  return async (answer) => {
    const server = createServer(answer).listen(0, '127.0.0.1');
    servers.push(server);
    await once(server, 'listening');
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('No port was given to the server.');
    return address.port;
  };
}

/** A site of these files; what is not among them is a 404 that nobody may keep. */
export function siteOf(
  files: Readonly<Record<string, string>>,
  headers: (path: string) => Readonly<Record<string, string>> = () => ({}),
): RequestListener {
  return (request, response) => {
    const path = request.url === '/' ? '/index.html' : (request.url ?? '');
    const text = files[path.slice(1)];
    const type = path.endsWith('.js') ? 'text/javascript' : 'text/html';
    response.writeHead(text === undefined ? 404 : 200, {
      'Content-Type': type,
      'Cache-Control': 'no-store',
      ...headers(path),
    });
    response.end(text ?? 'not here');
  };
}
