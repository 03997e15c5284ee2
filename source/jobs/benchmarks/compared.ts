/** A benchmark held against an earlier one of its pod: which one that is, and what the verdict becomes by it. Pure. */
import type { BenchmarkReport, Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';
import type { KeptReport } from './shelf.ts';

/** The run to compare with: the one of that name, else the last of the same length. null: there is none. */
export function baselineOf(
  kept: readonly KeptReport[],
  wanted: { readonly name: string | null; readonly isQuick: boolean },
): BenchmarkReport | null {
  const found = kept.findLast(({ name, report }) =>
    wanted.name === null ? report.isQuick === wanted.isQuick : name === wanted.name,
  );
  return found?.report ?? null;
}

/**
 * What the pod came to before the baseline, by the order in which the runs were kept: a clock may be set back. A run that
 * was a regression is none of it, or the next one like it would pass as usual.
 */
export function historyOf(
  kept: readonly KeptReport[],
  baseline: BenchmarkReport,
): readonly BenchmarkReport[] {
  const older = kept.slice(
    0,
    Math.max(
      0,
      kept.findIndex(({ report }) => report === baseline),
    ),
  );
  return older.filter(({ verdict }) => verdict !== 'regression').map(({ report }) => report);
}

/** What is said where the name is not there. */
export function missingBaseline(name: string, kept: readonly KeptReport[]): string {
  const names = kept.flatMap((each) => each.name ?? []);
  const known = names.length === 0 ? 'No run has a name yet' : `Named runs: ${names.join(', ')}`;
  return `No run of this pod is kept as "${name}". ${known}; --save-as NAME gives one.`;
}

/** Whole runs of one pod differ from each other, as where another pod of its host is busy; two runs do not show how much. */
const onceMore = 'Measure once more before you act on it: a busy host can look like this too.';

type Verdict = {
  readonly kind: 'verdict';
  readonly verdict: 'pass' | 'fail' | 'inconclusive' | 'stopped';
  readonly text: string;
  readonly exitCode: number;
};

/**
 * A regression fails a run that passed. Where a run was named and cannot be compared with, nobody can say that it is no
 * worse; the last run is only a convenience, and says nothing then.
 */
export function verdictWith<Given extends Verdict>(
  given: Given,
  comparison: Comparison,
  isNamed: boolean,
): Given {
  if (given.verdict !== 'pass') return given;
  if (comparison.verdict === 'regression')
    return {
      ...given,
      verdict: 'fail',
      text: `A regression. ${comparison.summary} ${onceMore}`,
      exitCode: 1,
    };
  if (comparison.verdict === 'not-comparable' && isNamed)
    return { ...given, verdict: 'inconclusive', text: comparison.summary, exitCode: 3 };
  return comparison.verdict === 'not-comparable' ? given : { ...given, text: comparison.summary };
}
