/** CPU time: under cAdvisor's names where it is the container's, under node_exporter's where it is the host's. */
import { cpu } from '../collectors/cpu.ts';
import type { Answers } from '../host/host.ts';
import { counter, type Family, gauge } from './family.ts';
import { nodeCpuFamily } from './node-cpu.ts';

export function cpuFamilies(answers: Answers): readonly Family[] {
  const raw = cpu.parse(answers);
  const { scope, limitCores, quota } = raw;
  const usedSeconds = raw.usedMs / 1000;
  const limit = gauge(
    'pod_agent_cpu_limit_cores',
    'CPUs that may be used, by the quota, the cpuset, RunPod or the machine.',
    [{ labels: { scope }, value: limitCores }],
  );
  if (scope !== 'container') return [nodeCpuFamily(answers), limit];
  return [
    counter('container_cpu_usage_seconds', 'Cumulative CPU time consumed by the container.', [
      { labels: { cpu: 'total' }, value: usedSeconds },
    ]),
    counter('container_cpu_cfs_periods', 'Periods of the scheduler that have elapsed.', raw.periods),
    counter(
      'container_cpu_cfs_throttled_periods',
      'Periods in which the container was held back by its quota.',
      raw.throttledPeriods,
    ),
    gauge('container_spec_cpu_quota', 'CPU quota, in microseconds a period.', quota?.microseconds ?? null),
    gauge(
      'container_spec_cpu_period',
      'Period of the CPU quota, in microseconds.',
      quota?.periodMicroseconds ?? null,
    ),
    limit,
  ];
}
