/** Which pods get a link, and when it is moved or closed. The links themselves are tested against a real sshd. */
import { expect, test } from 'vitest';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { LinkListener, Links } from '../../../source/ssh/telemetry.ts';
import { acceptanceNotes } from '../../../source/ssh/trust-verdict.ts';
import { watchLinks } from '../../../source/watch/link-watch.ts';
import { makeEntry, makeFleet, makePod, nowMs } from '../fleet/make.ts';

function recorded(): {
  log: string[];
  said: FleetEvent[];
  watch: ReturnType<typeof watchLinks>;
  send: (text: string) => void;
} {
  let listener: LinkListener | null = null;
  const log: string[] = [];
  const said: FleetEvent[] = [];
  const links: Links = {
    open(target, own) {
      listener = own;
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
  const send = (text: string): void => listener?.onFrame({ kind: 'event', atMs: nowMs, level: 'info', text });
  return { log, said, watch, send };
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

test('the usual first accept of a host key is no news; one that is new or shared is', () => {
  const { said, watch, send } = recorded();
  watch.reconcile(fleetOf(at(1)));
  const key = { type: 'ssh-ed25519', blob: 'AAAA', fingerprint: 'SHA256:x' };
  const textsOf = (kind: 'first-contact' | 'new-generation', sharedWith: readonly string[]): string[] =>
    acceptanceNotes({ verdict: { kind }, key, pin: null, sharedWith }).map(({ text }) => text);
  for (const text of textsOf('first-contact', [])) send(text);
  expect(said).toEqual([]);
  for (const text of [...textsOf('first-contact', ['b']), ...textsOf('new-generation', [])]) send(text);
  expect(said).toHaveLength(2);
});
