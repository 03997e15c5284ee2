/**
 * What is asked of `nvidia-smi --query-gpu`, and how the question is fitted to the driver that is there.
 *
 * One field the driver does not know fails the whole query, so nobody may send these lists as they stand. Both doors
 * ask `nvidia-smi --help-query-gpu` once and keep what it names:
 *
 * - in Node: `nvidiaQuery(narrowFields(hotFields, helpText))` is the argv to run;
 * - in sh: for each field take the first spelling that the help text holds between double quotes, so
 *   `case $help in *'"clocks_event_reasons.active"'*) f=$f,clocks_event_reasons.active;;
 *   *'"clocks_throttle_reasons.active"'*) f=$f,clocks_throttle_reasons.active;; esac`, and where the help text
 *   holds no `"index"` (the tool failed) use `plainFields`. Then add `nvidiaFormat` to the query.
 *
 * Whatever was asked, the answer starts with a header line, and the parser reads columns by that: it need not be told.
 */

/** A field by its newest spelling, then by older drivers' spellings. */
export type Field = readonly [name: string, ...olderNames: string[]];

/** Figures that move: with every sample. */
export const hotFields: readonly Field[] = [
  ['index'],
  ['uuid', 'gpu_uuid'],
  ['pstate'],
  ['utilization.gpu'],
  ['utilization.memory'],
  ['memory.used'],
  ['memory.total'],
  ['temperature.gpu'],
  ['temperature.memory'],
  ['power.draw.instant'],
  ['power.draw'],
  ['enforced.power.limit'],
  ['clocks.current.sm', 'clocks.sm'],
  ['clocks.current.memory', 'clocks.mem'],
  ['fan.speed'],
  ['clocks_event_reasons.active', 'clocks_throttle_reasons.active'],
];

/** The card's health, which changes rarely and costs the driver more to answer. */
export const warmFields: readonly Field[] = [
  ['index'],
  ['uuid', 'gpu_uuid'],
  ['ecc.errors.uncorrected.volatile.total'],
  ['ecc.errors.corrected.volatile.total'],
  ['remapped_rows.pending'],
  ['remapped_rows.failure'],
  ['retired_pages.pending'],
  ['gpu_recovery_action'],
  ['persistence_mode'],
  ['mig.mode.current'],
];

/** What a card is. */
export const staticFields: readonly Field[] = [
  ['index'],
  ['uuid', 'gpu_uuid'],
  ['name', 'gpu_name'],
  ['driver_version'],
];

/** Known to every driver of the last ten years: the question where the help text cannot be had. */
export const plainFields: readonly string[] = [
  'index',
  'uuid',
  'name',
  'driver_version',
  'pstate',
  'utilization.gpu',
  'utilization.memory',
  'memory.used',
  'memory.total',
  'temperature.gpu',
  'power.draw',
];

export const nvidiaHelp = ['nvidia-smi', '--help-query-gpu'] as const;

export const nvidiaFormat = '--format=csv,nounits';

/** The fields to ask for: each in the spelling the help text names (`"new" or "old"`), without those it does not name. */
export function narrowFields(wanted: readonly Field[], helpText: string): readonly string[] {
  if (!isNamed('index', helpText)) {
    return plainFields;
  }
  return wanted.flatMap((spellings) => spellings.filter((name) => isNamed(name, helpText)).slice(0, 1));
}

/** The command for one answer: a header line, and a line for each card. */
export function nvidiaQuery(fields: readonly string[]): readonly [string, ...string[]] {
  return ['nvidia-smi', `--query-gpu=${fields.join(',')}`, nvidiaFormat];
}

/** The same command, printing a line for each card again and again. The header stands at the beginning only. */
export function nvidiaLoop(fields: readonly string[], intervalMs: number): readonly [string, ...string[]] {
  return [...nvidiaQuery(fields), `--loop-ms=${intervalMs}`];
}

/** The newest spelling of a column's name; a name of no list here is its own. */
export function newestName(name: string): string {
  return newestByName.get(name) ?? name;
}

const newestByName: ReadonlyMap<string, string> = new Map(
  [...hotFields, ...warmFields, ...staticFields].flatMap(([newest, ...older]) =>
    older.map((name) => [name, newest] as const),
  ),
);

function isNamed(name: string, helpText: string): boolean {
  return helpText.includes(`"${name}"`);
}
