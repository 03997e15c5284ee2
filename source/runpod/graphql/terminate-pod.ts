import type { CloudResult } from '../cloud.ts';
import { goneIsEnded } from '../gone-is-ended.ts';
import type { Operation } from './operation.ts';
import type { Changed } from './read-change.ts';
import type { Wire } from './wire.ts';

/** Ends a pod for good, with its disk and its volume. RunPod answers null when it has been done. */
export const terminatePodOperation: Operation<{ readonly podId: string }, null> = {
  action: ({ podId }) => `terminate pod ${podId}`,
  kind: 'write',
  document: 'mutation terminatePod($podId: String!) { podTerminate(input: { podId: $podId }) }',
  root: 'podTerminate',
  read: () => ({ ok: true, value: null }),
};

export async function terminatePod(
  wire: Wire,
  podId: string,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  return goneIsEnded(await wire.ask(terminatePodOperation, { podId }, signal), podId);
}
