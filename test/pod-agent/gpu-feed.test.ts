/** The feed against a small program that stands in for nvidia-smi, run as real processes. */
import { copyFile, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { gpu } from '../../pod-agent/collectors/gpu.ts';
import { createGpuFeed, type GpuFeed } from '../../pod-agent/gpu-feed.ts';
import type { GpuPeriods } from '../../pod-agent/gpu-periods.ts';
import type { Host } from '../../pod-agent/host/host.ts';
import { createLocalHost, type LocalHost } from '../../pod-agent/host/local-host.ts';
import type { GpuReading } from '../../pod-agent/protocol/readings.ts';

const fake = fileURLToPath(new URL('fake-nvidia-smi.sh', import.meta.url));
const intervalMs = 200;

let root: string;
let bin: string;
let host: LocalHost;
let feed: GpuFeed | null = null;
let events: string[] = [];

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'gpu-feed-'));
  bin = join(root, 'usr/bin');
  await mkdir(bin, { recursive: true });
  await mkdir(join(root, 'proc/1'), { recursive: true });
  host = createLocalHost({ root });
  events = [];
  await write({ cards: '0 1', utilization: '50' });
});

afterEach(async () => {
  feed?.stop();
  feed = null;
  host.close();
  await until(async () => !(await isLoopAlive()));
  await rm(root, { recursive: true, force: true });
});

test('one child prints beat by beat, and the rest is asked beside it', async () => {
  await start();
  await until(() => read()?.cards[1]?.recoveryAction === 'None');
  expect(read()).toMatchObject({ vendor: 'nvidia', driverVersion: '1.2.3', expectedCount: 2, failure: null });
  expect(read()?.cards).toMatchObject([
    { index: 0, uuid: 'GPU-0', name: 'NVIDIA Fake', utilizationPercent: 50 },
    { index: 1, uuid: 'GPU-1', name: 'NVIDIA Fake', utilizationPercent: 50 },
  ]);
  await write({ utilization: '77' });
  await until(() => read()?.cards[1]?.utilizationPercent === 77);
  expect(read()?.ageMs).toBeLessThan(5_000);
  expect((await calls()).filter((call) => call.includes('--loop-ms=200'))).toHaveLength(1);
  expect((await calls()).filter((call) => call === '-L')).toHaveLength(1);
  expect(events).toEqual([]);
});

test('stopping ends the child', async () => {
  await start();
  await until(() => read()?.cards.length === 2);
  feed?.stop();
  await until(async () => !(await isLoopAlive()));
});

test('asks only for fields that the driver names', async () => {
  await start();
  await until(() => read()?.cards[0]?.recoveryAction === 'None');
  expect(await calls()).toEqual(
    expect.arrayContaining([
      '--query-gpu=index,uuid,utilization.gpu --format=csv,nounits --loop-ms=200',
      '--query-gpu=index,uuid,gpu_recovery_action --format=csv,nounits',
    ]),
  );
});

test('a loop that freezes is ended, and its figures are asked for one by one', async () => {
  await start();
  await until(() => read()?.cards.length === 2);
  const frozen = await loopPid();
  process.kill(frozen, 'SIGSTOP');
  await write({ utilization: '88' });
  await until(() => read()?.cards[0]?.utilizationPercent === 88);
  expect(isAlive(frozen)).toBe(false);
  expect(events).toEqual([expect.stringMatching(/^warn .*printed nothing for 3 s/)]);
});

test('a loop that turns to Unknown Error is left, and no such figure is kept', async () => {
  await write({ unknown: '' });
  await start({ loopAgainMs: 1_500 });
  const seen = new Set<string | undefined>();
  await until(async () => {
    for (const card of read()?.cards ?? []) seen.add(card.status);
    return (await calls()).filter((call) => call.includes('--loop-ms')).length >= 3;
  });
  expect([...seen]).toEqual(['ok']);
  // The loop was tried three times, and told of once.
  expect(events).toEqual([expect.stringMatching(/^warn .*\[Unknown Error\]/)]);
  expect((await calls()).filter((call) => call === '-L').length).toBeGreaterThan(1);
});

test('a loop that dies is replaced, tried again, and told steady when it is', async () => {
  await write({ beats: '2' });
  await start({ loopAgainMs: 1_000 });
  await until(() => events.length > 0);
  expect(events[0]).toMatch(/^warn .*it ended \(exit code 3\)/);
  await rm(join(bin, 'beats'));
  await until(() => events.length > 1);
  expect(events[1]).toBe('info nvidia-smi goes on in loop mode again.');
});

test('beside a loop that cannot be ended, no other child is started', async () => {
  const follow: Host['follow'] = (options) => {
    host.follow(options);
    return { stop() {} };
  };
  await start({ hangingMs: 300 }, { machine: { ...host, follow } });
  await until(() => read()?.cards[0]?.recoveryAction === 'None');
  const hanging = await loopPid();
  process.kill(hanging, 'SIGSTOP');
  await until(() => read()?.failure?.code === 'timeout');
  expect(read()?.failure?.message).toContain('hangs in the driver');
  expect((await calls()).filter((call) => call.includes('utilization.gpu'))).toHaveLength(1);
  process.kill(hanging, 'SIGKILL');
  await until(() => read()?.cards.length === 2);
});

