/** Clocks held down by heat or by the hardware. A software power cap at full load is normal and is no sign. */
import type { ThrottleReason } from '../../../pod-agent/protocol/readings.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const gpuThrottled: SignRule = { id: 'gpu-throttled', subject: 'gpu', reportAfterMs: 10_000, find };

const words: Partial<Record<ThrottleReason, string>> = {
  'hardware-slowdown': 'slowed',
  'hardware-thermal': 'hot',
  'hardware-power-brake': 'power brake',
  'software-thermal': 'hot',
};

function find(entry: PodEntry): Sign | null {
  for (const card of entry.sample?.frame.gpu?.cards ?? []) {
    const reason = (card.throttleReasons ?? []).find((name) => words[name] !== undefined);
    if (reason === undefined) continue;
    const heat = card.temperatureCelsius === null ? '' : ` at ${Math.round(card.temperatureCelsius)} °C`;
    return {
      kind: 'warn',
      word: `g${card.index} ${words[reason]}`,
      text: `gpu${card.index} throttled${heat}: ${reason.replace('-', ' ')}.`,
    };
  }
  return null;
}
