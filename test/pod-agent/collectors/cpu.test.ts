import { describe, expect, it } from 'vitest';
import { cpu } from '../../../pod-agent/collectors/cpu.ts';
import { answersOf, capture, firstReading, secondReading } from './answers.ts';

const group2 = '/sys/fs/cgroup';
const hostStat = [
  'cpu  1000 100 500 90000 300 10 20 70 400 0',
  ...Array.from({ length: 16 }, (_, index) => `cpu${index} 1 1 1 1 1 1 1 1 0 0`),
  'intr 7',
].join('\n');

const version2 = {
  [`${group2}/cgroup.events`]: 'populated 1\nfrozen 0\n',
  [`${group2}/cpu.stat`]:
    'usage_usec 1000000\nuser_usec 1\nsystem_usec 1\nnr_periods 100\nnr_throttled 10\nthrottled_usec 5\n',
  [`${group2}/cpu.max`]: '400000 100000\n',
  '/proc/stat': hostStat,
};

describe('cpu in a container of cgroup v2', () => {
  it('is use over the quota, and the share of periods that were held back', () => {
    const now = {
      ...version2,
      [`${group2}/cpu.stat`]: 'usage_usec 3000000\nnr_periods 120\nnr_throttled 15\n',
    };
    expect(secondReading(cpu, { before: version2, now, elapsedMs: 1000 })).toEqual({
      scope: 'container',
      usedPercent: 50,
      usedCores: 2,
      limitCores: 4,
      throttledPercent: 25,
    });
  });

  it('knows its limit at first sight, and nothing that needs two', () => {
    expect(firstReading(cpu, version2)).toEqual({
      scope: 'container',
      usedPercent: null,
      usedCores: null,
      limitCores: 4,
      throttledPercent: null,
    });
  });

  it('was not held back while no period passed, and has no such figure without a quota', () => {
    expect(secondReading(cpu, { before: version2, now: version2, elapsedMs: 1000 })).toMatchObject({
      usedPercent: 0,
      throttledPercent: 0,
    });
    const free = { ...version2, [`${group2}/cpu.max`]: 'max 100000\n' };
    expect(secondReading(cpu, { before: free, now: free, elapsedMs: 1000 })).toMatchObject({
      limitCores: 16,
      throttledPercent: null,
    });
  });

  it('is unknown, not negative, after the container began anew', () => {
    const now = { ...version2, [`${group2}/cpu.stat`]: 'usage_usec 10\nnr_periods 1\nnr_throttled 0\n' };
    expect(secondReading(cpu, { before: version2, now, elapsedMs: 1000 })).toMatchObject({
      usedPercent: null,
      usedCores: null,
      throttledPercent: null,
    });
  });

  it.each([
    ['the cpuset where there is no quota', { [`${group2}/cpuset.cpus.effective`]: '0-2,8\n' }, 4],
    [
      'RUNPOD_CPU_COUNT where the cpuset is the whole machine',
      { [`${group2}/cpuset.cpus.effective`]: '0-15\n', environment: 'RUNPOD_CPU_COUNT=6\n' },
      6,
    ],
    ['the machine where nothing else is said', { environment: '' }, 16],
    [
      'never more than the cpuset',
      { [`${group2}/cpu.max`]: '800000 100000', [`${group2}/cpuset.cpus.effective`]: '3' },
      1,
    ],
    ['the machine where the cpuset is no list', { [`${group2}/cpuset.cpus.effective`]: '0-x' }, 16],
  ])('is limited by %s', (_title, texts, cores) => {
    const free = { ...version2, [`${group2}/cpu.max`]: 'max 100000\n', ...texts };
    expect(firstReading(cpu, free).limitCores).toBe(cores);
  });
});

describe('cpu in a container of cgroup v1', () => {
  const real = capture('cgroup/v1-container-real.txt');

  it.skipIf(real === null)(
    'reads the real quota and throttling (skipped where the captures are absent)',
    () => {
      const quota = /cpu\.cfs_quota_us (\d+) \/ cpu\.cfs_period_us (\d+)/.exec(real ?? '');
      const stat = /cpu\.stat: (.*)$/m.exec(real ?? '')?.[1]?.replaceAll(/ \/ | \(ns\)/g, '\n') ?? '';
      const texts = {
        '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
        '/sys/fs/cgroup/cpuacct/cpuacct.usage': '80000000\n',
        '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': `${quota?.[1]}\n`,
        '/sys/fs/cgroup/cpu/cpu.cfs_period_us': `${quota?.[2]}\n`,
        '/sys/fs/cgroup/cpu/cpu.stat': 'nr_periods 1\nnr_throttled 1\nthrottled_time 0\n',
        '/proc/stat': hostStat,
      };
      const now = {
        ...texts,
        '/sys/fs/cgroup/cpuacct/cpuacct.usage': '330000000\n',
        '/sys/fs/cgroup/cpu/cpu.stat': stat,
      };
      expect(secondReading(cpu, { before: texts, now, elapsedMs: 1000 })).toEqual({
        scope: 'container',
        usedPercent: 50,
        usedCores: 0.25,
        limitCores: 0.5,
        throttledPercent: 50,
      });
    },
  );

  it('takes a quota of -1 for none', () => {
    const texts = {
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '536870912\n',
      '/sys/fs/cgroup/cpuacct/cpuacct.usage': '80000000\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_quota_us': '-1\n',
      '/sys/fs/cgroup/cpu/cpu.cfs_period_us': '100000\n',
      '/sys/fs/cgroup/cpuset/cpuset.effective_cpus': '0-7\n',
      '/proc/stat': hostStat,
    };
    expect(firstReading(cpu, texts)).toMatchObject({ scope: 'container', limitCores: 8 });
  });
});

describe('cpu of a host', () => {
  it('comes from /proc/stat, without what was only waited for', () => {
    const now = hostStat.replace(
      'cpu  1000 100 500 90000 300 10 20 70',
      'cpu  1400 100 900 90500 900 10 20 170',
    );
    const reading = secondReading(cpu, {
      before: { '/proc/stat': hostStat },
      now: { '/proc/stat': now },
      elapsedMs: 2000,
    });
    expect(reading).toEqual({
      scope: 'host',
      usedPercent: 25,
      usedCores: 4,
      limitCores: 16,
      throttledPercent: null,
    });
  });

  it('is not taken for a container by the files that a root group has too', () => {
    const texts = {
      '/sys/fs/cgroup/memory/memory.limit_in_bytes': '9223372036854771712\n',
      '/sys/fs/cgroup/memory/cgroup.sane_behavior': '0\n',
      '/sys/fs/cgroup/cpuacct/cpuacct.usage': '80000000\n',
      [`${group2}/cpu.stat`]: capture('cgroup/v2-root-real.txt') ?? 'usage_usec 5363497841\n',
      '/proc/stat': hostStat,
    };
    expect(firstReading(cpu, texts)).toMatchObject({ scope: 'host', limitCores: 16 });
  });

  it('is a failure with a reason where nothing can be read', () => {
    expect(() => cpu.parse(answersOf(cpu, {}))).toThrow('/proc/stat');
  });
});
