import { expect, test } from 'vitest';
import { cpu } from '../../../pod-agent/checks/cpu.ts';
import { inContainer, incomplete, judgeMachine, type Machine, statLine, troubles } from './machine-seen.ts';

const fourCores = [
  'cpu  0 0 0 0 0 0 0 0 0 0',
  ...[0, 1, 2, 3].map((at) => `cpu${at} 0 0 0 0 0 0 0 0 0 0`),
].join('\n');

/** A second of a container with a quota of two cores on a host of four. */
function machine(given: {
  readonly usedMs: number;
  readonly throttledPeriods?: number;
  readonly threadTicks?: readonly number[];
  readonly load?: string;
  readonly gpuPercent?: number;
  readonly pressure?: string;
}): Machine {
  const stat = (usedMs: number, throttled: number, periods: number) =>
    `usage_usec ${usedMs * 1000}\nnr_periods ${periods}\nnr_throttled ${throttled}\n`;
  const threads = (ticks: readonly number[]) =>
    ticks.map((each, at) => statLine({ pid: 100 + at, name: 'python3', ticks: each })).join('');
  const ticks = given.threadTicks ?? [];
  return {
    now: {
      ...inContainer,
      '/proc/stat': `${fourCores}\n`,
      '/proc/loadavg': given.load ?? '0.50 0.40 0.30 1/100 1234\n',
      '/sys/fs/cgroup/cpu.max': '200000 100000\n',
      '/sys/fs/cgroup/cpu.stat': stat(given.usedMs, given.throttledPeriods ?? 0, 10),
      'process stats': threads(ticks),
      'thread stats': threads(ticks),
      ...(given.pressure === undefined ? {} : { '/sys/fs/cgroup/cpu.pressure': given.pressure }),
      ...(given.gpuPercent === undefined
        ? {}
        : { 'gpu query': `index, utilization.gpu [%]\n0, ${given.gpuPercent}\n` }),
    },
    before: {
      '/sys/fs/cgroup/cpu.stat': stat(0, 0, 0),
      'process stats': threads(ticks.map(() => 0)),
      'thread stats': threads(ticks.map(() => 0)),
    },
  };
}

test('a CPU with room is well', () => {
  const drafts = judgeMachine(cpu, machine({ usedMs: 500 }));
  expect(drafts).toMatchObject([
    { id: 'cpu-well', status: 'ok', title: 'CPU has room: 25 % of 2 cores used' },
  ]);
});

test('a CPU that is used up names who computes', () => {
  const drafts = judgeMachine(cpu, machine({ usedMs: 1950, threadTicks: [98, 97] }));
  expect(troubles(drafts)).toEqual(['warn cpu-saturated']);
  expect(drafts[0]?.title).toBe('CPU is used up: 97.5 % of 2 cores');
  expect(drafts[0]?.causes[0]).toContain('python3');
  expect(incomplete(drafts)).toEqual([]);
});

test('throttling by the quota is told by itself', () => {
  const drafts = judgeMachine(cpu, machine({ usedMs: 1200, throttledPeriods: 6 }));
  expect(troubles(drafts)).toEqual(['warn cpu-throttled']);
  expect(drafts[0]?.title).toContain('60 % of the time');
  expect(drafts[0]?.fix?.text).toContain('to 2;');
  expect(incomplete(drafts)).toEqual([]);
});

test('only who is busy is blamed', () => {
  const causesWith = (ticks: number) =>
    judgeMachine(cpu, machine({ usedMs: 1950, threadTicks: [ticks, 1] }))[0]?.causes.join(' ');
  expect(causesWith(95)).toContain('python3 (process 100)');
  expect(causesWith(2)).not.toContain('python3');
});

test('a pod that idles between short peaks is not held back', () => {
  const drafts = judgeMachine(cpu, machine({ usedMs: 600, throttledPeriods: 6 }));
  expect(drafts).toMatchObject([{ id: 'cpu-well', status: 'ok' }]);
});

test('one thread at a whole core while the rest idles is named', () => {
  const drafts = judgeMachine(cpu, machine({ usedMs: 1020, threadTicks: [99, 3] }));
  expect(troubles(drafts)).toEqual(['warn cpu-single-thread']);
  expect(incomplete(drafts)).toEqual([]);
});

test('a process of several threads, and a thread that waits for a busy GPU, are no such thing', () => {
  expect(troubles(judgeMachine(cpu, machine({ usedMs: 1020, threadTicks: [50, 50] })))).toEqual([]);
  const waiting = machine({ usedMs: 1020, threadTicks: [99], gpuPercent: 95 });
  expect(troubles(judgeMachine(cpu, waiting))).toEqual([]);
});

test('pressure and the load of the host', () => {
  const pressure = 'some avg10=71.00 avg60=9 avg300=1 total=5\n';
  const drafts = judgeMachine(cpu, machine({ usedMs: 500, pressure, load: '23.10 20.0 9.0 5/900 77\n' }));
  expect(troubles(drafts)).toEqual(['warn cpu-pressure']);
  expect(drafts[1]).toMatchObject({ id: 'cpu-host-load', status: 'info', scope: 'host' });
  expect(incomplete(drafts)).toEqual([]);
});

test('a single look gives no rate, which is not the same as idle', () => {
  const { now } = machine({ usedMs: 100 });
  expect(() => judgeMachine(cpu, { now })).toThrow('only once');
});

test('in a container of the first version of control groups it names the files of that version', () => {
  const folder = '/sys/fs/cgroup';
  const stat = (throttled: number, periods: number) => `nr_periods ${periods}\nnr_throttled ${throttled}\n`;
  const drafts = judgeMachine(cpu, {
    now: {
      '/proc/stat': `${fourCores}\n`,
      '/proc/loadavg': '0.50 0.40 0.30 1/100 1234\n',
      [`${folder}/memory/memory.limit_in_bytes`]: '17179869184\n',
      [`${folder}/cpu/cpu.cfs_quota_us`]: '200000\n',
      [`${folder}/cpu/cpu.cfs_period_us`]: '100000\n',
      [`${folder}/cpuacct/cpuacct.usage`]: `${1950 * 1e6}\n`,
      [`${folder}/cpu/cpu.stat`]: stat(8, 10),
      'process stats': '',
      'thread stats': '',
    },
    before: { [`${folder}/cpuacct/cpuacct.usage`]: '0\n', [`${folder}/cpu/cpu.stat`]: stat(0, 0) },
  });
  expect(troubles(drafts)).toEqual(['warn cpu-throttled', 'warn cpu-saturated']);
  expect(drafts[0]?.evidence.map(({ source }) => source)).toEqual([
    `${folder}/cpu/cpu.stat`,
    `${folder}/cpuacct/cpuacct.usage`,
  ]);
});
