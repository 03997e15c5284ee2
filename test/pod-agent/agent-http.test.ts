/** `health monitor --http-port` of the built agent: its pages, promtool's word on them, and a real Prometheus that reads them. */
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import type { ServedHealth } from '../../pod-agent/protocol/served-health.ts';
import { freePort } from '../neighbours/free-port.ts';
import {
  checkMetrics,
  type Prometheus,
  prometheusMissing,
  startPrometheus,
} from '../neighbours/prometheus.ts';
import { type AgentRun, buildAgent, runAgent } from './built-agent.ts';
import { container } from './metrics/machine.ts';

const agent = buildAgent();
const fakeTool = fileURLToPath(new URL('fake-nvidia-smi.sh', import.meta.url));
const runs: AgentRun[] = [];
const servers: Server[] = [];
const timers: ReturnType<typeof setInterval>[] = [];
let prometheus: Prometheus | null = null;

afterEach(async () => {
  for (const timer of timers.splice(0)) clearInterval(timer);
  await prometheus?.stop();
  prometheus = null;
  for (const run of runs.splice(0)) {
    run.child.kill('SIGTERM');
    await run.ended;
  }
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

async function startMonitor(
  options: { readonly root?: string; readonly environment?: Readonly<Record<string, string>> } = {},
) {
  const port = await freePort();
  const folder = mkdtempSync(join(agent.folder, 'monitor-'));
  const words = ['--http-port', `${port}`, '--period-ms', '1000', '--report', join(folder, 'report.json')];
  const root = options.root === undefined ? [] : ['--root', options.root];
  const run = runAgent(agent, ['health', 'monitor', ...words, ...root], options.environment);
  runs.push(run);
  const url = `http://127.0.0.1:${port}`;
  const deadlineMs = Date.now() + 40_000;
  for (;;) {
    const first = await health(url).catch(() => null);
    if (first !== null) return { run, url, first, target: `127.0.0.1:${port}` };
    if (Date.now() > deadlineMs) throw new Error(`no server: ${run.errorOutput()}`);
    await pause(50);
  }
}

/** An application that is as well as `app.status` says. */
async function startApp() {
  const app = { status: 200, port: await freePort() };
  const server = createServer((_request, response) => response.writeHead(app.status).end('{}'));
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(app.port, '127.0.0.1', resolve));
  return app;
}

async function health(url: string): Promise<{ readonly code: number; readonly body: ServedHealth }> {
  const answer = await fetch(`${url}/health.json`);
  return { code: answer.status, body: (await answer.json()) as ServedHealth };
}

function pause(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

/** Asks again until it holds, since scrapes and looks come when they come. */
async function eventually(check: () => Promise<void>): Promise<void> {
  const lastAtMs = Date.now() + 40_000;
  for (;;) {
    try {
      return await check();
    } catch (error) {
      if (Date.now() > lastAtMs) throw error;
      await pause(200);
    }
  }
}

describe('pod-agent health monitor --http-port', () => {
  it('serves the newest report, with 503 while the pod fails and 200 when it is well again', async () => {
    const app = await startApp();
    app.status = 500;
    const { url } = await startMonitor({
      environment: { POD_AGENT_APP_PORT: `${app.port}`, POD_VERSION: '1.2.3', RUNPOD_POD_ID: 'pod1' },
    });
    await eventually(async () => expect((await health(url)).code).toBe(503));
    const { body } = await health(url);
    expect(body).toMatchObject({
      schema: 1,
      live: true,
      status: 'fail',
      version: '1.2.3',
      podId: 'pod1',
      agentVersion: '0.0.0-test',
      start: null,
    });
    expect(body.summary).toMatch(/^app: Answers with HTTP status 500/);
    expect(body.report?.periodSeconds).toBe(1);
    app.status = 200;
    await eventually(async () => {
      const { code, body: later } = await health(url);
      expect(later.checks.find(({ id }) => id === 'app')?.status).toBe('ok');
      expect(code).toBe(later.status === 'fail' ? 503 : 200);
    });
  });

  it('says before its first report that nothing is known yet', async () => {
    // What it says first: a moment later the report may be there.
    const { code, body } = (await startMonitor()).first;
    expect(code).toBe(200);
    expect(body).toMatchObject({ status: 'unknown', report: null, checks: [] });
  });

  it('ends at once when it is told to, whoever is connected', async () => {
    const { run, url } = await startMonitor();
    await fetch(`${url}/metrics`);
    run.child.kill('SIGTERM');
    expect(await run.ended).toEqual({ code: 0, signal: null });
  });

  it('names a port that is taken, and does not run without it', async () => {
    const app = await startApp();
    const run = runAgent(agent, ['health', 'monitor', '--http-port', `${app.port}`]);
    runs.push(run);
    expect((await run.ended).code).toBe(70);
    expect(run.errorOutput()).toContain(`Cannot listen at 127.0.0.1:${app.port}`);
    expect(run.errorOutput()).toContain('POD_AGENT_HTTP_PORT');
  });

  it('takes no port together with --once', async () => {
    const run = runAgent(agent, ['health', 'monitor', '--once', '--http-port', '9480']);
    runs.push(run);
    expect((await run.ended).code).toBe(2);
    expect(run.errorOutput()).toContain('--once');
  });
});

describe.skipIf(prometheusMissing !== null)(`with Prometheus ${prometheusMissing ?? ''}`, () => {
  it('promtool has nothing to say of what this very machine gives', async () => {
    const { url } = await startMonitor();
    await eventually(async () => expect((await health(url)).body.report).not.toBeNull());
    const answer = await fetch(`${url}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8');
    expect(checkMetrics(text)).toEqual({ code: 0, output: '' });
    expect(text).toMatch(/^pod_check_status\{check="memory"\} [0-3]$/m);
    expect(text).toMatch(/^pod_agent_collector_success\{collector="cpu"\} 1$/m);
  });

  it('a scrape each second finds the right values, and starts nothing', async () => {
    const root = makePod({ busyCores: 0.5 });
    const app = await startApp();
    const { target } = await startMonitor({ root, environment: { POD_AGENT_APP_PORT: `${app.port}` } });
    const scraper = await startPrometheus({ targets: [target] });
    prometheus = scraper;
    const { query } = scraper;
    const valuesOf = async (expression: string) => (await query(expression)).map(({ value }) => value);
    // Nine scrapes one after the other; one that a busy machine missed leaves nothing to ask about for a moment.
    await eventually(async () => {
      expect(await valuesOf('sum_over_time(up[20s]) >= bool 9')).toEqual([1]);
      const [rate = 0] = await valuesOf('rate(container_cpu_usage_seconds_total[8s])');
      expect(rate).toBeGreaterThan(0.4);
      expect(rate).toBeLessThan(0.6);
      expect(await valuesOf('container_memory_working_set_bytes')).toEqual([500_000_000]);
      expect(await valuesOf('container_spec_cpu_quota / container_spec_cpu_period')).toEqual([4]);
      expect(await valuesOf('container_oom_events_total')).toEqual([2]);
      expect(await valuesOf('container_network_receive_bytes_total{interface="eth0"}')).toEqual([1000]);
      const odd = String.raw`container_network_transmit_bytes_total{interface="we\"ird\\if"}`;
      expect(await valuesOf(odd)).toEqual([6]);
      expect(await valuesOf('pod_check_status{check="app"}')).toEqual([0]);
      expect(await valuesOf('DCGM_FI_DEV_GPU_UTIL{gpu="1",UUID="GPU-1",modelName="NVIDIA Fake"}')).toEqual([
        50,
      ]);
      expect(await valuesOf('count(DCGM_FI_DEV_GPU_UTIL)')).toEqual([2]);
      expect(await valuesOf('count(pod_agent_collector_success == 1)')).toEqual([7]);
      // The monitor's own window is untouched by the scrapes: it sees the same half core of four.
      const [percent = 0] = await valuesOf('pod_check_value{check="cpu"}');
      expect(percent).toBeGreaterThan(8);
      expect(percent).toBeLessThan(18);
      const [{ lastError = '' } = {}] = await scraper.targets();
      expect(lastError).toBe('');
    });
    const calls = readFileSync(join(root, 'usr/bin/calls'), 'utf8').split('\n');
    expect(calls.filter((line) => line.includes('--loop-ms'))).toHaveLength(1);
    expect(calls.length).toBeLessThan(10);
  });

  it('takes the token without the line break of its file, and says that one with a space opens nothing', async () => {
    const guarded = async (url: string, token: string) => {
      const answer = await fetch(`${url}/guarded/metrics`, { headers: { authorization: `Bearer ${token}` } });
      return answer.status;
    };
    const taken = await startMonitor({ environment: { POD_AGENT_METRICS_TOKEN: 'hush\n' } });
    expect(await guarded(taken.url, 'hush')).toBe(200);
    const refused = await startMonitor({ environment: { POD_AGENT_METRICS_TOKEN: 'my secret' } });
    expect(await guarded(refused.url, 'secret')).toBe(404);
    expect(refused.run.errorOutput()).toContain('POD_AGENT_METRICS_TOKEN (the environment) cannot be taken');
    expect(refused.run.errorOutput()).not.toContain('my secret');
  });

  it('the guarded page opens for a scraper with the token, and for no other', async () => {
    const token = 'open-sesame-7f3a';
    const { run, target } = await startMonitor({ environment: { POD_AGENT_METRICS_TOKEN: token } });
    const metricsPath = '/guarded/metrics';
    prometheus = await startPrometheus({ targets: [target], metricsPath });
    const refused = prometheus;
    await eventually(async () => {
      const [scraped] = await refused.targets();
      expect(scraped).toMatchObject({ health: 'down', lastError: expect.stringContaining('401') });
    });
    await refused.stop();
    const job = [`authorization: {credentials: ${token}}`];
    const admitted = await startPrometheus({ targets: [target], metricsPath, job });
    prometheus = admitted;
    await eventually(async () => {
      expect((await admitted.query('pod_agent_build_info')).map(({ labels }) => labels.version)).toEqual([
        '0.0.0-test',
      ]);
    });
    expect(run.output() + run.errorOutput()).not.toContain(token);
  });
});

/** A made-up pod of real files: a container, two cards, and CPU time that goes on at a steady rate. */
function makePod({ busyCores }: { readonly busyCores: number }): string {
  const root = mkdtempSync(join(agent.folder, 'pod-'));
  for (const [path, text] of Object.entries(container)) {
    if (path.startsWith('/')) write(root, path, text);
  }
  write(root, '/proc/1/environ', 'RUNPOD_GPU_COUNT=2\0');
  write(root, '/usr/bin/cards', '0 1');
  write(root, '/usr/bin/utilization', '50');
  copyFileSync(fakeTool, join(root, 'usr/bin/nvidia-smi'));
  const beganMs = performance.now();
  const goOn = () => {
    const used = Math.round((performance.now() - beganMs) * 1000 * busyCores);
    write(root, '/sys/fs/cgroup/cpu.stat', `usage_usec ${used}\nnr_periods 10\nnr_throttled 0\n`);
  };
  goOn();
  timers.push(setInterval(goOn, 20));
  return root;
}

/** Whole or not at all, as the kernel's files are. */
function write(root: string, path: string, text: string): void {
  const real = join(root, path);
  mkdirSync(join(real, '..'), { recursive: true });
  writeFileSync(`${real}.new`, text);
  renameSync(`${real}.new`, real);
}
