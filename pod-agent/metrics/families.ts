/** Every metric of the pod. A collector that has nothing to read from leaves its own metrics out, and no others. */
import type { Answers } from '../host/host.ts';
import { agentFamilies } from './agent.ts';
import { cpuFamilies } from './cpu.ts';
import { diskFamilies } from './disk.ts';
import { type Family, gauge } from './family.ts';
import { gpuFamilies } from './gpu.ts';
import { healthFamilies } from './health.ts';
import type { MetricsInput } from './input.ts';
import { loadFamilies } from './load.ts';
import { memoryFamilies } from './memory.ts';
import { networkFamilies } from './network.ts';
import { pressureFamilies } from './pressure.ts';

type Section = (answers: Answers, hostname: string) => readonly Family[];

/** By collector. */
const sections: Readonly<Record<string, Section>> = {
  cpu: cpuFamilies,
  memory: memoryFamilies,
  disk: diskFamilies,
  network: networkFamilies,
  load: loadFamilies,
  pressure: pressureFamilies,
  gpu: gpuFamilies,
};

/** Pure: the same input gives the same metrics. Never throws. */
export function metricFamilies(input: MetricsInput): readonly Family[] {
  const made = Object.entries(sections).map(([collector, section]) => ({
    collector,
    families: attempt(() => section(input.answers[collector] ?? {}, input.agent.hostname)),
  }));
  const success = gauge(
    'pod_agent_collector_success',
    '1 where the collector had something to read from, 0 where it had not.',
    made.map(({ collector, families }) => ({ labels: { collector }, value: Number(families !== null) })),
  );
  return [
    ...healthFamilies(input.report),
    ...made.flatMap(({ families }) => families ?? []),
    ...agentFamilies(input),
    success,
  ];
}

function attempt(make: () => readonly Family[]): readonly Family[] | null {
  try {
    return make();
  } catch {
    return null;
  }
}
