/** The `runtime` and `latestTelemetry` of a pod: null, half there, or stale, as the pod's life has it. */
import type { Clock } from '../../base/clock.ts';
import { mix } from '../chance.ts';
import type { Machine, MachineMoment } from '../machine/machine.ts';
import { containerMemory } from '../machine/texts/memory.ts';
import { type CloudPod, isContainer } from '../pod/cloud-pod.ts';
import { hasStaleRuntime, phaseOf, reportedUptimeSeconds, type Timings } from '../pod/life.ts';
import { portsIn } from '../pod/settings.ts';
import type { SimulatedPod } from '../pod/simulated-pod.ts';
import { containerRuntimeOf } from './container-runtime.ts';
import type { Runtime, RuntimePort } from './runtime.ts';

export type RuntimeView = { readonly clock: Clock; readonly timings: Timings; readonly host: string };

/** RunPod's own, which nobody declared. */
const monitorPort = 19_123;
const telemetryEveryMs = 30_000;

export function runtimeOf(pod: CloudPod, view: RuntimeView): Runtime | null {
  if (isContainer(pod)) return containerRuntimeOf(pod, view);
  const nowMs = view.clock.wallMs();
  const life = pod.life();
  const phase = phaseOf(life, nowMs);
  const machine = pod.machine();
  const isStale = phase === 'stopped' && hasStaleRuntime(life, nowMs, view.timings);
  if (machine === null || life.run === null || phase === 'creating' || (phase === 'stopped' && !isStale))
    return null;
  if (isRuntimeMissing(pod, nowMs)) return null;
  const moment = machine.now();
  return {
    uptimeInSeconds: reportedUptimeSeconds(life.run, nowMs),
    container: { cpuPercent: Math.round(moment.work.cpuShare * 100), memoryPercent: memoryPercent(moment) },
    gpus: answeringCards(moment).map((card) => ({
      id: machine.facts.gpuUuids[card.index] ?? null,
      gpuUtilPercent: card.utilizationPercent,
      memoryUtilPercent: Math.round((card.memoryUsedMebibytes / machine.facts.model.memoryMebibytes) * 100),
    })),
    ports: portsOf(pod, view.host),
  };
}

/** Now and then the API's own question to the host times out: one answer without a runtime between two with it. */
function isRuntimeMissing(pod: SimulatedPod, nowMs: number): boolean {
  if (nowMs < pod.faults.runtimeMissingUntilMs) return true;
  return pod.plan.role.id === 'flapping' && Math.floor(nowMs / 1000) % 97 === 0;
}

/** null until the host has published them. */
function portsOf(pod: SimulatedPod, host: string): readonly RuntimePort[] | null {
  const settings = pod.settings();
  const sshPort = pod.shownSshPort();
  if (sshPort === null) return null;
  const proxyIp = `100.65.${mix(pod.plan.seed, 41) % 256}.${1 + (mix(pod.plan.seed, 42) % 250)}`;
  const proxied = (privatePort: number): RuntimePort => ({
    ip: proxyIp,
    isIpPublic: false,
    privatePort,
    publicPort: 60_000 + (mix(pod.plan.seed, privatePort) % 5000),
    type: 'http',
  });
  return [
    ...portsIn(settings).flatMap(({ number, type }) => {
      if (type === 'http') return [proxied(number)];
      // Nothing but sshd listens in a machine made of text.
      return number === 22
        ? [{ ip: host, isIpPublic: true, privatePort: 22, publicPort: sshPort, type }]
        : [];
    }),
    proxied(monitorPort),
  ];
}

/** Renewed every half minute: the machine's state of that moment, as the agent's figures were then. */
export function telemetryOf(pod: CloudPod, view: RuntimeView): unknown {
  // Nobody gathers it from a container: the agent in it says more.
  if (isContainer(pod)) return null;
  const nowMs = view.clock.wallMs();
  const life = pod.life();
  const machine = pod.machine();
  if (machine === null || life.run === null) return null;
  const measuredAtMs = Math.max(life.run.containerAtMs, nowMs - (nowMs % telemetryEveryMs));
  if (measuredAtMs > nowMs) return null;
  const moment = machine.ago((nowMs - measuredAtMs) / 1000);
  const cards = answeringCards(moment).map((card) => gpuTelemetry(machine, card));
  return {
    state: life.desiredStatus === 'RUNNING' ? 'running' : 'exited',
    time: new Date(measuredAtMs).toISOString(),
    cpuUtilization: moment.work.cpuShare * 100,
    memoryUtilization: memoryPercent(moment),
    averageGpuMetrics: cards.length === 0 ? null : average(cards),
    individualGpuMetrics: cards,
    lastStateTransitionTimestamp: Math.floor((life.run.stoppedAtMs ?? life.run.containerAtMs) / 1000),
  };
}

type GpuTelemetry = {
  readonly id: string | null;
  readonly percentUtilization: number;
  readonly temperatureCelcius: number;
  readonly memoryUtilization: number;
  readonly powerWatts: number;
};

function gpuTelemetry({ facts }: Machine, card: MachineMoment['cards'][number]): GpuTelemetry {
  return {
    id: facts.gpuUuids[card.index] ?? null,
    percentUtilization: card.utilizationPercent,
    temperatureCelcius: card.celsius,
    memoryUtilization: (card.memoryUsedMebibytes / facts.model.memoryMebibytes) * 100,
    powerWatts: card.watts,
  };
}

function average(cards: readonly GpuTelemetry[]): GpuTelemetry {
  const mean = (value: (card: GpuTelemetry) => number) =>
    cards.reduce((sum, card) => sum + value(card), 0) / cards.length;
  return {
    id: null,
    percentUtilization: mean((card) => card.percentUtilization),
    temperatureCelcius: mean((card) => card.temperatureCelcius),
    memoryUtilization: mean((card) => card.memoryUtilization),
    powerWatts: mean((card) => card.powerWatts),
  };
}

function memoryPercent(moment: MachineMoment): number {
  return Math.round((containerMemory(moment).workingSetBytes / moment.facts.memoryLimitBytes) * 100);
}

function answeringCards(moment: MachineMoment) {
  return moment.cards.filter((card) => !card.lost);
}
