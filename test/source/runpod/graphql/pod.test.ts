import { expect, test } from 'vitest';
import type { Pod } from '../../../../source/fleet/pod.ts';
import { createCleanText } from '../../../../source/runpod/clean-text.ts';
import { toPod } from '../../../../source/runpod/graphql/pod.ts';
import { podWireSchema } from '../../../../source/runpod/graphql/pod-wire.ts';
import { startedAt, wirePod, wireRuntime } from './wire-pods.ts';

const nowMs = Date.parse('2026-11-20T09:00:00.000Z');
const startedMs = Date.parse(startedAt);

function podOf(changes: Readonly<Record<string, unknown>>): Pod {
  const wire = podWireSchema.parse(wirePod(changes));
  return toPod(wire, {
    clean: createCleanText([]),
    nowMs,
    runtime: wire.runtime ?? null,
    runtimeReadAtMs: nowMs,
  });
}

const uptime = (uptimeInSeconds: number | null) => ({ runtime: wireRuntime({ uptimeInSeconds }) });

test.each([
  { name: 'from the uptime', changes: uptime(60), expected: nowMs - 60_000 },
  { name: 'from the last start where the uptime is 0', changes: uptime(0), expected: startedMs },
  { name: 'from the last start where the uptime is negative', changes: uptime(-3), expected: startedMs },
  { name: 'from the last start where there is no uptime', changes: uptime(null), expected: startedMs },
  {
    name: 'not later than now',
    changes: { ...uptime(-3), lastStartedAt: '2026-11-20T09:00:07Z' },
    expected: nowMs,
  },
  { name: 'unknown where nothing says it', changes: { ...uptime(0), lastStartedAt: null }, expected: null },
  { name: 'unknown where it is no date', changes: { ...uptime(0), lastStartedAt: 'soon' }, expected: null },
  { name: 'none while initialising', changes: { runtime: null }, expected: null },
  {
    name: 'none when stopped, whatever runtime is left',
    changes: { desiredStatus: 'EXITED' },
    expected: null,
  },
])('the start is $name', ({ changes, expected }) => {
  expect(podOf(changes).startedAtMs).toBe(expected);
});

test('the uptime is handed on where RunPod counts it', () => {
  expect(podOf(uptime(60)).uptimeSeconds).toBe(60);
  for (const changes of [uptime(0), uptime(-3), uptime(null), { desiredStatus: 'EXITED' }])
    expect(podOf(changes)).not.toHaveProperty('uptimeSeconds');
});

const sshPort = { ip: '213.173.105.4', isIpPublic: true, privatePort: 22, publicPort: 21417, type: 'tcp' };
const direct = { host: '213.173.105.4', port: 21417, username: 'root' };

test.each([
  { name: 'a public port 22', port: sshPort, ssh: direct },
  {
    name: 'an IPv6 address',
    port: { ...sshPort, ip: '2001:db8::4' },
    ssh: { ...direct, host: '2001:db8::4' },
  },
  {
    name: 'a port 22 of a machine without public address',
    port: { ...sshPort, isIpPublic: false },
    ssh: null,
  },
  { name: 'nobody says whether it is public', port: { ...sshPort, isIpPublic: null }, ssh: null },
  { name: 'another port', port: { ...sshPort, privatePort: 2222 }, ssh: null },
  { name: 'an HTTP port', port: { ...sshPort, type: 'http' }, ssh: null },
  { name: 'no port yet', port: { ...sshPort, publicPort: null }, ssh: null },
  { name: 'port 0', port: { ...sshPort, publicPort: 0 }, ssh: null },
  { name: 'a port out of range', port: { ...sshPort, publicPort: 70_000 }, ssh: null },
  { name: 'no address', port: { ...sshPort, ip: null }, ssh: null },
  { name: 'an empty address', port: { ...sshPort, ip: '' }, ssh: null },
  { name: 'an option for an address', port: { ...sshPort, ip: '-oProxyCommand=x' }, ssh: null },
  { name: 'null', port: null, ssh: null },
])('direct SSH with $name', ({ port, ssh }) => {
  expect(podOf({ runtime: wireRuntime({ ports: [port] }) }).ssh).toEqual(ssh);
});

test.each([
  { name: 'no ports yet', changes: { runtime: wireRuntime({ ports: null }) } },
  { name: 'no runtime', changes: { runtime: null } },
  { name: 'a runtime left over from before the stop', changes: { desiredStatus: 'EXITED' } },
])('$name means no port and no direct SSH', ({ changes }) => {
  expect(podOf(changes)).toMatchObject({ ports: [], ssh: null });
});

test('the proxy is for pods that are up, by a name that is no option', () => {
  const host = (podHostId: string | null) => ({ machine: { podHostId } });
  expect(podOf({ runtime: null }).proxySsh?.username).toBe('5xpma5eg46tqjq-64410065');
  expect(podOf({ desiredStatus: 'EXITED' }).proxySsh).toBeNull();
  for (const bad of [null, '', '-oProxyCommand=x', 'a b', 'a@b'])
    expect(podOf(host(bad)).proxySsh).toBeNull();
});

test.each([
  { type: 'RESERVED', rental: 'on-demand' },
  { type: 'INTERRUPTABLE', rental: 'spot' },
  { type: 'BID', rental: 'spot' },
  { type: 'BACKGROUND', rental: 'unknown' },
  { type: 'SOMETHING', rental: 'unknown' },
  { type: null, rental: 'unknown' },
])('podType $type is rental $rental', ({ type, rental }) => {
  expect(podOf({ podType: type }).rental).toBe(rental);
});

test('a pod without GPU has no GPU name', () => {
  const machine = (gpuDisplayName: string) => ({ machine: { gpuDisplayName } });
  expect(podOf(machine('unknown')).gpuName).toBeNull();
  expect(podOf(machine('Unknown')).gpuName).toBeNull();
  expect(podOf({ gpuCount: 0 }).gpuName).toBeNull();
  expect(podOf({ machine: null })).toMatchObject({ gpuName: null, region: null, proxySsh: null });
});

test('the region is the data center, or else the country', () => {
  expect(podOf({ machine: { dataCenterId: 'EU-RO-1', location: 'RO' } }).region).toBe('EU-RO-1');
  expect(podOf({ machine: { dataCenterId: '', location: 'RO' } }).region).toBe('RO');
});

test('the generation changes with every start', () => {
  expect(podOf({}).generation).toBe(startedAt);
  expect(podOf({ lastStartedAt: null, dockerId: 'abc' }).generation).toBe('abc');
  expect(podOf({ lastStartedAt: null }).generation).toBeNull();
});

test('what people named is made safe and short', () => {
  const pod = podOf({
    name: `\u001b]52;c;aGk=\u0007trainer\r\n\u202e2${'x'.repeat(500)}`,
    imageName: '\u001b[2J',
    locked: true,
  });
  expect(pod.name).toMatch(/^trainer 2x+…$/);
  expect(pod.name.length).toBeLessThanOrEqual(200);
  expect(pod).toMatchObject({ image: null, locked: true });
});
