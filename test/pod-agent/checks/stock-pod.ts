/** A container with Debian's nginx, or with nothing at all, that our agent did not start: see stock-pod.sh. */
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach } from 'vitest';
import type { Draft, PodPlan } from '../../../pod-agent/checks/check.ts';
import { checks } from '../../../pod-agent/checks/index.ts';
import { isExecutable } from '../../neighbours/executable.ts';
import { freePort } from '../../neighbours/free-port.ts';
import { descendantsOf } from '../../neighbours/processes.ts';
import { until } from '../built-agent.ts';
import { namespaceTrouble } from '../namespaces.ts';
import { hostWithin, runWithin } from './host-within.ts';
import { lookWith, notInHaste, unknownPod } from './look.ts';

const script = fileURLToPath(new URL('stock-pod.sh', import.meta.url));

export const stockPodMissing = reasonWhyNot();

function reasonWhyNot(): string | null {
  if (!isExecutable('/usr/sbin/nginx')) return 'nginx is not installed (apt-get install nginx)';
  if (!isExecutable('/usr/bin/tini')) return 'tini is not installed (apt-get install tini)';
  return namespaceTrouble(script);
}

export type StockPod = {
  readonly folder: string;
  readonly port: number;
  /** Of a process within. */
  pid(): number;
  /** Runs a line of shell in it, to its end. */
  run(line: string): Promise<string>;
  /** What the five checks of this folder find. */
  findings(plan?: Partial<PodPlan>): Promise<readonly Draft[]>;
  /** The same by one look, also where something answers slowly. */
  findingsAtOnce(plan?: Partial<PodPlan>): Promise<readonly Draft[]>;
  findingsOf(id: string, plan?: Partial<PodPlan>): Promise<readonly Draft[]>;
};

const own = ['environment', 'nginx', 'app-files', 'network', 'logs'];

/** Starts containers for the tests of a file; none outlives its test. */
export function stockPods(): (wishes?: {
  readonly lines?: string;
  readonly environment?: Readonly<Record<string, string>>;
}) => Promise<StockPod> {
  const running: { readonly child: ChildProcess; readonly folder: string }[] = [];
  afterEach(async () => {
    for (const { child, folder } of running.splice(0)) {
      child.kill('SIGKILL');
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit');
      rmSync(folder, { recursive: true, force: true });
    }
  });
  return async ({ lines = 'touch /tmp/up; exec sleep 600', environment = {} } = {}) => {
    const folder = mkdtempSync('/tmp/stock-pod-');
    execFileSync('chmod', ['755', folder]);
    mkdirSync(join(folder, 'nginx'));
    const port = await freePort();
    writeFileSync(join(folder, 'nginx/nginx.conf'), stockConfiguration(port));
    mkdirSync(join(folder, 'html'));
    writeFileSync(join(folder, 'html/index.html'), 'hello');
    const child = spawn(script, [folder, 'sh', '-c', lines], {
      stdio: 'ignore',
      env: { PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', ...environment },
    });
    running.push({ child, folder });
    const first = () =>
      descendantsOf(child.pid ?? 0).find(({ command }) => command.startsWith('sleep'))?.pid ?? 0;
    await until(() => first() > 0, 'the container');
    return podIn(folder, port, first());
  };
}

function podIn(folder: string, port: number, pid: number): StockPod {
  const host = hostWithin(pid);
  const look = async (ids: readonly string[], plan: Partial<PodPlan>) => {
    const asked = checks.filter(({ id }) => ids.includes(id));
    const found = asked.map((check) => lookWith(host, check, { ...unknownPod, appPort: port, ...plan }));
    return (await Promise.all(found)).flat();
  };
  return {
    folder,
    port,
    pid: () => pid,
    async run(line) {
      const answer = await runWithin(pid, ['sh', '-c', line], 25_000);
      if (!answer.ok || answer.exitCode !== 0)
        throw new Error(`${line}: ${answer.ok ? answer.errorText : answer.message}`);
      return answer.text;
    },
    findings: (plan = {}) => notInHaste(() => look(own, plan)),
    findingsAtOnce: (plan = {}) => look(own, plan),
    findingsOf: (id, plan = {}) => notInHaste(() => look([id], plan)),
  };
}

export function stockConfiguration(port: number, location = 'root /tmp/html;'): string {
  return `user www-data;
worker_processes 2;
pid /run/nginx.pid;
error_log /var/log/nginx/error.log;
events { worker_connections 64; }
http {
    access_log /var/log/nginx/access.log;
    server {
        listen ${port};
        location / { ${location} }
    }
}
`;
}
