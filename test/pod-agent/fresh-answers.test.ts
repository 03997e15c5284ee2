import { afterEach, expect, test } from 'vitest';
import { cpu } from '../../pod-agent/collectors/cpu.ts';
import { createFreshAnswers } from '../../pod-agent/fresh-answers.ts';
import type { Source } from '../../pod-agent/host/host.ts';
import { createSampler, type Sampler } from '../../pod-agent/sampler.ts';
import { createTextHost } from './text-host.ts';

const samplers: Sampler[] = [];
afterEach(() => {
  for (const sampler of samplers.splice(0)) sampler.stop();
});

/** A container whose CPU counters and clock a test moves by hand. */
function createPod() {
  let nowMs = 1000;
  const machine = createTextHost({
    '/sys/fs/cgroup/cgroup.events': 'populated 1\n',
    '/sys/fs/cgroup/cpu.max': '100000 100000\n',
  });
  const asked: Source[] = [];
  const host = {
    ...machine,
    monotonicMs: () => nowMs,
    answer(source: Source) {
      asked.push(source);
      return machine.answer(source);
    },
  };
  const sampler = createSampler({ host, intervalMs: 30_000 });
  samplers.push(sampler);
  const fresh = createFreshAnswers({ host, gpuAnswers: sampler.gpuAnswers });
  const at = (seconds: number, cpuSeconds: number) => {
    nowMs = 1000 + seconds * 1000;
    machine.files.set(
      '/sys/fs/cgroup/cpu.stat',
      `usage_usec ${cpuSeconds * 1e6}\nnr_periods 1\nnr_throttled 0\n`,
    );
  };
  return { machine, sampler, fresh, asked, at };
}

test('a scrape between two samples has the counters of now, and leaves their rates as they are', async () => {
  const { sampler, fresh, at } = createPod();
  at(0, 100);
  await sampler.tick();
  // Idle for 29 s, then a whole core: only over the whole time it is a thirtieth.
  for (let second = 1; second <= 29; second++) {
    at(second, 100);
    expect(cpu.parse((await fresh.read()).cpu ?? {}).usedMs).toBe(100_000);
  }
  at(30, 101);
  expect(cpu.parse((await fresh.read()).cpu ?? {}).usedMs).toBe(101_000);
  const sample = await sampler.tick();
  expect(sample.cpu?.usedPercent).toBeCloseTo(100 / 30);
  expect(sample.sequence).toBe(1);
});

test('a scrape asks filesystems when it is time, and never the process table', async () => {
  const { fresh, asked, at } = createPod();
  at(0, 100);
  await new Promise((resolve) => setTimeout(resolve, 50));
  asked.length = 0;
  for (const second of [0, 1, 2, 16]) {
    at(second, 100);
    await fresh.read();
  }
  expect(asked.filter(({ kind }) => kind === 'files' || kind === 'command')).toEqual([]);
  const roots = asked.filter((source) => source.kind === 'filesystem' && source.path === '/');
  expect(roots).toHaveLength(2);
  expect(asked.filter((source) => source.kind === 'file' && source.path === '/proc/stat')).toHaveLength(4);
});

test('no scrape starts a GPU tool: the answers are those of the feed', async () => {
  const { sampler, fresh, asked, at } = createPod();
  at(0, 1);
  await new Promise((resolve) => setTimeout(resolve, 50));
  asked.length = 0;
  const { gpu } = await fresh.read();
  expect(asked.filter(({ kind }) => kind === 'command')).toEqual([]);
  expect(gpu).toEqual(sampler.gpuAnswers());
  expect(Object.keys(gpu ?? {})).toContain('hot');
});

test('two scrapes within half a second share one reading', async () => {
  const { fresh, asked, at } = createPod();
  at(0, 1);
  const [first, second] = await Promise.all([fresh.read(), fresh.read()]);
  const count = asked.length;
  at(0.4, 2);
  const third = await fresh.read();
  expect(asked.length).toBe(count);
  expect(second.cpu).toBe(first.cpu);
  expect(third.cpu).toBe(first.cpu);
  at(0.6, 2);
  expect(cpu.parse((await fresh.read()).cpu ?? {}).usedMs).toBe(2000);
});

test('what does not answer is given up, and costs only its own figures', async () => {
  const { machine, fresh, at } = createPod();
  at(0, 1);
  machine.silent.add('/proc/net/dev');
  const answers = await fresh.read();
  expect(answers.network?.['/proc/net/dev']).toMatchObject({ ok: false, reason: 'timeout' });
  expect(cpu.parse(answers.cpu ?? {}).usedMs).toBe(1000);
  machine.silent.clear();
});
