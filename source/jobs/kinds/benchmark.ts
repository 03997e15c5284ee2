/** Measures how the pod serves, keeps the report, and compares it with an earlier one of the same pod. */
import { compareReports } from '../../../pod-agent/measures/compare.ts';
import type { BenchmarkReport, Comparison } from '../../../pod-agent/protocol/benchmark-report.ts';
import { baselineOf, historyOf, missingBaseline, verdictWith } from '../benchmarks/compared.ts';
import { wayFromOutside, withOutside, withoutOutside } from '../benchmarks/from-outside.ts';
import type { KeptReport } from '../benchmarks/shelf.ts';
import { endingOf, inconclusive, refusedExitCode, unreachable, withoutAddress } from './endings.ts';
import { holdingBack, inPod } from './in-pod.ts';
import type { KindOfJob, RunContext, Told, Verdict } from './kind.ts';

export const benchmark: KindOfJob = {
  kind: 'benchmark',
  async *run(context) {
    const { found, pod, benchmarks } = context;
    if (context.target() === null && found === null) return yield unreachable(withoutAddress(pod));
    const name = context.arguments.baseline ?? null;
    const kept = await benchmarks.reports(pod.id);
    // Said before a minute is spent on it.
    if (name !== null && baselineOf(kept, { name, isQuick: false }) === null)
      return yield inconclusive(missingBaseline(name, kept));
    // What is held back is not in the journal yet: a console that takes over hears it from the pod again.
    const { end, held } = yield* holdingBack(inPod(context, 'benchmark'), isResult);
    yield* finished(context, held);
    const ending = endingOf(end);
    if (ending !== null) yield ending;
  },
};

function isResult(told: Told): boolean {
  return told.kind === 'benchmark' || told.kind === 'verdict' || isGuardsNo(told);
}

/** The pod is at work, and nobody forced it. */
function isGuardsNo(told: Told): boolean {
  return told.kind === 'step-ended' && told.step === 'guard' && told.outcome === 'inconclusive';
}

async function* finished(context: RunContext, held: readonly Told[]): AsyncGenerator<Told, void, void> {
  let report = toldBefore(context);
  for (const told of held) {
    if (told.kind === 'benchmark') {
      report = context.arguments.isOutside === true ? yield* fromOutside(context, told.report) : told.report;
      yield { ...told, report };
    } else if (told.kind !== 'verdict') yield told;
    else if (held.some(isGuardsNo)) yield { ...told, exitCode: refusedExitCode };
    else yield report === null ? told : yield* judged(context, report, told);
  }
}

/** A console that was killed may have heard the report already, and only the verdict is to come. */
function toldBefore({ results }: RunContext): BenchmarkReport | null {
  const event = results().findLast((each) => each.kind === 'benchmark');
  return event?.kind === 'benchmark' ? event.report : null;
}

async function* fromOutside(
  { pod, signal, proxyUrlOf }: RunContext,
  report: BenchmarkReport,
): AsyncGenerator<Told, BenchmarkReport, void> {
  const way = wayFromOutside(pod, proxyUrlOf);
  if (way.ok) {
    yield { kind: 'step-began', step: 'outside', title: "Response time through RunPod's proxy" };
    const whole = await withOutside(report, way.url, signal);
    const result = whole.tests.at(-1);
    const outcome = result?.status === 'done' ? 'pass' : 'fail';
    const { summary: text = '', tookMs = 0 } = result ?? {};
    yield { kind: 'step-ended', step: 'outside', outcome, text, tookMs };
    return whole;
  }
  yield { kind: 'output', level: 'warn', text: `Not measured from outside: ${way.reason}` };
  return report;
}

async function* judged<Given extends Told & Verdict>(
  context: RunContext,
  report: BenchmarkReport,
  verdict: Given,
): AsyncGenerator<Told, Given, void> {
  if (verdict.verdict === 'stopped') return verdict;
  const { benchmarks, pod } = context;
  const name = context.arguments.baseline ?? null;
  const changed = context.arguments.expectChanged ?? [];
  const comparison = comparedWith(await benchmarks.reports(pod.id), { report, name, changed });
  const trouble = await benchmarks.keep(pod.id, {
    name: context.arguments.saveAs ?? null,
    report,
    ...(comparison === null ? {} : { verdict: comparison.verdict }),
  });
  if (trouble !== null) yield { kind: 'output', level: 'warn', text: trouble };
  if (comparison === null) return verdict;
  yield { kind: 'comparison', comparison };
  return verdictWith(verdict, comparison, name !== null);
}

/** null: no run was kept to compare with. */
function comparedWith(
  kept: readonly KeptReport[],
  asked: {
    readonly report: BenchmarkReport;
    readonly name: string | null;
    readonly changed: readonly string[];
  },
): Comparison | null {
  const { report, name, changed } = asked;
  const baseline = baselineOf(kept, { name, isQuick: report.isQuick });
  if (baseline === null) return null;
  const history = historyOf(kept, baseline).map(withoutOutside);
  return compareReports(withoutOutside(baseline), withoutOutside(report), { history, changed });
}
