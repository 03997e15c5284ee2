import { afterEach, describe, expect, it } from 'vitest';
import type { AppCheck } from '../../pod-agent/health/judge.ts';
import { decodeFrame } from '../../pod-agent/protocol/codec.ts';
import type { Frame, HealthFrame, Inventory, SampleFrame } from '../../pod-agent/protocol/frames.ts';
import type { HealthReport } from '../../pod-agent/protocol/health-report.ts';
import { runStream, type StreamOptions } from '../../pod-agent/stream.ts';
import { createTextHost, type TextHost } from './text-host.ts';

const notChecked: AppCheck = { kind: 'not-checked', reason: 'none here' };

const inventory: Inventory = {
  hostname: 'pod',
  osName: 'Debian',
  kernelVersion: '6.1',
  architecture: 'x64',
  cpuModel: 'EPYC',
  onlineCores: 8,
  hostMemoryBytes: 1e11,
  virtualization: null,
  nodeVersion: 'v18.0.0',
  runpod: { RUNPOD_POD_ID: 'abc' },
};

const report: HealthReport = {
  schema: 1,
  atMs: 1_800_000_000_000,
  sequence: 4,
  periodMs: 30_000,
  nextAtMs: 1_800_000_030_000,
  tookMs: 12,
  status: 'ok',
  checks: [{ id: 'cpu', status: 'ok', summary: 'fine', value: 12, unit: 'percent', tookMs: 1 }],
  alerts: [],
  agent: { cpuPercent: 0.1, residentBytes: 4e7 },
};

const running: { end(): Promise<void> }[] = [];
afterEach(async () => {
  for (const stream of running.splice(0)) await stream.end();
});

function start(host: TextHost, options: Partial<StreamOptions> = {}) {
  const lines: string[] = [];
  const controller = new AbortController();
  const done = runStream({
    host,
    version: '1.2.3',
    intervalMs: 50,
    nonce: 'n1',
    sinceSequence: null,
    write: (line) => {
      lines.push(line);
      return true;
    },
    gatherInventory: async () => null,
    checkApp: async () => notChecked,
    reportPath: '/tmp/health-report.json',
    signal: controller.signal,
    ...options,
  });
  const stream = {
    lines,
    done,
    frames: () => lines.filter((line) => line !== '\n').map(frameOf),
    samples: () => stream.frames().filter((frame): frame is SampleFrame => frame.kind === 'sample'),
    health: () => stream.frames().filter((frame): frame is HealthFrame => frame.kind === 'health'),
    async end() {
      controller.abort();
      await done;
    },
  };
  running.push(stream);
  return stream;
}

function frameOf(line: string): Frame {
  const decoded = decodeFrame(line);
  if (!decoded.ok) throw new Error(`${decoded.message} in ${line}`);
  return decoded.frame;
}

