/** The end of a pod. */
import type { CloudResult } from './cloud.ts';

/** A pod that is gone already is what was wished for. */
export function goneIsEnded(
  ended: CloudResult<unknown>,
  podId: string,
): CloudResult<{ readonly podId: string }> {
  return ended.ok || ended.code === 'not-found' ? { ok: true, value: { podId } } : ended;
}
