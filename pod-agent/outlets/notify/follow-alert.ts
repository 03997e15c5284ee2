/**
 * One alert over time, as one receiver is told of it. Pure.
 *
 * Flapping: no trouble is ever withheld. One that came three times within an hour is told to be over only when it has
 * stayed away for 15 minutes; what comes back before that was never told to be over, and is no news.
 */
import type { HealthAlert } from '../../protocol/health-report.ts';
import type { News } from './channel.ts';
import { isEndDoubtful, isEndHidden, isHidden } from './hiding.ts';
import type { Look, NewsRules } from './look.ts';

export type Told = { readonly severity: HealthAlert['severity']; readonly atMs: number };

export type Followed = {
  /** As it was last seen. */
  readonly alert: HealthAlert;
  /** Never jumps. */
  readonly firedAtMs: number;
  /** When it was first seen to be gone, by the pod's wall clock; null while it is there. */
  readonly goneAtMs: number | null;
  /** When it was last not to be seen whether it goes on; null where it was to be seen since it was there. */
  readonly unseenAtMs: number | null;
  /** What the receiver holds for true once it has all that waits for it; null when that is nothing, or that it is over. */
  readonly told: Told | null;
  /** What it has taken by now. While that is not null its end is owed, and the alert is not forgotten. */
  readonly taken: Told | null;
  /** When its end was refused, by a clock that never jumps; null where it was not. */
  readonly refusedAtMs: number | null;
  /** When it came, within the last hour; no more of them than are needed. */
  readonly comingsAtMs: readonly number[];
};

export type Step = { readonly followed: Followed | null; readonly news: News | null };

const hourMs = 3_600_000;
const comingsUntilFlapping = 3;
const quietMs = 15 * 60_000;
/** After a time without readings a level has to stay for a while before it is an alert again: until then nothing is over. */
const settleMs = 2 * 60_000;
/** For so long a card that is not reported any more is taken for the missing one rather than for one that is well. */
const doubtMs = 10 * 60_000;
/** A receiver whose key or address is mended by then still learns the end. */
const refusedAgainMs = hourMs;

/** It is in the report. */
export function present(alert: HealthAlert, before: Followed | null, look: Look): Step {
  const { rules, nowMs } = look;
  const told = before?.told ?? null;
  const isNew = before === null || before.goneAtMs !== null;
  const comingsAtMs = recent([...(before?.comingsAtMs ?? []), ...(isNew ? [nowMs] : [])], nowMs);
  const followed: Followed = {
    alert,
    firedAtMs: nowMs,
    goneAtMs: null,
    unseenAtMs: null,
    told,
    taken: before?.taken ?? null,
    refusedAtMs: null,
    comingsAtMs,
  };
  if (isHidden(alert.fingerprint, look.names)) return held(followed, look);
  const kind = kindOf(alert, told, look);
  if (kind === null) return { followed, news: null };
  return {
    followed: { ...followed, told: { severity: alert.severity, atMs: nowMs } },
    news: { kind, alert, toldSeverity: told?.severity ?? null, isFlapping: isFlapping(comingsAtMs, rules) },
  };
}

function kindOf(
  { severity }: HealthAlert,
  told: Followed['told'],
  { rules, nowMs }: Look,
): Exclude<News['kind'], 'resolved'> | null {
  if (told === null) return 'raised';
  if (severity === 'fail' && told.severity === 'warn') return 'risen';
  if (rules.tellsEveryChange && severity !== told.severity) return 'fallen';
  return nowMs - told.atMs >= rules.repeatMs ? 'repeated' : null;
}

/** It was in an earlier report and is not in this one, or is less severe now than what is told of. */
export function absent(before: Followed, look: Look): Step {
  const { alert, told } = before;
  const { rules, nowMs } = look;
  const comingsAtMs = recent(before.comingsAtMs, nowMs);
  if (told === null) {
    const goneAtMs = before.goneAtMs ?? look.atMs;
    return { followed: remembered({ ...before, goneAtMs, comingsAtMs }), news: null };
  }
  // It goes on, below what is told of: only a receiver that keeps the state is told that it has fallen.
  const isBelow = look.names.has(alert.fingerprint);
  if (isBelow && !rules.tellsEveryChange) return { followed: { ...before, comingsAtMs }, news: null };
  if (!isBelow && isUnseen(before, look)) return held({ ...before, comingsAtMs, unseenAtMs: nowMs }, look);
  if (before.unseenAtMs !== null && nowMs - before.unseenAtMs < settleMs)
    return held({ ...before, comingsAtMs }, look);
  return gone({ ...before, comingsAtMs }, told, look);
}

function gone(before: Followed, told: Told, look: Look): Step {
  const { alert, comingsAtMs, firedAtMs, refusedAtMs } = before;
  const goneAtMs = before.goneAtMs ?? look.resolved.get(alert.fingerprint)?.resolvedAtMs ?? look.atMs;
  const isQuiet = !isFlapping(comingsAtMs, look.rules) || look.nowMs - firedAtMs >= quietMs;
  const isDue = refusedAtMs === null || look.nowMs - refusedAtMs >= refusedAgainMs;
  if (!isQuiet || !isDue) return { followed: { ...before, goneAtMs }, news: null };
  const over = { ...alert, severity: told.severity, resolvedAtMs: goneAtMs };
  return {
    followed: remembered({ ...before, goneAtMs, told: null, refusedAtMs: null }),
    news: { kind: 'resolved', alert: over, toldSeverity: told.severity, isFlapping: false },
  };
}

/** Who came and went lately is remembered, to be recognised as flapping; and whose end the receiver has not taken yet. */
function remembered(followed: Followed): Followed | null {
  return followed.comingsAtMs.length > 0 || followed.taken !== null ? followed : null;
}

/** Nothing is known of it, and nothing is told; but who keeps the state is reminded of what is not known to be over. */
function held(followed: Followed, { rules, nowMs }: Look): Step {
  const { alert, told } = followed;
  if (told === null || !rules.tellsEveryChange || nowMs - told.atMs < rules.repeatMs)
    return { followed, news: null };
  return {
    followed: { ...followed, told: { ...told, atMs: nowMs } },
    news: {
      kind: 'repeated',
      alert: { ...alert, severity: told.severity },
      toldSeverity: told.severity,
      isFlapping: false,
    },
  };
}

/** Whether its being gone from the report says nothing. */
function isUnseen({ alert, firedAtMs }: Followed, { names, answered, nowMs }: Look): boolean {
  const { fingerprint, checkId } = alert;
  if (!answered.has(checkId) || isEndHidden(fingerprint, names)) return true;
  return nowMs - firedAtMs < doubtMs && isEndDoubtful(fingerprint, names);
}

function recent(comingsAtMs: readonly number[], nowMs: number): readonly number[] {
  return comingsAtMs.filter((atMs) => nowMs - atMs < hourMs).slice(-comingsUntilFlapping);
}

function isFlapping(comingsAtMs: readonly number[], { tellsEveryChange }: NewsRules): boolean {
  return !tellsEveryChange && comingsAtMs.length >= comingsUntilFlapping;
}
