/** Ports of programs that a benchmark starts: free ones, and the moment when somebody listens. */
import { once } from 'node:events';
import { connect, createServer } from 'node:net';

export async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address();
  server.close();
  return port;
}

/** Rejects, with its name, where nobody listens within that time. */
export async function untilItListens(port, { name, withinMs }) {
  const endMs = performance.now() + withinMs;
  while (performance.now() < endMs) {
    const socket = connect(port, '127.0.0.1');
    const isOpen = await once(socket, 'connect').then(
      () => true,
      () => false,
    );
    socket.destroy();
    if (isOpen) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`${name} does not listen at port ${port} within ${withinMs / 1000} s.`);
}
