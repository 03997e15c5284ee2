import { expect, test } from 'vitest';
import type { Pod } from '../../../../../source/fleet/pod.ts';
import type { Seen } from '../../../../../source/jobs/deploy/proof/look.ts';
import { countRestarts, noRestarts } from '../../../../../source/jobs/deploy/proof/restarts.ts';
import { readServed } from '../../../../../source/jobs/deploy/proof/served.ts';
import { literalPod } from '../../literal-pod.ts';

const initialising = { state: { kind: 'initialising' } } as const;

test.each<[string, readonly Partial<Pod>[], number]>([
  ['nothing changes', [{ generation: 'a' }, { generation: 'a' }], 0],
  ['another start by its name', [{ generation: 'a' }, { generation: null }, { generation: 'b' }], 1],
  ['a start that wanders', [{ startedAtMs: 10_000 }, { startedAtMs: 13_000 }], 0],
  ['a start that moves', [{ startedAtMs: 10_000 }, { startedAtMs: 40_000 }], 1],
  ['an uptime that goes back', [{ uptimeSeconds: 50 }, {}, { uptimeSeconds: 4 }, { uptimeSeconds: 2 }], 2],
  ['an uptime that goes on', [{ uptimeSeconds: 50 }, { uptimeSeconds: 52 }], 0],
  ['one null', [{}, initialising, {}], 0],
  ['a container that was missing twice', [{}, initialising, initialising, initialising, {}], 1],
  ['a container that has yet to come', [initialising, initialising, initialising, {}], 0],
  [
    'one restart by two signs',
    [
      { generation: 'a', startedAtMs: 1 },
      { generation: 'b', startedAtMs: 60_000 },
    ],
    1,
  ],
])('%s', (_name, pods, count) => {
  expect(counted(pods.map((changes) => seen({ pod: changes })))).toBe(count);
});

test.each<[string, readonly string[], number]>([
  ['uptime goes on', ['{"uptimeSeconds":5}', '{"uptimeSeconds":9}'], 0],
  ['uptime goes back', ['{"uptimeSeconds":50}', '{}', '{"uptimeSeconds":3.5}', '{"uptimeSeconds":1}'], 2],
  ['the boot id changes', ['{"bootId":"a"}', '{"bootId":"b"}', '{"bootId":"b"}'], 1],
])('as the health page tells: %s', (_name, pages, count) => {
  expect(counted(pages.map((page) => seen({ page })))).toBe(count);
});

function counted(looks: readonly Seen[]): number {
  return looks.reduce(countRestarts, noRestarts).count;
}

function seen({ pod = {}, page = '' }: { readonly pod?: Partial<Pod>; readonly page?: string }): Seen {
  const silent = { kind: 'silent', reason: 'nobody' } as const;
  const whole = literalPod(pod);
  return {
    atMs: 0,
    api: { kind: 'pod', pod: whole },
    pod: whole,
    proxy: silent,
    ssh: { kind: 'no-address' },
    inside: null,
    served: { proxy: readServed(page), ssh: null },
  };
}
