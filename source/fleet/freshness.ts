/** How old a pod's figures are, by the console's own clock: clocks in pods are not to be trusted. */
import type { PodEntry } from './fleet.ts';

/** Three intervals and half a second, as the link's watchdog counts. */
const staleIntervals = 3;
const staleGraceMs = 500;

/** Milliseconds since the newest sample came; null before the first. */
export function sampleAgeMs(entry: PodEntry, nowMs: number): number | null {
  return entry.sample === null ? null : Math.max(0, nowMs - entry.sample.receivedAtMs);
}

/** True when the figures must not be shown as live: too old, or none at all. */
export function isStale(entry: PodEntry, nowMs: number): boolean {
  const ageMs = sampleAgeMs(entry, nowMs);
  if (ageMs === null || entry.sample === null) return true;
  return ageMs > entry.sample.frame.intervalMs * staleIntervals + staleGraceMs;
}

/** A health report older than three of its periods says nothing about now. */
export function isHealthStale(entry: PodEntry, nowMs: number): boolean {
  if (entry.health === null) return true;
  return nowMs - entry.health.receivedAtMs > entry.health.report.periodMs * staleIntervals;
}
