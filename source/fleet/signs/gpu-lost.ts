/** Cards that the driver calls lost, that answer with an error, or that were paid for and are not there. */
import type { GpuCardReading } from '../../../pod-agent/protocol/readings.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const gpuLost: SignRule = { id: 'gpu-lost', subject: 'gpu', reportAfterMs: 0, find };

function find(entry: PodEntry): Sign | null {
  const gpu = entry.sample?.frame.gpu;
  if (gpu === undefined) return null;
  if (gpu.failure !== null) return { kind: 'fail', word: 'GPU fails', text: gpu.failure.message };
  const broken = gpu.cards.find((card) => card.status !== 'ok');
  if (broken !== undefined) return brokenSign(broken);
  if (gpu.expectedCount !== null && gpu.cards.length < gpu.expectedCount) {
    const text = `${gpu.cards.length} of ${gpu.expectedCount} cards answer; ${gpu.expectedCount} are paid for.`;
    return { kind: 'fail', word: `GPU ${gpu.cards.length}/${gpu.expectedCount}`, text };
  }
  return null;
}

function brokenSign(card: GpuCardReading): Sign {
  const words = { ok: '', lost: 'GPU lost', 'requires-reset': 'GPU reset', error: 'GPU error' };
  return {
    kind: 'fail',
    word: words[card.status],
    text: `gpu${card.index}: ${card.statusText ?? words[card.status]}`,
  };
}
