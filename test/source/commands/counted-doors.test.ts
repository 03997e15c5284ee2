/** What the console has open to a pod, as the pod may see it: told apart from somebody else's. */
import { expect, it } from 'vitest';
import { countDoors } from '../../../source/commands/counted-doors.ts';
import type { SshFailure } from '../../../source/ssh/failure.ts';
import type { PodDoor, PodDoors } from '../../../source/ssh/pod-door.ts';
import type { LinkTarget } from '../../../source/ssh/telemetry.ts';

const target: LinkTarget = {
  ...{ podId: 'pod1', podName: 'web-1', generation: null, intervalMs: 1000 },
  endpoint: { host: '127.0.0.1', port: 22, username: 'root' },
};
const closedNow: SshFailure = { kind: 'closed', message: 'closed', hint: '', retriable: false };

function doorsOf(given: Pick<PodDoor, 'transport' | 'terminalCount'>): PodDoors {
  return {
    async open() {
      let end: (failure: SshFailure) => void = () => {};
      const closed = new Promise<SshFailure>((resolve) => {
        end = resolve;
      });
      const door: PodDoor = {
        ...given,
        closed,
        agent: async () => ({ ok: true, value: null }),
        run: async () => ({ ok: false, failure: closedNow }),
        script: async () => ({ ok: false, failure: closedNow }),
        close: async () => end(closedNow),
      };
      return { ok: true, value: door };
    },
    close: async () => {},
  };
}

it('counts a connection as perhaps seen at first, as seen for sure later, and for a while after its end', async () => {
  let nowMs = 0;
  const doors = countDoors(doorsOf({ transport: 'ssh2' }), () => nowMs);
  const own = () => doors.openTo('pod1');
  expect(own()).toEqual({ connectionsAtLeast: 0, connectionsAtMost: 0, terminals: 0 });
  const opened = await doors.open(target, new AbortController().signal);
  expect(own()).toEqual({ connectionsAtLeast: 0, connectionsAtMost: 1, terminals: 0 });
  nowMs = 60_000;
  expect(own()).toEqual({ connectionsAtLeast: 1, connectionsAtMost: 1, terminals: 0 });
  expect(doors.openTo('pod2').connectionsAtMost).toBe(0);
  if (opened.ok) await opened.value.close();
  expect(own()).toEqual({ connectionsAtLeast: 0, connectionsAtMost: 1, terminals: 0 });
  nowMs = 120_000;
  expect(own()).toEqual({ connectionsAtLeast: 0, connectionsAtMost: 0, terminals: 0 });
});

it('counts terminals where there is no connection to the pod itself', async () => {
  const doors = countDoors(doorsOf({ transport: 'pty', terminalCount: () => 2 }), () => 0);
  await doors.open(target, new AbortController().signal);
  expect(doors.openTo('pod1')).toEqual({ connectionsAtLeast: 0, connectionsAtMost: 0, terminals: 2 });
});
