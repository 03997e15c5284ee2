/** `pod-agent start` as it runs in a pod, with real nginx, on free ports of the loopback address: see started-pod.sh. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { get } from 'node:http';
import { createServer, type Server } from 'node:net';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { ServedHealth } from '../../../pod-agent/protocol/served-health.ts';
import { isExecutable } from '../../neighbours/executable.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { descendantsOf, type ProcessEntry } from '../../neighbours/processes.ts';
import { type BuiltAgent, until } from '../built-agent.ts';
import { namespaceTrouble } from '../namespaces.ts';

const script = fileURLToPath(new URL('started-pod.sh', import.meta.url));

/** Why that cannot be done here; null when it can. */
export const startedPodMissing = reasonWhyNot();

function reasonWhyNot(): string | null {
  if (!isExecutable('/usr/sbin/nginx')) return 'nginx is not installed (apt-get install nginx)';
  if (!isExecutable('/usr/bin/tini')) return 'tini is not installed (apt-get install tini)';
  return namespaceTrouble(script);
}

export type Answer = {
  readonly status: number;
  readonly headers: Record<string, unknown>;
  readonly body: string;
};

export type StartedPod = {
  readonly port: number;
  readonly folder: string;
  readonly child: ChildProcess;
  log(): string;
  /** Rejects where nothing answers. */
  fetch(path: string): Promise<Answer>;
  health(): Promise<ServedHealth>;
  /** The agent, nginx and what else runs in it, by the machine's process ids. */
  processes(): ProcessEntry[];
  agentPid(): number;
  readonly ended: Promise<number | null>;
  stop(): Promise<number | null>;
};

export const wholeSite = {
  'index.html': '<!doctype html><script type="module" src="/assets/a.js"></script><p>site</p>',
  'assets/a.js': 'console.log("a");',
} as const;

export type PodWishes = {
  readonly site?: Readonly<Record<string, string>>;
  readonly port?: number;
  readonly withoutNginx?: boolean;
  readonly variables?: Readonly<Record<string, string>>;
  /** The path of another Node. */
  readonly node?: string;
  /** Shell lines in place of `$AGENT start`. */
  readonly lines?: string;
};

export async function startPod(agent: BuiltAgent, wishes: PodWishes = {}): Promise<StartedPod> {
  // Workers that are not root must be able to enter it.
  const folder = mkdtempSync('/tmp/pod-start-');
  execFileSync('chmod', ['755', folder]);
  for (const [path, text] of Object.entries(wishes.site ?? wholeSite)) {
    mkdirSync(dirname(join(folder, 'site', path)), { recursive: true });
    writeFileSync(join(folder, 'site', path), text);
  }
  if (wishes.withoutNginx === true) writeFileSync(join(folder, 'no-nginx'), '');
  const port = wishes.port ?? (await freePort());
  if (wishes.node !== undefined) copyFileSync(wishes.node, join(folder, 'node'));
  writeFileSync(join(folder, 'agent.mjs'), readFileSync(agent.scriptPath));
  const lines = wishes.lines ?? 'exec $AGENT start';
  const child = spawn(script, [folder, 'sh', '-c', lines], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
      HOME: folder,
      AGENT: `${wishes.node === undefined ? process.execPath : '/tmp/node'} /tmp/agent.mjs`,
      POD_AGENT_APP_PORT: String(port),
      POD_AGENT_HTTP_PORT: String(await freePort()),
      POD_AGENT_NGINX_STATUS_PORT: String(await freePort()),
      POD_AGENT_SITE: '/tmp/site',
      POD_AGENT_RUN_FOLDER: '/tmp/run',
      POD_AGENT_LOG_FOLDER: '/tmp/log',
      POD_AGENT_SETTINGS: '/tmp/pod-agent.env',
      RUNPOD_POD_ID: 'pod1',
      POD_VERSION: '1.2.3',
      ...wishes.variables,
    },
  });
  writeFileSync(join(folder, 'pod-agent.env'), '');
  let log = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => (log += chunk));
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  const ended = once(child, 'close').then(([code]) => {
    process.off('exit', kill);
    rmSync(folder, { recursive: true, force: true });
    return typeof code === 'number' ? code : null;
  });
  const fetch = (path: string) => fetchFrom(port, path);
  const processes = () => descendantsOf(child.pid ?? 0);
  const agentPid = () => processes().find(({ command }) => command.includes('agent.mjs start'))?.pid ?? 0;
  return {
    port,
    folder,
    child,
    log: () => log,
    fetch,
    health: async () => JSON.parse((await fetch('/health.json')).body),
    processes,
    agentPid,
    ended,
    async stop() {
      const pid = agentPid();
      if (pid > 0) sendTo(pid, 'SIGTERM');
      const timer = setTimeout(kill, 40_000);
      const code = await ended;
      clearTimeout(timer);
      return code;
    },
  };
}

export async function untilReady(pod: StartedPod): Promise<void> {
  await until(() => /^\[7\/7\]/m.test(pod.log()), `the last phase; the log:\n${pod.log()}`);
}

function fetchFrom(port: number, path: string): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const request = get({ host: '127.0.0.1', port, path, agent: false, timeout: 20_000 }, (response) => {
      let body = '';
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text;
      });
      response.once('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body }),
      );
    });
    request.once('timeout', () => request.destroy(new Error('no answer within 20 s')));
    request.once('error', reject);
  });
}

/** Starts pods for the tests of a file; none outlives its test. */
export function podsOf(agent: BuiltAgent): (wishes?: PodWishes) => Promise<StartedPod> {
  const pods: StartedPod[] = [];
  afterEach(async () => {
    for (const pod of pods.splice(0)) {
      pod.child.kill('SIGKILL');
      await pod.ended;
    }
  });
  return async (wishes) => {
    const pod = await startPod(agent, wishes);
    pods.push(pod);
    return pod;
  };
}

export function workersOf(pod: StartedPod): ProcessEntry[] {
  return pod.processes().filter(({ command }) => command.startsWith('nginx: worker'));
}

/** To one process. 0 would be our own group, the tests among them. */
export function sendTo(pid: number, signal: NodeJS.Signals): void {
  if (pid <= 0) throw new Error(`There is nobody to send ${signal} to.`);
  process.kill(pid, signal);
}

/** 0 while there is none. */
export function masterOf(pod: StartedPod): number {
  return pod.processes().find(({ command }) => command.startsWith('nginx: master'))?.pid ?? 0;
}

/** A stranger at a port. */
export async function listener(host: string): Promise<{ readonly server: Server; readonly port: number }> {
  const port = await freePort();
  const server = createServer().listen(port, host);
  await once(server, 'listening');
  return { server, port };
}
