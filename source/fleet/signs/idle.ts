/** Billing, and no card has done anything for a while. */
import { shortDuration } from '../duration.ts';
import type { PodEntry } from '../fleet.ts';
import type { Sign, SignRule } from './sign.ts';

export const idle: SignRule = { id: 'idle', subject: 'cost', reportAfterMs: 300_000, find };

/** A pause between two batches is not idleness. */
const idleAfterMs = 30_000;

function find(entry: PodEntry, nowMs: number): Sign | null {
  if (entry.idleSinceMs === null) return null;
  const forMs = nowMs - entry.idleSinceMs;
  if (forMs < idleAfterMs) return null;
  const duration = shortDuration(forMs);
  const cost = entry.pod.costPerHourDollars;
  const spent = cost === null ? '' : ` = $${((cost * forMs) / 3_600_000).toFixed(2)}`;
  return { kind: 'idle', word: `idle ${duration}`, text: `All GPUs idle for ${duration}${spent}.` };
}
