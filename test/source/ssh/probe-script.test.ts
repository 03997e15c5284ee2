import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, test } from 'vitest';
import type { Frame, SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import { createProbeReader } from '../../../source/ssh/probe-reader.ts';
import { probeScript } from '../../../source/ssh/probe-script.ts';
import { probeSources } from '../../../source/ssh/probe-sources.ts';
import { descendantsOf } from '../../neighbours/processes.ts';

const root = mkdtempSync(join(tmpdir(), 'pod-engine-probe-'));
const running: ChildProcess[] = [];

afterEach(() => {
  for (const child of running.splice(0)) child.stdin?.end();
});
afterAll(() => rmSync(root, { recursive: true, force: true }));

const shells = [
  { name: 'dash', argv: ['dash', '-s'] },
  { name: 'bash', argv: ['bash', '--posix', '-s'] },
  { name: 'busybox ash', argv: ['busybox', 'sh', '-s'] },
].filter(({ argv }) => isThere(argv[0] ?? ''));

describe.each(shells)('the probe in $name', ({ argv }) => {
  test('gives readings, at the pace that was asked for, and few failures', async () => {
    const probe = run(argv, { intervalMs: 200 });
    await probe.samples(6);
    const [, , third, , , sixth] = probe.taken();
    expect(sixth?.failures.filter(({ collector }) => collector !== 'gpu')).toEqual([]);
    expect(sixth?.cpu?.usedPercent).toBeGreaterThanOrEqual(0);
    expect(sixth?.disk?.mounts[0]?.totalBytes).toBeGreaterThan(0);
    expect(sixth?.network?.interfaces).toBeDefined();
    expect((sixth?.atMs ?? 0) - (third?.atMs ?? 0)).toBeGreaterThanOrEqual(550);
    expect(Math.abs((sixth?.atMs ?? 0) - Date.now())).toBeLessThan(10_000);
    expect(probe.dropped()).toBe(0);
  });

  test('ends when its input does, with all that it started', async () => {
    const probe = run(argv, { intervalMs: 5000 });
    await probe.samples(1);
    const started = descendantsOf(probe.child.pid ?? -1).map(({ pid }) => pid);
    probe.child.stdin?.end();
    await probe.ended;
    await expect.poll(() => started.filter((pid) => isRunningShell(pid))).toEqual([]);
  });

  test('asks nvidia-smi for what its help names, and for nothing else', async () => {
    const tool = fakeTool(`case $1 in
--help-query-gpu) printf '"index"\\n"uuid" or "gpu_uuid"\\n"utilization.gpu"\\n"name"\\n"clocks_throttle_reasons.active"\\n' ;;
--query-gpu=index,uuid,utilization.gpu,clocks_throttle_reasons.active)
  printf 'index, uuid, utilization.gpu [%%], clocks_throttle_reasons.active\\n0, GPU-a, 37, 0x0000000000000004\\n' ;;
--query-gpu=index,uuid,name) printf 'index, uuid, name\\n0, GPU-a, NVIDIA Fake\\n' ;;
--query-gpu=index,uuid) printf 'index, uuid\\n0, GPU-a\\n' ;;
-L) echo 'GPU 0: NVIDIA Fake (UUID: GPU-a)' ;;
--query-compute-apps=*) ;;
*) echo "Field is not a valid field to query: $1" >&2; exit 2 ;;
esac`);
    const probe = run(argv, { intervalMs: 200, tool });
    const { gpu } = await probe.until((sample) => sample.gpu?.cards[0]?.name === 'NVIDIA Fake');
    expect(gpu).toMatchObject({ vendor: 'nvidia', failure: null });
    expect(gpu?.cards).toHaveLength(1);
    expect(gpu?.cards[0]).toMatchObject({ utilizationPercent: 37, throttleReasons: ['software-power-cap'] });
    expect(gpu?.ageMs).toBeGreaterThanOrEqual(0);
  });

  test('goes on while nvidia-smi takes its time, and does not ask it twice', async () => {
    const tool = fakeTool(`echo x >>"$0.calls"; sleep 30`);
    const probe = run(argv, { intervalMs: 200, tool, isHelpful: true });
    await probe.samples(6);
    expect(probe.taken().every(({ cpu }) => cpu !== undefined)).toBe(true);
    expect(readFileSync(`${tool}/nvidia-smi.calls`, 'utf8').trim().split('\n')).toHaveLength(1);
  });

  test('tells a driver’s complaint from a card', async () => {
    const tool = fakeTool(
      'echo "NVIDIA-SMI has failed because it couldn\'t communicate with the NVIDIA driver."; exit 9',
    );
    const probe = run(argv, { intervalMs: 200, tool });
    const { gpu } = await probe.until((sample) => sample.gpu !== undefined);
    expect(gpu).toMatchObject({
      cards: [],
      failure: { code: 'driver-not-loaded' },
    });
  });

  test('prints of the environment only what is asked for', async () => {
    const environ = join(root, 'environ');
    writeFileSync(
      environ,
      'RUNPOD_API_KEY=rpa_secret\0RUNPOD_POD_ID=abc\0HF_TOKEN=hf_secret\0RUNPOD_GPU_COUNT=0\0',
    );
    const probe = run(argv, {
      intervalMs: 200,
      change: (text) => text.replaceAll('/proc/1/environ', environ),
    });
    await probe.samples(2);
    expect(probe.raw()).not.toContain('secret');
    expect(probe.frames.find(({ kind }) => kind === 'hello')).toMatchObject({
      agentKind: 'probe',
      inventory: { runpod: { RUNPOD_POD_ID: 'abc', RUNPOD_GPU_COUNT: '0' } },
    });
    expect(probe.taken().findLast(({ gpu }) => gpu !== undefined)?.gpu?.expectedCount).toBe(0);
  });

  test('judges at once what is too hot, for who only looks once', async () => {
    const hot = fakeTool(`case $1 in
--help-query-gpu) printf '"index"\\n"uuid" or "gpu_uuid"\\n"temperature.gpu"\\n' ;;
--query-gpu=index,uuid,temperature.gpu) printf 'index, uuid, temperature.gpu\\n0, GPU-a, 93\\n' ;;
--query-gpu=index,uuid) printf 'index, uuid\\n0, GPU-a\\n' ;;
*) exit 2 ;;
esac`);
    const looking = run(argv, { intervalMs: 200, tool: hot, look: true });
    const watching = run(argv, { intervalMs: 200, tool: hot });
    const gpuOf = ({ frames }: ReturnType<typeof run>) => {
      const health = frames.find((frame) => frame.kind === 'health');
      return health?.kind === 'health' ? health.report.checks.find(({ id }) => id === 'gpu')?.status : null;
    };
    await expect.poll(() => gpuOf(looking)).toBe('fail');
    await expect.poll(() => gpuOf(watching)).not.toBeNull();
    expect(gpuOf(watching)).not.toBe('fail');
  });

  test('makes do without boot id, uptime and timeout', async () => {
    const probe = run(argv, {
      intervalMs: 200,
      change: (text) =>
        text
          .replaceAll('/proc/sys/kernel/random/boot_id', '/nowhere')
          .replaceAll('</proc/uptime', '</nowhere')
          .replaceAll('timeout -s KILL 1 true', 'false'),
    });
    await probe.samples(3);
    expect(probe.taken().at(-1)?.memory?.usedBytes).toBeGreaterThan(0);
    expect(probe.taken().at(-1)?.disk?.mounts.length).toBeGreaterThan(0);
  });
});

test('what stands in the script without quotes is harmless', () => {
  const [first] = probeSources;
  if (first === undefined) throw new Error('There are no sources.');
  const source = { kind: 'file', id: 'x', cadence: 'hot', path: '/tmp/$(reboot)' } as const;
  expect(() => probeScript({ nonce: 'n', intervalMs: 1000 }, [{ ...first, source }])).toThrow('$(reboot)');
});

type Options = {
  readonly intervalMs: number;
  /** A folder with an nvidia-smi, before all others on PATH. */
  readonly tool?: string;
  /** Its help is answered at once, whatever else it does. */
  readonly isHelpful?: boolean;
  readonly change?: (script: string) => string;
  readonly look?: boolean;
};

function run(argv: readonly string[], options: Options) {
  const [program = 'sh', ...args] = argv;
  const path = options.tool === undefined ? '' : `${options.tool}:`;
  const child = spawn(program, args, {
    env: { PATH: `${path}/usr/bin:/bin`, a: 'inherited', i: 'inherited', job0: '1' },
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  running.push(child);
  const frames: Frame[] = [];
  let raw = '';
  let droppedCount = 0;
  const nonce = 'nonce0123456789';
  const reader = createProbeReader({
    nonce,
    intervalMs: options.intervalMs,
    firstSequence: 0,
    healthPeriodMs: 1000,
    look: options.look ?? false,
    monotonicMs: () => performance.now(),
    wallMs: () => Date.now(),
    onFrame: (frame) => frames.push(frame),
    onDropped: () => {
      droppedCount++;
    },
  });
  child.stdout.on('data', (bytes: Buffer) => {
    raw += bytes.toString();
    reader.push(bytes);
  });
  const script = probeScript({ nonce, intervalMs: options.intervalMs });
  child.stdin.on('error', () => {});
  child.stdin.write(options.change?.(script) ?? script);
  const taken = (): SampleFrame[] => frames.flatMap((frame) => (frame.kind === 'sample' ? [frame] : []));
  return {
    child,
    frames,
    taken,
    raw: () => raw,
    dropped: () => droppedCount,
    ended: new Promise((resolve) => child.once('exit', resolve)),
    samples: (count: number) => expect.poll(() => taken().length).toBeGreaterThanOrEqual(count),
    /** The first sample of which it is true: the newest may tell of other figures by then. */
    async until(isTrue: (sample: SampleFrame) => boolean): Promise<SampleFrame> {
      await expect.poll(() => taken().some(isTrue)).toBe(true);
      const sample = taken().find(isTrue);
      if (sample === undefined) throw new Error('The sample has gone.');
      return sample;
    },
  };
}

function fakeTool(body: string): string {
  const folder = mkdtempSync(join(root, 'tool-'));
  const help = `case $1 in --help-query-gpu) echo '"index"'; exit ;; esac`;
  const path = join(folder, 'nvidia-smi');
  writeFileSync(path, `#!/bin/sh\n${body.startsWith('case') ? '' : help}\n${body}\n`);
  chmodSync(path, 0o755);
  return folder;
}

function isThere(program: string): boolean {
  try {
    execFileSync('sh', ['-c', `command -v ${program}`], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

/** Of what the probe started only a `sleep` may outlive it, for less than an interval. */
function isRunningShell(pid: number): boolean {
  if (!existsSync(`/proc/${pid}/cmdline`)) return false;
  try {
    return !/^sleep\0/.test(readFileSync(`/proc/${pid}/cmdline`, 'utf8'));
  } catch {
    return false;
  }
}
