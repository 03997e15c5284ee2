/** The machine against its own state, and against what the agent's collectors make of its texts. */
import { describe, expect, it } from 'vitest';
import type { FollowOptions } from '../../../../pod-agent/host/host.ts';
import type { SampleFrame } from '../../../../pod-agent/protocol/frames.ts';
import { createSampler } from '../../../../pod-agent/sampler.ts';
import { roles } from '../../../../source/simulator/cast/index.ts';
import { eventually } from '../asking.ts';
import { machineOf, type Standing, textOf } from '../machines.ts';

const watchedFiles = [
  '/proc/stat',
  '/proc/meminfo',
  '/proc/loadavg',
  '/proc/uptime',
  '/proc/net/dev',
  '/proc/diskstats',
  '/proc/self/mountinfo',
  '/proc/1/environ',
  '/proc/211/stat',
];

describe('the same second', () => {
  it('looks the same, in whatever order the seconds are asked for', async () => {
    const once = machineOf('training');
    const again = machineOf('training');
    for (const second of [1, 60, 61.5, 200]) {
      once.clock.moveTo(second);
      once.machine.now();
    }
    again.clock.moveTo(200);
    for (const path of watchedFiles)
      expect(await textOf(again.host, path)).toBe(await textOf(once.host, path));
    expect(again.machine.now().cards).toEqual(once.machine.now().cards);
    expect(again.machine.now().totals).toEqual(once.machine.now().totals);
  });

  it('looks the same to whoever looks back at it', () => {
    const { machine, clock } = machineOf('inference');
    clock.moveTo(60);
    const { cards } = machine.now();
    clock.moveTo(100);
    expect(machine.ago(40)).toMatchObject({ second: 60, cards });
    expect(machine.now().cards).not.toEqual(cards);
    expect(machine.ago(1000).second).toBe(0);
  });

  it('looks otherwise for another seed', async () => {
    const { host } = machineOf('training');
    const other = machineOf('training', { seed: 8 });
    expect(await textOf(other.host, '/proc/stat')).not.toBe(await textOf(host, '/proc/stat'));
  });
});

describe.each(roles.map(({ id }) => id))('%s', (roleId) => {
  it('has counters that only grow', async () => {
    const { host, clock } = machineOf(roleId);
    let before = await counters(host);
    for (let second = 0.4; second < 400; second += 7.3) {
      clock.moveTo(second);
      const now = await counters(host);
      for (const [at, value] of now.entries()) expect(value).toBeGreaterThanOrEqual(before[at] ?? 0);
      before = now;
    }
  });

  it('is read by the collectors as it is', async () => {
    const standing = machineOf(roleId);
    const { machine } = standing;
    standing.clock.moveTo(20);
    const sample = await sampleAfterSecond(standing);
    const { work, facts, cards } = machine.now();
    expect(sample.failures).toEqual([]);
    expect(sample.cpu?.usedPercent).toBeCloseTo(work.cpuShare * 100, 0);
    expect(sample.cpu?.limitCores).toBe(facts.plan.hardware.vcpuCount);
    expect(sample.memory?.limitBytes).toBe(facts.memoryLimitBytes);
    expect(Number(sample.memory?.usedBytes) / facts.memoryLimitBytes).toBeCloseTo(work.memoryShare, 2);
    expect(sample.memory?.oomKillCount).toBe(work.oomKills);
    expect(Number(sample.network?.receivedBytesPerSecond) / work.receivedBytesPerSecond).toBeCloseTo(1, 1);
    expect(Number(sample.network?.sentBytesPerSecond) / work.sentBytesPerSecond).toBeCloseTo(1, 1);
    const root = sample.disk?.mounts.find(({ mountPoint }) => mountPoint === '/');
    expect(Number(root?.usedBytes) / Number(root?.totalBytes)).toBeCloseTo(work.rootDiskShare, 2);
    const workspace = sample.disk?.mounts.find(({ mountPoint }) => mountPoint === '/workspace');
    expect(workspace?.quotaVisible).toBe(facts.plan.hardware.volume === 'local');
    expect(sample.processes?.processCount).toBeGreaterThan(4);
    expect(sample.load?.uptimeSeconds).toBeGreaterThan(facts.hostUptimeAtZeroSeconds);
    expect(sample.gpu).toMatchObject({
      vendor: facts.model.vendor,
      failure: null,
      expectedCount: facts.gpuUuids.length,
    });
    expect(sample.gpu?.cards.map((card) => card.utilizationPercent)).toEqual(
      cards.map((card) => card.utilizationPercent),
    );
    expect(sample.gpu?.cards.map((card) => card.temperatureCelsius)).toEqual(
      cards.map((card) => card.celsius),
    );
    expect(sample.gpu?.cards.map((card) => card.memoryTotalBytes)).toEqual(
      cards.map(() => facts.model.memoryMebibytes * 1024 ** 2),
    );
  });
});

