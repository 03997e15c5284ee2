/** The benchmark as a job: its events, what its verdict goes by, and its exit codes. */
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { type BenchmarkOptions, benchmark } from '../../../pod-agent/benchmark.ts';
import { readBenchmarkPlan } from '../../../pod-agent/benchmark-plan.ts';
import { createLocalHost } from '../../../pod-agent/host/local-host.ts';
import { readFingerprint } from '../../../pod-agent/measures/fingerprint.ts';
import type { Measure } from '../../../pod-agent/measures/measure.ts';
import { measured } from '../../../pod-agent/measures/measured.ts';
import type {
  BenchmarkReport,
  SliceSeries,
  TestResult,
} from '../../../pod-agent/protocol/benchmark-report.ts';
import type { JobEventBody } from '../../../pod-agent/protocol/job-events.ts';
import { createTextHost } from '../text-host.ts';
import { makeSeries } from './reports.ts';
import { createChance, drawSeries } from './statistics/chance.ts';

const folder = mkdtempSync(join(tmpdir(), 'benchmark-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const low = drawSeries(createChance(3), { count: 40, mean: 10, deviation: 0.2 });
const slower = low.map((value) => value * 2.5);

function measureOf(given: Partial<TestResult>): Measure {
  const measure: Measure = {
    id: 'concurrent-load',
    title: 'Concurrent load',
    shareSeconds: { full: 1, quick: 1 },
    run: (context) =>
      measured(measure, context, async () => ({
        status: 'done',
        rating: 'good',
        summary: 'as made up',
        figures: [],
        slices: [],
        notes: [],
        ...given,
      })),
  };
  return measure;
}

const withSlices = (values: readonly number[]): Measure =>
  measureOf({ slices: [makeSeries({ values })] satisfies SliceSeries[] });

async function run(given: Partial<BenchmarkOptions> = {}): Promise<readonly JobEventBody[]> {
  const host = given.host ?? createTextHost();
  const { plan } = await readBenchmarkPlan({ host, own: {}, url: null });
  const events: JobEventBody[] = [];
  const options = { plan, isQuick: true, isForced: false, outwardUrl: null, baseline: null };
  const rest = { agentVersion: '1.0.0', signal: new AbortController().signal, measures: [withSlices(low)] };
  for await (const event of benchmark({ ...options, ...rest, host, ...given })) events.push(event);
  return events;
}

function reportIn(events: readonly JobEventBody[]): BenchmarkReport {
  const found = events.find((event) => event.kind === 'benchmark');
  if (found?.kind !== 'benchmark') throw new Error('There is no report.');
  return found.report;
}

const last = (events: readonly JobEventBody[]) => events.at(-1);

describe('the verdict of a benchmark', () => {
  it('is a pass where nothing failed', async () => {
    const events = await run();
    expect(last(events)).toEqual({
      kind: 'verdict',
      verdict: 'pass',
      text: '1 of 1 tests are rated, and none failed.',
      exitCode: 0,
    });
    expect(reportIn(events)).toMatchObject({
      scope: 'loopback',
      url: 'http://127.0.0.1/',
      fingerprint: { 'at work': 'no', length: 'quick', gpu: 'none', generator: '1.0.0', pod: 'unknown' },
    });
  });

  it('is a failure (2) where a test is rated as failed', async () => {
    const events = await run({ measures: [measureOf({ rating: 'failed', summary: '503 12 times' })] });
    expect(last(events)).toEqual({
      kind: 'verdict',
      verdict: 'fail',
      text: 'Failed: Concurrent load: 503 12 times',
      exitCode: 2,
    });
  });

  it('is a failure (1) where it is worse than the baseline, and a pass where it is the same or better', async () => {
    const baseline = { report: reportIn(await run()), history: [], changed: [] };
    const worse = await run({ baseline, measures: [withSlices(slower)] });
    expect(worse.at(-2)).toMatchObject({ kind: 'comparison', comparison: { verdict: 'regression' } });
    expect(last(worse)).toMatchObject({ verdict: 'fail', exitCode: 1 });
    expect(last(await run({ baseline }))).toMatchObject({ verdict: 'pass', exitCode: 0 });
    const better = await run({ baseline, measures: [withSlices(low.map((value) => value / 3))] });
    expect(last(better)).toMatchObject({ verdict: 'pass', exitCode: 0 });
    const usual = { ...baseline, history: [reportIn(worse)] };
    expect(last(await run({ baseline: usual, measures: [withSlices(slower)] }))).toMatchObject({
      exitCode: 0,
    });
  });

  it('is open (3) for a baseline of another kind, which is told before the run', async () => {
    const report = reportIn(await run({ agentVersion: '0.9.0' }));
    const events = await run({
      baseline: { report, history: [], changed: [] },
      measures: [withSlices(slower)],
    });
    const told = events.findIndex(({ kind }) => kind === 'output');
    expect(events[told]).toMatchObject({
      level: 'warn',
      text: 'The baseline differs in generator: there will be no comparison.',
    });
    expect(
      events.findIndex((event) => event.kind === 'step-began' && event.step !== 'guard'),
    ).toBeGreaterThan(told);
    expect(last(events)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
    const meant = { report, history: [], changed: ['generator'] };
    expect(last(await run({ baseline: meant, measures: [withSlices(slower)] }))).toMatchObject({
      exitCode: 1,
    });
  });
});

/** Its counter of CPU time rises by as much as time passes, while it is at work. */
function workingHost(isAtWork = () => true) {
  const host = createTextHost();
  return {
    ...host,
    answer: (source: Parameters<typeof host.answer>[0]) => {
      const ticks = isAtWork() ? Math.round(performance.now() / 10) : 0;
      host.files.set(
        '/proc/stat',
        `cpu  ${ticks} 0 0 1000 0 0 0 0 0 0\ncpu0 ${ticks} 0 0 1000 0 0 0 0 0 0\n`,
      );
      return host.answer(source);
    },
  };
}

describe('a pod at work', () => {
  it('is not measured (3)', async () => {
    const events = await run({ host: workingHost() });
    expect(events.map(({ kind }) => kind)).toEqual(['step-began', 'step-ended', 'verdict']);
    expect(last(events)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });

  it('is measured when forced, and no later run is compared with that one', async () => {
    const forced = await run({ host: workingHost(), isForced: true });
    const report = reportIn(forced);
    expect(report.fingerprint['at work']).toBe('yes');
    const events = await run({
      baseline: { report, history: [], changed: [] },
      measures: [withSlices(slower)],
    });
    expect(last(events)).toMatchObject({ verdict: 'inconclusive', exitCode: 3 });
  });
});

describe('another benchmark in the pod', () => {
  const others = (...answers: readonly (readonly string[])[]) => {
    let asked = 0;
    return () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? []);
  };

  it('is waited for (3), or forced and told', async () => {
    const refused = await run({ otherBenchmarks: others(['first-job']) });
    expect(last(refused)).toMatchObject({
      verdict: 'inconclusive',
      text: expect.stringContaining('The pod is at work: another benchmark runs here: job first-job.'),
      exitCode: 3,
    });
    const forced = await run({ otherBenchmarks: others(['first-job'], []), isForced: true });
    expect(reportIn(forced).fingerprint['at work']).toBe('yes');
  });

  it('that began in the meantime spoils the figures of both', async () => {
    const events = await run({ otherBenchmarks: others([], ['second-job']) });
    expect(events).toContainEqual({
      kind: 'output',
      level: 'warn',
      text: expect.stringContaining('measured: another benchmark runs here: job second-job.'),
    });
    expect(reportIn(events).fingerprint['at work']).toBe('yes');
    expect(reportIn(await run({ otherBenchmarks: others([]) })).fingerprint['at work']).toBe('no');
  });

  it('is told as not seen where nobody can look for it', async () => {
    const events = await run({ otherBenchmarks: () => Promise.reject(new Error('no folder')) });
    expect(events[1]).toMatchObject({ step: 'guard', text: expect.stringContaining('other benchmarks') });
  });
});

it('notices work that began while it measured', async () => {
  let isAtWork = false;
  const measure = withSlices(low);
  const beginning: Measure = {
    ...measure,
    run: (context) => {
      isAtWork = true;
      return measure.run(context);
    },
  };
  const events = await run({ host: workingHost(() => isAtWork), measures: [beginning] });
  expect(events).toContainEqual({
    kind: 'output',
    level: 'warn',
    text: expect.stringContaining('Work began while the pod was measured: CPU at'),
  });
  expect(reportIn(events).fingerprint['at work']).toBe('yes');
  expect(last(events)).toMatchObject({ verdict: 'pass' });
});

it('ends without a report when it is stopped', async () => {
  const life = new AbortController();
  const measure = measureOf({});
  const stopping: Measure = {
    ...measure,
    run: (context) => {
      life.abort();
      return measure.run(context);
    },
  };
  const events = await run({ signal: life.signal, measures: [stopping] });
  expect(events.some(({ kind }) => kind === 'benchmark')).toBe(false);
  expect(last(events)).toMatchObject({ verdict: 'stopped', exitCode: 3 });
});

describe('where a benchmark asks', () => {
  const plan = async (own: Readonly<Record<string, string>>, url: string | null = null) =>
    readBenchmarkPlan({
      host: createLocalHost({ root: folder }),
      own,
      url: url === null ? null : new URL(url),
    });

  it('is the port of the settings, and the health path of our pods', async () => {
    const own = { POD_AGENT_APP_PORT: '8080', RUNPOD_POD_ID: 'abc', POD_VERSION: '2.0' };
    expect(await plan(own)).toEqual({
      plan: {
        target: { host: '127.0.0.1', port: 8080, hostHeader: '127.0.0.1:8080' },
        url: 'http://127.0.0.1:8080/',
        healthPath: '/health.json',
        nginxStatusPort: 9481,
        nginxFolder: '/run/pod-agent/nginx',
        podId: 'abc',
        version: '2.0',
      },
      problems: [],
    });
  });

  it('is what was named, also by an address of IPv6', async () => {
    const { plan: named } = await plan({ POD_AGENT_APP_PATH: 'up' }, 'http://[::1]:81/deep?x');
    expect(named).toMatchObject({
      target: { host: '::1', port: 81, hostHeader: '[::1]:81' },
      url: 'http://[::1]:81/',
      healthPath: '/up',
    });
  });

  it('is the health page where the agent started the pod, also in an image that names the first page', async () => {
    mkdirSync(join(folder, 'own-run'), { recursive: true });
    writeFileSync(join(folder, 'own-run/agent.lock'), '2 12345\n');
    const named = { POD_AGENT_APP_PATH: '/' };
    expect((await plan({ ...named, POD_AGENT_RUN_FOLDER: '/own-run' })).plan.healthPath).toBe('/health.json');
    expect((await plan(named)).plan.healthPath).toBe('/');
  });

  it('says which settings it could not take', async () => {
    const { plan: usual, problems } = await plan({ POD_AGENT_APP_PORT: 'web' });
    expect(usual.target.port).toBe(80);
    expect(problems.join()).toContain('POD_AGENT_APP_PORT (the environment) is "web"');
  });
});

it('tells configurations of nginx apart, whatever the order of its files', async () => {
  const host = createLocalHost({ root: null });
  const read = async () => {
    const facts = { podId: null, version: null, gpus: null, isQuick: false, isAtWork: false };
    const all = await readFingerprint(host, { ...facts, nginxFolder: folder, generatorVersion: '1' });
    return all.configuration;
  };
  expect(await read()).toBe('none');
  writeFileSync(join(folder, 'a.conf'), 'gzip on;\n');
  writeFileSync(join(folder, 'b.conf'), 'etag on;\n');
  writeFileSync(join(folder, 'nginx.pid'), '17');
  const sorted = ['', 'etag on;', 'gzip on;'].join('\n');
  expect(await read()).toBe(createHash('sha256').update(sorted).digest('hex').slice(0, 12));
  writeFileSync(join(folder, 'b.conf'), 'etag off;\n');
  expect(await read()).not.toBe(createHash('sha256').update(sorted).digest('hex').slice(0, 12));
});
