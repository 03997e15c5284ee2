/**
 * Doors that are counted by pod, as the pod sees them: connections to its sshd, or terminals behind RunPod's proxy. So that
 * the console does not take its own work for somebody else's session.
 */
import type { OwnSessions } from '../fleet/own-sessions.ts';
import type { PodDoors } from '../ssh/pod-door.ts';

export type CountedDoors = PodDoors & {
  /** How many the pod may be seen to have just now: its figures are some seconds old. */
  openTo(podId: string): OwnSessions;
};

/** What a pod tells of its connections may be this old, and a connection this long on its way out. */
const seenWithinMs = 15_000;

/** `untilMs`: when it was closed; null while it is open, or being opened. */
type Counted = { readonly fromMs: number; untilMs: number | null; terminals: (() => number) | null };

export function countDoors(doors: PodDoors, nowMs: () => number): CountedDoors {
  const byPod = new Map<string, Set<Counted>>();

  function begin(podId: string): Counted {
    const counted: Counted = { fromMs: nowMs(), untilMs: null, terminals: null };
    const known = byPod.get(podId) ?? new Set();
    byPod.set(podId, known.add(counted));
    return counted;
  }

  return {
    async open(target, signal) {
      const counted = begin(target.podId);
      const opened = await doors.open(target, signal);
      if (!opened.ok) counted.untilMs = nowMs();
      else {
        const { transport, terminalCount } = opened.value;
        if (transport === 'pty') counted.terminals = terminalCount ?? (() => 1);
        void opened.value.closed.then(() => {
          counted.untilMs = nowMs();
        });
      }
      return opened;
    },
    close: () => doors.close(),
    openTo(podId) {
      const atMs = nowMs();
      const known = byPod.get(podId) ?? new Set();
      const own = { connectionsAtLeast: 0, connectionsAtMost: 0, terminals: 0 };
      for (const counted of known) {
        const { fromMs, untilMs, terminals } = counted;
        if (untilMs !== null && atMs - untilMs > seenWithinMs) known.delete(counted);
        else if (terminals !== null) own.terminals += untilMs === null ? terminals() : 1;
        else {
          own.connectionsAtMost++;
          if (untilMs === null && atMs - fromMs > seenWithinMs) own.connectionsAtLeast++;
        }
      }
      if (known.size === 0) byPod.delete(podId);
      return own;
    },
  };
}
