/** `pod-agent benchmark` of the built agent, on a pod that the agent has started, and on servers that are no pod. */
import { mkdtempSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { measures } from '../../../pod-agent/measures/index.ts';
import type { BenchmarkReport, Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';
import { decodeJobEvent } from '../../../pod-agent/protocol/job-codec.ts';
import { type Nginx, nginxMissing, startNginx } from '../../neighbours/nginx.ts';
import { type AgentRun, buildAgent, runAgent, until } from '../built-agent.ts';
import { podsOf, startedPodMissing, untilReady } from '../start/started-pod.ts';
import { busyProcesses } from './busy-processes.ts';

const agent = buildAgent();
const start = podsOf(agent);
const runs: AgentRun[] = [];

afterEach(() => {
  for (const run of runs.splice(0)) run.child.kill('SIGKILL');
});

async function runVerb(args: readonly string[], environment?: Readonly<Record<string, string>>) {
  const run = runAgent(agent, ['benchmark', ...args], environment);
  runs.push(run);
  const { code } = await run.ended;
  return { code, output: run.output(), errorOutput: run.errorOutput() };
}

const longScript = Array.from({ length: 400 }, (_, line) => `console.log("line ${line}");`).join('\n');
const site = {
  'index.html': '<!doctype html><script type="module" src="/assets/a-0f3A9c2e.js"></script><p>site</p>',
  'assets/a-0f3A9c2e.js': longScript,
  'health.json': '{"status":"ok"}',
};

describe.skipIf(startedPodMissing !== null)(`a pod that the agent started ${startedPodMissing ?? ''}`, () => {
  it('is measured from within by its own settings, and compared with itself', async () => {
    const pod = await start({ site });
    await untilReady(pod);
    const folder = mkdtempSync(join(agent.folder, 'baseline-'));
    // The port is the machine's; the run folder is the pod's own /tmp/run, as seen from here.
    const environment = {
      POD_AGENT_APP_PORT: String(pod.port),
      POD_AGENT_RUN_FOLDER: join(pod.folder, 'run'),
      RUNPOD_POD_ID: 'pod1',
      POD_VERSION: '1.2.3',
    };
    const first = await runVerb(['--quick', '--force', '--json'], environment);
    expect(first).toMatchObject({ code: 0, errorOutput: '' });
    const report: BenchmarkReport = JSON.parse(first.output);
    expect(report).toMatchObject({
      schema: 1,
      isQuick: true,
      scope: 'loopback',
      url: `http://127.0.0.1:${pod.port}/`,
      fingerprint: { pod: 'pod1', image: '1.2.3', length: 'quick', generator: '0.0.0-test' },
    });
    expect(report.fingerprint.nginx).toMatch(/^nginx\/1\.\d+/);
    expect(report.fingerprint.configuration).toMatch(/^[0-9a-f]{12}$/);
    expect(report.fingerprint['CPU limit']).toMatch(/^[\d.]+ cores$/);
    expect(report.fingerprint['memory limit']).toMatch(/^\d+ MiB$/);
    expect(report.tests.map(({ testId }) => testId)).toEqual(measures.map(({ id }) => id));
    // On a machine that is very busy the last ones find no time left.
    expect(report.tests.filter(({ status }) => status === 'failed')).toEqual([]);
    expect(report.tests.slice(0, 4).map(({ status }) => status)).toEqual(['done', 'done', 'done', 'done']);
    expect(report.generator?.cpuPercent).toBeGreaterThan(0);
    // It passes as an event of a job, which is how the console gets it.
    const line = JSON.stringify({ kind: 'benchmark', report, sequence: 1, atMs: 1 });
    expect(decodeJobEvent(line)).toMatchObject({ ok: true, dropped: [] });

    const path = join(folder, 'before.json');
    writeFileSync(path, first.output);
    const compared = ['--quick', '--force', '--json', '--baseline', path];
    // This machine may be at work in one run and at rest in the other.
    const second = await runVerb([...compared, '--changed', 'at work'], environment);
    const { comparison }: { comparison: Comparison } = JSON.parse(second.output);
    expect(comparison).toMatchObject({ differences: [], beforeAtMs: report.atMs });
    expect(comparison.figures.length).toBeGreaterThan(0);
    // Which of the three it is is the machine's affair; that code and verdict agree is ours.
    expect(second.code).toBe(comparison.verdict === 'regression' ? 1 : 0);

    const other = await runVerb(compared, { ...environment, POD_VERSION: '1.3.0' });
    const refused: Comparison = JSON.parse(other.output).comparison;
    expect(other.code).toBe(3);
    expect(refused).toMatchObject({ verdict: 'not-comparable', figures: [] });
    expect(refused.differences).toContain('image');
  }, 90_000);
});

describe.skipIf(nginxMissing !== null)(`nginx by itself ${nginxMissing ?? ''}`, () => {
  let nginx: Nginx | null = null;
  afterEach(async () => {
    await nginx?.stop();
    nginx = null;
  });

  it('is measured at an address that is named, event by event', async () => {
    nginx = await startNginx({ site, plan: {} });
    const url = `http://127.0.0.1:${nginx.port}`;
    const { code, output } = await runVerb(['--quick', '--force', '--jsonl', '--url', url], {
      POD_AGENT_APP_PATH: '/',
    });
    const decoded = output.trimEnd().split('\n').map(decodeJobEvent);
    expect(decoded.filter((each) => !each.ok)).toEqual([]);
    const events = decoded.flatMap((each) => (each.ok ? [each.line] : []));
    expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, position) => position + 1));
    const steps = events.flatMap((event) => (event.kind === 'step-began' ? [event.step] : []));
    expect(steps).toEqual(['guard', ...measures.map(({ id }) => id)]);
    expect(events.at(-1)).toMatchObject({ kind: 'verdict', verdict: 'pass', exitCode: code });
    expect(code).toBe(0);
    const series = new Set(events.flatMap((event) => (event.kind === 'point' ? [event.series] : [])));
    expect([...series]).toEqual(expect.arrayContaining(['requests per second', 'p50', 'p99']));
    const fractions = events.flatMap((event) => (event.kind === 'progress' ? [event.fraction] : []));
    expect(fractions.length).toBeGreaterThan(6);
    expect(fractions).toEqual([...fractions].sort((left, right) => left - right));
    expect(Math.max(...fractions)).toBeLessThanOrEqual(1);
  }, 60_000);

  it('ends a run that is stopped, without a report', async () => {
    nginx = await startNginx({ site });
    const url = `http://127.0.0.1:${nginx.port}`;
    const run = runAgent(agent, ['benchmark', '--force', '--jsonl', '--url', url]);
    runs.push(run);
    await until(() => run.output().includes('"point"'), 'the first point');
    run.child.kill('SIGTERM');
    const { code } = await run.ended;
    const lines = run.output().trimEnd().split('\n');
    expect(code).toBe(3);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ kind: 'verdict', verdict: 'stopped' });
    expect(lines.filter((line) => line.includes('"kind":"benchmark"'))).toEqual([]);
  });
});

