/** rocm-smi of a machine with AMD cards, in the JSON form of ROCm 6: texts for values, one object for each card. */
import type { CardFigures } from '../cards.ts';
import type { MachineMoment } from '../machine.ts';
import { type Execution, printed } from './execution.ts';

const mebibyte = 1024 ** 2;

type Facts = Record<string, string>;

/** What each switch adds to a card's object. */
const facets: Readonly<Record<string, (moment: MachineMoment, card: CardFigures) => Facts>> = {
  '--showproductname': ({ facts }) => ({
    'Card Series': facts.model.typeId,
    'Card Model': '0x74a1',
    'Card Vendor': 'Advanced Micro Devices, Inc. [AMD/ATI]',
    'GFX Version': facts.model.computeCapability,
  }),
  '--showuniqueid': ({ facts }, card) => ({
    'Unique ID': `0x${facts.gpuUuids[card.index]?.slice(4, 12)}9f1c22d4`,
  }),
  '--showuse': (_, card) => ({
    'GPU use (%)': String(card.utilizationPercent),
    'GFX Activity': String(card.utilizationPercent * 1000),
  }),
  '--showmemuse': ({ facts }, card) => ({
    'GPU Memory Allocated (VRAM%)': String(
      Math.round((card.memoryUsedMebibytes / facts.model.memoryMebibytes) * 100),
    ),
    'GPU Memory Read/Write Activity (%)': String(card.memoryUtilizationPercent),
    'Memory Activity': 'N/A',
  }),
  '--showmeminfo': ({ facts }, card) => ({
    'VRAM Total Memory (B)': String(facts.model.memoryMebibytes * mebibyte),
    'VRAM Total Used Memory (B)': String(card.memoryUsedMebibytes * mebibyte),
  }),
  '--showtemp': (_, card) => ({
    'Temperature (Sensor junction) (C)': card.celsius.toFixed(1),
    'Temperature (Sensor memory) (C)': card.memoryCelsius.toFixed(1),
  }),
  '--showpower': (_, card) => ({ 'Current Socket Graphics Package Power (W)': card.watts.toFixed(1) }),
  '--showmaxpower': ({ facts }) => ({
    'Max Graphics Package Power (W)': facts.model.powerLimitWatts.toFixed(1),
  }),
  '--showclocks': (_, card) => ({
    'mclk clock speed:': `(${card.memoryClockMegahertz}Mhz)`,
    'mclk clock level:': '3',
    'sclk clock speed:': `(${card.smClockMegahertz}Mhz)`,
    'sclk clock level:': '1',
  }),
};

export function rocmSmi(moment: MachineMoment, words: readonly string[]): Execution {
  const asked = words.includes('-a') || words.includes('--showallinfo') ? Object.keys(facets) : words;
  const all: Record<string, Facts> = {};
  for (const card of moment.cards) {
    all[`card${card.index}`] = Object.assign({}, ...asked.map((word) => facets[word]?.(moment, card) ?? {}));
  }
  if (asked.includes('--showdriverversion'))
    all.system = { 'Driver version': moment.facts.plan.hardware.driver };
  if (words.includes('--json')) return printed(`${JSON.stringify(all)}\n`);
  const lines = Object.entries(all).flatMap(([card, facts]) =>
    Object.entries(facts).map(([name, value]) => `${card}\t: ${name}: ${value}`),
  );
  return printed(`${lines.join('\n')}\n`);
}
