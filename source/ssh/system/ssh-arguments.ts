/** What the system's ssh is called with. Pure. The operator's configuration is read by the master alone. */
import type { SshEndpoint } from '../../fleet/pod.ts';
import type { LinkTimings } from '../timings.ts';

/** Private key files to name. `only`: nothing else is to be offered, as with --identity. */
export type KeyFiles = { readonly files: readonly string[]; readonly only: boolean };

/** `user`: the operator's own known_hosts decide. `own`: only what stands in the file at `path`, under our alias. */
export type KnownKeys =
  | { readonly kind: 'user' }
  | { readonly kind: 'own'; readonly path: string; readonly acceptNew: boolean };

/** Under this name the host's key stands in the file that is written for ssh: addresses are given to others. */
export const hostKeyAlias = 'pod-engine';

export type MasterArguments = {
  readonly endpoint: SshEndpoint;
  readonly socketPath: string;
  readonly configPath: string | null;
  readonly keys: KeyFiles;
  readonly known: KnownKeys;
  readonly timings: LinkTimings;
};

/** For the process that holds the connection. What a configuration may start beside it is switched off. */
export function masterArguments(options: MasterArguments): readonly string[] {
  const { endpoint, socketPath, configPath, keys, known, timings } = options;
  const settings = {
    BatchMode: 'yes',
    ControlPersist: 'no',
    PermitLocalCommand: 'no',
    RemoteCommand: 'none',
    RequestTTY: 'no',
    ForwardAgent: 'no',
    ForwardX11: 'no',
    Tunnel: 'no',
    AddKeysToAgent: 'no',
    UpdateHostKeys: 'no',
    // Those of the configuration; what is asked for over the socket is not touched by it.
    ClearAllForwardings: 'yes',
    // Neither the server's banner nor notices, which could be taken for ssh's own complaints.
    LogLevel: 'ERROR',
    ConnectTimeout: seconds(timings.connectTimeoutMs),
    ServerAliveInterval: seconds(timings.keepaliveIntervalMs),
    ServerAliveCountMax: String(timings.keepaliveCountMax),
    ...knownSettings(known),
    ...(keys.only ? { IdentitiesOnly: 'yes' } : {}),
  };
  return [
    ...(configPath === null ? [] : ['-F', configPath]),
    ...['-M', '-S', socketPath, '-N', '-T'],
    ...Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`]),
    ...keys.files.flatMap((file) => ['-i', file]),
    ...destination(endpoint),
  ];
}

/**
 * For what goes over a master's socket. Without a configuration, which has nothing to say there; and with a proxy that
 * fails, because a client whose master has gone would quietly connect by itself.
 */
export function muxArguments(options: {
  readonly socketPath: string;
  readonly extra: readonly string[];
  readonly command?: string;
}): readonly string[] {
  const { socketPath, extra, command } = options;
  return [
    ...['-F', '/dev/null', '-S', socketPath],
    ...[
      '-o',
      'ControlMaster=no',
      '-o',
      'ProxyCommand=false',
      '-o',
      'BatchMode=yes',
      '-o',
      'IdentityFile=none',
    ],
    ...extra,
    ...['--', hostKeyAlias],
    ...(command === undefined ? [] : [command]),
  ];
}

/** As ssh would be asked for this endpoint. The port is named only where it is not the usual one, which a configuration may change. */
export function destination({ host, port, username }: SshEndpoint): readonly string[] {
  return ['-l', username, ...(port === 22 ? [] : ['-p', String(port)]), '--', host];
}

function knownSettings(known: KnownKeys): Readonly<Record<string, string>> {
  if (known.kind === 'user') return { StrictHostKeyChecking: 'yes' };
  return {
    StrictHostKeyChecking: known.acceptNew ? 'accept-new' : 'yes',
    UserKnownHostsFile: known.path,
    GlobalKnownHostsFile: '/dev/null',
    HostKeyAlias: hostKeyAlias,
    HashKnownHosts: 'no',
    VerifyHostKeyDNS: 'no',
    KnownHostsCommand: 'none',
  };
}

function seconds(durationMs: number): string {
  return String(Math.max(1, Math.ceil(durationMs / 1000)));
}
