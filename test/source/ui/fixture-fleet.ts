/** Fourteen pods as an operator may find them on a working day: most at work, one broken, one slow, one silent, one idle. */
import type { HelloFrame, SampleFrame } from '../../../pod-agent/protocol/frames.ts';
import type { HealthCheck, HealthReport } from '../../../pod-agent/protocol/health-report.ts';
import type { GpuCardReading } from '../../../pod-agent/protocol/readings.ts';
import type { FleetEvent } from '../../../source/fleet/events.ts';
import type { Fleet } from '../../../source/fleet/fleet.ts';
import type { Link } from '../../../source/fleet/link.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import { emptyFleet, reduceFleet } from '../../../source/fleet/reduce.ts';
import { makeCard, makePod } from '../fleet/make.ts';

export const fixtureNowMs = Date.UTC(2026, 2, 4, 14, 32, 7);

type Recipe = {
  readonly pod: Partial<Pod>;
  readonly card?: Partial<GpuCardReading>;
  /** Mean utilisation of the cards; null: the pod has never sent a sample. */
  readonly util: number | null;
  readonly memoryPercent?: number;
  readonly link?: Link;
  /** How long ago the last sample came. */
  readonly silentSeconds?: number;
  readonly special?: (card: GpuCardReading) => GpuCardReading;
  readonly health?: Partial<HealthCheck>;
};

const hour = 3_600_000;
const gib = 1024 ** 3;

