/** One NVIDIA card's reading, from its rows of the three queries. */
import type { GpuCardReading, GpuCardStatus, MigInstanceReading } from '../../protocol/readings.ts';
import { flagIn, numberIn, type Row, wordIn } from './csv.ts';
import { throttleReasons } from './throttle-reasons.ts';

export type CardRows = {
  readonly hot: Row;
  /** The same card's row of the slower query; null where that did not answer. */
  readonly warm: Row | null;
  readonly static: Row | null;
  readonly migInstances: readonly MigInstanceReading[];
  /** For a card that does not say its own index. */
  readonly position: number;
};

const bytesPerMebibyte = 1024 * 1024;
const emptyRow: Row = new Map();

export function nvidiaCard(rows: CardRows): GpuCardReading {
  const { hot } = rows;
  const warm = rows.warm ?? emptyRow;
  const fixed = rows.static ?? emptyRow;
  return {
    index: numberIn(hot, 'index') ?? numberIn(fixed, 'index') ?? rows.position,
    uuid: wordIn(hot, 'uuid') ?? wordIn(fixed, 'uuid'),
    name: wordIn(fixed, 'name') ?? wordIn(hot, 'name'),
    ...statusOf([hot, warm]),
    utilizationPercent: numberIn(hot, 'utilization.gpu'),
    memoryUtilizationPercent: numberIn(hot, 'utilization.memory'),
    memoryUsedBytes: bytes(numberIn(hot, 'memory.used')),
    memoryTotalBytes: bytes(numberIn(hot, 'memory.total')),
    temperatureCelsius: numberIn(hot, 'temperature.gpu'),
    memoryTemperatureCelsius: numberIn(hot, 'temperature.memory'),
    powerWatts: numberIn(hot, 'power.draw.instant') ?? numberIn(hot, 'power.draw'),
    powerLimitWatts: numberIn(hot, 'enforced.power.limit'),
    smClockMegahertz: numberIn(hot, 'clocks.current.sm'),
    memoryClockMegahertz: numberIn(hot, 'clocks.current.memory'),
    fanPercent: numberIn(hot, 'fan.speed'),
    performanceState: wordIn(hot, 'pstate'),
    throttleReasons: throttleReasons(wordIn(hot, 'clocks_event_reasons.active')),
    ...healthOf(warm),
    migInstances: rows.migInstances,
  };
}

function healthOf(warm: Row) {
  return {
    eccUncorrectedCount: numberIn(warm, 'ecc.errors.uncorrected.volatile.total'),
    eccCorrectedCount: numberIn(warm, 'ecc.errors.corrected.volatile.total'),
    remappedRowsPending: flagIn(warm, 'remapped_rows.pending'),
    remappedRowsFailed: flagIn(warm, 'remapped_rows.failure'),
    retiredPagesPending: flagIn(warm, 'retired_pages.pending'),
    recoveryAction: wordIn(warm, 'gpu_recovery_action'),
    persistenceMode: flagIn(warm, 'persistence_mode'),
    migEnabled: flagIn(warm, 'mig.mode.current'),
  };
}

/** The gravest first: a lost card often answers some fields with a lesser complaint. */
const findings: readonly (readonly [pattern: RegExp, status: GpuCardStatus])[] = [
  [/^\[?GPU is lost\]?$/i, 'lost'],
  [/^\[?GPU requires reset\]?$/i, 'requires-reset'],
  [/^(\[?Unknown Error\]?|\[?ERR!\]?)$/i, 'error'],
];

function statusOf(rows: readonly Row[]): { status: GpuCardStatus; statusText: string | null } {
  const cells = rows.flatMap((row) => [...row]);
  for (const [pattern, status] of findings) {
    const found = cells.filter(([, cell]) => pattern.test(cell));
    const [first] = found;
    if (first !== undefined)
      return {
        status,
        statusText: sentenceOf(
          first[1],
          found.map(([field]) => field),
        ),
      };
  }
  return { status: 'ok', statusText: null };
}

/** A card that is gone says so in every field, and then which ones they are tells nothing. */
function sentenceOf(said: string, fields: readonly string[]): string {
  const text = said.replace(/^\[(.*)\]$/, '$1');
  return fields.length > mostFieldsNamed ? text : `${text} (${fields.join(', ')})`;
}

const mostFieldsNamed = 3;

function bytes(mebibytes: number | null): number | null {
  return mebibytes === null ? null : mebibytes * bytesPerMebibyte;
}
