/** There is no way to the pod: no public SSH port, or none that has been published yet. */
import { isStarting } from '../booting.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

/** Ports are published some time after the container runs; until then it is no news. */
export const unreachable: SignRule = { id: 'unreachable', subject: 'link', reportAfterMs: 120_000, find };

function find(entry: PodEntry, nowMs: number): Sign | null {
  const { link } = entry;
  if (link.kind !== 'none' || isStarting(entry, nowMs)) return null;
  return { kind: 'lost', word: 'no ssh', text: `Running, but no telemetry: ${link.reason}` };
}