async function until(condition: () => boolean, what: string): Promise<void> {
  const lastAt = Date.now() + 40_000;
  while (!condition()) {
    if (Date.now() > lastAt) throw new Error(`waited for ${what} in vain`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

describe('the stream', () => {
  it('begins on a line of its own, says hello, and again with the inventory', async () => {
    const stream = start(createTextHost(), { gatherInventory: async () => inventory });
    await until(
      () => stream.frames().filter(({ kind }) => kind === 'hello').length === 2,
      'the second hello',
    );
    expect(stream.lines[0]).toBe('\n');
    const [first, second] = stream.frames().filter(({ kind }) => kind === 'hello');
    expect(first).toMatchObject({
      protocol: 1,
      nonce: 'n1',
      agentVersion: '1.2.3',
      agentKind: 'agent',
      bootId: '11111111-2222-3333-4444-555555555555:4711',
      inventory: null,
    });
    expect(second).toMatchObject({ nonce: 'n1', inventory });
    expect(stream.frames()[0]).toEqual(first);
  });

  it('numbers samples without a gap, and goes on where the reader left off', async () => {
    const stream = start(createTextHost(), { sinceSequence: 41 });
    await until(() => stream.samples().length >= 4, 'four samples');
    expect(
      stream
        .samples()
        .slice(0, 4)
        .map(({ sequence }) => sequence),
    ).toEqual([42, 43, 44, 45]);
    expect(stream.samples()[0]).toMatchObject({ intervalMs: 50, memory: { scope: 'host' } });
  });

  it('does not let one silent source hold up the samples', async () => {
    const host = createTextHost();
    const stream = start(host);
    await until(() => stream.samples().length >= 2, 'two samples');
    host.silent.add('/proc/meminfo');
    const before = stream.samples().length;
    await until(() => stream.samples().length >= before + 6, 'samples in spite of it');
    const newest = stream.samples().at(-1);
    expect(newest?.memory).toBeUndefined();
    expect(newest?.failures.map(({ collector }) => collector)).toContain('memory');
    expect(newest?.load).toBeDefined();
    host.silent.delete('/proc/meminfo');
    await until(() => stream.samples().at(-1)?.memory !== undefined, 'memory to come back');
  });

  it('asks a silent source only once', async () => {
    const host = createTextHost();
    host.silent.add('/proc/meminfo');
    const stream = start(host);
    await until(() => stream.samples().length >= 5, 'five samples');
    expect(host.asked.filter((source) => source === 'file /proc/meminfo')).toHaveLength(1);
    host.silent.clear();
  });

  it('skips samples while the reader takes none, and sends them when it does', async () => {
    let isFull = false;
    let drained = () => {};
    const lines: string[] = [];
    const stream = start(createTextHost(), {
      write: (line) => {
        lines.push(line);
        return !isFull;
      },
      onDrain: (listener) => {
        drained = listener;
      },
    });
    const samples = () =>
      lines
        .slice(1)
        .map(frameOf)
        .filter((frame): frame is SampleFrame => frame.kind === 'sample');
    await until(() => samples().length >= 2, 'two samples');
    isFull = true;
    const before = samples().length;
    await until(() => samples().length > before, 'the line that fills it');
    await new Promise((resolve) => setTimeout(resolve, 1000));
    expect(samples()).toHaveLength(before + 1);
    isFull = false;
    drained();
    const resumed = samples();
    expect(resumed.length).toBeGreaterThan(before + 2);
    expect(resumed.map(({ sequence }) => sequence)).toEqual(resumed.map((_, index) => index));
    expect(resumed.slice(before + 1).every(({ replayed }) => replayed === true)).toBe(true);
    await until(() => samples().at(-1)?.replayed === undefined, 'a sample of its own time');
    await stream.end();
  });

  it('ends at once, although the inventory and the application never answer', async () => {
    const never = new Promise<never>(() => {});
    const stream = start(createTextHost(), { gatherInventory: () => never, checkApp: () => never });
    await until(() => stream.samples().length >= 1, 'a sample');
    const beganMs = Date.now();
    await stream.end();
    expect(Date.now() - beganMs).toBeLessThan(20_000);
    const { length } = stream.lines;
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(stream.lines).toHaveLength(length);
  });

  it('writes nothing when it is over before it began', async () => {
    const stream = start(createTextHost(), { signal: AbortSignal.abort() });
    await stream.done;
    expect(stream.lines).toEqual([]);
  });
});

describe('health in the stream', () => {
  it('is checked by the stream where no monitor reports', async () => {
    const stream = start(createTextHost());
    await until(() => stream.health().length === 1, 'a health frame');
    expect(stream.health()[0]).toMatchObject({ sequence: 0, source: 'stream' });
    expect(stream.health()[0]?.report.checks).toHaveLength(5);
  });

  it("is the monitor's report, sent again only when it is a new one", async () => {
    const host = createTextHost({ '/tmp/health-report.json': `${JSON.stringify(report)}\n` });
    const stream = start(host);
    await until(() => stream.health().length === 1, 'the first report');
    expect(stream.health()[0]).toEqual({ kind: 'health', sequence: 0, source: 'monitor', report });
    host.wall += 30_000;
    const next = { ...report, sequence: 5, atMs: host.wall, status: 'warn' };
    host.files.set('/tmp/health-report.json', JSON.stringify(next));
    await until(() => stream.health().length === 2, 'the second report');
    expect(stream.health()[1]?.report).toMatchObject({ sequence: 5, status: 'warn' });
  });

  it('is a verdict at once for who only looks once, and is watched over time from then on', async () => {
    const full = '/proc/meminfo';
    const host = createTextHost({ [full]: 'MemTotal: 1000 kB\nMemFree: 10 kB\nMemAvailable: 100 kB\n' });
    const [watching, looking] = [start(host), start(host, { look: true })];
    await until(() => looking.health().length === 1, 'the verdict');
    await until(() => watching.health().length === 1, 'the first report');
    const memoryOf = ({ health }: typeof looking) =>
      health()[0]?.report.checks.find(({ id }) => id === 'memory')?.status;
    expect(memoryOf(looking)).toBe('warn');
    expect(memoryOf(watching)).toBe('ok');
  });

  it("takes a monitor's fresh report for a verdict, and not one that is old", async () => {
    const path = '/tmp/health-report.json';
    const fresh = createTextHost({ [path]: JSON.stringify(report) });
    const old = createTextHost({ [path]: JSON.stringify(report) });
    old.wall = report.atMs + 91_000;
    const streams = [start(fresh, { look: true }), start(old, { look: true })];
    await until(() => streams.every((stream) => stream.health().length > 0), 'both');
    expect(streams.map((stream) => stream.health()[0]?.source)).toEqual(['monitor', 'stream']);
  });

  it('is unknown when the report is older than three periods', async () => {
    const host = createTextHost({ '/tmp/health-report.json': JSON.stringify(report) });
    host.wall = report.atMs + 91_000;
    const stream = start(host);
    await until(() => stream.health().length === 1, 'the old report');
    const frame = stream.health()[0];
    expect(frame).toMatchObject({ source: 'monitor', report: { status: 'unknown' } });
    expect(frame?.report.checks).toMatchObject([
      {
        id: 'cpu',
        status: 'unknown',
        value: null,
        summary: "The monitor's last report is 91 s old; it writes one every 30 s.",
      },
    ]);
  });

  it('is checked by the stream where the report was left by a monitor long gone, or is none', async () => {
    const old = createTextHost({ '/tmp/health-report.json': JSON.stringify(report) });
    old.wall = report.atMs + 2 * 60 * 60_000;
    const torn = createTextHost({ '/tmp/health-report.json': '{"schema":1,"atMs":' });
    const streams = [start(old), start(torn)];
    await until(() => streams.every((stream) => stream.health().length === 1), 'both');
    for (const stream of streams) expect(stream.health()[0]?.source).toBe('stream');
  });
});
