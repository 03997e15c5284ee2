/** How long the health path takes: over a fresh connection each time, as a probe comes, and over one that is kept. */
import { type Answers, askAgainAndAgain, describeFailures, targetOf } from './answers.ts';
import type { LoadResult } from './engine/load.ts';
import { latencyFigures, latencyOf, slicesOf, timeSeries } from './figures.ts';
import { runLiveLoad } from './live-load.ts';
import type { Measure, MeasureContext } from './measure.ts';
import { type Emit, failed, measured, type Outcome } from './measured.ts';
import { describeRating, ladders, rate, worstOf } from './ratings.ts';

export const healthResponse: Measure = {
  id: 'health-response',
  title: 'Response time of the health path',
  shareSeconds: { full: 6, quick: 1.2 },
  run: (context) => measured(healthResponse, context, (emit) => measure(context, emit)),
};

async function measure(context: MeasureContext, emit: Emit): Promise<Outcome> {
  const { full, quick } = healthResponse.shareSeconds;
  const halfMs = (context.isQuick ? quick : full) * 500;
  const target = targetOf(context, context.healthPath);
  const fresh = await askAgainAndAgain(context, { target, durationMs: halfMs }, emit);
  const [first] = fresh.answers;
  if (first === undefined)
    return failed(`${context.healthPath} was not answered: ${describeFailures(fresh.failures)}.`);
  emit({ kind: 'progress', fraction: 0.5, text: `${context.healthPath} over a kept connection` });
  const load = {
    target,
    connections: 1,
    durationMs: halfMs * 0.9,
    warmUpMs: halfMs * 0.1,
    requestsPerSecond: null,
  };
  return judge(context.healthPath, fresh, await runLiveLoad(context, load, emit));
}

function judge(path: string, fresh: Answers, kept: LoadResult): Outcome {
  const times = fresh.answers.map(({ totalMs }) => totalMs);
  const latency = latencyOf(times);
  const refused = statusesOf(fresh, kept).filter((status) => status >= 400);
  const failures = failuresOf(fresh, kept);
  const slowest = Math.max(latency?.p90Ms ?? 0, kept.latency?.p90Ms ?? 0);
  const rating = rate(ladders.healthResponse, slowest, times.length);
  const isBad = refused.length > 0 || Object.keys(failures).length > 0;
  return {
    status: 'done',
    rating: isBad ? worstOf(['failed', rating]) : rating,
    summary: isBad
      ? badSummary(path, refused, failures)
      : `${describeRating(ladders.healthResponse, slowest)}, of the slower kind of connection`,
    figures: [
      ...latencyFigures('fresh connection ', latency),
      ...latencyFigures('kept connection ', kept.latency),
      { name: 'requests', value: times.length + kept.requestCount, unit: '' },
    ],
    slices: [
      ...timeSeries('fresh connection p50', slicesOf(times)),
      ...timeSeries(
        'kept connection p50',
        kept.slices.map(({ p50Ms }) => p50Ms),
      ),
    ],
    notes: kept.latency?.p99Ms == null ? ['p99 needs 1,000 answers of one kind'] : [],
  };
}

/** An answer that never came has no latency, so that without this a broken kind of connection would rate as the fast one. */
function failuresOf(fresh: Answers, kept: LoadResult): Answers['failures'] {
  const counts: Record<string, number> = { ...fresh.failures };
  for (const [reason, count] of Object.entries(kept.errors)) counts[reason] = (counts[reason] ?? 0) + count;
  return counts;
}

function statusesOf(fresh: Answers, kept: LoadResult): readonly number[] {
  return [
    ...new Set([...fresh.answers.map(({ status }) => status), ...Object.keys(kept.statuses).map(Number)]),
  ];
}

function badSummary(path: string, refused: readonly number[], failures: Answers['failures']): string {
  return refused.length > 0
    ? `${path} was answered with HTTP status ${refused.join(', ')}; a pod that is well answers 200.`
    : `${path} was not always answered: ${describeFailures(failures)}.`;
}