const recipes: readonly Recipe[] = [
  {
    pod: {
      name: 'a100-notebook-3',
      gpuName: 'A100 SXM',
      gpuCount: 1,
      region: 'US-TX-3',
      costPerHourDollars: 1.59,
      startedAtMs: fixtureNowMs - 27 * hour,
    },
    card: { name: 'NVIDIA A100-SXM4-80GB', powerLimitWatts: 400 },
    util: 71,
    special: (card) => ({
      ...card,
      status: 'lost',
      statusText: 'GPU is lost',
      utilizationPercent: null,
      memoryUsedBytes: null,
      temperatureCelsius: null,
      powerWatts: null,
    }),
  },
  {
    pod: {
      name: 'llama-sft-0',
      gpuCount: 8,
      costPerHourDollars: 21.52,
      startedAtMs: fixtureNowMs - 148 * hour,
      image: 'ghcr.io/lab/sft:2.4.1',
    },
    util: 97,
    memoryPercent: 91,
    special: (card) =>
      card.index === 6
        ? { ...card, utilizationPercent: 2, powerWatts: 178, temperatureCelsius: 43, smClockMegahertz: 345 }
        : card,
  },
  {
    pod: {
      name: 'ci-runner-1',
      gpuName: 'RTX A6000',
      gpuCount: 1,
      region: 'EU-CZ-1',
      costPerHourDollars: 0.49,
      rental: 'spot',
      startedAtMs: fixtureNowMs - 73 * hour,
    },
    card: { name: 'NVIDIA RTX A6000', powerLimitWatts: 300 },
    util: 44,
    memoryPercent: 37,
    silentSeconds: 250,
    link: {
      kind: 'lost',
      sinceMs: fixtureNowMs - 246_000,
      reason: 'no answer within 10 s',
      attempt: 5,
      retryAtMs: fixtureNowMs + 41_000,
    },
  },
  {
    pod: {
      name: 'h100-spare',
      gpuCount: 8,
      costPerHourDollars: 21.52,
      startedAtMs: fixtureNowMs - 9.6 * hour,
    },
    util: 0,
    memoryPercent: 1,
  },
  {
    pod: {
      name: 'llama-sft-2',
      gpuCount: 8,
      costPerHourDollars: 21.52,
      state: { kind: 'initialising' },
      startedAtMs: null,
      ssh: null,
    },
    util: null,
    link: { kind: 'none', reason: 'no container yet' },
  },
  {
    pod: {
      name: 'llama-sft-1',
      gpuCount: 8,
      costPerHourDollars: 21.52,
      startedAtMs: fixtureNowMs - 148 * hour,
    },
    util: 98,
    memoryPercent: 92,
  },
  {
    pod: {
      name: 'eval-h200-0',
      gpuName: 'H200 SXM',
      gpuCount: 4,
      region: 'EU-NL-1',
      costPerHourDollars: 15.96,
      startedAtMs: fixtureNowMs - 22 * hour,
    },
    util: 92,
    memoryPercent: 76,
  },
  {
    pod: {
      name: 'reward-model-a',
      gpuName: 'A100 SXM',
      gpuCount: 8,
      region: 'US-TX-3',
      costPerHourDollars: 12.72,
      startedAtMs: fixtureNowMs - 59 * hour,
    },
    card: { powerLimitWatts: 400 },
    util: 90,
    memoryPercent: 84,
  },
  {
    pod: {
      name: 'reward-model-b',
      gpuName: 'A100 SXM',
      gpuCount: 8,
      region: 'US-TX-3',
      costPerHourDollars: 12.72,
      startedAtMs: fixtureNowMs - 59 * hour,
    },
    card: { powerLimitWatts: 400 },
    util: 88,
    memoryPercent: 84,
  },
  {
    pod: {
      name: 'rocm-port',
      gpuName: 'MI300X',
      gpuCount: 8,
      region: 'EU-RO-1',
      costPerHourDollars: 19.92,
      startedAtMs: fixtureNowMs - 43 * hour,
    },
    card: { name: 'AMD Instinct MI300X', powerLimitWatts: 750 },
    util: 78,
    memoryPercent: 67,
  },
  {
    pod: {
      name: 'chat-serving-0',
      gpuName: 'L40S',
      gpuCount: 2,
      region: 'CA-MTL-1',
      costPerHourDollars: 1.72,
      startedAtMs: fixtureNowMs - 460 * hour,
    },
    card: { powerLimitWatts: 350 },
    util: 61,
    memoryPercent: 58,
  },
  {
    pod: {
      name: 'chat-serving-1',
      gpuName: 'L40S',
      gpuCount: 2,
      region: 'CA-MTL-1',
      costPerHourDollars: 1.72,
      startedAtMs: fixtureNowMs - 460 * hour,
    },
    card: { powerLimitWatts: 350 },
    util: 55,
    memoryPercent: 57,
  },
  {
    pod: {
      name: 'diffusion-dev',
      gpuName: 'RTX 4090',
      gpuCount: 1,
      region: 'EU-SE-1',
      costPerHourDollars: 0.69,
      startedAtMs: fixtureNowMs - 5.2 * hour,
    },
    card: { powerLimitWatts: 450 },
    util: 23,
    memoryPercent: 31,
    health: { id: 'disk', status: 'ok' },
  },
  {
    pod: {
      name: 'eval-h200-1',
      gpuName: 'H200 SXM',
      gpuCount: 4,
      region: 'EU-NL-1',
      costPerHourDollars: 15.96,
      state: { kind: 'stopped', by: 'user' },
      startedAtMs: null,
      volumeGigabytes: 400,
      lastStatusChange: 'Exited by user: Mon Mar 02 2026',
      ssh: null,
    },
    util: null,
    link: { kind: 'none', reason: 'the pod is stopped' },
  },
];

/** Ten minutes of samples, a few reports and a few lines of output. */
export function fixtureFleet(): Fleet {
  const pods = recipes.map((recipe, index) => podOf(recipe, index));
  const events: FleetEvent[] = [
    { kind: 'pods-listed', provider: 'runpod', atMs: fixtureNowMs - 600_000, pods },
  ];
  for (const [index, recipe] of recipes.entries()) events.push(...podEvents(recipe, index));
  events.push(
    { kind: 'pods-listed', provider: 'runpod', atMs: fixtureNowMs - 2000, pods },
    ...outputEvents(),
  );
  const fleet = reduceFleet(emptyFleet('research', { kind: 'waiting' }), events);
  return { ...fleet, reports: reportsOf() };
}

