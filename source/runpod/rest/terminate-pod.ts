/** Ending a pod for good. */
import type { CloudResult } from '../cloud.ts';
import { goneIsEnded } from '../gone-is-ended.ts';
import { type Operation, pathOf } from './operation.ts';
import type { Changed } from './read-change.ts';
import type { Wire } from './wire.ts';

/** Ends a pod for good, with its disk and its volume. The answer has no body. */
const terminatePodOperation: Operation<{ readonly podId: string }, Changed> = {
  action: ({ podId }) => `terminate pod ${podId}`,
  request: ({ podId }) => ({ method: 'DELETE', path: pathOf`/pods/${podId}` }),
  read: (_json, _reader, { podId }) => ({ ok: true, value: { podId } }),
};

export async function terminatePod(
  wire: Wire,
  podId: string,
  signal?: AbortSignal,
): Promise<CloudResult<Changed>> {
  return goneIsEnded(await wire.ask(terminatePodOperation, { podId }, signal), podId);
}
