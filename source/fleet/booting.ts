/** The first minutes of a container, in which sshd is not there yet and nothing about that is news. */
import type { PodEntry } from './fleet.ts';

/** An image with a long start script takes this long until its sshd listens. */
const startingForMs = 120_000;

/** True while the container is young and has not sent a sample yet. */
export function isStarting({ pod, sample, containerSinceMs }: PodEntry, nowMs: number): boolean {
  if (sample !== null) return false;
  return [pod.startedAtMs, containerSinceMs].some(
    (sinceMs) => sinceMs !== null && nowMs - sinceMs < startingForMs,
  );
}
