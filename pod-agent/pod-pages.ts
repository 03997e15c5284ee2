/** The agent's own pages, at the port that is wanted or, where a stranger has it, at any other: nginx must not pass on a stranger's. */
import type { AgentServer } from './outlets/http/agent-server.ts';
import { messageOf } from './protocol/one-line.ts';
import type { AgentPages } from './startup/phase.ts';

export type PodPages = {
  /** Without effect where they are open. Rejects where no port is to be had at all. */
  open(): Promise<void>;
  now(): AgentPages;
  close(): Promise<void>;
};

/** @param serverAt Makes a server for a port; 0 is any that is free. */
export function createPodPages(wantedPort: number, serverAt: (port: number) => AgentServer): PodPages {
  let server: AgentServer | null = null;
  let pages: AgentPages = { port: wantedPort, trouble: null };
  return {
    now: () => pages,
    async open() {
      if (server !== null) return;
      const wanted = serverAt(wantedPort);
      try {
        pages = { port: await wanted.listen(), trouble: null };
        server = wanted;
      } catch (error) {
        const other = serverAt(0);
        pages = { port: await other.listen(), trouble: messageOf(error) };
        server = other;
      }
    },
    async close() {
      await server?.close();
    },
  };
}
