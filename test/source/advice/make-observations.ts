/** Histories of minutes up to now, each made from a default and what the test is about. */
import type { Observation } from '../../../source/advice/observation.ts';
import type { AdviceSubject } from '../../../source/advice/rule.ts';
import type { Pod } from '../../../source/fleet/pod.ts';
import { makePod, nowMs } from '../fleet/make.ts';

const minuteMs = 60_000;

export function observationsOf(
  count: number,
  fieldsOf: (index: number) => Partial<Observation>,
): readonly Observation[] {
  return Array.from({ length: count }, (_, index) => ({
    atMs: Math.floor(nowMs / minuteMs) * minuteMs - (count - index) * minuteMs,
    sampleCount: 60,
    cpuPercent: 30,
    limitCores: 16,
    busiestProcessCores: 2,
    memoryPercent: 40,
    cardCount: 2,
    gpuPercent: 60,
    busyCardCount: 2,
    responseMs: 12,
    socketCount: 40,
    ...fieldsOf(index),
  }));
}

export function subjectOf(
  observations: readonly Observation[],
  { pod = {}, others = [] }: { readonly pod?: Partial<Pod>; readonly others?: readonly Pod[] } = {},
): AdviceSubject {
  return { pod: makePod(pod), others, observations, nowMs };
}
