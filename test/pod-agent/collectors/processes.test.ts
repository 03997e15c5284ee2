import { describe, expect, it } from 'vitest';
import { processTable } from '../../../pod-agent/collectors/process-table.ts';
import { processes } from '../../../pod-agent/collectors/processes.ts';
import { absent, answersOf, firstReading, secondReading } from './answers.ts';

const gpuApps = 'nvidia-smi --query-compute-apps';
const container = '/sys/fs/cgroup/cgroup.events';

type Made = { pid: number; name?: string; state?: string; ticks?: number; start?: number; pages?: number };

/** A line of /proc/<pid>/stat with 52 fields. */
function stat({ pid, name = 'python', state = 'S', ticks = 0, start = 7, pages = 1 }: Made): string {
  const before = `1 1 1 0 -1 4194304 102 0 0 0 ${ticks} 0 0 0 20 0 1 0 ${start} 3133440 ${pages}`;
  return `${pid} (${name}) ${state} ${before} 18446744073709551615 94739467284480 1 1 0 0 0 0 0 0 0 0 0 17 1 0 0 0 0 0 1 1 1 1 1 1 1 0\n`;
}

describe('processTable', () => {
  it.each([
    'python',
    '',
    ') (',
    'a) R 1 1 1 1 1',
    '(((',
    'two\nlines',
    '1) S 2\n9 (x) Z',
    'kworker/u257:3-events_freezable_power_efficient_and_long',
    '日本語',
  ])('finds the end of the name %j', (name) => {
    const text = stat({ pid: 12, name, state: 'D', ticks: 44 }) + stat({ pid: 13, name: 'next' });
    const table = processTable(text);
    expect(table).toMatchObject([
      { pid: 12, name, state: 'D', cpuTicks: 44 },
      { pid: 13, name: 'next' },
    ]);
    expect(table).toHaveLength(2);
  });

  it('does not need the last newline, and steps over what is no process', () => {
    const text = `nonsense\n${stat({ pid: 13 })}`;
    expect(processTable(text.trimEnd()).map(({ pid }) => pid)).toEqual([13]);
    expect(processTable(`${text}14 (cut) S 1 2 3`).map(({ pid }) => pid)).toEqual([13]);
  });

  it('takes time in proportion to a hostile text', () => {
    const beganMs = performance.now();
    expect(processTable('1 ('.repeat(300_000))).toEqual([]);
    expect(processTable('1 (a) S 1 1 1\n'.repeat(100_000))).toEqual([]);
    expect(performance.now() - beganMs).toBeLessThan(5000);
  });
});

describe('processes', () => {
  it('are counted by state, and the heaviest named', () => {
    const running = Array.from({ length: 7 }, (_, index) => ({ pid: 10 + index, pages: 10 * index }));
    const stuck: Made[] = [
      { pid: 90, state: 'Z', pages: 0 },
      { pid: 91, state: 'D', pages: 0 },
    ];
    const before = [...running, ...stuck].map(stat).join('');
    const now = [
      ...running.map((made) => ({ ...made, ticks: made.pid === 12 ? 640 : made.pid % 2 })),
      ...stuck,
    ]
      .map(stat)
      .join('');
    const reading = secondReading(processes, {
      before: { 'process stats': before, [container]: '' },
      now: { 'process stats': now, [container]: '', 'getconf PAGESIZE': '65536\n' },
      elapsedMs: 2000,
    });
    expect(reading).toMatchObject({
      scope: 'container',
      processCount: 9,
      zombieCount: 1,
      uninterruptibleCount: 1,
      gpuProcesses: null,
    });
    expect(reading.topByCpu[0]).toEqual({
      pid: 12,
      name: 'python',
      state: 'S',
      cpuPercent: 320,
      residentBytes: 20 * 65_536,
    });
    expect(reading.topByCpu.map(({ pid }) => pid)).toEqual([12, 11, 13, 15]);
    expect(reading.topByMemory.map(({ pid }) => pid)).toEqual([16, 15, 14, 13, 12]);
  });

  it('have no CPU figure at first sight, or when the number now belongs to another', () => {
    const old = { 'process stats': stat({ pid: 5, ticks: 100, start: 1 }) };
    const other = { 'process stats': stat({ pid: 5, ticks: 500, start: 2 }) };
    expect(firstReading(processes, old)).toMatchObject({ topByCpu: [], scope: 'host' });
    expect(secondReading(processes, { before: old, now: other, elapsedMs: 1000 })).toMatchObject({
      topByCpu: [],
      topByMemory: [{ pid: 5, cpuPercent: null, residentBytes: 4096 }],
    });
  });

  it('are a failure where none can be read', () => {
    expect(() => processes.parse(answersOf(processes, {}))).toThrow('No process');
  });
});

describe('the processes on the cards', () => {
  const table = stat({ pid: 4242 }) + stat({ pid: 4243 });
  const row = 'GPU-5b8e1c, 4242, 81920, /usr/bin/python3 train.py --token=hf_secret\n';

  it('are named without their arguments, with memory in bytes', () => {
    const reading = firstReading(processes, { [container]: '', 'process stats': table, [gpuApps]: row });
    expect(reading.gpuProcesses).toEqual([
      { gpuUuid: 'GPU-5b8e1c', pid: 4242, name: 'python3', memoryUsedBytes: 81_920 * 2 ** 20 },
    ]);
  });

  it.each([
    ['a number belongs to no process here', `${row}GPU-5b8e1c, 999999, 100, python3\n`],
    ['a container sees none', ''],
    [
      'the driver complains',
      'NVIDIA-SMI has failed because it could not communicate with the NVIDIA driver.\n',
    ],
  ])('are not visible where %s', (_title, text) => {
    const texts = { [container]: '', 'process stats': table, [gpuApps]: text };
    expect(firstReading(processes, texts).gpuProcesses).toBeNull();
  });

  it('are none on a host that says none, and unknown where the driver failed', () => {
    expect(firstReading(processes, { 'process stats': table, [gpuApps]: '\n' }).gpuProcesses).toEqual([]);
    const failed = {
      ...answersOf(processes, { 'process stats': table }),
      [gpuApps]: { ok: true, text: '', exitCode: 9 } as const,
    };
    expect(processes.parse(failed)).toMatchObject({ gpuProcesses: null });
    expect(processes.parse({ ...failed, [gpuApps]: absent })).toMatchObject({ gpuProcesses: null });
  });

  it('keep an unknown amount of memory unknown', () => {
    const texts = { 'process stats': table, [gpuApps]: 'MIG-5b8e1c, 4243, [N/A], python3' };
    expect(firstReading(processes, texts).gpuProcesses).toEqual([
      { gpuUuid: 'MIG-5b8e1c', pid: 4243, name: 'python3', memoryUsedBytes: null },
    ]);
  });
});
