/** Small makers of pods, entries and samples: literal data with the fields a test is about. */
import type { SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import type { GpuCardReading } from '../../../pod-agent/protocol/readings.ts';
import { emptyEntry } from '../../../source/fleet/entry.ts';
import type { Fleet, PodEntry } from '../../../source/fleet/fleet.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import type { PodTelemetry } from '../../../source/fleet/pod-telemetry.ts';
import { emptyFleet } from '../../../source/fleet/reduce.ts';

export const nowMs = 1_800_000_000_000;

export function makePod(fields: Partial<Pod> = {}): Pod {
  return {
    id: 'pod1',
    name: 'train-1',
    provider: 'runpod',
    state: { kind: 'running' },
    rental: 'on-demand',
    gpuName: 'H100 SXM',
    gpuCount: 2,
    region: 'US-KS-2',
    image: 'train:1',
    vcpuCount: 16,
    memoryGigabytes: 128,
    containerDiskGigabytes: 40,
    volumeGigabytes: 100,
    volumeMountPath: '/workspace',
    networkVolumeGigabytes: null,
    costPerHourDollars: 5.98,
    startedAtMs: nowMs - 3_600_000,
    lastStatusChange: null,
    locked: false,
    ports: [],
    ssh: { host: '127.0.0.1', port: 22, username: 'root' },
    proxySsh: null,
    generation: 'g1',
    ...fields,
  };
}

/** What RunPod gathered 42 s ago, as it told 2 s ago. */
export function makeTelemetry(fields: Partial<PodTelemetry> = {}): PodTelemetry {
  return {
    source: 'runpod-telemetry',
    measuredAtMs: nowMs - 42_000,
    toldAtMs: nowMs - 2_000,
    gpuPercent: 93,
    gpuMemoryPercent: 71,
    temperatureCelsius: 66,
    cardPowerWatts: 650,
    cpuPercent: 12,
    memoryPercent: 40,
    containerState: 'running',
    ...fields,
  };
}

export function makeCard(fields: Partial<GpuCardReading> = {}): GpuCardReading {
  return {
    index: 0,
    uuid: 'GPU-0',
    name: 'NVIDIA H100 80GB HBM3',
    status: 'ok',
    statusText: null,
    utilizationPercent: 95,
    memoryUtilizationPercent: 60,
    memoryUsedBytes: 40e9,
    memoryTotalBytes: 80e9,
    temperatureCelsius: 65,
    memoryTemperatureCelsius: 70,
    powerWatts: 600,
    powerLimitWatts: 700,
    smClockMegahertz: 1980,
    memoryClockMegahertz: 2619,
    fanPercent: null,
    performanceState: 'P0',
    throttleReasons: [],
    eccUncorrectedCount: 0,
    eccCorrectedCount: 0,
    remappedRowsPending: false,
    remappedRowsFailed: false,
    retiredPagesPending: null,
    recoveryAction: 'None',
    persistenceMode: true,
    migEnabled: false,
    migInstances: [],
    ...fields,
  };
}

export function makeSample(
  fields: Partial<SampleFrame> = {},
  cards: readonly GpuCardReading[] = [makeCard()],
): SampleFrame {
  return {
    kind: 'sample',
    sequence: 1,
    atMs: nowMs,
    intervalMs: 1000,
    failures: [],
    agent: { cpuPercent: 0.1, residentBytes: 45e6 },
    tookMs: 3,
    cpu: { scope: 'container', usedPercent: 40, usedCores: 6.4, limitCores: 16, throttledPercent: 0 },
    memory: { scope: 'container', usedBytes: 32e9, limitBytes: 128e9, cacheBytes: 1e9, oomKillCount: 0 },
    gpu: {
      vendor: 'nvidia',
      driverVersion: '590',
      expectedCount: cards.length,
      cards,
      failure: null,
      ageMs: 0,
    },
    ...fields,
  };
}

/** A running pod with a live link and a sample that came just now. */
export function makeEntry(fields: Partial<PodEntry> = {}): PodEntry {
  return {
    ...emptyEntry(fields.pod ?? makePod(), nowMs),
    link: { kind: 'live', sinceMs: nowMs - 60_000, via: 'agent' },
    sample: { frame: makeSample(), receivedAtMs: nowMs },
    ...fields,
  };
}

export function makeFleet(entries: readonly PodEntry[]): Fleet {
  const fleet = emptyFleet('test', { kind: 'live', answeredAtMs: nowMs });
  return { ...fleet, pods: new Map(entries.map((entry) => [entry.pod.id, entry])) };
}
