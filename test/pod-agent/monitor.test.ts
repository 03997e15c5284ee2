import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { AppCheck } from '../../pod-agent/health/judge.ts';
import { defaultThresholds } from '../../pod-agent/health/thresholds.ts';
import { createMonitor, type MonitorOptions } from '../../pod-agent/monitor.ts';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { createSampler, type Sampler } from '../../pod-agent/sampler.ts';
import { until } from './built-agent.ts';
import { createTextHost } from './text-host.ts';

let folder: string;
let sampler: Sampler;
const notYet: AppCheck = { kind: 'not-checked', reason: 'nginx is not started yet' };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'monitor-'));
});
afterEach(() => {
  sampler.stop();
  rmSync(folder, { recursive: true });
});

function start(options: Partial<MonitorOptions> = {}) {
  const host = createTextHost();
  sampler = createSampler({ host, intervalMs: 1000 });
  const troubles: string[] = [];
  const monitor = createMonitor({
    host,
    sampler,
    checkApp: async () => notYet,
    thresholds: defaultThresholds,
    periodMs: 100,
    reportPath: join(folder, 'report.json'),
    onTrouble: (text) => troubles.push(text),
    ...options,
  });
  const written = (): HealthReport => JSON.parse(readFileSync(join(folder, 'report.json'), 'utf8'));
  return { host, monitor, troubles, written };
}

test('one look gives the report, keeps it with its sample, and leaves it as a file', async () => {
  const seen: number[] = [];
  const { monitor, written } = start({
    onReport: ({ sequence }, sample) => seen.push(sequence, sample.sequence),
  });
  expect(monitor.latest()).toBeNull();
  const report = await monitor.lookNow();
  expect(report.checks.find(({ id }) => id === 'app')).toMatchObject({
    status: 'unknown',
    summary: 'nginx is not started yet',
  });
  expect(monitor.latest()?.report).toBe(report);
  expect(monitor.latest()?.sample.memory?.limitBytes).toBe(16_000_000 * 1024);
  expect(written()).toEqual(report);
  expect(seen).toEqual([0, 0]);
});

test('looks come one after the other, whoever asks for them', async () => {
  let inside = 0;
  let most = 0;
  const { monitor } = start({
    async checkApp() {
      inside += 1;
      most = Math.max(most, inside);
      await new Promise((resolve) => setTimeout(resolve, 30));
      inside -= 1;
      return notYet;
    },
  });
  const ending = new AbortController();
  const running = monitor.run(ending.signal);
  const reports = await Promise.all([monitor.lookNow(), monitor.lookNow()]);
  ending.abort();
  await running;
  expect(most).toBe(1);
  expect(reports[1].sequence).toBe(reports[0].sequence + 1);
});

test('beats until the signal, and not after it', async () => {
  const { monitor } = start();
  const ending = new AbortController();
  const running = monitor.run(ending.signal);
  await until(() => (monitor.latest()?.report.sequence ?? 0) >= 2, 'the third report');
  ending.abort();
  await running;
  const last = monitor.latest()?.report.sequence;
  await new Promise((resolve) => setTimeout(resolve, 250));
  expect(monitor.latest()?.report.sequence).toBe(last);
});

test('a report that cannot be written is there all the same, and the trouble is told', async () => {
  const { monitor, troubles } = start({ reportPath: join(folder, 'missing/report.json') });
  const report = await monitor.lookNow();
  expect(monitor.latest()?.report).toBe(report);
  expect(troubles).toEqual([expect.stringMatching(/^Cannot write the health report: ENOENT/)]);
});

test('a look that fails by a fault of ours ends no beat', async () => {
  let calls = 0;
  const { monitor, troubles } = start({
    async checkApp() {
      calls += 1;
      if (calls === 1) throw new Error('out of sockets');
      return notYet;
    },
  });
  const ending = new AbortController();
  const running = monitor.run(ending.signal);
  await until(() => monitor.latest() !== null, 'a report after the fault');
  ending.abort();
  await running;
  expect(troubles).toEqual(['Cannot look at the pod: out of sockets']);
  expect(readdirSync(folder)).toEqual(['report.json']);
});
