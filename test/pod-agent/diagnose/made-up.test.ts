/** Causes of a slow pod that cannot be planted for sure on a busy machine, in pods made of files; and how it is told. */
import { expect, test } from 'vitest';
import { buildAgent } from '../built-agent.ts';
import { statLine } from '../checks/machine-seen.ts';
import { busy, cpuStat, diagnoseMadeUp, diagnosisIn, type Files } from './made-up-pod.ts';

const agent = buildAgent();

test('a healthy pod has neither failure nor warning', async () => {
  const { output } = await diagnoseMadeUp(agent, {});
  const { findings, checks } = diagnosisIn(output);
  expect(findings.filter(({ status }) => status === 'fail' || status === 'warn')).toEqual([]);
  expect(checks.map(({ checkId, status }) => `${checkId} ${status}`)).toEqual(
    expect.arrayContaining(['disk ok', 'memory ok', 'cpu ok', 'gpu skip', 'processes info']),
  );
});

const slow = (text: string) => `some ${text}\nfull ${text}\n`;

const rows: readonly (readonly [
  cause: string,
  files: Files,
  first: RegExp,
  fix: RegExp,
  exitCode: number,
])[] = [
  [
    'a single thread',
    {
      'sys/fs/cgroup/cpu.stat': cpuStat(1, 0),
      'proc/20/stat': busy(20, 'python3', 1),
      'proc/20/task/20/stat': busy(20, 'python3', 1),
    },
    /^cpu-single-thread$/,
    /worker processes/,
    1,
  ],
  [
    'a CPU that is used up, with pressure as its effect',
    {
      'sys/fs/cgroup/cpu.stat': cpuStat(4, 0),
      'sys/fs/cgroup/cpu.pressure': slow('avg10=92.00 avg60=1 avg300=1 total=1'),
    },
    /^cpu-saturated$/,
    /more vCPUs/,
    1,
  ],
  [
    'throttling by the quota',
    { 'sys/fs/cgroup/cpu.stat': cpuStat(4, 0.8) },
    /^cpu-throttled$/,
    /OMP_NUM_THREADS, MKL_NUM_THREADS and the number of workers to 4/,
    1,
  ],
  [
    'a slow disk',
    { 'sys/fs/cgroup/io.pressure': slow('avg10=70.00 avg60=1 avg300=1 total=1') },
    /^disk-slow$/,
    /packed files/,
    1,
  ],
  [
    'memory pressure at the limit, with a slow disk as its effect',
    {
      'sys/fs/cgroup/memory.current': `${15.8 * 1024 ** 3}\n`,
      'sys/fs/cgroup/memory.pressure': slow('avg10=45.00 avg60=1 avg300=1 total=1'),
      'sys/fs/cgroup/io.pressure': slow('avg10=70.00 avg60=1 avg300=1 total=1'),
    },
    /^memory-near-limit$/,
    /python3/,
    2,
  ],
  [
    'zombies that nobody takes in',
    Object.fromEntries([
      ['proc/1/stat', statLine({ pid: 1, name: 'sleep', parentPid: 0 })],
      ...Array.from({ length: 12 }, (_, at) => [
        `proc/${100 + at}/stat`,
        statLine({ pid: 100 + at, name: 'worker', state: 'Z' }),
      ]),
    ]),
    /^processes-no-init$/,
    /tini/,
    1,
  ],
];

test.each(rows)('%s is the first that is named', async (_, files, first, fix, expectedCode) => {
  const { output, exitCode } = await diagnoseMadeUp(agent, files);
  const { findings } = diagnosisIn(output);
  const told = findings.map(({ id, status, causedBy }) => `${status} ${id} < ${causedBy}`).join('\n');
  expect(findings[0]?.id, told).toMatch(first);
  expect(findings[0]?.fix?.text).toMatch(fix);
  expect(exitCode).toBe(expectedCode);
});

test('as text the failure is first, its effects stand beneath it, and what is well is one line', async () => {
  const files = {
    'sys/fs/cgroup/memory.current': `${15.8 * 1024 ** 3}\n`,
    'sys/fs/cgroup/memory.pressure': slow('avg10=45.00 avg60=1 avg300=1 total=1'),
  };
  const { output, exitCode } = await diagnoseMadeUp(agent, files, []);
  const lines = output.split('\n');
  expect(lines[0]).toBe('FAIL     Memory is used up: 98.8 % of 16.0 GiB used, 205 MiB left');
  expect(lines).toContain('  WARN     Programs wait for memory 45 % of the time');
  expect(lines.some((line) => /^ {9}fix {5}Look at python3/.test(line))).toBe(true);
  expect(lines.filter((line) => line.startsWith('ok '))).toHaveLength(1);
  expect(lines.at(-2)).toMatch(/^Memory is used up: .* 1 failure, 1 warning/);
  expect(exitCode).toBe(2);
});

test('as lines of JSON every event has its number, and the last is the verdict', async () => {
  const { output } = await diagnoseMadeUp(agent, {}, ['--jsonl']);
  const events = output
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(events.map(({ sequence }) => sequence)).toEqual(events.map((_, at) => at + 1));
  expect(events.filter(({ kind }) => kind === 'step-began')).toHaveLength(10);
  expect(events.at(-2).kind).toBe('diagnosis');
  expect(events.at(-1).kind).toBe('verdict');
});

test('both forms of JSON at once are refused', async () => {
  expect((await diagnoseMadeUp(agent, {}, ['--json', '--jsonl'])).exitCode).toBe(2);
});

test('what a process is called moves no cursor', async () => {
  const name = 'a\u001b[2Jb';
  const { output } = await diagnoseMadeUp(
    agent,
    { 'proc/20/stat': busy(20, name, 1), 'proc/20/task/20/stat': busy(20, name, 1) },
    [],
  );
  expect(output).toContain('a [2Jb');
  expect(output).not.toContain('\u001b');
});
