/** What `nvidia-smi --query-gpu` can be asked: each field's names, its unit, and what the machine answers for a card. */
import type { CardFigures } from '../cards.ts';
import type { MachineMoment } from '../machine.ts';

export type NvidiaField = {
  /** The newest first. */
  readonly names: readonly [string, ...string[]];
  readonly unit: 'MiB' | '%' | 'W' | 'MHz' | null;
  /** The first driver branch that knows the newest name. */
  readonly sinceDriver: number;
  /** Without the unit. */
  value(moment: MachineMoment, card: CardFigures): string;
};

const notAvailable = '[N/A]';

export const nvidiaFields: readonly NvidiaField[] = [
  field(['timestamp'], null, (moment) => timestamp(moment.wallMs)),
  field(['driver_version'], null, ({ facts }) => facts.plan.hardware.driver),
  field(['count'], null, ({ facts }) => String(facts.gpuUuids.length)),
  field(['name', 'gpu_name'], null, ({ facts }) => facts.model.typeId),
  field(
    ['serial', 'gpu_serial'],
    null,
    dataCentreOnly(({ facts }, card) => `165${facts.plan.seed % 1_000_000}${card.index}`),
  ),
  field(['uuid', 'gpu_uuid'], null, ({ facts }, card) => facts.gpuUuids[card.index] ?? ''),
  field(['pci.bus_id', 'gpu_bus_id'], null, ({ facts }, card) => facts.gpuBusIds[card.index] ?? ''),
  field(['index'], null, (_, card) => String(card.index)),
  field(['persistence_mode'], null, ({ facts }) => (facts.model.dataCentre ? 'Enabled' : 'Disabled')),
  field(['compute_mode'], null, () => 'Default'),
  field(['compute_cap'], null, ({ facts }) => facts.model.computeCapability),
  field(['mig.mode.current'], null, ({ facts }) =>
    /A100|H100|H200/.test(facts.model.typeId) ? 'Disabled' : notAvailable,
  ),
  field(['mig.mode.pending'], null, ({ facts }) =>
    /A100|H100|H200/.test(facts.model.typeId) ? 'Disabled' : notAvailable,
  ),
  field(['fan.speed'], '%', ({ facts }, card) =>
    facts.model.dataCentre ? notAvailable : String(card.fanPercent),
  ),
  field(['pstate'], null, (_, card) => card.performanceState),
  ...clockReasons([
    ['active', (_, card) => `0x${card.clockReasons.toString(16).padStart(16, '0')}`],
    ['gpu_idle', bit(0x1)],
    ['sw_power_cap', bit(0x4)],
    ['hw_slowdown', bit(0x8)],
    ['hw_thermal_slowdown', bit(0x40)],
    ['hw_power_brake_slowdown', bit(0x80)],
    ['sw_thermal_slowdown', bit(0x20)],
    ['sync_boost', bit(0x10)],
  ]),
  field(['memory.total'], 'MiB', ({ facts }) => String(facts.model.memoryMebibytes)),
  field(['memory.reserved'], 'MiB', () => '479'),
  field(['memory.used'], 'MiB', (_, card) => String(card.memoryUsedMebibytes)),
  field(['memory.free'], 'MiB', ({ facts }, card) =>
    String(Math.max(0, facts.model.memoryMebibytes - 479 - card.memoryUsedMebibytes)),
  ),
  field(['utilization.gpu'], '%', (_, card) => String(card.utilizationPercent)),
  field(['utilization.memory'], '%', (_, card) => String(card.memoryUtilizationPercent)),
  field(
    ['ecc.mode.current'],
    null,
    dataCentreOnly(() => 'Enabled'),
  ),
  field(
    ['ecc.errors.corrected.volatile.total'],
    null,
    dataCentreOnly((_, card) => (card.index === 1 ? '2' : '0')),
  ),
  field(
    ['ecc.errors.uncorrected.volatile.total'],
    null,
    dataCentreOnly(() => '0'),
  ),
  field(['retired_pages.pending'], null, () => notAvailable),
  field(
    ['remapped_rows.correctable'],
    null,
    dataCentreOnly(() => '0'),
  ),
  field(
    ['remapped_rows.uncorrectable'],
    null,
    dataCentreOnly(() => '0'),
  ),
  field(
    ['remapped_rows.pending'],
    null,
    dataCentreOnly(() => 'No'),
  ),
  field(
    ['remapped_rows.failure'],
    null,
    dataCentreOnly(() => 'No'),
  ),
  field(['temperature.gpu'], null, (_, card) => String(card.celsius)),
  field(
    ['temperature.gpu.tlimit'],
    null,
    ({ facts }, card) => String(facts.model.slowdownCelsius - card.celsius),
    535,
  ),
  field(['temperature.memory'], null, ({ facts }, card) =>
    facts.model.dataCentre ? String(card.memoryCelsius) : 'N/A',
  ),
  field(['power.management'], null, () => 'Enabled'),
  field(['power.draw'], 'W', (_, card) => card.watts.toFixed(2)),
  field(['power.draw.average'], 'W', (_, card) => card.watts.toFixed(2), 530),
  field(['power.draw.instant'], 'W', (_, card) => (card.watts * 0.995).toFixed(2), 530),
  field(['power.limit'], 'W', ({ facts }) => facts.model.powerLimitWatts.toFixed(2)),
  field(['enforced.power.limit'], 'W', ({ facts }) => facts.model.powerLimitWatts.toFixed(2)),
  field(['power.default_limit'], 'W', ({ facts }) => facts.model.powerLimitWatts.toFixed(2)),
  field(['power.max_limit'], 'W', ({ facts }) => facts.model.powerLimitWatts.toFixed(2)),
  field(['clocks.current.graphics', 'clocks.gr'], 'MHz', (_, card) => String(card.smClockMegahertz)),
  field(['clocks.current.sm', 'clocks.sm'], 'MHz', (_, card) => String(card.smClockMegahertz)),
  field(['clocks.current.memory', 'clocks.mem'], 'MHz', (_, card) => String(card.memoryClockMegahertz)),
  field(['clocks.max.sm', 'clocks.max.gr'], 'MHz', ({ facts }) => String(facts.model.smClockMegahertz)),
  field(['clocks.max.memory', 'clocks.max.mem'], 'MHz', ({ facts }) =>
    String(facts.model.memoryClockMegahertz),
  ),
  field(['pcie.link.gen.current', 'pcie.link.gen.gpucurrent'], null, (_, card) =>
    card.performanceState === 'P0' ? '4' : '1',
  ),
  field(['pcie.link.gen.max'], null, () => '4'),
  field(['pcie.link.width.current'], null, () => '16'),
  field(['pcie.link.width.max'], null, () => '16'),
  field(['gpu_recovery_action'], null, (_, card) => (card.lost ? 'Reset' : 'None'), 570),
];

