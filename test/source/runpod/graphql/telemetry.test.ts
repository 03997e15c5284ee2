import { expect, test } from 'vitest';
import { createCleanText } from '../../../../source/runpod/clean-text.ts';
import { toPod } from '../../../../source/runpod/graphql/pod.ts';
import { podWireSchema } from '../../../../source/runpod/graphql/pod-wire.ts';
import { wirePod, wireRuntime } from './wire-pods.ts';

const nowMs = Date.parse('2026-11-20T09:00:00.000Z');

const latest = {
  state: 'running',
  time: '2026-11-20T08:59:18.000Z',
  cpuUtilization: 12.5,
  memoryUtilization: 40,
  averageGpuMetrics: {
    ...{ percentUtilization: 93, memoryUtilization: 71, temperatureCelcius: 66, powerWatts: 650 },
  },
};
const runtime = wireRuntime({
  gpus: [
    { gpuUtilPercent: 90, memoryUtilPercent: 60 },
    null,
    { gpuUtilPercent: 80, memoryUtilPercent: null },
  ],
  container: { cpuPercent: 11, memoryPercent: 39 },
});

function telemetryOf(changes: Readonly<Record<string, unknown>>) {
  const wire = podWireSchema.parse(wirePod({ runtime, ...changes }));
  const runtimeReadAtMs = nowMs - 1_000;
  const known = { runtime: wire.runtime ?? null, runtimeReadAtMs };
  return toPod(wire, { clean: createCleanText([]), nowMs, ...known }).telemetry;
}

const ofRuntime = {
  ...{ source: 'runpod-runtime', measuredAtMs: null, toldAtMs: nowMs - 1_000, containerState: null },
  ...{ gpuPercent: 85, gpuMemoryPercent: 60, temperatureCelsius: null, cardPowerWatts: null },
  ...{ cpuPercent: 11, memoryPercent: 39 },
};

test('what RunPod gathered is read with its time', () => {
  expect(telemetryOf({ latestTelemetry: latest })).toEqual({
    ...{ source: 'runpod-telemetry', measuredAtMs: nowMs - 42_000, toldAtMs: nowMs },
    ...{ gpuPercent: 93, gpuMemoryPercent: 71, temperatureCelsius: 66, cardPowerWatts: 650 },
    ...{ cpuPercent: 12.5, memoryPercent: 40, containerState: 'running' },
  });
});

test.each([
  ['there is none', null],
  ['it is of an earlier container', { ...latest, time: '2026-11-20T07:59:00.000Z' }],
  ['it has no time', { ...latest, time: null }],
  ['its time is to come', { ...latest, time: '2026-11-20T10:00:00.000Z' }],
  [
    'it tells nothing',
    { ...latest, state: null, cpuUtilization: null, memoryUtilization: null, averageGpuMetrics: null },
  ],
])('where %s the host’s figures count, means over the cards that are told', (_, latestTelemetry) => {
  expect(telemetryOf({ latestTelemetry })).toEqual(ofRuntime);
});

test('a figure that is none is unknown, and a clock that is a little ahead tells of now', () => {
  const odd = { percentUtilization: 340, memoryUtilization: -1, temperatureCelcius: 0, powerWatts: 1e9 };
  const told = { ...latest, time: '2026-11-20T09:00:12.000Z', averageGpuMetrics: odd };
  expect(telemetryOf({ latestTelemetry: told })).toMatchObject({
    ...{ measuredAtMs: nowMs, gpuPercent: null, gpuMemoryPercent: null },
    ...{ temperatureCelsius: null, cardPowerWatts: null, cpuPercent: 12.5 },
  });
});

test('a pod that does not run has none, whatever is told of it still', () => {
  expect(telemetryOf({ latestTelemetry: latest, desiredStatus: 'EXITED' })).toBeNull();
  expect(telemetryOf({ latestTelemetry: latest, runtime: null })).toBeNull();
});

test('where neither tells a figure there is nothing', () => {
  expect(telemetryOf({ runtime: wireRuntime() })).toBeNull();
});
