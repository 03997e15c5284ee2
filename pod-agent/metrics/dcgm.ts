/** Figures of NVIDIA's cards under the names, labels and units of dcgm-exporter, as far as nvidia-smi has them. */
import type { GpuCardReading } from '../protocol/readings.ts';
import { type Family, flag } from './family.ts';

type Row = {
  /** What follows DCGM_FI_DEV_. */
  readonly name: string;
  readonly help: string;
  /** dcgm-exporter has the counts of errors as counters; a counter's name would have to end in `_total`. */
  readonly kind?: 'unknown';
  of(card: GpuCardReading): number | null;
};

const rows: readonly Row[] = [
  { name: 'SM_CLOCK', help: 'SM clock (in MHz).', of: (card) => card.smClockMegahertz },
  { name: 'MEM_CLOCK', help: 'Memory clock (in MHz).', of: (card) => card.memoryClockMegahertz },
  { name: 'GPU_TEMP', help: 'GPU temperature (in C).', of: (card) => card.temperatureCelsius },
  { name: 'MEMORY_TEMP', help: 'Memory temperature (in C).', of: (card) => card.memoryTemperatureCelsius },
  { name: 'POWER_USAGE', help: 'Power draw (in W).', of: (card) => card.powerWatts },
  { name: 'ENFORCED_POWER_LIMIT', help: 'Power limit in force (in W).', of: (card) => card.powerLimitWatts },
  { name: 'GPU_UTIL', help: 'Time in which a kernel ran (in %).', of: (card) => card.utilizationPercent },
  {
    name: 'MEM_COPY_UTIL',
    help: 'Time in which memory was read or written (in %).',
    of: (card) => card.memoryUtilizationPercent,
  },
  { name: 'FAN_SPEED', help: 'Fan speed (in %).', of: (card) => card.fanPercent },
  { name: 'FB_USED', help: 'Memory in use (in MiB).', of: (card) => mebibytes(card.memoryUsedBytes) },
  { name: 'FB_TOTAL', help: 'Memory of the card (in MiB).', of: (card) => mebibytes(card.memoryTotalBytes) },
  {
    name: 'FB_FREE',
    help: 'Memory not in use (in MiB), with what the driver keeps for itself.',
    of: ({ memoryUsedBytes, memoryTotalBytes }) =>
      memoryUsedBytes === null || memoryTotalBytes === null
        ? null
        : mebibytes(memoryTotalBytes - memoryUsedBytes),
  },
  {
    name: 'ECC_DBE_VOL_TOTAL',
    help: 'Uncorrectable memory errors since the driver was loaded.',
    kind: 'unknown',
    of: (card) => card.eccUncorrectedCount,
  },
  {
    name: 'ECC_SBE_VOL_TOTAL',
    help: 'Corrected memory errors since the driver was loaded.',
    kind: 'unknown',
    of: (card) => card.eccCorrectedCount,
  },
  {
    name: 'ROW_REMAP_FAILURE',
    help: 'Whether remapping of a memory row failed.',
    of: (card) => flag(card.remappedRowsFailed),
  },
  {
    name: 'ROW_REMAP_PENDING',
    help: 'Whether remapping of a memory row waits for a reset.',
    of: (card) => flag(card.remappedRowsPending),
  },
];

export function dcgmFamilies(cards: readonly GpuCardReading[], hostname: string): readonly Family[] {
  return rows.map(({ name, help, kind, of }) => ({
    name: `DCGM_FI_DEV_${name}`,
    kind: kind ?? 'gauge',
    help,
    samples: cards.map((card) => ({
      labels: { gpu: String(card.index), UUID: card.uuid, modelName: card.name, Hostname: hostname },
      value: of(card),
    })),
  }));
}

function mebibytes(bytes: number | null): number | null {
  return bytes === null ? null : bytes / (1024 * 1024);
}
