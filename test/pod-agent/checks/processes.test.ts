import { expect, test } from 'vitest';
import { processes } from '../../../pod-agent/checks/processes.ts';
import { inContainer, incomplete, judgeMachine, statLine, troubles } from './machine-seen.ts';

const tini = statLine({ pid: 1, name: 'tini', parentPid: 0 });
const parent = statLine({ pid: 20, name: 'gunicorn' });

function many(
  count: number,
  about: { readonly state: string; readonly parentPid: number; readonly ticks?: number },
) {
  return Array.from({ length: count }, (_, at) => statLine({ pid: 100 + at, name: 'worker', ...about })).join(
    '',
  );
}

function judge(now: string, before = now, more: Readonly<Record<string, string>> = {}) {
  const { before: earlier, ...rest } = { now: { ...inContainer, 'process stats': now, ...more }, before };
  return judgeMachine(processes, { ...rest, before: { 'process stats': earlier } });
}

test('processes that run are well, and the largest is named', () => {
  expect(judge(tini + parent)).toMatchObject([
    { id: 'processes-well', status: 'ok' },
    { id: 'processes-top', status: 'info' },
  ]);
});

test('zombies that stay, with who does not take them in', () => {
  const drafts = judge(tini + parent + many(12, { state: 'Z', parentPid: 20 }));
  expect(troubles(drafts)).toEqual(['warn processes-zombies']);
  expect(drafts[0]?.title).toBe('12 processes have ended and are not taken in by gunicorn (zombies)');
  expect(drafts[0]?.fix?.text).toContain('Restart gunicorn (process 20)');
  expect(incomplete(drafts)).toEqual([]);
});

test('zombies that pass are every program its own', () => {
  expect(troubles(judge(tini + parent + many(12, { state: 'Z', parentPid: 20 }), tini + parent))).toEqual([]);
});

test('a first process that reaps nobody', () => {
  const sleep = statLine({ pid: 1, name: 'sleep', parentPid: 0 });
  const drafts = judge(sleep + many(12, { state: 'Z', parentPid: 1 }));
  expect(troubles(drafts)).toEqual(['warn processes-zombies', 'warn processes-no-init']);
  expect(incomplete(drafts)).toEqual([]);
  expect(judge(sleep)).toMatchObject([{ id: 'processes-no-init', status: 'info' }, {}, {}]);
});

test('a process in state D that makes no step, but not a thread of the kernel', () => {
  const hangs = statLine({ pid: 30, name: 'cp', state: 'D' });
  const drafts = judge(tini + hangs);
  expect(troubles(drafts)).toEqual(['warn processes-stuck']);
  expect(drafts[0]?.title).toBe('cp hangs in the kernel (state D)');
  expect(incomplete(drafts)).toEqual([]);
  expect(troubles(judge(tini + statLine({ pid: 30, name: 'kworker', state: 'D', parentPid: 2 })))).toEqual(
    [],
  );
  const moves = statLine({ pid: 30, name: 'cp', state: 'D', ticks: 3 });
  expect(troubles(judge(tini + moves, tini + hangs))).toEqual([]);
});

test('near the limit of processes, and of open files', () => {
  const pids = { '/sys/fs/cgroup/pids.max': '100\n', '/sys/fs/cgroup/pids.current': '97\n' };
  const count = judge(tini, tini, pids);
  expect(troubles(count)).toEqual(['fail processes-limit']);
  const files = judge(tini, tini, { 'open files': 'files 55 920 1024 nginx\nfiles 1 9 1024 tini\n' });
  expect(troubles(files)).toEqual(['warn processes-open-files:55']);
  expect(incomplete([...count, ...files])).toEqual([]);
});

test('no process at all cannot be', () => {
  expect(() => judge('')).toThrow('No process can be read');
});
