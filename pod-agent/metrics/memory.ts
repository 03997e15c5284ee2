/** Memory: under cAdvisor's names where it is the container's, under node_exporter's where it is the host's. */
import { memory } from '../collectors/memory.ts';
import type { Answers } from '../host/host.ts';
import type { MemoryReading } from '../protocol/readings.ts';
import { counter, type Family, gauge } from './family.ts';

export function memoryFamilies(answers: Answers): readonly Family[] {
  const reading = memory.parse(answers);
  const { scope, usedBytes, limitBytes } = reading;
  return [
    ...(scope === 'container' ? containerFamilies(reading) : hostFamilies(reading)),
    gauge('pod_agent_memory_used_bytes', 'Memory in use, without what can be taken back at once.', [
      { labels: { scope }, value: usedBytes },
    ]),
    gauge('pod_agent_memory_limit_bytes', 'Memory that may be used.', [
      { labels: { scope }, value: limitBytes },
    ]),
  ];
}

function containerFamilies(reading: MemoryReading): readonly Family[] {
  return [
    gauge(
      'container_memory_working_set_bytes',
      'Memory in use without the inactive file cache: what the kubelet evicts on.',
      reading.usedBytes,
    ),
    gauge('container_memory_cache', 'Bytes of page cache.', reading.cacheBytes),
    gauge(
      'container_spec_memory_limit_bytes',
      'Memory limit of the container, never more than the machine has.',
      reading.limitBytes,
    ),
    counter('container_oom_events', 'Out-of-memory kills since the container began.', reading.oomKillCount),
  ];
}

function hostFamilies({ usedBytes, limitBytes, cacheBytes }: MemoryReading): readonly Family[] {
  const available = usedBytes === null || limitBytes === null ? null : limitBytes - usedBytes;
  return [
    gauge('node_memory_MemTotal_bytes', 'Memory of the host.', limitBytes),
    gauge('node_memory_MemAvailable_bytes', 'Memory that new programs can have without swapping.', available),
    gauge('node_memory_Cached_bytes', 'Page cache of the host.', cacheBytes),
  ];
}