function podOf({ pod }: Recipe, index: number): Pod {
  return makePod({
    id: `k${index}x2q7w${index}`,
    image: 'runpod/pytorch:2.4.0',
    ...pod,
    ssh:
      pod.ssh === null ? null : { host: `203.0.113.${10 + index}`, port: 21_400 + index, username: 'root' },
  });
}

function podEvents(recipe: Recipe, index: number): FleetEvent[] {
  const podId = podOf(recipe, index).id;
  const link: Link = recipe.link ?? { kind: 'live', sinceMs: fixtureNowMs - 9 * hour, via: 'agent' };
  const events: FleetEvent[] = [];
  if (recipe.util !== null) {
    events.push({ kind: 'frame', atMs: fixtureNowMs - 600_000, podId, frame: helloOf(podId) });
    const last = 600 - (recipe.silentSeconds ?? 0);
    for (let second = 0; second < last; second++) {
      const atMs = fixtureNowMs - 600_000 + second * 1000 + 400;
      events.push({ kind: 'frame', atMs, podId, frame: sampleOf(recipe, { second, index, atMs }) });
    }
    events.push({
      kind: 'frame',
      atMs: fixtureNowMs - 12_000,
      podId,
      frame: { kind: 'health', sequence: 1, source: 'monitor', report: reportOf(recipe) },
    });
  }
  events.push({ kind: 'link', atMs: link.kind === 'live' ? link.sinceMs : fixtureNowMs, podId, link });
  return events;
}

function helloOf(podId: string): HelloFrame {
  return {
    kind: 'hello',
    protocol: 1,
    nonce: null,
    agentVersion: '0.1.0',
    agentKind: 'agent',
    bootId: podId,
    intervalMs: 1000,
    atMs: fixtureNowMs,
    inventory: null,
  };
}

function sampleOf(
  recipe: Recipe,
  { second, index, atMs }: { readonly second: number; readonly index: number; readonly atMs: number },
): SampleFrame {
  const count = recipe.pod.gpuCount ?? 1;
  const cards = Array.from({ length: count }, (_, card) => cardOf(recipe, { second, card, index }));
  const busy = (recipe.util ?? 0) / 100;
  return {
    kind: 'sample',
    sequence: second,
    atMs,
    intervalMs: 1000,
    failures: [],
    agent: { cpuPercent: 0.2, residentBytes: 41 * 1024 * 1024 },
    tookMs: 4,
    cpu: {
      scope: 'container',
      usedPercent: 12 + busy * 25 + wave(second, 40, index) * 4,
      usedCores: 40,
      limitCores: 128,
      throttledPercent: 0,
    },
    memory: {
      scope: 'container',
      usedBytes: (200 + busy * 500) * gib,
      limitBytes: 1500 * gib,
      cacheBytes: 60 * gib,
      oomKillCount: 0,
    },
    load: { scope: 'host', load1: 31.4, load5: 30.2, load15: 28.9, uptimeSeconds: 900_000 },
    pressure: {
      scope: 'container',
      cpuSomePercent: 1.2,
      memorySomePercent: 0,
      memoryFullPercent: 0,
      ioSomePercent: 3.4,
      ioFullPercent: 1,
    },
    disk: {
      readBytesPerSecond: 412e6 * busy,
      writtenBytesPerSecond: 38e6 * busy,
      mounts: [
        {
          scope: 'container',
          mountPoint: '/',
          filesystem: 'overlay',
          usedBytes: 21 * gib,
          availableBytes: 19 * gib,
          totalBytes: 40 * gib,
          usedInodesPercent: 4,
          quotaVisible: true,
          unanswered: false,
        },
        {
          scope: 'container',
          mountPoint: '/workspace',
          filesystem: 'xfs',
          usedBytes: 61 * gib,
          availableBytes: 39 * gib,
          totalBytes: 100 * gib,
          usedInodesPercent: 2,
          quotaVisible: true,
          unanswered: false,
        },
      ],
    },
    network: {
      scope: 'container',
      receivedBytesPerSecond: 3.1e9 * busy * (0.9 + wave(second, 30, index) * 0.1),
      sentBytesPerSecond: 2.9e9 * busy,
      interfaces: [
        {
          name: 'eth0',
          receivedBytesPerSecond: 3.1e9 * busy,
          sentBytesPerSecond: 2.9e9 * busy,
          errorsPerSecond: 0,
          dropsPerSecond: 0,
        },
      ],
    },
    processes: {
      scope: 'container',
      processCount: 214,
      zombieCount: 0,
      uninterruptibleCount: 0,
      topByCpu: ['python', 'pt_data_worker', 'sshd', 'node'].map((name, row) => ({
        pid: 4100 + row,
        name,
        state: 'R',
        cpuPercent: 98 - row * 21,
        residentBytes: (12 - row * 2.5) * gib,
      })),
      topByMemory: ['python', 'pt_data_worker', 'jupyter-lab'].map((name, row) => ({
        pid: 4100 + row,
        name,
        state: 'S',
        cpuPercent: 42 - row * 12,
        residentBytes: (88 - row * 25) * gib,
      })),
      gpuProcesses: null,
    },
    gpu: {
      vendor: 'nvidia',
      driverVersion: '570.124.06',
      expectedCount: count,
      cards,
      failure: null,
      ageMs: 120,
    },
  };
}

