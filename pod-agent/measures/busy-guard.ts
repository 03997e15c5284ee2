/** Whether the pod is at work: a benchmark would then measure that work, and disturb it. */
import { cpu } from '../collectors/cpu.ts';
import type { Host } from '../host/host.ts';
import type { CpuReading, GpuReading } from '../protocol/readings.ts';
import { createReader } from './collected.ts';
import { lookAtGpus } from './gpu-look.ts';
import { openConnectionsOf } from './nginx-status.ts';
import { roundedFigure } from './ratings.ts';

export type Busyness = {
  /** What was seen at work, each with its figure; empty for a pod at rest. */
  readonly busy: readonly string[];
  /** What could not be looked at. */
  readonly unseen: readonly string[];
  readonly gpus: GpuReading | null;
};

const mostCpuPercent = 50;
const mostGpuPercent = 10;
/** A page that somebody has open keeps a few. */
const mostConnections = 5;

/** Two samples, each over its own `windowMs`: what shows in one alone was a moment's work. */
export async function lookForWork(about: {
  readonly host: Host;
  readonly nginxStatusPort: number | null;
  readonly windowMs: number;
  /** Not after a load: a card may have worked for that, and tells of it for a while. */
  readonly withGpus: boolean;
  wait(durationMs: number): Promise<void>;
  /** Names of the jobs that measure this pod beside this run. */
  readonly otherBenchmarks?: (() => Promise<readonly string[]>) | undefined;
}): Promise<Busyness> {
  const { host, nginxStatusPort, windowMs, withGpus, wait, otherBenchmarks } = about;
  // Looked for first: one that is about to end was beside this run all the same.
  const others = otherBenchmarks === undefined ? [] : await otherBenchmarks().catch(() => null);
  // The GPU tool itself uses CPU time, and is out before CPU time is looked at.
  const firstGpus = withGpus ? await lookAtGpus(host) : null;
  const reader = createReader(host, cpu);
  await reader.read();
  await wait(windowMs);
  const firstCpu = await reader.read();
  await wait(windowMs);
  const secondCpu = await reader.read();
  const secondGpus = hasWork(firstGpus) ? await lookAtGpus(host) : firstGpus;
  const connections = await openConnectionsOf(host, nginxStatusPort);
  return {
    busy: [
      ...(others ?? []).map((id) => `another benchmark runs here: job ${id}`),
      ...cpuAtWork(firstCpu, secondCpu),
      ...gpusAtWork(firstGpus, secondGpus),
      ...connectionsAtWork(connections),
    ],
    unseen: [
      ...(others === null ? ['other benchmarks'] : []),
      ...(secondCpu?.usedPercent == null ? ['CPU'] : []),
      ...(firstGpus === null ? ['GPUs'] : []),
      ...(connections === null ? ['connections of nginx (no stub_status)'] : []),
    ],
    gpus: firstGpus,
  };
}

function cpuAtWork(first: CpuReading | null, second: CpuReading | null): readonly string[] {
  const least = Math.min(first?.usedPercent ?? 0, second?.usedPercent ?? 0);
  if (least <= mostCpuPercent) return [];
  const whose = second?.scope === 'container' ? 'the limit' : "the host's CPUs";
  return [`CPU at ${roundedFigure(least)} % of ${whose} (at most ${mostCpuPercent} %)`];
}

function hasWork(reading: GpuReading | null): boolean {
  return gpusAtWork(reading, reading).length > 0;
}

function gpusAtWork(first: GpuReading | null, second: GpuReading | null): readonly string[] {
  return (first?.cards ?? []).flatMap(({ index, utilizationPercent }) => {
    const again = second?.cards.find((card) => card.index === index)?.utilizationPercent ?? 0;
    const least = Math.min(utilizationPercent ?? 0, again);
    return least > mostGpuPercent
      ? [`GPU ${index} at ${roundedFigure(least)} % (at most ${mostGpuPercent} %)`]
      : [];
  });
}

function connectionsAtWork(count: number | null): readonly string[] {
  return count !== null && count > mostConnections
    ? [`${count} connections open at nginx (at most ${mostConnections})`]
    : [];
}
