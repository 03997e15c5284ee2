/** One signal over time: `for` before it is raised, hysteresis before it is let go. Pure. */
import type { Signal } from './judge.ts';
import { duration, figure } from './wording.ts';

export type Degree = 'ok' | 'warn' | 'fail';

/** What is remembered of a signal between two looks. */
export type Track = {
  readonly degree: Degree;
  readonly summary: string;
  /** Since when it has been raised, whatever its degree; null while it is not. */
  readonly raisedAtMs: number | null;
  /** Since when without a break the value has been at or above `raise`; null while it is not. */
  readonly warnSinceMs: number | null;
  readonly failSinceMs: number | null;
  /** Counters only: what it was at the last look. */
  readonly count: number | null;
};

/** A counter's event is over in an instant; its alert stays this long, so that somebody sees it. */
export const counterHoldMs = 300_000;

const quiet: Track = {
  degree: 'ok',
  summary: '',
  raisedAtMs: null,
  warnSinceMs: null,
  failSinceMs: null,
  count: null,
};

/** @param before What was remembered, or null at the first look. */
export function followSignal(signal: Signal, before: Track | null, atMs: number): Track {
  const track = before ?? quiet;
  if (signal.kind === 'level') return followLevel(signal, track, atMs);
  if (signal.kind === 'finding') return followFinding(signal, track, atMs);
  return followCounter(signal, track, atMs);
}

function followLevel(signal: Extract<Signal, { kind: 'level' }>, track: Track, atMs: number): Track {
  const { value, threshold } = signal;
  // A break in the figures breaks "without a break"; what has been raised stays so until a figure says otherwise.
  if (value === null) return { ...track, warnSinceMs: null, failSinceMs: null };
  const warnSinceMs = value >= threshold.warn.raise ? (track.warnSinceMs ?? atMs) : null;
  const failSinceMs = value >= threshold.fail.raise ? (track.failSinceMs ?? atMs) : null;
  const lasted = (sinceMs: number | null) => sinceMs !== null && atMs - sinceMs >= threshold.forMs;
  const failing = lasted(failSinceMs) || (track.degree === 'fail' && value >= threshold.fail.clear);
  const warning = lasted(warnSinceMs) || (track.degree !== 'ok' && value >= threshold.warn.clear);
  const degree = failing ? 'fail' : warning ? 'warn' : 'ok';
  return { ...risen(track, degree, levelSummary(signal, degree, value), atMs), warnSinceMs, failSinceMs };
}

function followFinding(signal: Extract<Signal, { kind: 'finding' }>, track: Track, atMs: number): Track {
  const sinceMs = track.warnSinceMs ?? atMs;
  const degree = track.degree !== 'ok' || atMs - sinceMs >= signal.forMs ? signal.severity : 'ok';
  return { ...risen(track, degree, signal.summary, atMs), warnSinceMs: sinceMs };
}

function followCounter(signal: Extract<Signal, { kind: 'counter' }>, track: Track, atMs: number): Track {
  if (signal.count === null) return track;
  const more = track.count === null ? 0 : signal.count - track.count;
  if (more > 0) {
    const summary = `${more} more ${signal.label}${more === 1 ? '' : 's'}, ${signal.count} since the container began.`;
    return { ...risen(track, signal.severity, summary, atMs), failSinceMs: atMs, count: signal.count };
  }
  const held = track.failSinceMs !== null && atMs - track.failSinceMs < counterHoldMs;
  return held ? { ...track, count: signal.count } : { ...quiet, count: signal.count };
}

function risen(track: Track, degree: Degree, summary: string, atMs: number): Track {
  return { ...track, degree, summary, raisedAtMs: degree === 'ok' ? null : (track.raisedAtMs ?? atMs) };
}

function levelSummary(signal: Extract<Signal, { kind: 'level' }>, degree: Degree, value: number): string {
  if (degree === 'ok') return '';
  const { threshold, unit } = signal;
  const level = threshold[degree];
  const now = `${signal.label[0]?.toUpperCase()}${signal.label.slice(1)} is ${figure(value, unit)}`;
  if (value < level.raise)
    return `${now}, was over ${figure(level.raise, unit)}; cleared below ${figure(level.clear, unit)}.`;
  const lasting = threshold.forMs > 0 ? ` for ${duration(threshold.forMs)} or longer` : '';
  return `${now}, at or over ${figure(level.raise, unit)}${lasting}.`;
}