/** Kept where the card itself no longer answers: the driver knows them without asking it. */
export const fieldsOfLostCards: readonly string[] = [
  'timestamp',
  'driver_version',
  'count',
  'index',
  'uuid',
  'pci.bus_id',
];

export function driverBranch(moment: MachineMoment): number {
  return Number.parseInt(moment.facts.plan.hardware.driver, 10);
}

/** The names by which this driver knows the field; none where it does not. */
export function namesKnown(known: NvidiaField, branch: number): readonly string[] {
  return branch >= known.sinceDriver ? known.names : known.names.slice(1);
}

/** `2026/07/14 08:12:53.353`, as the driver prints it. */
export function timestamp(wallMs: number): string {
  return new Date(wallMs).toISOString().replace('T', ' ').replaceAll('-', '/').replace('Z', '');
}

type Value = NvidiaField['value'];

function field(
  names: NvidiaField['names'],
  unit: NvidiaField['unit'],
  value: Value,
  sinceDriver = 0,
): NvidiaField {
  return { names, unit, sinceDriver, value };
}

/** Renamed in branch 535: what were throttle reasons are event reasons since. */
function clockReasons(rows: readonly (readonly [name: string, value: Value])[]): NvidiaField[] {
  return rows.map(([name, value]) =>
    field([`clocks_event_reasons.${name}`, `clocks_throttle_reasons.${name}`], null, value, 535),
  );
}

function bit(mask: number): Value {
  return (_, card) => ((card.clockReasons & mask) === 0 ? 'Not Active' : 'Active');
}

function dataCentreOnly(value: Value): Value {
  return (moment, card) => (moment.facts.model.dataCentre ? value(moment, card) : notAvailable);
}
