/** sshd in the pod, where PUBLIC_KEY says who may come in: keys, host keys, the session's variables, and the server kept running. */
import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { findCommand } from '../host/command-lookup.ts';
import { messageOf } from '../protocol/one-line.ts';
import { listenersAt } from '../supervisor/listeners.ts';
import { createService, type Service, type ServiceState } from '../supervisor/service.ts';
import { ensureHostKeys } from './host-keys.ts';
import { changeText } from './kept-text.ts';
import { readPublicKeys, withKeys } from './public-keys.ts';
import { exportToSessions, type SessionFiles } from './session-environment.ts';

export type SshStart = {
  /** For the pod's log. */
  readonly lines: readonly string[];
  /** Why a key that was given does not open the pod; null where it does, or none was given. */
  readonly trouble: string | null;
  /** null where sshd was not started; the lines say why. */
  readonly service: Service | null;
};

export type SshOptions = {
  /** PUBLIC_KEY; undefined where it is not set. */
  readonly publicKey: string | undefined;
  readonly port: number;
  /** null: every address of the pod. */
  readonly listenAddress: string | null;
  /** Of the user who logs in. */
  readonly home: string;
  /** /etc/ssh. */
  readonly hostKeyFolder: string;
  readonly sessionFiles: SessionFiles;
  /** Given when the pod is to end. */
  readonly signal: AbortSignal;
  onNews(text: string): void;
};

/** Never rejects: a pod without SSH still serves. */
export async function startSsh(options: SshOptions): Promise<SshStart> {
  try {
    return await start(options);
  } catch (error) {
    const trouble = `sshd is not started: ${messageOf(error)}`;
    return { lines: [`ssh: ${trouble}`], trouble, service: null };
  }
}

async function start(options: SshOptions): Promise<SshStart> {
  const { publicKey, port } = options;
  const lines: string[] = [];
  await exportToSessions(options.sessionFiles).catch((error: unknown) => {
    lines.push(`ssh: sessions will lack the pod's variables: ${messageOf(error)}`);
  });
  if (publicKey === undefined)
    return {
      lines: [...lines, 'ssh: not started, since PUBLIC_KEY is not set'],
      trouble: null,
      service: null,
    };
  const { keys, refused } = readPublicKeys(publicKey);
  lines.push(...refused.map((text) => `ssh: ${text}`));
  if (keys.length === 0) return untold(lines, 'sshd is not started, since PUBLIC_KEY holds no key');
  await authorize(options.home, keys);
  const holder = listenersAt(port).listeners[0];
  if (holder !== undefined) {
    const who = `${holder.name} (process ${holder.pid})`;
    return {
      lines: [...lines, `ssh: port ${port} is served by ${who} already; the keys were added`],
      trouble: null,
      service: null,
    };
  }
  const path = findCommand('sshd', null);
  if (path === null) return untold(lines, 'sshd is not there: install openssh-server');
  const hostKeys = await ensureHostKeys(options.hostKeyFolder, options.signal);
  if (options.signal.aborted) return { lines, trouble: null, service: null };
  const service = await serve(path, hostKeys.paths, options);
  const state = service.state();
  return {
    trouble: 'reason' in state ? `sshd does not run: ${state.reason}` : null,
    lines: [
      ...lines,
      `ssh: ${stateText(state, port)}, ${keys.length} ${keys.length === 1 ? 'key' : 'keys'}, host keys ${hostKeys.made ? 'made' : 'were there'}:`,
      ...hostKeys.fingerprints.map((line) => `  ${line}`),
    ],
    service,
  };
}

function untold(lines: readonly string[], trouble: string): SshStart {
  return { lines: [...lines, `ssh: ${trouble}`], trouble, service: null };
}

function stateText(state: ServiceState, port: number): string {
  if ('reason' in state) return `sshd does not run: ${state.reason}`;
  return listenersAt(port).isHeld
    ? `port ${port}`
    : `sshd was started and does not listen at port ${port} yet`;
}

async function authorize(home: string, keys: readonly string[]): Promise<void> {
  const folder = join(home, '.ssh');
  await mkdir(folder, { recursive: true, mode: 0o700 });
  // sshd refuses keys in a folder that others may write to.
  await chmod(folder, 0o700);
  const path = join(folder, 'authorized_keys');
  await changeText(path, (current) => withKeys(current, keys), 0o600);
  await chmod(path, 0o600);
}

/** Nobody comes in by password, whatever the image's sshd_config says. */
const settings = [
  'PasswordAuthentication=no',
  'KbdInteractiveAuthentication=no',
  'PermitRootLogin=prohibit-password',
  'UseDNS=no',
  // A console that watches many things opens more than the ten channels at once that are usual.
  'MaxSessions=64',
];

async function serve(
  path: string,
  hostKeys: readonly string[],
  { port, listenAddress, onNews }: SshOptions,
): Promise<Service> {
  await mkdir('/run/sshd', { recursive: true, mode: 0o755 });
  const addresses = listenAddress === null ? [] : [`ListenAddress=${listenAddress}`];
  const args = [
    ...['-D', '-e', '-p', String(port)],
    ...hostKeys.flatMap((key) => ['-h', key]),
    ...[...settings, ...addresses].flatMap((setting) => ['-o', setting]),
  ];
  const service = createService({
    name: 'sshd',
    endSignal: 'SIGTERM',
    prepare: async () => ({ kind: 'ready', path, args }),
    onNews: (text) => onNews(`ssh: ${text}`),
    onState: () => {},
  });
  await service.start();
  await untilListening(service, port);
  return service;
}

const listensWithinMs = 3000;
const lookEveryMs = 20;

/** A pod that says it is ready can be entered. */
async function untilListening(service: Service, port: number): Promise<void> {
  const lastMs = performance.now() + listensWithinMs;
  while (service.state().kind === 'running' && !listenersAt(port).isHeld && performance.now() < lastMs)
    await wait(lookEveryMs);
}
