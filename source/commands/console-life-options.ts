/** What the console's share in pods' lives is made from. */
import type { Pod } from '../fleet/pod.ts';
import type { WholeCloud } from '../runpod/whole-cloud.ts';
import type { LinkTarget } from '../ssh/telemetry.ts';
import type { Terminal } from '../terminal/terminal.ts';
import type { FleetStore } from '../watch/fleet-store.ts';

export type ConsoleLifeOptions = {
  readonly cloud: WholeCloud | null;
  readonly store: FleetStore;
  readonly terminal: Pick<Terminal, 'handOver'>;
  readonly targetOf: (pod: Pod) => LinkTarget;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** For what is answered when the screen has gone already. */
  readonly say: (text: string) => void;
  /** Ends the wait for answers when the screen has gone. */
  readonly endNow: AbortSignal;
  /** The list of pods is asked for now, and often for a while. */
  readonly hurry: () => void;
};
