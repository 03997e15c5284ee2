/** The agent's HTTP server, on the loopback address alone: nginx in front of it decides what is seen from outside. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { messageOf } from '../../protocol/one-line.ts';
import { answerRequest, problem, type Reply, type RouteOptions } from './routes.ts';

export type AgentServerOptions = RouteOptions & {
  /** 0 takes one that is free. */
  readonly port: number;
  /** What went wrong in here; the asker is told no more than that something did. */
  onTrouble(text: string): void;
};

export type AgentServer = {
  /** @returns The port. Rejects, naming it and its setting, where it cannot be had. */
  listen(): Promise<number>;
  /** Ends every connection at once. */
  close(): Promise<void>;
};

const host = '127.0.0.1';
/** nginx, some scrapers and some people; what comes beyond is closed at once. */
const maxConnections = 64;
const limits = {
  maxHeaderSize: 8 * 1024,
  // Node 18 wants it shorter than that of the whole request.
  headersTimeout: 4000,
  requestTimeout: 5000,
  // No multiple of five: who asks every five seconds must not meet a connection in the moment in which it is closed.
  keepAliveTimeout: 7000,
  connectionsCheckingInterval: 1000,
};
/** Of a connection on which nothing moves at all. */
const silenceMs = 10_000;
/** A scraper gives up after ten seconds by default. */
const answerDeadlineMs = 5000;

export function createAgentServer(options: AgentServerOptions): AgentServer {
  const server = createServer(limits, (request, response) => {
    void answerInTime(request, options).then((reply) => send(response, reply));
  });
  server.maxConnections = maxConnections;
  server.setTimeout(silenceMs);
  return {
    listen() {
      return new Promise((resolve, reject) => {
        const refuse = (error: Error) => reject(unlistenable(options.port, error));
        server.once('error', refuse);
        server.listen({ host, port: options.port }, () => {
          server.off('error', refuse);
          server.on('error', (error) => options.onTrouble(`The agent's HTTP server: ${error.message}`));
          const address = server.address();
          resolve(typeof address === 'object' && address !== null ? address.port : options.port);
        });
      });
    },
    close() {
      return new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };
}

/** Never rejects. */
async function answerInTime(request: IncomingMessage, options: AgentServerOptions): Promise<Reply> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<Reply>((resolve) => {
    const give = () => resolve(problem(503, `No answer within ${answerDeadlineMs / 1000} s.`));
    timer = setTimeout(give, answerDeadlineMs);
  });
  try {
    return await Promise.race([answerRequest(request, options), late]);
  } catch (error) {
    options.onTrouble(`Cannot answer a request over HTTP: ${messageOf(error)}`);
    return problem(500, 'The agent could not make this page.');
  } finally {
    clearTimeout(timer);
  }
}

function send(response: ServerResponse, { status, contentType, body, headers }: Reply): void {
  response.writeHead(status, {
    'content-type': contentType,
    'content-length': Buffer.byteLength(body),
    'cache-control': 'no-store',
    ...headers,
  });
  // Node leaves the body out for HEAD.
  response.end(body);
}

function unlistenable(port: number, error: Error): Error {
  const isTaken = 'code' in error && error.code === 'EADDRINUSE';
  const why = isTaken ? 'another program listens there already' : error.message;
  return new Error(
    `Cannot listen at ${host}:${port}: ${why}. Set POD_AGENT_HTTP_PORT to a port that is free.`,
  );
}
