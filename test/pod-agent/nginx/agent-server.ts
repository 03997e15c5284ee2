/** A small HTTP server in the agent's place: what nginx gets when it asks the agent. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';

export type Asked = {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
};

export type Reply =
  | { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string }
  /** The connection stands, and nothing comes. */
  | 'silence'
  /** The connection is cut. */
  | 'hang-up';

export type AgentServer = {
  readonly port: number;
  /** Everything that has been asked. */
  readonly asked: readonly Asked[];
  /** What is answered from now on. */
  answerWith(reply: Reply | ((asked: Asked) => Reply)): void;
  stop(): Promise<void>;
};

export async function startAgentServer(): Promise<AgentServer> {
  const asked: Asked[] = [];
  let answer: (asked: Asked) => Reply = () => ({ status: 500, body: '' });
  const server = createServer((request, response) => {
    const question = { method: request.method ?? '', path: request.url ?? '', headers: request.headers };
    asked.push(question);
    const reply = answer(question);
    if (reply === 'hang-up') request.socket.destroy();
    else if (reply !== 'silence') response.writeHead(reply.status, { ...reply.headers }).end(reply.body);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    answerWith(reply) {
      answer = typeof reply === 'function' ? reply : () => reply;
    },
    async stop() {
      server.closeAllConnections();
      server.close();
      if (server.listening) await once(server, 'close');
    },
  };
}
