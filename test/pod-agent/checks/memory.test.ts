import { expect, test } from 'vitest';
import { memory } from '../../../pod-agent/checks/memory.ts';
import { inContainer, incomplete, judgeMachine, type Machine, statLine, troubles } from './machine-seen.ts';

const gibibyte = 1024 ** 3;

function machine(given: {
  readonly usedBytes: number;
  readonly limit?: string;
  readonly kills?: number;
  readonly killsBefore?: number;
  readonly pressure?: string;
}): Machine {
  const events = (kills: number) => `low 0\nhigh 0\nmax 3\noom 1\noom_kill ${kills}\n`;
  const { killsBefore } = given;
  return {
    now: {
      ...inContainer,
      '/proc/meminfo': 'MemTotal: 67108864 kB\nMemAvailable: 9000000 kB\n',
      '/sys/fs/cgroup/memory.current': `${given.usedBytes + gibibyte}\n`,
      '/sys/fs/cgroup/memory.stat': `inactive_file ${gibibyte}\nfile ${gibibyte}\n`,
      '/sys/fs/cgroup/memory.max': `${given.limit ?? 16 * gibibyte}\n`,
      '/sys/fs/cgroup/memory.events': events(given.kills ?? 0),
      'process stats':
        statLine({ pid: 1, name: 'tini' }) + statLine({ pid: 42, name: 'python3', residentPages: 3_000_000 }),
      ...(given.pressure === undefined ? {} : { '/sys/fs/cgroup/memory.pressure': given.pressure }),
    },
    ...(killsBefore === undefined ? {} : { before: { '/sys/fs/cgroup/memory.events': events(killsBefore) } }),
  };
}

test('the working set counts, without the cache that can go', () => {
  const drafts = judgeMachine(memory, machine({ usedBytes: 4 * gibibyte }));
  expect(drafts).toMatchObject([
    { id: 'memory-well', status: 'ok', scope: 'container', title: 'Memory has room: 25 % of 16.0 GiB used' },
  ]);
});

test('near the limit it says who holds most', () => {
  const drafts = judgeMachine(memory, machine({ usedBytes: 15.5 * gibibyte }));
  expect(troubles(drafts)).toEqual(['fail memory-near-limit']);
  expect(drafts[0]?.title).toBe('Memory is used up: 96.9 % of 16.0 GiB used, 512 MiB left');
  expect(drafts[0]?.causes[0]).toContain('python3 (process 42)');
  expect(incomplete(drafts)).toEqual([]);
  expect(troubles(judgeMachine(memory, machine({ usedBytes: 14 * gibibyte })))).toEqual([
    'warn memory-near-limit',
  ]);
});

test('an earlier kill is a warning; one that happened while it looked is a failure', () => {
  const earlier = judgeMachine(memory, machine({ usedBytes: gibibyte, kills: 2, killsBefore: 2 }));
  expect(troubles(earlier)).toEqual(['warn memory-oom-kill']);
  expect(earlier[0]?.title).toContain('2 processes');
  const now = judgeMachine(memory, machine({ usedBytes: gibibyte, kills: 3, killsBefore: 2 }));
  expect(troubles(now)).toEqual(['fail memory-oom-kill']);
  expect(incomplete([...earlier, ...now])).toEqual([]);
});

test('after a kill nobody small is blamed, least of all the program that looks', () => {
  const given = machine({ usedBytes: gibibyte, kills: 1, killsBefore: 1 });
  const stats =
    statLine({ pid: 1, name: 'tini' }) + statLine({ pid: 93, name: 'node', residentPages: 13_000 });
  const [kill] = judgeMachine(memory, { ...given, now: { ...given.now, 'process stats': stats } });
  expect(kill).toMatchObject({ id: 'memory-oom-kill' });
  expect(kill?.fix?.text).not.toContain('node');
  expect(judgeMachine(memory, given)[0]?.fix?.text).toContain('python3 (process 42)');
});

test('pressure counts where it is the container its own', () => {
  const pressure = 'some avg10=40.00 avg60=9 avg300=1 total=5\nfull avg10=22.00 avg60=9 avg300=1 total=5\n';
  const drafts = judgeMachine(memory, machine({ usedBytes: gibibyte, pressure }));
  expect(troubles(drafts)).toEqual(['warn memory-pressure']);
  expect(incomplete(drafts)).toEqual([]);
});

test('a container without a limit is a remark', () => {
  const drafts = judgeMachine(memory, machine({ usedBytes: gibibyte, limit: 'max' }));
  expect(drafts).toMatchObject([{ id: 'memory-well' }, { id: 'memory-no-limit', status: 'info' }]);
});

test('what cannot be read is not well', () => {
  expect(() => judgeMachine(memory, { now: {} })).toThrow('/proc/meminfo');
});

test('in a container of the first version of control groups it names the files of that version', () => {
  const folder = '/sys/fs/cgroup/memory';
  const kills = (count: number) => `oom_kill_disable 0\nunder_oom 0\noom_kill ${count}\n`;
  const drafts = judgeMachine(memory, {
    now: {
      '/proc/meminfo': 'MemTotal: 67108864 kB\nMemAvailable: 9000000 kB\n',
      [`${folder}/memory.limit_in_bytes`]: `${16 * gibibyte}\n`,
      [`${folder}/memory.usage_in_bytes`]: `${gibibyte}\n`,
      [`${folder}/memory.stat`]: `total_inactive_file 0\nhierarchical_memory_limit ${16 * gibibyte}\n`,
      [`${folder}/memory.oom_control`]: kills(3),
    },
    before: { [`${folder}/memory.oom_control`]: kills(2) },
  });
  expect(troubles(drafts)).toEqual(['fail memory-oom-kill']);
  expect(drafts[0]?.evidence.map(({ source }) => source)).toEqual([
    `${folder}/memory.oom_control`,
    `${folder}/memory.usage_in_bytes`,
  ]);
});
