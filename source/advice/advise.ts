/** What the measured history of a pod advises: every rule's verdict, those that advise first. */
import { maxObservations, observationMs } from './observation.ts';
import type { AdviceRule, AdviceSubject, Direction, Verdict } from './rule.ts';
import { rules as allRules } from './rules/index.ts';

export type AdviceLine = {
  readonly ruleId: string;
  readonly direction: Direction;
  readonly title: string;
  readonly verdict: Verdict;
};

export type Advice = {
  /** Minutes of the pod that were watched at all. */
  readonly watchedMinutes: number;
  readonly lines: readonly AdviceLine[];
};

const order: Readonly<Record<Verdict['kind'], number>> = { advised: 0, quiet: 1, 'too-little': 2 };

export function advise(given: AdviceSubject, rules: readonly AdviceRule[] = allRules): Advice {
  const subject = { ...given, observations: recent(given) };
  const lines = rules.map((rule) => ({
    ruleId: rule.id,
    direction: rule.direction,
    title: rule.title,
    verdict: rule.judge(subject),
  }));
  return {
    watchedMinutes: subject.observations.length,
    lines: lines.sort((one, other) => order[one.verdict.kind] - order[other.verdict.kind]),
  };
}

/** The file may hold what was watched yesterday, or before this machine's clock was set back. */
function recent({ observations, nowMs }: AdviceSubject): AdviceSubject['observations'] {
  const sinceMs = nowMs - maxObservations * observationMs;
  return observations.filter(({ atMs }) => atMs >= sinceMs && atMs <= nowMs);
}

export function verdictText(verdict: Verdict): string {
  switch (verdict.kind) {
    case 'advised':
      return `${verdict.saw}.`;
    case 'quiet':
      return `${verdict.reason}.`;
    case 'too-little':
      return `Too little is known: ${verdict.haveMinutes} of ${verdict.needMinutes} minutes of ${verdict.of}.`;
  }
}
