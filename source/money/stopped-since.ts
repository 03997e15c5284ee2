/** Since when a pod has been stopped: by RunPod's own words, else since a console of this machine first saw it so. Pure. */
import type { PodEntry } from '../fleet/fleet.ts';
import type { PodSeen } from '../fleet/money.ts';

export function stoppedSinceOf(
  { pod, podAtMs }: PodEntry,
  seen: PodSeen | null,
): { readonly atMs: number; readonly isExact: boolean } | null {
  if (pod.state.kind !== 'stopped') return null;
  const told = statusChangeMs(pod.lastStatusChange);
  if (told !== null) return { atMs: told, isExact: true };
  return { atMs: seen?.stoppedSinceMs ?? podAtMs, isExact: false };
}

/** "Exited by user: Wed Jul 29 2026 21:56:48 GMT+0000 (…)": what follows the first colon is a date of JavaScript. */
function statusChangeMs(text: string | null): number | null {
  const date = /^[^:]*\b(?:exited|outbid|stopped)[^:]*:\s*(.+?\bGMT[+-]\d{4})/i.exec(text ?? '')?.[1];
  const atMs = date === undefined ? Number.NaN : Date.parse(date);
  return Number.isFinite(atMs) ? atMs : null;
}
