/** Pods that were ended before the simulation began: of them nothing is left but their bill. */
import { fraction, letters, mix } from '../chance.ts';
import type { Charge } from './charges.ts';

const dayMs = 86_400_000;
const endedDaysAgo = [5, 13, 24];

export function formerCharges(seed: number, bornMs: number): readonly Charge[] {
  return endedDaysAgo.map((days, index) => {
    const ownSeed = mix(seed, index, 86);
    const untilMs = bornMs - days * dayMs;
    const hours = 6 + Math.floor(20 * fraction(ownSeed, 87));
    return {
      what: 'pod',
      id: letters(ownSeed, { length: 14, alphabet: 'abcdefghijklmnopqrstuvwxyz0123456789' }),
      fromMs: untilMs - hours * 3_600_000,
      untilMs,
      gpuDollars: hours * 2.69,
      diskDollars: hours * 0.03,
    };
  });
}
