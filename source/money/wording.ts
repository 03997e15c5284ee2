/** Figures of money in words: where each is from, how old it is, what it covers. Pure. */
import { shortDuration } from '../fleet/questions.ts';
import { clockText, hourMs } from './days.ts';
import type { MoneyFigure } from './figure.ts';
import type { PodMoney } from './pod-money.ts';
import type { Runway } from './standing.ts';

/** Half a sentence, to stand behind the amount. */
export function sourceText(figure: MoneyFigure, nowMs: number): string {
  if (figure.dollars === null) return `not known: ${figure.because}`;
  const without = figure.without === null ? '' : `, without ${figure.without}`;
  const age = shortDuration(Math.max(0, nowMs - figure.untilMs));
  switch (figure.source) {
    case 'billing':
      return `billed by RunPod until ${clockText(figure.untilMs, nowMs)}${without}`;
    case 'account':
      return `RunPod's word, ${age} old${without}`;
    case 'list':
      return `by the list's prices, ${age} old${without}`;
    case 'seen':
      return `estimated, since ${clockText(figure.fromMs, nowMs)}${without}`;
  }
}

export function runwayText(runway: Runway, nowMs: number): string {
  if (runway.hours === null) return `not known: ${runway.because}`;
  const by = runway.source === 'account' ? 'what RunPod says is spent' : 'the prices of the list';
  const age = shortDuration(Math.max(0, nowMs - runway.atMs));
  return `${shortDuration(runway.hours * hourMs)} by ${by}, ${age} old`;
}

export function activityText({ activity, stoppedSince }: PodMoney, nowMs: number): string {
  switch (activity.kind) {
    case 'idle': {
      const cost = activity.dollars === null ? '' : `: $${activity.dollars.toFixed(2)}`;
      return `idle for ${shortDuration(nowMs - activity.sinceMs)} as this console has seen${cost}`;
    }
    case 'busy':
      return `not idle: ${activity.because}`;
    case 'unknown':
      return `whether it is idle is not known: ${activity.because}`;
    case 'off':
      return stoppedSince === null ? 'it does not run' : stoppedText(stoppedSince, nowMs);
  }
}

function stoppedText({ atMs, isExact }: NonNullable<PodMoney['stoppedSince']>, nowMs: number): string {
  return `stopped for ${isExact ? '' : 'at least '}${shortDuration(nowMs - atMs)}, since ${clockText(atMs, nowMs)}`;
}
