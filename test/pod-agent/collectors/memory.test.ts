import { describe, expect, it } from 'vitest';
import { memory } from '../../../pod-agent/collectors/memory.ts';
import { answersOf, capture, firstReading } from './answers.ts';

const group1 = '/sys/fs/cgroup/memory';
const group2 = '/sys/fs/cgroup';
const meminfo =
  'MemTotal:       24684096 kB\nMemFree: 1 kB\nMemAvailable:   24412120 kB\nCached:            88968 kB\n';
const totalBytes = 24_684_096 * 1024;

describe('memory in a container of cgroup v1', () => {
  const real = capture('cgroup/v1-container-real.txt');

  it.skipIf(real === null)(
    'is the working set of the real capture, not its cache (skipped where absent)',
    () => {
      const find = (pattern: RegExp) => pattern.exec(real ?? '')?.[1] ?? '';
      const stat = find(/^memory\.stat .*: (.*) ;/m).replaceAll(/(\d) /g, '$1\n');
      const reading = firstReading(memory, {
        [`${group1}/memory.limit_in_bytes`]: `${find(/^memory\.limit_in_bytes: (\d+)/m)}\n`,
        [`${group1}/memory.usage_in_bytes`]: `${find(/memory\.usage_in_bytes (\d+)/)}\n`,
        [`${group1}/memory.stat`]: stat,
        [`${group1}/memory.oom_control`]: find(/^memory\.oom_control: (.*)$/m).replaceAll(' / ', '\n'),
        '/proc/meminfo': meminfo,
      });
      expect(reading).toEqual({
        scope: 'container',
        usedBytes: 432_373_760 - 416_309_248,
        limitBytes: 536_870_912,
        cacheBytes: 419_610_624,
        oomKillCount: 1,
      });
    },
  );

  it('has the limit of the group above it, and the machine where no group has one', () => {
    const texts = {
      [`${group1}/memory.limit_in_bytes`]: '9223372036854771712\n',
      [`${group1}/memory.usage_in_bytes`]: '5000\n',
      [`${group1}/memory.stat`]: 'total_inactive_file 1000\nhierarchical_memory_limit 1073741824\n',
      '/proc/meminfo': meminfo,
    };
    expect(firstReading(memory, texts)).toMatchObject({ usedBytes: 4000, limitBytes: 1_073_741_824 });
    const free = { ...texts, [`${group1}/memory.stat`]: 'hierarchical_memory_limit 9223372036854771712\n' };
    expect(firstReading(memory, free)).toMatchObject({
      usedBytes: null,
      limitBytes: totalBytes,
      oomKillCount: null,
    });
  });
});

describe('memory in a container of cgroup v2', () => {
  const texts = {
    [`${group2}/cgroup.events`]: 'populated 1\nfrozen 0\n',
    [`${group2}/memory.current`]: '3000000\n',
    [`${group2}/memory.stat`]: 'anon 1000000\nfile 1500000\ninactive_file 1200000\nactive_file 300000\n',
    [`${group2}/memory.events`]: 'low 0\nhigh 0\nmax 9\noom 2\noom_kill 2\noom_group_kill 0\n',
    [`${group2}/memory.max`]: '4000000\n',
    '/proc/meminfo': meminfo,
  };

  it('is the working set against the limit', () => {
    expect(firstReading(memory, texts)).toEqual({
      scope: 'container',
      usedBytes: 1_800_000,
      limitBytes: 4_000_000,
      cacheBytes: 1_500_000,
      oomKillCount: 2,
    });
  });

  it.each([
    ['max', 'max\n'],
    ['more than there is', '999999999999999\n'],
  ])('is held against the machine where the limit is %s', (_title, limit) => {
    expect(firstReading(memory, { ...texts, [`${group2}/memory.max`]: limit }).limitBytes).toBe(totalBytes);
  });

  it('is never less than nothing, and unknown where the cache is', () => {
    const grown = { ...texts, [`${group2}/memory.stat`]: 'inactive_file 3000001\n' };
    expect(firstReading(memory, grown)).toMatchObject({ usedBytes: 0, cacheBytes: null });
    const { [`${group2}/memory.stat`]: _, ...blind } = texts;
    expect(firstReading(memory, blind)).toMatchObject({ usedBytes: null, limitBytes: 4_000_000 });
  });
});

describe('memory of a host', () => {
  it('comes from /proc/meminfo, and says so', () => {
    expect(firstReading(memory, { '/proc/meminfo': meminfo })).toEqual({
      scope: 'host',
      usedBytes: (24_684_096 - 24_412_120) * 1024,
      limitBytes: totalBytes,
      cacheBytes: 88_968 * 1024,
      oomKillCount: null,
    });
  });

  it('is a failure with a reason where nothing can be read', () => {
    expect(() => memory.parse(answersOf(memory, { '/proc/meminfo': '' }))).toThrow('/proc/meminfo');
  });
});
