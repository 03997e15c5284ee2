/** What all checks want to read, so that whoever asks puts each question once. */
import { whatIsRead } from '../collectors/source-list.ts';
import type { Answer, Answers, Source } from '../host/host.ts';
import type { Check, CheckId, PodPlan } from './check.ts';
import { checks } from './index.ts';

export type WantedByChecks = {
  /** As the most demanding of those who want it declares it: `hot` where one of them wants it twice. */
  readonly source: Source;
  readonly wantedBy: readonly {
    readonly checkId: CheckId;
    readonly sourceId: string;
    /** It wants the earlier answer as well, for a rate. */
    readonly isHot: boolean;
  }[];
};

/** By check, then by source. */
export type AnswersOfChecks = Readonly<Partial<Record<CheckId, Answers>>>;

/** The sources of these checks, without repeats. */
export function sourcesOfChecks(plan: PodPlan, table: readonly Check[] = checks): readonly WantedByChecks[] {
  const wanted = new Map<string, WantedByChecks>();
  for (const check of table) {
    for (const source of check.needs(plan)) {
      const key = whatIsRead(source);
      const known = wanted.get(key);
      const wish = { checkId: check.id, sourceId: source.id, isHot: source.cadence === 'hot' };
      wanted.set(key, {
        source: known === undefined ? source : demanding(known.source, source),
        wantedBy: [...(known?.wantedBy ?? []), wish],
      });
    }
  }
  return [...wanted.values()];
}

/**
 * Gives each check its answers. They stand in the order of the sources; one that is missing is a timeout.
 * @param which `hot`: only to those who want a rate of it, for `before`.
 */
export function answersOfChecks(
  wanted: readonly WantedByChecks[],
  answers: readonly (Answer | undefined)[],
  which: 'all' | 'hot' = 'all',
): AnswersOfChecks {
  const byCheck: Partial<Record<CheckId, Record<string, Answer>>> = {};
  for (const [position, { source, wantedBy }] of wanted.entries()) {
    for (const { checkId, sourceId, isHot } of wantedBy) {
      if (which === 'hot' && !isHot) continue;
      const own = byCheck[checkId] ?? {};
      own[sourceId] = answers[position] ?? unanswered(source);
      byCheck[checkId] = own;
    }
  }
  return byCheck;
}

export function unanswered(source: Source): Answer {
  return { ok: false, reason: 'timeout', message: `${whatIsRead(source)} did not answer in time.` };
}

function demanding(one: Source, other: Source): Source {
  const cadence = other.cadence === 'hot' ? 'hot' : one.cadence;
  if (!('timeoutMs' in one && 'timeoutMs' in other)) return { ...one, cadence };
  return { ...one, cadence, timeoutMs: Math.max(one.timeoutMs, other.timeoutMs) };
}
