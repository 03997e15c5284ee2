/** The three transports, each with a real server that it can deal with: the contract's tests know no more of them. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Connection, Transport } from '../../../../source/ssh/connection-types.ts';
import type { Outcome } from '../../../../source/ssh/failure.ts';
import { describeHostKey } from '../../../../source/ssh/host-key.ts';
import { loadIdentities } from '../../../../source/ssh/identities.ts';
import type { LinkTarget } from '../../../../source/ssh/telemetry.ts';
import { defaultTimings, type LinkTimings } from '../../../../source/ssh/timings.ts';
import { createTransports, type TransportSettings } from '../../../../source/ssh/transports.ts';
import { createTrust, trustIdentity } from '../../../../source/ssh/trust.ts';
import { createTrustStore, type TrustStore } from '../../../../source/ssh/trust-store.ts';
import { startPtyProxy } from '../../../neighbours/pty-proxy.ts';
import { startSshPod } from '../../../neighbours/ssh-pod.ts';
import type { Sshd } from '../../../neighbours/sshd.ts';

export type Server = Sshd & { readonly home: string };

export type Way = {
  readonly transport: Transport;
  start(options?: { readonly hasNode?: boolean }): Promise<Server>;
  target(server: Server): LinkTarget;
  readonly settings: TransportSettings;
};

const direct = (transport: 'ssh2' | 'system'): Way => ({
  transport,
  start: () => startSshPod({ shell: 'dash', configuration: ['MaxSessions 20'] }),
  target: (server) => targetOf(server, 'direct'),
  // Whatever the operator of this machine has configured is not to be met here.
  settings: { wantedFor: () => transport, configPath: '/dev/null' },
});

export const ways: readonly Way[] = [
  direct('ssh2'),
  direct('system'),
  {
    transport: 'pty',
    start: ({ hasNode = true } = {}) => startPtyProxy({ backEnd: 'bash', hasNode }),
    target: (server) => targetOf(server, 'proxy'),
    settings: {},
  },
];

function targetOf(server: Server, way: 'direct' | 'proxy'): LinkTarget {
  return {
    ...{ podId: 'pod1', podName: 'pod-1', generation: null, way, intervalMs: 500 },
    endpoint: { host: '127.0.0.1', port: server.port, username: server.username },
  };
}

export type Changes = {
  readonly keyPath?: string;
  readonly timings?: Partial<LinkTimings>;
  readonly target?: Partial<LinkTarget>;
  readonly settings?: TransportSettings;
  readonly knownHostsPaths?: readonly string[];
};

export function storeOf(server: Server): TrustStore {
  return createTrustStore(join(server.directory, 'known-pods.json'));
}

export async function connectBy(
  way: Way,
  server: Server,
  changes: Changes = {},
): Promise<Outcome<Connection>> {
  const identities = await loadIdentities({
    files: [changes.keyPath ?? server.clientKeyPath],
    agentSocket: '',
  });
  const trust = createTrust({ store: storeOf(server), knownHostsPaths: changes.knownHostsPaths ?? [] });
  const target = { ...way.target(server), ...changes.target };
  const transports = createTransports({
    identities,
    timings: { ...defaultTimings, ...changes.timings },
    settings: { ...way.settings, ...changes.settings },
  });
  const trustCase = await trust.open(target);
  const connected = await transports.connect({
    target,
    trust: trustCase,
    signal: new AbortController().signal,
  });
  if (connected.ok) await trustCase.settle();
  const failure = connected.ok ? null : (trustCase.refusal() ?? connected.failure);
  return failure === null ? connected : { ok: false, failure };
}

/** Pins another key than the server's own, as if another had answered there before. */
export async function pinAnother(way: Way, server: Server, publicKeyPath: string): Promise<void> {
  const [, blob = ''] = readFileSync(publicKeyPath, 'utf8').split(' ');
  await storeOf(server).pin(trustIdentity(way.target(server)), {
    ...describeHostKey(Buffer.from(blob, 'base64')),
    ...{ generation: null, source: 'first-contact', endpoint: 'there', firstSeenMs: 1, lastSeenMs: 1 },
  });
}

export async function runToEnd(connection: Connection, command: string, input?: string | Uint8Array) {
  const stdout: Buffer[] = [];
  const stderr: Buffer[] = [];
  const opened = await connection.exec({
    command,
    onStdout: (bytes) => stdout.push(Buffer.from(bytes)),
    onStderr: (bytes) => stderr.push(Buffer.from(bytes)),
  });
  if (!opened.ok) throw new Error(opened.failure.message);
  if (input !== undefined) await opened.value.send(input);
  opened.value.endInput();
  const end = await opened.value.ended;
  const bytes = Buffer.concat(stdout);
  return { end, bytes, output: bytes.toString('utf8'), complaint: Buffer.concat(stderr).toString('utf8') };
}

export function succeeded<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(`${outcome.failure.message} ${outcome.failure.hint}`);
  return outcome.value;
}

export function wayOf(transport: Transport): Way {
  const way = ways.find((each) => each.transport === transport);
  if (way === undefined) throw new Error(`There is no way by ${transport}.`);
  return way;
}
