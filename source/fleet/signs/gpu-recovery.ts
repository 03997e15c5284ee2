/** The driver advises a recovery action, or has counted uncorrectable memory errors. */
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const gpuRecovery: SignRule = { id: 'gpu-recovery', subject: 'gpu', reportAfterMs: 0, find };

function find(entry: PodEntry): Sign | null {
  for (const card of entry.sample?.frame.gpu?.cards ?? []) {
    if (card.recoveryAction !== null && card.recoveryAction.toLowerCase() !== 'none')
      return {
        kind: 'fail',
        word: 'GPU ill',
        text: `gpu${card.index}: the driver advises "${card.recoveryAction}".`,
      };
    if (card.remappedRowsFailed === true)
      return {
        kind: 'fail',
        word: 'GPU memory',
        text: `gpu${card.index}: a memory row could not be remapped.`,
      };
    if ((card.eccUncorrectedCount ?? 0) > 0)
      return {
        kind: 'warn',
        word: 'GPU ECC',
        text: `gpu${card.index}: ${card.eccUncorrectedCount} uncorrectable memory errors.`,
      };
  }
  return null;
}