describe('pod-agent benchmark', () => {
  it('does not measure a pod that is at work, and says what it saw', async () => {
    const busy = busyProcesses();
    const { code, output } = await runVerb(['--quick', '--json', '--url', 'http://127.0.0.1:1']);
    busy.stop();
    expect(code).toBe(3);
    expect(JSON.parse(output)).toMatchObject({ kind: 'verdict', verdict: 'inconclusive', exitCode: 3 });
    expect(JSON.parse(output).text).toMatch(/^The pod is at work: .*CPU at [\d.]+ % of .* \(at most 50 %\)/);
  });

  it('fails where nothing listens, and says so of each test', async () => {
    const { code, output } = await runVerb(['--quick', '--force', '--json', '--url', 'http://127.0.0.1:1']);
    const report: BenchmarkReport = JSON.parse(output);
    expect(code).toBe(2);
    const statuses = report.tests.map(({ status }) => status);
    expect(statuses).toEqual(['failed', 'failed', 'failed', 'failed', 'failed', 'failed']);
    expect(report.tests[0]?.summary).toContain('refused');
  });

  it.each([
    [['--url', 'https://127.0.0.1'], '--url is no address that can be asked. It must begin with http://.'],
    [['--outward-url', 'file:///etc/passwd'], 'It must begin with http:// or https://.'],
    [['--json', '--markdown'], 'exclude each other'],
    [['--changed', 'image'], '--changed belongs to --baseline'],
    [['--baseline', '/nowhere/report.json'], 'The baseline "/nowhere/report.json" cannot be taken. ENOENT'],
    [['--baseline', 'package.json'], 'It holds no report of a benchmark'],
    [['fast'], 'pod-agent benchmark --help'],
  ])('does not take %j', async (args, reason) => {
    const { code, errorOutput, output } = await runVerb(args);
    expect({ code, output }).toEqual({ code: 2, output: '' });
    expect(errorOutput).toContain(reason);
  });
});
