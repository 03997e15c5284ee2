/**
 * AMD cards, from `rocm-smi --json`: an object of cards, each an object of texts. Keys change their wording and case
 * from version to version, so they are matched by pattern; seen are those of ROCm 5 and 6.
 */
import type { GpuCardReading } from '../../protocol/readings.ts';

export type RocmCards = {
  readonly driverVersion: string | null;
  readonly cards: readonly GpuCardReading[];
};

/** Figures that move. */
export const rocmHot = [
  'rocm-smi',
  '--showuse',
  '--showmemuse',
  '--showmeminfo',
  'vram',
  '--showtemp',
  '--showpower',
  '--showclocks',
  '--showfan',
  '--json',
] as const;

/** What a card is. */
export const rocmStatic = [
  'rocm-smi',
  '--showproductname',
  '--showuniqueid',
  '--showmaxpower',
  '--showdriverversion',
  '--json',
] as const;

/** From the texts of one or both calls; a card's facts are put together by its key, `card0`. */
export function parseRocm(texts: readonly string[]): RocmCards {
  const facts = new Map<string, Facts>();
  for (const [key, values] of texts.flatMap((text) => objectsIn(text))) {
    facts.set(key, [...(facts.get(key) ?? []), ...values]);
  }
  const cards = [...facts]
    .filter(([key]) => /^card\d+$/.test(key))
    .map(([key, values]) => cardReading(Number(key.slice('card'.length)), values))
    .sort((one, other) => one.index - other.index);
  return { driverVersion: word(facts.get('system') ?? [], /^driver version$/i), cards };
}

type Facts = readonly (readonly [key: string, value: string])[];

function cardReading(index: number, facts: Facts): GpuCardReading {
  return {
    index,
    uuid: word(facts, /^unique id$/i),
    name: word(facts, /^card series$/i) ?? word(facts, /^device name$/i),
    status: 'ok',
    statusText: null,
    utilizationPercent: number(facts, /^gpu use \(%\)$/i),
    memoryUtilizationPercent:
      number(facts, /^gpu memory read\/write activity \(%\)$/i) ?? number(facts, /^gpu memory use \(%\)$/i),
    memoryUsedBytes: number(facts, /^vram total used memory \(b\)$/i),
    memoryTotalBytes: number(facts, /^vram total memory \(b\)$/i),
    // Instinct cards from the MI200 on have no edge sensor; the junction is their only one.
    temperatureCelsius: number(facts, /sensor edge/i) ?? number(facts, /sensor junction/i),
    memoryTemperatureCelsius: number(facts, /sensor (memory|hbm 0)/i),
    powerWatts: number(facts, /^(average|current|current socket) graphics package power \(w\)$/i),
    powerLimitWatts: number(facts, /^max graphics package power \(w\)$/i),
    smClockMegahertz: number(facts, /^sclk clock speed:?$/i),
    memoryClockMegahertz: number(facts, /^mclk clock speed:?$/i),
    fanPercent: number(facts, /^fan speed \(%\)$/i),
    performanceState: null,
    throttleReasons: null,
    eccUncorrectedCount: null,
    eccCorrectedCount: null,
    remappedRowsPending: null,
    remappedRowsFailed: null,
    retiredPagesPending: null,
    recoveryAction: null,
    persistenceMode: null,
    migEnabled: null,
    migInstances: [],
  };
}

function word(facts: Facts, pattern: RegExp): string | null {
  const found = facts.find(([key, value]) => pattern.test(key) && !/^(n\/a|unknown|none|)$/i.test(value));
  return found?.[1] ?? null;
}

/** Figures come as `"53.0"` and `"(1402Mhz)"`. */
function number(facts: Facts, pattern: RegExp): number | null {
  const match = /^\(?(-?\d+(?:\.\d+)?)(?:mhz)?\)?$/i.exec(word(facts, pattern) ?? '');
  return match === null ? null : Number(match[1]);
}

/** Warnings may stand before and after the JSON, on the same stream. */
function objectsIn(text: string): readonly (readonly [key: string, facts: Facts])[] {
  const all = parseObject(text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1));
  return Object.entries(all).flatMap(([key, value]) =>
    isRecord(value)
      ? [[key, Object.entries(value).map(([name, fact]) => [name, String(fact).trim()] as const)]]
      : [],
  );
}

function parseObject(json: string): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(json);
    return isRecord(value) ? value : {};
  } catch {
    return {};
  }
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
