/** The newest part of a history, if there is enough of it to say anything. */
import { type Observation, observationMs } from './observation.ts';
import type { AdviceSubject, Verdict } from './rule.ts';

export type Figures = readonly { readonly atMs: number; readonly value: number }[];

type Window =
  | { readonly ok: true; readonly figures: Figures; readonly observations: readonly Observation[] }
  | { readonly ok: false; readonly verdict: Extract<Verdict, { kind: 'too-little' }> };

/** Of the minutes that a rule wants, this many must be there: links break now and then. */
const leastShare = 0.8;

/** The values of one figure in the newest `minutes`, or how much of it is missing. */
export function windowOf(
  { observations, nowMs }: AdviceSubject,
  wanted: {
    readonly minutes: number;
    readonly of: string;
    readonly figure: (observation: Observation) => number | null;
  },
): Window {
  const sinceMs = nowMs - wanted.minutes * observationMs;
  const recent = observations.filter(({ atMs }) => atMs >= sinceMs && atMs <= nowMs);
  const figures = recent.flatMap((observation) => {
    const value = wanted.figure(observation);
    return value === null ? [] : [{ atMs: observation.atMs, value }];
  });
  const needMinutes = Math.ceil(wanted.minutes * leastShare);
  if (figures.length >= needMinutes) return { ok: true, figures, observations: recent };
  return {
    ok: false,
    verdict: { kind: 'too-little', of: wanted.of, haveMinutes: figures.length, needMinutes },
  };
}

/** Minutes that fit, and whether they are most of them: a spike is no reason to rent a larger pod. */
export function mostOf(
  figures: Figures,
  fits: (value: number) => boolean,
): { readonly isMost: boolean; readonly minutes: number } {
  const minutes = figures.filter(({ value }) => fits(value)).length;
  return { isMost: minutes >= figures.length * leastShare, minutes };
}

export function meanOf(figures: Figures): number {
  return figures.reduce((total, { value }) => total + value, 0) / figures.length;
}

export function medianOf(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other);
  const middle = Math.floor(sorted.length / 2);
  const upper = sorted[middle] ?? Number.NaN;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
