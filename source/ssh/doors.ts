/** All doors of a console. They share the keys, the trust and the places for handshakes with its telemetry links. */
import { systemClock } from '../base/clock.ts';
import { endpointText } from './failure.ts';
import type { LinksOptions } from './links.ts';
import { openDoor } from './open-door.ts';
import type { PodDoor, PodDoors } from './pod-door.ts';
import { createHandshakePool } from './pool.ts';
import { defaultTimings } from './timings.ts';
import { createTransports } from './transports.ts';
import type { LinkContext } from './trusted-connection.ts';

export type DoorsOptions = LinksOptions;

export function createDoors(options: DoorsOptions): PodDoors {
  const timings = { ...defaultTimings, ...options.timings };
  const context: LinkContext = {
    transports: createTransports({ identities: options.identities, timings, settings: options.transports }),
    trust: options.trust,
    agentProgram: options.agentProgram,
    pool: options.pool ?? createHandshakePool(),
    timings,
    clock: options.clock ?? systemClock,
    random: options.random ?? Math.random,
  };
  const closing = new AbortController();
  const open = new Set<PodDoor>();

  return {
    async open(target, signal) {
      const opened = await openDoor({ context, target, signal: AbortSignal.any([signal, closing.signal]) });
      if (!opened.ok) return opened;
      const door = opened.value;
      open.add(door);
      void door.closed.then(() => open.delete(door));
      if (!closing.signal.aborted) return opened;
      await door.close();
      const message = `The console is closing, and with it the connection to ${endpointText(target.endpoint)}.`;
      return { ok: false, failure: { kind: 'closed', message, hint: '', retriable: false } };
    },
    async close() {
      closing.abort();
      await Promise.all([...open].map((door) => door.close()));
    },
  };
}
