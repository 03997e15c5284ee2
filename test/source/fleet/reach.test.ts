import { expect, test } from 'vitest';
import type { Pod } from '../../../source/fleet/pod.ts';
import { reachOf } from '../../../source/fleet/reach.ts';
import { makePod } from './make.ts';

const ssh = { host: '10.0.0.1', port: 2201, username: 'root' };
const proxySsh = { host: 'ssh.runpod.io', port: 22, username: 'pod1-64410065' };

const pod = (changes: Partial<Pod>): Pod => makePod({ ssh: null, proxySsh: null, ...changes });

test('directly wherever a public port is mapped', () => {
  expect(reachOf(pod({ ssh, proxySsh }))).toEqual({ kind: 'direct', endpoint: ssh });
});

test('through the proxy where there is no other way, and it may be used', () => {
  expect(reachOf(pod({ proxySsh }))).toEqual({ kind: 'proxy', endpoint: proxySsh });
  expect(reachOf(pod({ proxySsh }), { kind: 'at', host: '127.0.0.1', port: 2222 })).toEqual({
    kind: 'proxy',
    endpoint: { host: '127.0.0.1', port: 2222, username: 'pod1-64410065' },
  });
  const refused = reachOf(pod({ proxySsh, ports: [] }), { kind: 'off', reason: 'the settings refuse it' });
  expect(refused).toEqual({
    kind: 'none',
    reason: 'RunPod has published no port of it yet; and the settings refuse it.',
  });
});

test('a pod whose ports are still being published is waited for, but not for ever', () => {
  const kinds = [5, 300].map((uptimeSeconds) => reachOf(pod({ proxySsh, ports: [], uptimeSeconds })).kind);
  expect(kinds).toEqual(['none', 'proxy']);
});

test.each<[Partial<Pod>, string]>([
  [{ state: { kind: 'stopped', by: 'user' }, ssh, proxySsh }, 'the pod is stopped.'],
  [{ state: { kind: 'initialising' }, ssh, proxySsh }, 'the pod has no container yet.'],
  [{ ports: [] }, 'RunPod has published no port of it yet.'],
])('%j cannot be reached, and says why', (changes, reason) => {
  expect(reachOf(pod(changes))).toEqual({ kind: 'none', reason });
});