describe('what goes wrong', () => {
  it('a card is lost: its row is missing, and the others wait at little power', async () => {
    const { machine, clock } = machineOf('gpu-lost');
    clock.moveTo(30);
    expect(machine.now().cards.filter((card) => card.lost)).toHaveLength(0);
    clock.moveTo(90);
    const { cards, facts } = machine.now();
    expect(cards.filter((card) => card.lost)).toHaveLength(1);
    expect(cards.map((card) => card.utilizationPercent)).toEqual([100, 100, 100, 100]);
    expect(Math.max(...cards.map((card) => card.watts))).toBeLessThan(facts.model.powerLimitWatts / 2);
    const standing = machineOf('gpu-lost');
    standing.clock.moveTo(90);
    const sample = await sampleAfterSecond(standing);
    expect([sample.gpu?.expectedCount, sample.gpu?.cards.length]).toEqual([4, 3]);
  });

  it('the cards get too warm, and their clocks come down', () => {
    const { machine, clock } = machineOf('thermal');
    const seen = new Set<number>();
    for (let second = 0; second < 300; second += 5) {
      clock.moveTo(second);
      for (const card of machine.now().cards) {
        seen.add(card.clockReasons & 0x60);
        if ((card.clockReasons & 0x20) !== 0) expect(card.smClockMegahertz).toBeLessThan(2745);
      }
    }
    expect(seen).toContain(0x20);
    expect(seen).toContain(0x60);
  });

  it('memory climbs until the kernel kills the program, which begins anew', async () => {
    const { machine, clock, host } = machineOf('memory-climb');
    clock.moveTo(89);
    expect(machine.now().work.memoryShare).toBeGreaterThan(0.98);
    expect(await textOf(host, '/sys/fs/cgroup/memory.events')).toContain('oom_kill 0\n');
    clock.moveTo(91);
    expect(machine.now().work.memoryShare).toBeLessThan(0.3);
    expect(await textOf(host, '/sys/fs/cgroup/memory.events')).toContain('oom_kill 1\n');
    await expect(textOf(host, '/proc/211/stat')).rejects.toThrow('no such file');
    const began = (await textOf(host, '/proc/401/stat')).split(' ');
    expect(Number(began[13]) + Number(began[14])).toBeLessThan(1000);
    clock.moveTo(271);
    expect(machine.now().work.oomKills).toBe(2);
  });

  it('the volume fills up', () => {
    const { machine, clock } = machineOf('disk-filling');
    const shares = [0, 300, 700].map((second) => {
      clock.moveTo(second);
      return machine.now().work.volumeShare;
    });
    expect(shares[0]).toBeCloseTo(0.88, 2);
    expect(shares[1]).toBeGreaterThan(shares[0] ?? 1);
    expect(shares[2]).toBeGreaterThan(0.97);
  });

  it('a fault is laid over the script, and taken away again', () => {
    const { machine, clock } = machineOf('inference');
    clock.moveTo(10);
    const before = machine.now().work;
    machine.disturb((work) => ({ ...work, volumeShare: 0.99 }));
    expect(machine.now().work.volumeShare).toBe(0.99);
    machine.disturb(null);
    expect(machine.now().work.volumeShare).toBe(before.volumeShare);
  });
});

/** Every counter that the collectors take rates from. */
async function counters(host: Standing['host']): Promise<number[]> {
  const answer = await host.answer({
    kind: 'files',
    id: 'group',
    cadence: 'hot',
    glob: '/sys/fs/cgroup/cpu*',
  });
  const group = answer.ok
    ? [...answer.text.matchAll(/^(?:usage_usec|nr_periods|nr_throttled|throttled_usec) (\d+)$/gm)]
    : [];
  const texts = await Promise.all(
    ['/proc/stat', '/proc/net/dev', '/proc/diskstats'].map((path) => textOf(host, path)),
  );
  const [stat = '', network = '', disks = ''] = texts;
  const cpu = /^cpu {2}(.+)$/m.exec(stat)?.[1]?.split(' ') ?? [];
  const rows = [...network.split('\n').slice(2), ...disks.split('\n')].flatMap((row) =>
    row.trim().split(/\s+/).slice(1, 14),
  );
  return [...cpu, ...group.map((match) => match[1]), ...rows]
    .map(Number)
    .filter((value) => !Number.isNaN(value));
}

/** A sample of the machine just before its second ends: rates are those of this one second. */
async function sampleAfterSecond({ host, clock }: Standing): Promise<SampleFrame> {
  const quickHost = { ...host, follow: (options: FollowOptions) => host.follow(withQuickLoop(options)) };
  const sampler = createSampler({ host: quickHost, intervalMs: 1000 });
  const isWhole = ({ gpu }: SampleFrame) =>
    gpu?.cards[0] !== undefined && gpu.cards.every(({ name }) => name !== null);
  try {
    await eventually(async () => (isWhole(await sampler.tick()) ? true : null));
    clock.moveTo(host.monotonicMs() / 1000 + 0.999);
    return await sampler.tick();
  } finally {
    sampler.stop();
  }
}

/** The clock stands, but the loop is a timer of this process. */
function withQuickLoop<Options extends { readonly argv: readonly [string, ...string[]] }>(
  options: Options,
): Options {
  const [name, ...words] = options.argv;
  return { ...options, argv: [name, ...words.map((word) => word.replace(/^--loop-ms=.*/, '--loop-ms=20'))] };
}