test('a question that hangs is not joined by another', async () => {
  await write({ beats: '1', slow: '30' });
  const answer: Host['answer'] = (source) =>
    host.answer(source.kind === 'command' ? { ...source, timeoutMs: 400 } : source);
  await start({ warmMs: 200 }, { machine: { ...host, answer } });
  await until(() => read()?.failure?.code === 'timeout');
  const queries = async () => (await calls()).filter((call) => call.includes('--query-gpu'));
  await new Promise((resolve) => setTimeout(resolve, 1_500));
  // The loop, the names that hang, and once more the names: never the health beside them.
  expect((await queries()).filter((call) => call.includes('gpu_recovery_action'))).toEqual([]);
  expect(new Set(await queries()).size).toBe(2);
});

test('slow single answers are followed by a pause at least as long', async () => {
  await write({ beats: '1', slow: '0.6' });
  await start();
  await until(() => events.length > 0);
  const before = (await calls()).length;
  await new Promise((resolve) => setTimeout(resolve, 4_000));
  // 0.6 s of answer and 0.6 s of pause: some three in four seconds, where the interval alone would give six.
  const asked = (await calls()).length - before;
  expect(asked).toBeGreaterThanOrEqual(1);
  expect(asked).toBeLessThanOrEqual(5);
});

test('a card that is lost in between is told of once, with the reason the driver gave', async () => {
  await start();
  await until(() => read()?.cards.length === 2);
  await write({ complaint: 'Unable to determine the device handle for GPU1: 0000:04:00.0: Unknown Error\n' });
  await write({ cards: '0' });
  await until(() => read()?.cards.length === 1);
  expect(read()).toMatchObject({ expectedCount: 2, failure: null });
  await until(() => events.length > 0);
  expect(events).toEqual([expect.stringMatching(/^error 1 of 2 GPUs answer.*handle for GPU1/)]);
  await write({ cards: '0 1' });
  await until(() => events.length > 1);
  expect(events[1]).toBe('info The GPUs answer as they should again.');
});

test('a driver that is not loaded is a failure, and heard of again when it is', async () => {
  await write({ broken: "NVIDIA-SMI has failed because it couldn't communicate with the NVIDIA driver.\n" });
  await start({ failedAgainMs: 300 });
  await until(() => read()?.failure?.code === 'driver-not-loaded');
  await rm(join(bin, 'broken'));
  await until(() => read()?.cards.length === 2);
  expect(read()?.failure).toBeNull();
  expect(events.filter((event) => event.startsWith('error'))).toHaveLength(1);
});

test('without any GPU tool there is nothing to fail, and it is asked for again', async () => {
  await start({ toolAgainMs: 300 }, { tool: false, gpuCount: 0 });
  await until(() => read()?.vendor === 'none');
  expect(read()).toMatchObject({ expectedCount: 0, cards: [], failure: null });
  expect(events).toEqual([]);
  await copyFile(fake, join(bin, 'nvidia-smi'));
  await until(() => read()?.cards.length === 2);
});

test('without any GPU tool where cards are paid for, that is told once', async () => {
  await start({ toolAgainMs: 100 }, { tool: false, gpuCount: 2 });
  await until(() => read()?.failure?.code === 'library-missing');
  await new Promise((resolve) => setTimeout(resolve, 500));
  expect(events).toEqual([expect.stringMatching(/^error RUNPOD_GPU_COUNT is 2/)]);
});

test('AMD cards are asked for one by one', async () => {
  const smi =
    '#!/bin/sh\nprintf \'{"card0": {"GPU use (%%)": "%s"}}\\n\' "$(cat "$(dirname "$0")/utilization")"\n';
  await writeFile(join(bin, 'rocm-smi'), smi, { mode: 0o755 });
  await start({}, { tool: false, gpuCount: 1 });
  await until(() => read()?.cards[0]?.utilizationPercent === 50);
  await write({ utilization: '66' });
  await until(() => read()?.cards[0]?.utilizationPercent === 66);
  expect(read()).toMatchObject({ vendor: 'amd', failure: null });
  expect(events).toEqual([]);
});

async function start(
  periods: Partial<GpuPeriods> = {},
  { tool = true, gpuCount = 2, machine = host }: { tool?: boolean; gpuCount?: number; machine?: Host } = {},
) {
  await writeFile(join(root, 'proc/1/environ'), `RUNPOD_GPU_COUNT=${gpuCount}\0`);
  if (tool) await copyFile(fake, join(bin, 'nvidia-smi'));
  feed = createGpuFeed({
    host: machine,
    intervalMs,
    onEvent: (level, text) => events.push(`${level} ${text}`),
    periods,
  });
}

function read(): GpuReading | null {
  try {
    return gpu.parse(feed?.answers() ?? {});
  } catch {
    return null;
  }
}

async function write(files: Readonly<Record<string, string>>) {
  for (const [name, text] of Object.entries(files)) {
    // Whole or not at all: the tool reads it while we write, and an empty list of cards is a loss of all of them.
    await writeFile(join(bin, `.${name}.new`), text);
    await rename(join(bin, `.${name}.new`), join(bin, name));
  }
}

async function calls(): Promise<readonly string[]> {
  const text = await readFile(join(bin, 'calls'), 'utf8').catch(() => '');
  return text.trim().split('\n');
}

async function loopPid(): Promise<number> {
  return Number(await readFile(join(bin, 'loop.pid'), 'utf8'));
}

async function isLoopAlive(): Promise<boolean> {
  return isAlive(await loopPid().catch(() => 0));
}

function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

async function until(isSo: () => boolean | Promise<boolean>) {
  const deadline = Date.now() + 40_000;
  while (!(await isSo())) {
    if (Date.now() > deadline)
      throw new Error(`waited 40 s; events: ${events.join('; ')}; reading: ${JSON.stringify(read())}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
