/** One card does nothing while all its peers are busy: the usual look of a dead rank in a training job. */
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const gpuStraggler: SignRule = { id: 'gpu-straggler', subject: 'gpu', reportAfterMs: 60_000, find };

const busyPercent = 80;
const idlePercent = 10;

function find(entry: PodEntry): Sign | null {
  const cards = entry.sample?.frame.gpu?.cards ?? [];
  if (cards.length < 3) return null;
  const slow = cards.filter((card) => (card.utilizationPercent ?? busyPercent) < idlePercent);
  const straggler = slow[0];
  if (slow.length !== 1 || straggler === undefined) return null;
  const peers = cards.filter((card) => card !== straggler);
  if (peers.some((card) => (card.utilizationPercent ?? 0) < busyPercent)) return null;
  const text = `gpu${straggler.index} at ${Math.round(straggler.utilizationPercent ?? 0)} % while its ${peers.length} peers are over ${busyPercent} %.`;
  return { kind: 'warn', word: `g${straggler.index} slow`, text };
}
