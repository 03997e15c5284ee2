/** The pod's GPUs: what holds for every card. The figures of NVIDIA's stand in dcgm.ts, under dcgm-exporter's names. */
import { gpu } from '../collectors/gpu.ts';
import type { Answers } from '../host/host.ts';
import { type GpuCardReading, type GpuReading, oldestGpuFiguresMs } from '../protocol/readings.ts';
import { dcgmFamilies } from './dcgm.ts';
import { type Family, flag, gauge, info, type Labels } from './family.ts';

export function gpuFamilies(answers: Answers, hostname: string): readonly Family[] {
  const reading = gpu.parse(answers);
  const { expectedCount, ageMs, failure } = reading;
  const cards = (ageMs ?? 0) > oldestGpuFiguresMs ? [] : reading.cards;
  return [
    ...(reading.vendor === 'amd' ? amdFamilies(cards) : dcgmFamilies(cards, hostname)),
    info(
      'pod_agent_gpu',
      'What each card is.',
      cards.map((card) => factsOf(card, reading)),
    ),
    gauge(
      'pod_agent_gpu_answers',
      '1 where the card answers as it should, 0 where the driver says that it is lost or in trouble.',
      cards.map((card) => ({ labels: cardLabels(card), value: flag(card.status === 'ok') })),
    ),
    gauge('pod_agent_gpus_expected', 'RUNPOD_GPU_COUNT.', expectedCount),
    gauge('pod_agent_gpu_tool_failed', '1 where the GPU tool as a whole failed.', flag(failure !== null)),
    gauge(
      'pod_agent_gpu_reading_age_seconds',
      'Age of the figures of the cards, of which none older than a minute are given: a slow driver answers less often than it is asked.',
      ageMs === null ? null : ageMs / 1000,
    ),
  ];
}

function cardLabels({ index, uuid }: GpuCardReading): Labels {
  return { gpu: String(index), UUID: uuid };
}

function factsOf(card: GpuCardReading, { vendor, driverVersion }: GpuReading): Labels {
  return { ...cardLabels(card), vendor, model: card.name, driver: driverVersion };
}

/** In Prometheus's base units: there is no exporter whose names they could have. */
function amdFamilies(cards: readonly GpuCardReading[]): readonly Family[] {
  const each = (of: (card: GpuCardReading) => number | null) =>
    cards.map((card) => ({ labels: cardLabels(card), value: of(card) }));
  return [
    gauge(
      'pod_agent_gpu_utilization_ratio',
      'Share of time in which a kernel ran, 0 to 1.',
      each(({ utilizationPercent }) => (utilizationPercent === null ? null : utilizationPercent / 100)),
    ),
    gauge(
      'pod_agent_gpu_memory_used_bytes',
      'Memory in use.',
      each((card) => card.memoryUsedBytes),
    ),
    gauge(
      'pod_agent_gpu_memory_size_bytes',
      'Memory of the card.',
      each((card) => card.memoryTotalBytes),
    ),
    gauge(
      'pod_agent_gpu_temperature_celsius',
      'Temperature.',
      each((card) => card.temperatureCelsius),
    ),
    gauge(
      'pod_agent_gpu_power_watts',
      'Power draw.',
      each((card) => card.powerWatts),
    ),
  ];
}
