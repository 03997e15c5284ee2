/** Which pods get a link, and when it is moved or closed. The links themselves are tested against a real sshd. */
import { expect, test } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Links } from '../../../source/ssh/telemetry.ts';
import { watchLinks } from '../../../source/watch/link-watch.ts';
import { makeEntry, makeFleet, makePod, nowMs } from '../fleet/make.ts';

function recorded(): { log: string[]; said: FleetEvent[]; watch: ReturnType<typeof watchLinks> } {
  const log: string[] = [];
  const said: FleetEvent[] = [];
  const links: Links = {
    open(target) {
      log.push(`open ${target.podId}:${target.endpoint.port}`);
      return {
        retryNow: () => log.push(`retry ${target.podId}`),
        retarget: (next) => log.push(`move ${next.podId}:${next.endpoint.port}`),
        close: () => log.push(`close ${target.podId}`),
      };
    },
    close: async () => undefined,
  };
  const watch = watchLinks({
    links,
    intervalMs: 1000,
    dispatch: (event) => said.push(event),
    nowMs: () => nowMs,
  });
  return { log, said, watch };
}

const fleetOf = (...pods: ReturnType<typeof makePod>[]): ReturnType<typeof makeFleet> =>
  makeFleet(pods.map((pod) => makeEntry({ pod })));
const at = (port: number): ReturnType<typeof makePod> =>
  makePod({ ssh: { host: '127.0.0.1', port, username: 'root' } });

test('one link a pod, moved with its port, closed with its life', () => {
  const { log, watch } = recorded();
  watch.reconcile(fleetOf(at(1)));
  watch.reconcile(fleetOf(at(1)));
  watch.reconcile(fleetOf(at(2)));
  watch.retry('pod1');
  watch.reconcile(fleetOf(makePod({ state: { kind: 'stopped', by: 'user' } })));
  watch.reconcile(fleetOf());
  expect(log).toEqual(['open pod1:1', 'move pod1:2', 'retry pod1', 'close pod1']);
});

test('a pod that cannot be reached is said to be so, once, with the reason', () => {
  const { log, said, watch } = recorded();
  const hidden = makePod({
    ssh: null,
    ports: [{ privatePort: 22, publicPort: 0, ip: '10.0.0.1', public: false, type: 'tcp' }],
  });
  watch.reconcile(fleetOf(hidden));
  watch.reconcile(fleetOf(hidden));
  expect(log).toEqual([]);
  expect(said).toHaveLength(1);
  expect(said[0]).toMatchObject({
    link: { kind: 'none', reason: expect.stringContaining('no public address') },
  });
});
