/** A pod as the image starts it, at its usual ports and places, in which faults are planted: see planted-pod.sh. */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, existsSync, mkdtempSync, rmdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Diagnosis } from '../../../pod-agent/protocol/finding.ts';
import { isExecutable } from '../../neighbours/executable.ts';
import { descendantsOf } from '../../neighbours/processes.ts';
import { type BuiltAgent, until } from '../built-agent.ts';

const script = fileURLToPath(new URL('planted-pod.sh', import.meta.url));
const fakeCard = fileURLToPath(new URL('fake-card.sh', import.meta.url));
const groupKinds = ['memory', 'cpu', 'cpuacct', 'pids'];

/** Whether a pod here has a memory and CPU group of its own. */
export const hasOwnGroups = ['memory', 'cpu'].every((kind) =>
  existsSync(`/sys/fs/cgroup/${kind}/cgroup.procs`),
);

export type PodWishes = {
  readonly variables?: Readonly<Record<string, string>>;
  /** Shell lines before its first process begins, in the pod. */
  readonly before?: string;
  /** What its first process runs, in place of the agent's start. */
  readonly command?: readonly string[];
  readonly memoryLimitBytes?: number;
  /** Its cards are a stand-in, and what is wrong with them is said by these cells: see fake-card.sh. */
  readonly cards?: Readonly<Record<string, string>>;
};

export type Ran = {
  readonly code: number | null;
  readonly output: string;
  readonly errorOutput: string;
};

export type PlantedPod = {
  /** Runs shell lines in the pod and within its groups, to their end. */
  run(lines: string): Ran;
  /** What the agent says of it. It runs beside the groups, so that a limit that was planted does not hold it back. */
  diagnose(): { readonly diagnosis: Diagnosis; readonly exitCode: number | null };
  log(): string;
  stop(): Promise<void>;
};

/** Why that cannot be done here; null when it can. */
export function plantedPodMissing(): string | null {
  for (const path of ['/usr/sbin/nginx', '/usr/bin/tini', '/usr/bin/nsenter', '/usr/sbin/ip'])
    if (!isExecutable(path)) return `${path} is not installed`;
  if (process.getuid?.() !== 0) return 'only root may make namespaces';
  const folder = makeFolder({ before: 'exit 0' });
  const tried = spawnSync(script, [folder, 'true'], { encoding: 'utf8' });
  removeTraces(folder);
  return tried.status === 0 ? null : `no namespaces: ${tried.stderr.trim()}`;
}

export async function startPlantedPod(agent: BuiltAgent, wishes: PodWishes): Promise<PlantedPod> {
  const folder = makeFolder(wishes);
  copyFileSync(agent.scriptPath, join(folder, 'agent.mjs'));
  const command = wishes.command ?? ['pod-agent', 'start'];
  const child = spawn(script, [folder, ...command], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { PATH: usualPath, HOME: '/root', RUNPOD_POD_ID: 'pod1', ...wishes.variables },
  });
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  const ended = once(child, 'close');
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  async function stop(): Promise<void> {
    kill();
    await ended;
    process.off('exit', kill);
    await until(() => removeTraces(folder), 'the end of its groups');
  }
  const isUp = () => /^\[7\/7\]|tells why/m.test(log) || wishes.command !== undefined;
  try {
    await until(() => isUp() && firstProcess(child) > 0, `the pod; its log:\n${log}`);
  } catch (error) {
    await stop();
    throw new Error(`${error instanceof Error ? error.message : error}\n${log}`);
  }
  const run = (lines: string) => runWithin(firstProcess(child), `${enterGroups}\n${lines}`);
  return {
    run,
    diagnose() {
      const { code, output, errorOutput } = runWithin(firstProcess(child), 'pod-agent diagnose --json');
      if (output === '')
        throw new Error(`The agent said nothing (exit code ${code}): ${errorOutput}\n${log}`);
      return { diagnosis: JSON.parse(output), exitCode: code };
    },
    log: () => log,
    stop,
  };
}

const usualPath = '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin';

function makeFolder(wishes: PodWishes): string {
  const folder = mkdtempSync('/tmp/pod-planted-');
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o755 });
  write('disk-size', '64m');
  write('memory-limit', wishes.memoryLimitBytes === undefined ? '' : String(wishes.memoryLimitBytes));
  copyFileSync(fakeCard, join(folder, 'fake-card.sh'));
  const cells = Object.entries(wishes.cards ?? {}).map(([field, cell]) => `${field}=${cell}\n`);
  write('cells', cells.join(''));
  const tool = wishes.cards === undefined ? '' : 'cp /out/fake-card.sh /usr/local/bin/nvidia-smi';
  const lines = [
    `printf '#!/bin/sh\\nexec ${process.execPath} /out/agent.mjs "$@"\\n' >/usr/local/bin/pod-agent`,
    'chmod 755 /usr/local/bin/pod-agent',
    tool,
    "echo '127.0.0.1 localhost api.runpod.io' >/etc/hosts",
    "echo '<!doctype html><p>site</p>' >/srv/site/index.html",
    wishes.before ?? '',
    'exec tini -- "$@"',
  ];
  write('start.sh', lines.join('\n'));
  return folder;
}

/** @returns Whether all of them are gone. */
function removeTraces(folder: string): boolean {
  try {
    for (const kind of groupKinds) {
      const group = `/sys/fs/cgroup/${kind}/${basename(folder)}`;
      if (existsSync(group)) rmdirSync(group);
    }
    rmSync(folder, { recursive: true, force: true });
    return true;
  } catch {
    return false;
  }
}

/** By this machine's numbers; 0 while it has not begun. */
function firstProcess(child: ChildProcess): number {
  return descendantsOf(child.pid ?? 0).find(({ command }) => command.startsWith('tini --'))?.pid ?? 0;
}

const enterGroups = groupKinds
  .map((kind) => `/sys/fs/cgroup/${kind}/cgroup.procs`)
  .map((file) => `[ ! -e ${file} ] || echo 0 >${file}`)
  .join('\n');

function runWithin(pid: number, lines: string): Ran {
  const ended = spawnSync(
    'nsenter',
    ['-t', String(pid), '-m', '-p', '-n', '--root', '--wd', 'sh', '-c', lines],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      encoding: 'utf8',
      timeout: 40_000,
      env: { PATH: usualPath, HOME: '/root' },
    },
  );
  return { code: ended.status, output: ended.stdout, errorOutput: ended.stderr };
}