function cardOf(
  recipe: Recipe,
  { second, card, index }: { readonly second: number; readonly card: number; readonly index: number },
): GpuCardReading {
  const total = 80 * gib;
  const util = recipe.util ?? 0;
  const steady =
    util === 0
      ? 0
      : Math.round(Math.min(100, Math.max(0, util + wave(second, 90, index + card) * (util < 70 ? 14 : 2))));
  const limit = recipe.card?.powerLimitWatts ?? 700;
  const reading = makeCard({
    index: card,
    uuid: `GPU-${index}-${card}`,
    memoryTotalBytes: total,
    memoryUsedBytes: (total * (recipe.memoryPercent ?? 50)) / 100 - card * 0.2 * gib,
    temperatureCelsius: Math.round(32 + steady * 0.39 + (card % 3)),
    ...recipe.card,
    utilizationPercent: steady,
    powerWatts: Math.round(limit * (0.11 + steady * 0.0087) + card),
    smClockMegahertz: steady < 5 ? 345 : 1980,
    eccCorrectedCount: card % 4 === 1 ? 2 : 0,
  });
  const isSpecial = second > 600 - 95;
  return isSpecial && recipe.special !== undefined ? recipe.special(reading) : reading;
}

function wave(second: number, period: number, phase: number): number {
  return Math.sin((second / period + phase * 0.37) * 2 * Math.PI);
}

function reportOf(recipe: Recipe): HealthReport {
  const lost = recipe.special !== undefined && recipe.pod.gpuCount === 1;
  const checks: HealthCheck[] = [
    { id: 'app', status: 'ok', summary: 'answers 200 in 38 ms', value: 38, unit: 'milliseconds', tookMs: 38 },
    {
      id: 'cpu',
      status: 'ok',
      summary: '34 % of 128 cores, under 90 %',
      value: 34,
      unit: 'percent',
      tookMs: 1,
    },
    {
      id: 'memory',
      status: 'ok',
      summary: '46 % of 1.5 TiB, under 90 %',
      value: 46,
      unit: 'percent',
      tookMs: 1,
    },
    {
      id: 'disk',
      status: 'ok',
      summary: '/workspace 61 %, 39 GiB free, under 85 %',
      value: 61,
      unit: 'percent',
      tookMs: 2,
    },
    {
      id: 'gpu',
      status: lost ? 'fail' : 'ok',
      summary: lost ? 'gpu0: GPU is lost' : '71 °C at most, under 85 °C',
      value: lost ? null : 71,
      unit: 'celsius',
      tookMs: 30,
    },
  ];
  return {
    schema: 1,
    atMs: fixtureNowMs - 12_000,
    sequence: 40,
    periodMs: 60_000,
    nextAtMs: fixtureNowMs + 48_000,
    tookMs: 60,
    status: lost ? 'fail' : 'ok',
    checks,
    alerts: [],
    agent: { cpuPercent: 0.2, residentBytes: 40e6 },
  };
}

