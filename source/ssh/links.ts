/** All telemetry links of a console: they share the keys, the trust, and the places for handshakes. */
import { type Clock, systemClock } from '../base/clock.ts';
import type { Identities } from './identities.ts';
import { createLink, type PodLink } from './link.ts';
import { createHandshakePool, type HandshakePool } from './pool.ts';
import type { Links } from './telemetry.ts';
import { defaultTimings, type LinkTimings } from './timings.ts';
import { createTransports, type TransportSettings } from './transports.ts';
import type { Trust } from './trust.ts';
import type { AgentProgram } from './upload.ts';

export type LinksOptions = {
  readonly identities: Identities;
  readonly trust: Trust;
  /** The agent for pods that have Node but no agent. Asked for only when one is to be uploaded. */
  readonly agentProgram: () => Promise<AgentProgram>;
  /** Shared with whatever else connects; one of its own where none is given. */
  readonly pool?: HandshakePool;
  readonly clock?: Clock;
  readonly random?: () => number;
  readonly timings?: Partial<LinkTimings>;
  /** Without them everything direct goes by ssh2. */
  readonly transports?: TransportSettings;
};

export function createLinks(options: LinksOptions): Links {
  const timings = { ...defaultTimings, ...options.timings };
  const context = {
    transports: createTransports({ identities: options.identities, timings, settings: options.transports }),
    trust: options.trust,
    agentProgram: options.agentProgram,
    pool: options.pool ?? createHandshakePool(),
    timings,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
  const open = new Set<PodLink>();
  let ticker: NodeJS.Timeout | null = null;

  function tick(): void {
    for (const link of open) link.tick();
  }

  return {
    open(target, listener) {
      const link = createLink(target, listener, context);
      open.add(link);
      ticker ??= setInterval(tick, timings.tickMs);
      void link.over.then(() => {
        open.delete(link);
      });
      return link;
    },
    async close() {
      if (ticker !== null) clearInterval(ticker);
      ticker = null;
      const closing = [...open];
      for (const link of closing) link.close();
      await Promise.all(closing.map((link) => link.over));
    },
  };
}
