import type { Pod } from '../fleet/pod.ts';

/** What is remembered of a pod between two readings: when its container started, as it was said first. */
export type StartMemory = { readonly generation: string | null; readonly startedAtMs: number };

/** Whole seconds of uptime, read at the end of an answer that took a while, wander by this much. */
const wanderMs = 2_000;

/**
 * The start of a container does not move. RunPod names it in two ways, which lie apart just after a start, and counts
 * the uptime in whole seconds; so the earlier of what was said is kept, and an uptime never runs backwards.
 */
export function steadyStart(memory: StartMemory | null, pod: Pod): StartMemory | null {
  const { generation, startedAtMs, state } = pod;
  if (state.kind !== 'running' && state.kind !== 'initialising') return null;
  const isSame = memory !== null && memory.generation === generation;
  if (startedAtMs === null) return isSame ? memory : null;
  return isSame && startedAtMs > memory.startedAtMs - wanderMs ? memory : { generation, startedAtMs };
}