function reportsOf(): Fleet['reports'] {
  const lines: readonly (readonly [
    secondsAgo: number,
    level: Fleet['reports'][number]['level'],
    podName: string,
    subject: string,
    text: string,
    count?: number,
  ])[] = [
    [9, 'warn', 'llama-sft-0', 'gpu', 'gpu6 at 2 % while its 7 peers are over 80 %.', 3],
    [55, 'ok', 'llama-sft-1', 'health', 'All 5 checks ok again.'],
    [83, 'ok', 'eval-h200-0', 'disk', '/workspace 61 %, 39 GiB free.'],
    [125, 'unknown', 'ci-runner-1', 'link', 'SSH lost: no answer within 10 s; try 5 in 41 s.'],
    [147, 'fail', 'a100-notebook-3', 'gpu', 'gpu0: GPU is lost (fell off the bus).'],
    [148, 'warn', 'a100-notebook-3', 'health', 'gpu check failed twice.', 2],
    [237, 'info', 'h100-spare', 'cost', 'All GPUs idle for 3h = $64.56.'],
    [252, 'ok', 'reward-model-a', 'gpu', '0 uncorrectable, 2 corrected memory errors.'],
    [276, 'info', 'rocm-port', 'agent', 'nvidia-smi is absent; asking rocm-smi once a sample.'],
    [365, 'ok', 'chat-serving-0', 'app', 'answers 200 in 38 ms.'],
    [401, 'info', 'llama-sft-2', 'pod', 'rented; waiting for its container.'],
    [544, 'ok', 'diffusion-dev', 'link', 'connected (agent 0.1.0).'],
  ];
  return lines
    .map(([secondsAgo, level, podName, subject, text, count], index) => ({
      id: 100 - index,
      atMs: fixtureNowMs - secondsAgo * 1000,
      level,
      podId:
        recipes.findIndex((recipe) => recipe.pod.name === podName) < 0
          ? null
          : `k${recipes.findIndex((recipe) => recipe.pod.name === podName)}x2q7w${recipes.findIndex((recipe) => recipe.pod.name === podName)}`,
      podName,
      subject,
      text,
      fingerprint: `${subject}:${podName}:${index}`,
      count: count ?? 1,
    }))
    .reverse();
}

function outputEvents(): FleetEvent[] {
  const at = (secondsAgo: number) => fixtureNowMs - secondsAgo * 1000;
  return [
    {
      kind: 'output',
      atMs: at(610),
      level: 'info',
      text: 'watching 14 pods of research through the RunPod API',
    },
    { kind: 'output', atMs: at(598), level: 'ok', text: '12 of 12 running pods connected within 2.1 s' },
    { kind: 'output', atMs: at(405), level: 'info', text: 'start llama-sft-2: asked' },
    {
      kind: 'output',
      atMs: at(401),
      level: 'ok',
      text: 'start llama-sft-2: RunPod has found a host; $21.52/h from now on',
    },
    {
      kind: 'output',
      atMs: at(246),
      level: 'warn',
      text: 'ci-runner-1: SSH lost, no answer within 10 s; trying again by itself',
    },
    { kind: 'output', atMs: at(31), level: 'error', text: 'stop eval-h200-1: it is stopped already' },
  ];
}
